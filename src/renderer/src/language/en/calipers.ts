/** Measuring on the trace. */
export const calipers = {
  calipers: {
    button: 'Calipers',
    toggle: 'Measure on the trace (C)',
    label: 'Calipers',
    tool: 'Measures',
    tools: { time: 'Time', amplitude: 'Amplitude', both: 'Both', march: 'March-out' },
    toolTitles: {
      time: 'Interval between two points, in ms and as a rate',
      amplitude: 'Height between two points, in mV',
      both: 'Interval and height between two points',
      march: 'Repeats the interval along the trace: are the beats equally far apart?',
    },
    help: 'Drag on the trace to measure. Tab takes the next end, arrows move it, with Shift ten times as far.',
    undo: 'Undo',
    redo: 'Redo',
    removeAll: 'Remove all',
    done: 'Done',
    milliseconds: (value: number): string => `${String(Math.round(value))} ms`,
    perMinute: (value: number): string => `${String(Math.round(value))} bpm`,
    millivolts: (value: number): string => `${value.toFixed(2).replace('-', '\u2212')} mV`,
    spoken: (lead: string, reading: string): string => `${lead}: ${reading}`,
    spokenEnd: { from: 'First end', to: 'Second end' },
    removed: 'Caliper removed',
  },
};
