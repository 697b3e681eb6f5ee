import { describe, expect, it } from 'vitest';
import { learningSentences as german } from '../../src/renderer/src/language/de/learning-sentences.ts';
import { learningSentences as english } from '../../src/renderer/src/language/en/learning-sentences.ts';
import type { GateSentence, JobNotice, ModelProblem } from '../../src/shared/contract/learning.ts';

const falls: GateSentence = {
  ...{ code: 'falls', group: 'clinic', aamiClass: 'S', measure: 'sensitivity', candidate: 78.25, incumbent: 81.4 },
  ...{ difference: -3.15, margin: 2.5, beside: 'shipped' },
};
const gate: readonly GateSentence[] = [
  falls,
  { code: 'too-few-beats' },
  { code: 'not-worse', shipped: true },
  { code: 'reference-alone' },
  { code: 'not-better' },
  { code: 'reference-missing' },
  { code: 'taken-out', patients: 1 },
  { code: 'learned-elsewhere', whose: 'candidate', recordings: 6 },
  { code: 'learned-elsewhere', whose: 'incumbent', recordings: 1 },
  {
    ...{ code: 'refused-before', incumbentId: 'in-use', at: '2026-11-20T10:00:00Z', patients: 12 },
    patientsBefore: 1,
  },
  { code: 'go-on' },
  { code: 'margins-between-seeds' },
];

describe('what the learning loop tells in codes', () => {
  it('is said in the reader’s language, each code in its own words', () => {
    for (const words of [english, german]) expect(new Set(gate.map(words.gate)).size).toBe(gate.length);
    for (const sentence of gate) expect(german.gate(sentence)).not.toBe(english.gate(sentence));
    expect(gate.map(german.gate).join(' ')).not.toMatch(/\b(the|held-out|candidate|compare|margins)\b/i);
  });

  it('brings its figures, as the language writes them', () => {
    expect(german.gate(falls)).toBe(
      'S: an zurückgestellten Patienten fällt die Sensitivität von 81,4 % des mitgelieferten Modells auf 78,3 %, um 3,2 Punkte; erlaubt sind 2,5.',
    );
    expect(english.gate(falls)).toMatch(
      /S sensitivity on held-out.*from 81\.4 of the model that came.*by 3\.\d points/,
    );
    const before = gate.find(({ code }) => code === 'refused-before');
    expect(before && german.gate(before)).toMatch(
      /mit 12 zurückgestellten Patienten.*in-use vom 20\.11\.2026 \(mit 1 zurückgestelltem/,
    );
  });

  it('that earlier versions kept as English sentences is shown as they wrote it', () => {
    for (const words of [english, german]) {
      expect(words.gate({ code: 'text', text: 'S F1 falls.' })).toBe('S F1 falls.');
      expect(words.jobNotice({ code: 'text', text: 'A device was lost.' })).toBe('A device was lost.');
    }
  });

  it('of jobs, models and adaptations is said in German too', () => {
    const notices: readonly JobNotice[] = [
      { code: 'began-anew' },
      { code: 'device-lost', device: 'cuda' },
      { code: 'labels-left-out', halfHours: 3 },
    ];
    for (const notice of notices) expect(german.jobNotice(notice)).not.toBe(english.jobNotice(notice));
    expect(german.jobProblem({ code: 'disk', text: 'The disk is full.' })).toMatch(/Datenträger.*voll/);
    expect(english.jobProblem({ code: 'disk', text: 'The disk is full.' })).toBe('The disk is full.');
    const problem: ModelProblem = { code: 'damaged', text: 'The model a is damaged.', reads: 'ecg-nat-1' };
    expect(german.modelProblem(problem)).toMatch(/beschädigt.*Stattdessen wird ecg-nat-1/);
    expect(english.modelProblem(problem)).toMatch(/a is damaged\. ecg-nat-1 is used instead/);
    const shipped = { ...problem, origin: 'shipped' as const, modelId: 'a' };
    expect(german.modelTrouble(shipped)).toMatch(
      /mitgelieferte Modell.*Installieren Sie.*liest ecg-nat-1; ein Training/,
    );
    expect(english.modelTrouble({ ...shipped, reads: undefined })).toMatch(/a is damaged\. Until then rules read/);
    for (const key of ['no-reader', 'signed', 'another-reader'] as const) {
      expect(german.obstacles[key]).not.toBe(english.obstacles[key]);
    }
  });
});
