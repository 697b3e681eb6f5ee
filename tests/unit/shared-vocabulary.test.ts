import { describe, expect, it } from 'vitest';
import { ANNOTATION_CODES, annotationCode, codeOfMnemonic, isBeatCode } from '../../src/shared/annotation-codes.ts';
import { DERIVED_FROM_LIMB, standardLead } from '../../src/shared/leads.ts';
import { Problem, toProblem } from '../../src/shared/problem.ts';

describe('annotation codes', () => {
  it('have one number and one case-sensitive mnemonic each', () => {
    expect(new Set(ANNOTATION_CODES.map((entry) => entry.code)).size).toBe(ANNOTATION_CODES.length);
    expect(new Set(ANNOTATION_CODES.map((entry) => entry.mnemonic)).size).toBe(ANNOTATION_CODES.length);
    expect(codeOfMnemonic('j')?.code).toBe(11);
    expect(codeOfMnemonic('J')?.code).toBe(7);
  });

  it('count escape beats as bxb does by default and as de Chazal does by name', () => {
    for (const mnemonic of ['e', 'j', 'n']) {
      expect(codeOfMnemonic(mnemonic)).toMatchObject({ aami: 'S', deChazal: 'N' });
    }
    expect(codeOfMnemonic('r')?.aami).toBe('V');
  });

  it('tell beats from other marks', () => {
    expect(isBeatCode(5)).toBe(true);
    expect(isBeatCode(28)).toBe(false);
    expect(annotationCode(15)).toBeUndefined();
  });
});

describe('lead names', () => {
  it('are recognised only where the label leaves no doubt', () => {
    expect(standardLead('avr')).toBe('aVR');
    expect(standardLead('Lead II')).toBe('II');
    expect(standardLead('MDC_ECG_LEAD_V6')).toBe('V6');
    expect(standardLead('MLII')).toBeUndefined();
    expect(standardLead('ECG1')).toBeUndefined();
  });

  it('derive so that the augmented leads sum to zero', () => {
    const sum = (['aVR', 'aVL', 'aVF'] as const).map((name) => DERIVED_FROM_LIMB[name] ?? { I: NaN, II: NaN });
    expect(sum.reduce((total, weights) => total + weights.I, 0)).toBe(0);
    expect(sum.reduce((total, weights) => total + weights.II, 0)).toBe(0);
  });
});

describe('problems', () => {
  it('keep their sentence, while faults show none of their own', () => {
    const problem = new Problem('unreadable', 'a.hea: line 1 is empty.');
    expect(toProblem(problem)).toBe(problem);
    expect(toProblem(new TypeError('patient Doe')).message).not.toContain('Doe');
    expect(toProblem(new DOMException('x', 'AbortError')).code).toBe('cancelled');
  });
});
