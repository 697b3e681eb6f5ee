import { describe, expect, it } from 'vitest';
import { filterText, footerTexts, speedText, startText } from '../../../src/renderer/src/ecg/page-texts.ts';
import { axisStep } from '../../../src/renderer/src/ecg/time-axis.ts';
import { clockText, durationText, elapsedText, startSecondOfDay } from '../../../src/renderer/src/ecg/time-format.ts';

describe('the line at the foot of a page', () => {
  const page = {
    speed: 25,
    secondsOnScreen: 10,
    gain: 10,
    filter: { highpass: 0.05, lowpass: 150, notch: 50 },
    uncalibratedLead: false,
  } as const;

  it('says speed, gain, filter and that the scale is unknown', () => {
    const { filtered } = footerTexts({ ...page, scale: { kind: 'unknown' } });
    for (const part of ['25 mm/s', '10 mm/mV', '0.05–150 Hz, notch 50 Hz', 'not to scale'])
      expect(filtered).toContain(part);
  });

  it('says by how much a page was fitted, and nothing where it is true', () => {
    expect(footerTexts({ ...page, scale: { kind: 'fitted', percent: 72 } }).filtered).toContain('72 % of true size');
    expect(footerTexts({ ...page, scale: { kind: 'true' } }).filtered).not.toContain('scale');
  });

  it('does not claim a filter that is not on what is shown', () => {
    const { unfiltered } = footerTexts({ ...page, scale: { kind: 'true' } });
    expect(unfiltered).toContain('unfiltered');
    expect(unfiltered).not.toContain('150 Hz');
  });

  it('warns of amplitudes nobody calibrated', () => {
    expect(footerTexts({ ...page, scale: { kind: 'true' }, uncalibratedLead: true }).filtered).toContain(
      'not calibrated',
    );
  });
});

it('names every combination of filters', () => {
  expect(filterText({ highpass: 0, lowpass: 0, notch: 0 })).toBe('filter off');
  expect(filterText({ highpass: 0.67, lowpass: 0, notch: 0 })).toBe('from 0.67 Hz');
  expect(filterText({ highpass: 0, lowpass: 40, notch: 60 })).toBe('up to 40 Hz, notch 60 Hz');
});

it('gives a speed while it means something, and the time on screen beyond that', () => {
  expect(speedText(8.333, 40)).toBe('8.33 mm/s');
  expect(speedText(0.1, 3600)).toBe('1 h on screen');
});

describe('times', () => {
  it('are elapsed hours, minutes and seconds', () => {
    expect(elapsedText(3725)).toBe('01:02:05');
    expect(elapsedText(59.96, 1)).toBe('00:01:00.0');
    expect(elapsedText(100 * 3600)).toBe('100:00:00');
  });

  it('are the time of day where the recording says when it began, across midnight', () => {
    const start = startSecondOfDay('2024-05-01T23:59:30');
    expect(clockText(start ?? NaN, 15)).toBe('23:59:45');
    expect(clockText(start ?? NaN, 45)).toBe('00:00:15 +1 d');
    expect(startSecondOfDay('2024-05-01')).toBeUndefined();
    expect(startText('2024-05-01T08:30:00')).toBe('Start 2024-05-01 08:30:00');
  });

  it('are lengths as a person says them', () => {
    expect([8, 60, 80, 3600, 9000].map(durationText)).toEqual(['8.0 s', '1 min', '1 min 20 s', '1 h', '2 h 30 min']);
  });

  it('stand at round steps that leave room for their labels', () => {
    expect(axisStep(94.5, 90)[0]).toBe(1);
    expect(axisStep(0.0135, 90)[0]).toBe(7200);
    expect(axisStep(0.0000001, 90)[0]).toBe(86_400);
  });
});
