import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { Preferences } from '../../../shared/contract/system.ts';
import { Calipers } from './calipers-state.svelte.ts';
import { clamp, clampPosition } from './navigation.ts';
import { magnified, type Magnifier, type PaperGeometry, toWidth } from './paper.ts';

/** The part of the preferences that is about how traces are shown. */
export type ViewPreferences = Pick<Preferences, 'layout' | 'speed' | 'gain' | 'filter' | 'paper'> & {
  readonly pixelsPerMillimetre?: number | undefined;
};

export const SPEEDS = [12.5, 25, 50, 100] as const satisfies readonly Preferences['speed'][];
export const GAINS = [2.5, 5, 10, 20] as const satisfies readonly Preferences['gain'][];
/** Least time on a strip, in seconds. */
const SHORTEST_STRIP = 2;

/** What is on the screen and how. One per open window: a newly opened recording starts at its beginning. */
export class ViewState {
  layout = $state<Preferences['layout']>('3x4');
  /** mm/s */
  speed = $state<Preferences['speed']>(25);
  /** mm/mV */
  gain = $state<Preferences['gain']>(10);
  filter = $state.raw<Preferences['filter']>({ highpass: 0.05, lowpass: 150, notch: 0 });
  paper = $state<Preferences['paper']>('auto');
  /** CSS pixels per millimetre as measured on this display; undefined means not to scale. */
  pixelsPerMillimetre = $state<number>();

  /** Base-rate sample at the left edge. */
  position = $state(0);
  /** Speed a strip was zoomed to, in mm/s; undefined while it runs at `speed`. */
  zoomedSpeed = $state<number>();
  /** Names of the leads a strip shows; all where empty. */
  leads = $state.raw<readonly string[]>([]);
  /** Name of the rhythm lead of a 3×4 sheet; undefined leaves the choice to the layout. */
  rhythmLead = $state<string>();
  /** Base-rate sample of the beat in focus: where `n` and `p` go on from. */
  focus = $state<number>();
  /** Base-rate sample of the beat under the pointer. */
  pointed = $state<number>();

  /** Ends of a range that is marked, in base-rate samples: set one by one, in any order. */
  rangeFrom = $state<number>();
  rangeTo = $state<number>();

  /** The part of a sheet that is seen enlarged; undefined while the whole page is. */
  magnifier = $state.raw<Magnifier | undefined>();
  /** What is being measured on the traces. */
  readonly calipers = new Calipers();

  /** What is really shown (a recording may not suit a sheet), told by the paper once it knows its size. */
  kind = $state<'sheet' | 'strip'>('sheet');
  /** Where things are on the canvas now, likewise. */
  geometry = $state.raw<PaperGeometry>();
  /** Base-rate samples on screen and the millimetres they take, likewise. */
  visibleSamples = $state(1);
  traceMillimetres = $state(250);
  /** Edges of the traces in CSS pixels of the paper, likewise: what lies above or below keeps to them. */
  traceLeft = $state(0);
  traceRight = $state(1);
  #recording = $state.raw<Pick<RecordingInfo, 'id' | 'samples' | 'rate'>>({ id: '', samples: 0, rate: 1 });

  constructor(preferences?: Partial<ViewPreferences>) {
    if (preferences) this.apply(preferences);
  }

  /** Length in base-rate samples and rate of what is shown. */
  get samples(): number {
    return this.#recording.samples;
  }
  get rate(): number {
    return this.#recording.rate;
  }

  apply(preferences: Partial<ViewPreferences>): void {
    const { layout, speed, gain, filter, paper } = preferences;
    if (layout !== undefined) this.layout = layout;
    if (speed !== undefined) this.speed = speed;
    if (gain !== undefined) this.gain = gain;
    if (filter !== undefined) this.filter = filter;
    if (paper !== undefined) this.paper = paper;
    if ('pixelsPerMillimetre' in preferences) this.pixelsPerMillimetre = preferences.pixelsPerMillimetre;
  }

  /** What the next session should start with. */
  get preferences(): ViewPreferences {
    const { layout, speed, gain, filter, paper, pixelsPerMillimetre } = this;
    return {
      layout,
      speed,
      gain,
      filter,
      paper,
      ...(pixelsPerMillimetre === undefined ? {} : { pixelsPerMillimetre }),
    };
  }

