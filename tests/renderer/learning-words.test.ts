import { describe, expect, it } from 'vitest';
import { german } from '../../src/renderer/src/language/de/index.ts';
import { english } from '../../src/renderer/src/language/en/index.ts';

describe.each([
  ['English', english.learning],
  ['German', german.learning],
])('what the window says of learning in %s', (_language, words) => {
  it('names the class that held-out patients have few beats of', () => {
    expect(words.data.remark['held-out-few']({ aamiClass: 'V', count: '0' })).toMatch(/class V|Klasse V/);
  });

  it('asks to import a damaged model again that came as a file, and to train again one that was made here', () => {
    const text = 'The model m is damaged. Restore its folder from a backup, or train it again.';
    const said = (origin: 'imported' | 'trained') => words.sentences.modelProblem({ code: 'damaged', text }, origin);
    expect(said('imported')).toMatch(/Import/);
    expect(said('imported')).not.toMatch(/train/);
    expect(said('trained')).toMatch(/train/);
  });
});
