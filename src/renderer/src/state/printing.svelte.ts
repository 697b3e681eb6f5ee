import type { Workstation } from '../../../shared/contract.ts';
import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { DisplayFilter } from '../../../shared/contract/signal.ts';
import { toProblem } from '../../../shared/problem.ts';
import type { LeadChoice, LayoutName } from '../ecg/layouts.ts';
import { loadSignal } from '../ecg/print/load-signal.ts';
import type { PageFormat } from '../ecg/print/page-format.ts';
import type { TextPainter } from '../ecg/print/pdf-page.ts';
import {
  paintPage,
  type PageWords,
  type PrintedLayers,
  type PrintPaper,
  type PrintRequest,
} from '../ecg/print/print-painter.ts';
import { MOST_PAGES, planPages, type Stretch } from '../ecg/print/print-plan.ts';
import { addressOf, SvgPage } from '../ecg/print/svg-page.ts';
import type { TextFont } from '../ecg/print/vector-context.ts';
import { strings } from '../language/strings.ts';

/** What is to be printed, as it stands when the dialog opens or a choice in it changes. */
export interface PrintSource {
  readonly recording: RecordingInfo;
  readonly recordName: string;
  readonly layout: LayoutName;
  readonly choice: LeadChoice;
  readonly stretches: readonly Stretch[];
  readonly speed: number;
  readonly gain: number;
  readonly filter: DisplayFilter;
  readonly paper: PrintPaper;
  readonly format: PageFormat;
  readonly layers: PrintedLayers;
  readonly words: PageWords;
}

export interface PrintTools {
  /** Width of a text in the fonts of a page. */
  readonly measure: (text: string, font: TextFont) => number;
  readonly paintText: TextPainter;
  /** Hands a file to the browser; absent where the host keeps files itself. */
  readonly download?: (name: string, content: Blob) => void;
}

type PrintApi = Pick<Workstation, 'signal.window' | 'export.document'>;

/** Pages in the making: laid out, drawn as pictures for preview and printer, and as a PDF when asked. */
export class PrintingState {
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  /** The sentence to show when `phase` is `failed`. */
  problem = $state('');
  /** The pages as SVG documents of their true size, as addresses. */
  pages = $state.raw<readonly string[]>([]);
  /** Whether a stretch was too long to be printed as a whole. */
  cut = $state(false);
  saving = $state(false);

  readonly #api: PrintApi;
  readonly #tools: PrintTools;
  #loading = new AbortController();
  #request: PrintRequest | undefined;
  #recordName = '';

  constructor(api: PrintApi, tools: PrintTools) {
    this.#api = api;
    this.#tools = tools;
  }

  /** Lays the pages out and draws them; a later call replaces this one. */
  async prepare(source: PrintSource): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.phase = 'loading';
    try {
      const { recording, filter, paper, layers, words, recordName } = source;
      const plan = planPages(source);
      const signalOf = await loadSignal(this.#api, recording, plan, filter, signal);
      if (signal.aborted) return;
      this.#request = { plan, recording, signalOf, layers, filter, paper, words };
      this.#recordName = recordName;
      this.pages = Array.from({ length: plan.pages }, (_, index) => this.#picture(index));
      this.cut = plan.pages >= MOST_PAGES;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }

  /** @returns what to tell the reader, or undefined when the dialog was dismissed. @throws Problem */
  async save(): Promise<string | undefined> {
    const request = this.#request;
    if (!request || this.saving) return undefined;
    this.saving = true;
    try {
      // The writer is as large as the rest of the window: it comes when it is needed.
      const { pdfOf } = await import('../ecg/print/pdf-document.ts');
      const { format, pages } = request.plan;
      const bytes = await pdfOf({
        format,
        title: this.#recordName,
        pages,
        paint: (page, index) => paintPage(page, index, request),
        paintText: this.#tools.paintText,
      });
      const name = fileName(this.#recordName);
      const { download } = this.#tools;
      if (download) {
        download(name, new Blob([bytes], { type: 'application/pdf' }));
        return strings.printing.downloaded(name);
      }
      const { outcome } = await this.#api['export.document']({ name, bytes });
      return outcome === 'saved' ? strings.printing.saved(name) : undefined;
    } finally {
      this.saving = false;
    }
  }

  stop(): void {
    this.#loading.abort();
  }

  #picture(index: number): string {
    const request = this.#request;
    if (!request) return '';
    const page = new SvgPage(request.plan.format, this.#tools.measure);
    paintPage(page, index, request);
    return addressOf(page.toString());
  }
}

/** A file is named after the record alone; what a file system could mind is left out. */
export const fileName = (recordName: string): string => {
  const bare = recordName.replace(/[^\w.-]+/g, '_').replace(/^[^A-Za-z0-9]+/, '');
  return `${bare === '' ? 'ecg' : bare.slice(0, 70)}.pdf`;
};

/** The format a reader's country prints on: Letter in North America and where its habits hold. */
export const usualFormat = (locale: string): PageFormat =>
  /-(US|CA|MX|PH|CO|CL|VE)\b/i.test(locale) ? 'letter' : 'a4';

export const PRINT_FORMATS: readonly PageFormat[] = ['a4', 'letter'];
