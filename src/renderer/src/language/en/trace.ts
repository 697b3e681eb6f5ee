import { ANNOTATION_CODES, mnemonicOf } from '../../../../shared/annotation-codes.ts';
import { rhythmName } from '../../../../shared/rhythm-codes.ts';

const DESCRIPTIONS = new Map(ANNOTATION_CODES.map(({ code, description }) => [code, description]));

export const trace = {
  /** What WFDB's codes and rhythms mean. */
  codes: {
    describe: (code: number): string => DESCRIPTIONS.get(code) ?? mnemonicOf(code),
    unclassified: 'Beat, not classified yet',
    rhythm: (code: string): string => rhythmName(code),
  },

  /** Kinds of episode: in a list, and on the trace where there is no room for more. */
  episodeNames: {
    'ventricular-flutter': { name: 'Ventricular flutter or fibrillation', short: 'VF' },
    'ventricular-tachycardia': { name: 'Ventricular tachycardia', short: 'VT' },
    pause: { name: 'Pause', short: 'Pause' },
    idioventricular: { name: 'Idioventricular rhythm', short: 'IVR' },
    'atrial-fibrillation': { name: 'Atrial fibrillation', short: 'AF' },
    'atrial-flutter': { name: 'Atrial flutter', short: 'AFL' },
    'supraventricular-tachycardia': { name: 'Supraventricular tachycardia', short: 'SVT' },
    'ventricular-run': { name: 'Ventricular run', short: 'V run' },
    'supraventricular-run': { name: 'Supraventricular run', short: 'S run' },
    bradycardia: { name: 'Bradycardia', short: 'Brady' },
    tachycardia: { name: 'Tachycardia', short: 'Tachy' },
    'ventricular-bigeminy': { name: 'Ventricular bigeminy', short: 'V big' },
    'ventricular-trigeminy': { name: 'Ventricular trigeminy', short: 'V trig' },
    'supraventricular-bigeminy': { name: 'Supraventricular bigeminy', short: 'S big' },
    'supraventricular-trigeminy': { name: 'Supraventricular trigeminy', short: 'S trig' },
    'ventricular-couplet': { name: 'Ventricular couplet', short: 'V cpl' },
    'supraventricular-couplet': { name: 'Supraventricular couplet', short: 'S cpl' },
    paced: { name: 'Paced rhythm', short: 'Paced' },
    'sinus-rhythm': { name: 'Sinus rhythm', short: 'Sinus' },
    unclassified: { name: 'Rhythm not classified', short: '?' },
  },

  paper: {
    label: 'Trace',
    name: (leads: string) => `ECG, ${leads}`,
    keyHelp:
      'Left and right arrows move by a tenth of the screen, with Shift by a hundredth; Page Up and Page Down by a screen; ' +
      'Home and End go to the ends; plus and minus change the time scale, up and down arrows the gain; ' +
      'N and P go to the next and previous beat that is not normal, with Shift to the next and previous episode; ' +
      'C takes out the calipers; 0 shows the whole page, or its full width.',
    fit: 'Whole page',
    fitLong: 'Whole page, or its full width (0)',
    layout: 'Layout',
    sheetNeeds: 'Needs at least six of the twelve standard leads',
    speed: 'Speed',
    gain: 'Gain',
    rhythm: 'Rhythm',
    rhythmLong: 'Lead of the rhythm row',
    automatic: 'auto',
    where: 'Position and heart rate',
    filter: 'Filter',
    highpass: 'High-pass',
    lowpass: 'Low-pass',
    notch: 'Notch',
    notchLong: 'Removes mains hum at this frequency',
    off: 'off',
    papers: 'Paper',
    paperNames: { auto: 'Automatic', pink: 'Pink', green: 'Green', grey: 'Grey', dark: 'Dark' },
    leads: 'Leads',
    allLeads: 'all',
    someLeads: (shown: number, all: number) => `${String(shown)} of ${String(all)}`,
    position: 'Position in the recording',
    positionOf: (time: string, whole: string) => `${time} of ${whole}`,
    unread: 'Not analysed yet',
    again: 'Load again',
  },

  /** Drawn on the paper itself. */
  drawn: {
    from: (hertz: number) => `from ${String(hertz)} Hz`,
    upTo: (hertz: number) => `up to ${String(hertz)} Hz`,
    notch: (band: string, hertz: number) => `${band}, notch ${String(hertz)} Hz`,
    filterOff: 'filter off',
    unfiltered: 'unfiltered',
    pending: (band: string) => `${band} (being applied)`,
    onScreen: (duration: string) => `${duration} on screen`,
    notToScale: 'not to scale',
    fitted: (percent: number) => `${String(percent)} % of true size`,
    uncalibrated: 'amplitude not calibrated',
    derived: 'derived',
    notRecorded: 'not recorded',
    noLeads: 'No leads',
    noSignal: 'no signal',
    end: 'end of recording',
    notReadable: 'not readable',
    leftOut: (leads: string) => `not on this page: ${leads}`,
    start: (moment: string) => `Start ${moment}`,
  },

  /** Told to who cannot see the trace. */
  spoken: {
    noFurtherBeat: 'No further beat that is not normal.',
    noEarlierBeat: 'No earlier beat that is not normal.',
    noFurtherEpisode: 'No further episode.',
    noEarlierEpisode: 'No earlier episode.',
    at: (what: string, time: string) => `${what} at ${time}`,
  },
};
