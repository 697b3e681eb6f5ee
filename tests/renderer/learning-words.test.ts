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
});
