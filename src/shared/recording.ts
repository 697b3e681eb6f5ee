/**
 * The recording as every layer sees it: what a format reader yields, the library stores and the renderer is told.
 * Positions are sample indices. Amplitudes are the integers the device wrote, with gain and baseline beside them.
 */

/** The value of a sample the device marked as missing, in any Int32Array of samples. */
export const MISSING_SAMPLE = -0x8000_0000;

export interface Lead {
  /** As the file names it, or the standard name where the label leaves no doubt (see leads.ts). */
  readonly name: string;
  /** Physical unit of the amplitude, as the file says it; `mV` for an ECG lead. */
  readonly unit: string;
  /** Samples per second of this lead. */
  readonly rate: number;
  /** How many samples the lead holds. */
  readonly samples: number;
  /** Integer steps per physical unit: physical = (sample − baseline) / gain. */
  readonly gain: number;
  /** The integer that stands for zero. */
  readonly baseline: number;
  /** True when the file gives no calibration and the format's default was used; shown as such. */
  readonly uncalibrated?: boolean | undefined;
}

export type Sex = 'female' | 'male' | 'other' | 'unknown';

/** Every field is as the file states it or absent; nothing is guessed. */
export interface Patient {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** ISO 8601 date. */
  readonly birthDate?: string | undefined;
  readonly ageYears?: number | undefined;
  readonly sex?: Sex | undefined;
}

/** Annotations as columns of equal length, ordered by sample; at equal samples in the order of the file. */
export interface AnnotationColumns {
  /** Sample index at the recording's rate. */
  readonly sample: Int32Array;
  /** WFDB code, see annotation-codes.ts. */
  readonly code: Uint8Array;
  readonly subtype: Int8Array;
  /** The lead the annotation was made on (WFDB `chan`). */
  readonly channel: Uint8Array;
  readonly num: Int8Array;
  /** Auxiliary text per annotation (rhythm `(AFIB`, comments), sparse: index → text. */
  readonly aux: ReadonlyMap<number, string>;
}

/** What a file itself says one of its codes means; WFDB leaves 42 to 49 to its users. */
export interface AnnotationDefinition {
  readonly code: number;
  readonly mnemonic: string;
  readonly description: string;
}

/** One annotator's reading of a recording. */
export interface AnnotationSet {
  /** The annotator's name: `atr` for a WFDB reference, the model or detector otherwise. */
  readonly annotator: string;
  readonly annotations: AnnotationColumns;
  /** Codes the file defines for itself, where it does. */
  readonly definitions?: readonly AnnotationDefinition[] | undefined;
}

export interface RecordingHeader {
  /** Format in words a person knows: `WFDB`, `CSV`. */
  readonly format: string;
  /** The record's own name, without folder or extension. */
  readonly name: string;
  /** Base sampling rate in Hz: the time base of annotations. */
  readonly rate: number;
  /** Length in samples at `rate`. */
  readonly samples: number;
  /** Local start time as the file gives it, ISO 8601 without offset (`2024-05-01T08:30:00`), or absent. */
  readonly start?: string | undefined;
  readonly patient: Patient;
  readonly leads: readonly Lead[];
  /** Free-text lines of the file (WFDB info strings, device remarks). */
  readonly notes: readonly string[];
  /** Sentences on what the reader had to assume or skip; shown to the user. */
  readonly warnings: readonly string[];
}

/** A run of consecutive samples of one lead. The array is only valid until the next block is asked for. */
export interface SignalBlock {
  /** Index into `RecordingHeader.leads`. */
  readonly lead: number;
  /** Index of the first sample, at the lead's own rate. */
  readonly start: number;
  readonly samples: Int32Array;
}

export const durationSeconds = (recording: Pick<RecordingHeader, 'samples' | 'rate'>): number =>
  recording.rate > 0 ? recording.samples / recording.rate : 0;