  /** Turns to a recording; position and choices that belong to another one are forgotten. */
  open(recording: Pick<RecordingInfo, 'id' | 'samples' | 'rate'>): void {
    if (recording.id === this.#recording.id) return;
    this.#recording = recording;
    this.position = 0;
    this.zoomedSpeed = undefined;
    this.leads = [];
    this.rhythmLead = undefined;
    this.focus = undefined;
    this.pointed = undefined;
    this.rangeFrom = undefined;
    this.rangeTo = undefined;
    this.calipers.reset();
    this.magnifier = undefined;
  }

  moveTo(position: number): void {
    this.position = clampPosition(position, this.visibleSamples, this.samples);
  }

  centreOn(sample: number): void {
    this.moveTo(sample - this.visibleSamples / 2);
  }

  /** Brings what begins at a sample onto the screen, with what came just before it and as much as fits of what follows. */
  showFrom(sample: number): void {
    this.moveTo(sample - this.visibleSamples / 5);
  }

  setSpeed(speed: Preferences['speed']): void {
    const centre = this.position + this.visibleSamples / 2;
    const before = this.zoomedSpeed ?? this.speed;
    this.speed = speed;
    this.zoomedSpeed = undefined;
    if (this.kind === 'sheet') return; // a page keeps its beginning
    // The paper will tell the exact width; the middle of the screen should stay the middle now.
    this.visibleSamples = Math.max(1, Math.round((this.visibleSamples * before) / speed));
    this.centreOn(centre);
  }

  /** Shows `factor` times as much detail on a strip; the sample at `share` (0–1) of the width stays where it is. */
  zoom(factor: number, share: number): void {
    const speed = this.zoomedSpeed ?? this.speed;
    const seconds = this.traceMillimetres / speed;
    const longest = Math.max(SHORTEST_STRIP, this.samples / this.rate);
    const wanted = clamp(seconds / factor, SHORTEST_STRIP, longest);
    const zoomed = standardBetween(speed, this.traceMillimetres / wanted);
    const next = this.traceMillimetres / zoomed;
    const fixed = this.position + share * this.visibleSamples;
    this.zoomedSpeed = Math.abs(zoomed - this.speed) < SAME * this.speed ? undefined : zoomed;
    this.visibleSamples = Math.max(1, Math.round(next * this.rate));
    this.moveTo(fixed - share * this.visibleSamples);
  }

  /** Shows a sheet `factor` times as large; what is at a point of the canvas (device pixels) stays there. */
  magnify(geometry: PaperGeometry, factor: number, x: number, y: number): void {
    const next = magnified(geometry, this.magnifier?.enlargement ?? 1, factor, x, y);
    this.magnifier = next.enlargement > 1 ? next : undefined;
  }

  /** Moves an enlarged sheet by device pixels. */
  pan({ paperLeft, paperTop }: PaperGeometry, x: number, y: number): void {
    if (this.magnifier) this.magnifier = { ...this.magnifier, left: paperLeft + x, top: paperTop + y };
  }

  /** The whole page, or as wide as the canvas is. */
  fit(geometry: PaperGeometry, what: 'page' | 'width'): void {
    const factor = what === 'width' ? toWidth(geometry) : 1;
    if (what === 'page') this.magnifier = undefined;
    else if (factor > 1) this.magnify(geometry, factor, geometry.left, geometry.top);
  }

  /** One standard speed or gain up or down. */
  stepSpeed(direction: 1 | -1): void {
    this.setSpeed(stepOf(SPEEDS, this.speed, direction));
  }
  stepGain(direction: 1 | -1): void {
    this.gain = stepOf(GAINS, this.gain, direction);
  }
}

/** Beyond this a zoom is a leap to somewhere, not a step along the scale. */
const LARGEST_STEP = 1.6;

/** Speeds this close are the same to a reader. */
const SAME = 0.005;

/** The standard speed that a step from one speed to another reaches or passes over: a reader wants to come to rest there. */
function standardBetween(from: number, to: number): number {
  if (Math.max(from / to, to / from) > LARGEST_STEP) return to;
  const isReached = (speed: number): boolean =>
    (speed - from) * (to - speed) > 0 || Math.abs(to - speed) < SAME * speed;
  return SPEEDS.find((speed) => Math.abs(from - speed) >= SAME * speed && isReached(speed)) ?? to;
}

function stepOf<T extends number>(steps: readonly T[], value: T, direction: 1 | -1): T {
  return steps[clamp(steps.indexOf(value) + direction, 0, steps.length - 1)] ?? value;
}
