import type { InferenceGraph } from '../../nat/inference-graph.ts';
import { LEAD_NAMES, WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { randomStream } from '../../nat/random.ts';

const FIRST_BEAT = 120;
/** Usual interval of a window's beats, in samples at 250 Hz: from 63 to 150 a minute, window by window. */
const INTERVALS = [240, 200, 160, 130, 100];

/**
 * What every device is tried with: windows of spikes and slow waves at rates, widths and signs that differ from window
 * to window, so that no class is certain everywhere, and noise in all that is fed besides. The same on every machine.
 */
export function fixedInput(graph: InferenceGraph): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    graph.inputs.map(({ name, shape }) => {
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      fill(name, shape, values);
      return [name, values];
    }),
  );
}

function fill(name: string, shape: readonly number[], values: Float32Array): void {
  const windows = shape[0] ?? 1;
  const perWindow = values.length / windows;
  switch (name) {
    case 'leadPresence':
    case 'beatPresence':
      values.fill(1);
      return;
    case 'leadIdentity':
      for (let at = 0; at < values.length; at += LEAD_NAMES.length) values[at] = 1;
      return;
    case 'beatPositions':
      for (let at = 0; at < values.length; at++) {
        const window = Math.floor(at / perWindow);
        values[at] = (FIRST_BEAT + (at % perWindow) * intervalOf(window)) % WINDOW_SAMPLES;
      }
      return;
    case 'signal':
      for (let at = 0; at < values.length; at += WINDOW_SAMPLES) {
        fillLead(values.subarray(at, at + WINDOW_SAMPLES), Math.floor(at / perWindow), at);
      }
      return;
    default: {
      const random = randomStream(1, name);
      for (let at = 0; at < values.length; at++) values[at] = random.normal();
    }
  }
}

const intervalOf = (window: number): number => INTERVALS[window % INTERVALS.length]!;

/** Beats of one sign and width, every fourth one of the other sign, three times as wide and early. */
function fillLead(lead: Float32Array, window: number, stream: number): void {
  const random = randomStream(2, `lead ${stream}`);
  const interval = intervalOf(window);
  const width = 3 + (window % 4);
  for (let at = 0; at < lead.length; at++) {
    const beat = Math.round((at - FIRST_BEAT) / interval);
    const odd = beat % 4 === 3;
    const distance = at - FIRST_BEAT - beat * interval + (odd ? interval / 4 : 0);
    const spike = Math.exp(-0.5 * (distance / (odd ? 3 * width : width)) ** 2);
    const slow = 0.3 * Math.exp(-0.5 * ((distance - interval / 3) / (4 * width)) ** 2);
    lead[at] = (odd ? -1.2 : 1) * spike + slow + 0.05 * random.normal();
  }
}
