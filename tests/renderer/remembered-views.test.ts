import { describe, expect, it } from 'vitest';
import { rememberedView, remembering, studyKindOf } from '../../src/renderer/src/state/remembered-views.ts';
import type { LeadInfo } from '../../src/shared/contract/library.ts';
import { Preferences } from '../../src/shared/contract/system.ts';
import { STANDARD_LEADS } from '../../src/shared/leads.ts';

const lead = (name: string): LeadInfo => ({ name, unit: 'mV', rate: 250, samples: 0, gain: 200, baseline: 0 });
const study = (seconds: number, names: readonly string[]) => ({
  samples: seconds * 250,
  rate: 250,
  leads: names.map(lead),
});
const fresh = Preferences.parse({});

describe('how a study is shown', () => {
  it('goes by its kind: a page, a strip of few leads, a long recording', () => {
    expect(studyKindOf(study(10, STANDARD_LEADS))).toBe('resting');
    expect(studyKindOf(study(30, ['I']))).toBe('strip');
    expect(studyKindOf(study(86_400, STANDARD_LEADS))).toBe('ambulatory');
  });

  it('begins as a strip where a recording is long, as a page where it is not', () => {
    expect(rememberedView(fresh, 'ambulatory').layout).toBe('strip');
    expect(rememberedView(fresh, 'resting').layout).toBe('3x4');
  });

  it('is remembered for each kind and each reader apart', () => {
    const view = { ...rememberedView(fresh, 'resting'), layout: 'cabrera', speed: 50 } as const;
    const anna = Preferences.parse({ ...fresh, readerName: 'Anna Noll' });
    const saved = Preferences.parse({ ...anna, ...remembering(anna, 'resting', view) });
    expect(rememberedView(saved, 'resting')).toEqual(view);
    expect(rememberedView(saved, 'ambulatory').layout).toBe('strip');
    expect(rememberedView({ ...saved, readerName: 'Ben Ott' }, 'resting').layout).toBe('3x4');
  });

  it('stays as it is when the reader first gives a name', () => {
    const view = { ...rememberedView(fresh, 'strip'), gain: 20 } as const;
    const nameless = Preferences.parse({ ...fresh, ...remembering(fresh, 'strip', view) });
    expect(rememberedView({ ...nameless, readerName: 'Anna Noll' }, 'strip')).toEqual(view);
  });
});
