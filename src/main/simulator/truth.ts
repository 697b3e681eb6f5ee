import type { AnnotationColumns } from '../../shared/recording.ts';
import { mainDeflections, type Anatomy } from './dipole.ts';
import type { HeartEvents } from './events.ts';
import { leadField } from './lead-field.ts';
import type { Scenario } from './scenario.ts';

/** What truly happened within the recording, as WFDB annotations on lead II, or on the first lead where II is missing. */
export function truthAnnotations(
  events: HeartEvents,
  scenario: Scenario,
  anatomy: Anatomy,
  samples: number,
): AnnotationColumns {
  const { beats, remarks } = events;
  const { leads, rate } = scenario;
  const channel = Math.max(0, leads.indexOf('II'));
  const deflections = mainDeflections(leadField(leads[channel] ?? 'II'), anatomy.turn);
  const sample = new Int32Array(beats.count + remarks.length);
  const code = new Uint8Array(sample.length);
  const aux = new Map<number, string>();
  let count = 0;
  let remark = 0;

  const add = (at: number, mark: number, text?: string): void => {
    if (text !== undefined) aux.set(count, text);
    sample[count] = at;
    code[count] = mark;
    count++;
  };
  /** Remarks up to a moment; what was said before the recording began still holds at its first sample. */
  const addRemarks = (until: number): void => {
    for (; remark < remarks.length && remarks[remark]!.time <= until; remark++) {
      const at = Math.round(remarks[remark]!.time * rate);
      const text = remarks[remark]!.text;
      if (at > 0 && at < samples) add(at, remarks[remark]!.code, text);
      else if (at <= 0) {
        if (count > 0) aux.clear();
        count = 0;
        add(0, remarks[remark]!.code, text);
      }
    }
  };

  for (let beat = 0; beat < beats.count; beat++) {
    const at = Math.round((beats.time[beat]! + deflections[beats.shape[beat]!]!) * rate);
    addRemarks(beats.time[beat]!);
    if (at >= 0 && at < samples) add(at, beats.code[beat]!);
  }
  addRemarks(Number.POSITIVE_INFINITY);

  return {
    sample: sample.slice(0, count),
    code: code.slice(0, count),
    subtype: new Int8Array(count),
    channel: new Uint8Array(count).fill(channel),
    num: new Int8Array(count),
    aux,
  };
}
