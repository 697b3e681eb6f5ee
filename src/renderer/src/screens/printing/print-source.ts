import { layEpisodes } from '../../ecg/episode-lane.ts';
import { BeatStore } from '../../ecg/beat-store.svelte.ts';
import { effectiveLayout } from '../../ecg/layouts.ts';
import type { PageFormat } from '../../ecg/print/page-format.ts';
import type { PrintPaper } from '../../ecg/print/print-painter.ts';
import type { Stretch } from '../../ecg/print/print-plan.ts';
import { sheetSeconds } from '../../ecg/paper.ts';
import type { PrintSource } from '../../state/printing.svelte.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';
import { pageWords } from './page-words.ts';

/** What a reader chooses in the dialog. */
export interface PrintChoices {
  readonly part: 'view' | 'strips';
  readonly format: PageFormat;
  readonly paper: PrintPaper;
  readonly labels: boolean;
  readonly calipers: boolean;
}

/** Strips with a length; bookmarks are places, not paper. */
export const printableStrips = ({ strips }: Workbench) => strips.all.filter(({ length }) => length > 0);

/** The pages asked for of what is open, or undefined where nothing is. */
export function printSource(workbench: Workbench, choices: PrintChoices, version: string): PrintSource | undefined {
  const { session, view } = workbench;
  const { recording, detail, beats, layers } = session;
  if (!recording || !detail) return undefined;
  const { part, format, paper, labels, calipers } = choices;
  const strips = part === 'strips' ? printableStrips(workbench) : [];
  const layout = part === 'strips' ? 'strip' : effectiveLayout(view.layout, recording.leads);
  const channel = beats.count > 0 ? beats.channel[0] : undefined;
  const end = (from: number): number =>
    layout === 'strip' ? from + view.visibleSamples : from + Math.round(sheetSeconds(view.speed) * recording.rate);
  const stretches: readonly Stretch[] =
    part === 'strips'
      ? strips.map(({ from, length, text }) => ({ from, to: from + length, title: text }))
      : [{ from: view.position, to: Math.min(recording.samples, end(view.position)) }];
  return {
    recording,
    recordName: detail.row.recordName,
    layout,
    choice: {
      leads: part === 'strips' ? leadsOf(strips, recording.leads) : view.leads,
      rhythmLead: view.rhythmLead,
      ...(channel !== undefined && channel < recording.leads.length ? { labelledLead: channel } : {}),
    },
    stretches,
    speed: view.speed,
    gain: view.gain,
    filter: view.filter,
    paper,
    format,
    layers: {
      beats: labels ? beats : new BeatStore(),
      episodes: labels ? layers.episodes.lane : layEpisodes([]),
      quality: layers.quality,
      calipers: calipers ? view.calipers.items : [],
    },
    words: pageWords(workbench, version, new Date()),
  };
}

/** Names of the leads that any of the strips was kept with; none for all. */
function leadsOf(
  strips: readonly { readonly leads: readonly number[] }[],
  leads: readonly { readonly name: string }[],
): string[] {
  if (strips.some((strip) => strip.leads.length === 0)) return [];
  const kept = new Set(strips.flatMap((strip) => strip.leads));
  return leads.filter((_, index) => kept.has(index)).map(({ name }) => name);
}
