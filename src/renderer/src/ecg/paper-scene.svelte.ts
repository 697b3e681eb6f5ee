import type { RecordingInfo } from '../../../shared/contract/library.ts';
import { strings } from '../language/strings.ts';
import { beatFacts } from './beat-facts.ts';
import type { BeatStore } from './beat-store.svelte.ts';
import type { CanvasSize } from './canvas-size.ts';
import { hexOf } from './colour.ts';
import { dependOn } from './depend-on.ts';
import { DrawnLead } from './drawn-lead.ts';
import { effectiveLayout, layOut } from './layouts.ts';
import { footerTexts, startText } from './page-texts.ts';
import { PaperGeometry, sheetSeconds, stripMillimetres } from './paper.ts';
import { paletteOf } from './paper-colours.ts';
import { RowBaselines } from './row-baselines.ts';
import { fontsFor, type Scene } from './scene.ts';
import { paperFor, type Theme } from './theme-colours.ts';
import { startSecondOfDay } from './time-format.ts';
import type { TraceLayers } from './trace-layers.svelte.ts';
import type { ViewState } from './view-state.svelte.ts';

/** What is on the paper, as it is at any time. */
export interface PaperSubject {
  readonly recording: RecordingInfo;
  readonly beats: BeatStore;
  readonly layers: TraceLayers;
  readonly view: ViewState;
  readonly theme: Theme;
  readonly patientLine: string;
}

/** The scene on the paper, as far as it does not change from frame to frame: its leads, its geometry and its texts. */
export class PaperScene {
  size = $state.raw<CanvasSize>();
  family = $state('sans-serif');
  readonly #of: PaperSubject;
  readonly #signal: Scene['signal'];

  /** The lead beats were labelled on, as the first of them says; nobody changes leads within a set. */
  readonly #labelledLead = $derived.by(() => {
    const { beats, recording } = this.#of;
    dependOn(beats.version);
    const channel = beats.count > 0 ? beats.channel[0] : undefined;
    return channel !== undefined && channel < recording.leads.length ? channel : undefined;
  });
  readonly layout = $derived.by(() => {
    const { view, recording } = this.#of;
    return layOut(effectiveLayout(view.layout, recording.leads), recording.leads, {
      leads: view.leads,
      rhythmLead: view.rhythmLead,
      labelledLead: this.#labelledLead,
    });
  });
  readonly rows = $derived.by(() => {
    const { leads, rate } = this.#of.recording;
    return this.layout.rows.map((cells) =>
      cells.map(({ trace, from, to }) => ({ from, to, lead: new DrawnLead(trace, leads, rate) })),
    );
  });
  readonly #baselines = $derived.by(() => {
    dependOn(this.rows, this.#of.view.filter); // other leads or another band have other zeros
    return new RowBaselines();
  });
  readonly #speed = $derived.by(() => {
    const { view } = this.#of;
    return this.layout.kind === 'strip' ? (view.zoomedSpeed ?? view.speed) : view.speed;
  });
  readonly geometry = $derived.by(() => {
    const { size, layout } = this;
    const { view, recording } = this.#of;
    if (!size) return undefined;
    return new PaperGeometry({
      kind: layout.kind,
      width: size.width,
      height: size.height,
      devicePixelRatio: size.devicePixelRatio,
      calibration: view.pixelsPerMillimetre,
      rows: this.rows.length,
      labelRow: layout.labelRow,
      minimumRowMillimetres: layout.minimumRowMillimetres,
      namesInMargin: layout.namesInMargin,
      magnifier: view.magnifier,
      speed: this.#speed,
      gain: view.gain,
      rate: recording.rate,
    });
  });
  /** Paper that the traces take, from their beginning to their end. */
  readonly traceMillimetres = $derived.by(() => {
    const { size, layout } = this;
    const speed = this.#speed;
    if (!size || layout.kind === 'sheet') return sheetSeconds(speed) * speed;
    const { pixelsPerMillimetre } = this.#of.view;
    return stripMillimetres(size.width, size.devicePixelRatio, pixelsPerMillimetre, speed, layout.namesInMargin);
  });
  /** The beat under the pointer, where its mark is, and how wide the paper is: CSS pixels. */
  readonly note = $derived.by(() => {
    const { geometry } = this;
    const { beats, view, recording } = this.#of;
    dependOn(beats.version, view.position);
    const { pointed } = view;
    const beat = pointed === undefined ? undefined : beats.nearest(pointed);
    if (pointed === undefined || beat === undefined || !geometry || beats.sample[beat] !== pointed) return undefined;
    const { devicePixelRatio: dpr, laneTop, width } = geometry;
    geometry.moveTo(view.position);
    const facts = beatFacts(beats, beat, recording.rate);
    return { facts, x: geometry.xOf(pointed) / dpr, y: laneTop / dpr, width: width / dpr };
  });
  /** For those who cannot see it. */
  readonly name = $derived.by(() =>
    strings.paper.name(this.layout.rows.flatMap((cells) => cells.map(({ trace }) => trace.name)).join(', ')),
  );

  readonly scene: Scene | undefined = $derived.by(() => {
    const { geometry, layout } = this;
    const { recording, beats, layers, view, theme, patientLine } = this.#of;
    if (!geometry) return undefined;
    return {
      geometry,
      rows: this.rows,
      labelRow: layout.labelRow,
      signal: this.#signal,
      baselines: this.#baselines,
      beats,
      episodes: layers.episodes.lane,
      quality: layers.quality,
      saliency: layers.saliency,
      palette: paletteOf(paperFor(view.paper, theme), theme.classes, theme.accent),
      fonts: fontsFor(this.family, geometry.devicePixelRatio),
      surround: hexOf(theme.surface),
      samples: recording.samples,
      startSecond: startSecondOfDay(recording.start),
      header: patientLine,
      headerRight: startText(recording.start),
      footer: footerTexts({
        speed: this.#speed,
        secondsOnScreen: geometry.visibleSamples / recording.rate,
        gain: view.gain,
        filter: view.filter,
        scale: geometry.scale,
        uncalibratedLead: recording.leads.some((lead) => lead.uncalibrated === true),
      }),
      footerRight: layout.leftOut.length > 0 ? strings.drawn.leftOut(layout.leftOut.join(', ')) : '',
    };
  });

  constructor(of: PaperSubject, signal: Scene['signal']) {
    this.#of = of;
    this.#signal = signal;
  }
}
