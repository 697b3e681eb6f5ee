import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../../src/renderer/src/ecg/lead-sources.ts';
import { effectiveLayout, envelopeLead, type Layout, layOut } from '../../../src/renderer/src/ecg/layouts.ts';
import { lead, TWELVE } from './signals.ts';

const twelve = TWELVE.map((name) => lead(name));
const NO_CHOICE = { leads: [] };
const names = (layout: Layout): string[][] => layout.rows.map((cells) => cells.map(({ trace }) => trace.name));

describe('a sheet of twelve leads', () => {
  it('has three rows of four columns and a rhythm row of lead II', () => {
    expect(names(layOut('3x4', twelve, NO_CHOICE))).toEqual([
      ['I', 'aVR', 'V1', 'V4'],
      ['II', 'aVL', 'V2', 'V5'],
      ['III', 'aVF', 'V3', 'V6'],
      ['II'],
    ]);
  });

  it('has two columns of six rows, or twelve rows', () => {
    expect(names(layOut('6x2', twelve, NO_CHOICE))[0]).toEqual(['I', 'V1']);
    expect(names(layOut('12x1', twelve, NO_CHOICE))).toEqual(TWELVE.map((name) => [name]));
  });

  it('runs its columns through consecutive time, in line with the rhythm row', () => {
    for (const name of ['3x4', '6x2', '12x1', 'cabrera'] as const) {
      for (const cells of layOut(name, twelve, NO_CHOICE).rows) {
        expect(cells[0]?.from).toBe(0);
        expect(cells.at(-1)?.to).toBe(1);
        cells.slice(1).forEach((cell, place) => expect(cell.from).toBe(cells[place]?.to));
      }
    }
    expect(layOut('3x4', twelve, NO_CHOICE).rows[0]?.map(({ from }) => 10 * from)).toEqual([0, 2.5, 5, 7.5]);
  });

  it('orders the limb leads by their angles in Cabrera\u2019s layout, aVR inverted and named so', () => {
    const layout = layOut('cabrera', twelve, NO_CHOICE);
    expect(names(layout).map(([limb]) => limb)).toEqual(['aVL', 'I', '\u2212aVR', 'II', 'aVF', 'III']);
    expect(names(layout).map(([, chest]) => chest)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
    const inverted = layout.rows.flat().filter(({ trace }) => trace.kind !== 'absent' && trace.inverted === true);
    expect(inverted.map(({ trace }) => trace.name)).toEqual(['\u2212aVR']);
    expect(layout.leftOut).toEqual([]);
    const derived = layOut('cabrera', [lead('I'), lead('II')], NO_CHOICE);
    expect(derived.rows[2]?.[0]?.trace).toMatchObject({ kind: 'derived', name: '\u2212aVR', inverted: true });
  });

  it('takes the rhythm lead the reader chose, else II, else the first there is', () => {
    expect(names(layOut('3x4', twelve, { leads: [], rhythmLead: 'V5' }))[3]).toEqual(['V5']);
    expect(names(layOut('3x4', [lead('V2'), lead('I')], NO_CHOICE))[3]).toEqual(['V2']);
  });

  it('derives limb leads from I and II and shows the rest as not recorded', () => {
    const layout = layOut('3x4', [lead('I'), lead('II'), lead('V1')], NO_CHOICE);
    const kinds = Object.fromEntries(layout.rows.flat().map(({ trace }) => [trace.name, trace.kind]));
    expect(kinds).toMatchObject({ I: 'recorded', III: 'derived', aVR: 'derived', V1: 'recorded', V4: 'absent' });
  });

  it('names the recorded leads it has no place for', () => {
    expect(layOut('12x1', [...twelve, lead('vx'), lead('V7')], NO_CHOICE).leftOut).toEqual(['vx', 'V7']);
  });

  it('recognises a lead by any spelling that leaves no doubt', () => {
    expect(names(layOut('12x1', [lead('Lead I'), lead('AVR')], NO_CHOICE)).flat()).toContain('aVR');
    expect(sourceOf('aVR', [lead('AVR')])).toEqual({ kind: 'recorded', name: 'aVR', lead: 0 });
  });
});

describe('leads that must not be summed', () => {
  it('are those of different rates, without calibration or without a voltage', () => {
    expect(sourceOf('III', [lead('I'), lead('II', { rate: 250 })]).kind).toBe('absent');
    expect(sourceOf('III', [lead('I'), lead('II', { uncalibrated: true })]).kind).toBe('absent');
    expect(sourceOf('III', [lead('I'), lead('II', { unit: 'mmHg' })]).kind).toBe('absent');
    expect(sourceOf('III', [lead('I', { unit: 'uV' }), lead('II')]).kind).toBe('derived');
  });
});

describe('a strip', () => {
  const holter = [lead('MLII'), lead('V5'), lead('ECG1')];

  it('shows every lead whatever its name, one row each', () => {
    expect(names(layOut('strip', holter, NO_CHOICE))).toEqual([['MLII'], ['V5'], ['ECG1']]);
  });

  it('shows the leads chosen, in the order of the recording', () => {
    expect(names(layOut('strip', holter, { leads: ['ECG1', 'MLII'] }))).toEqual([['MLII'], ['ECG1']]);
  });

  it('carries the labels on the row of the lead they were made on', () => {
    expect(layOut('strip', holter, { leads: [], labelledLead: 1 }).labelRow).toBe(1);
    expect(layOut('strip', holter, { leads: ['ECG1'], labelledLead: 1 }).labelRow).toBe(0);
    const twelve = TWELVE.map((name) => lead(name));
    const rowsOf = (labelledLead: number) =>
      (['6x2', '12x1', 'cabrera', '3x4'] as const).map(
        (name) => layOut(name, twelve, { leads: [], labelledLead }).labelRow,
      );
    expect(rowsOf(1)).toEqual([1, 1, 3, 3]);
    expect(rowsOf(6)).toEqual([0, 6, 0, 3]);
  });

  it('stands in for a sheet that would be mostly empty', () => {
    expect(effectiveLayout('3x4', holter)).toBe('strip');
    expect(effectiveLayout('3x4', [lead('I'), lead('II')])).toBe('3x4');
    expect(effectiveLayout('12x1', twelve)).toBe('12x1');
  });

  it('of nothing says so', () => {
    expect(layOut('strip', [], NO_CHOICE).rows[0]?.[0]?.trace.kind).toBe('absent');
  });
});

it('draws the overview from the lead chosen, else from II, else from the first', () => {
  expect(envelopeLead(twelve, [])).toBe(1);
  expect(envelopeLead(twelve, ['V3'])).toBe(8);
  expect(envelopeLead([lead('MLII'), lead('V1')], [])).toBe(0);
});
