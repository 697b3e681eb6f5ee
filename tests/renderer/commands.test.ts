import { describe, expect, it } from 'vitest';
import { matchWords } from '../../src/renderer/src/display/match-words.ts';
import { german } from '../../src/renderer/src/language/de/index.ts';
import { english } from '../../src/renderer/src/language/en/index.ts';
import { type Command, commandsOf, foundCommands } from '../../src/renderer/src/state/commands.ts';
import { Workbench } from '../../src/renderer/src/state/workbench.svelte.ts';
import { Preferences } from '../../src/shared/contract/system.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';

const command = (name: string, group = ''): Command => ({ id: name, name, group, run: () => undefined });
const names = (typed: string, ...all: Command[]): string[] => foundCommands(all, typed).map(({ name }) => name);

describe('a typed text', () => {
  it('is answered by names in which each of its words is found', () => {
    const all = [command('Layout: Cabrera'), command('Layout: strip'), command('Calipers')];
    expect(names('lay cab', ...all)).toEqual(['Layout: Cabrera']);
    expect(names('cab lay', ...all)).toEqual(['Layout: Cabrera']);
    expect(names('zzz', ...all)).toEqual([]);
  });

  it('prefers names that begin with it over words that do, and these over what lies inside a word', () => {
    const all = [command('Imprint'), command('Save or print'), command('Print or save')];
    expect(names('print', ...all)).toEqual(['Print or save', 'Save or print', 'Imprint']);
  });

  it('finds letters with accents by those without', () => {
    expect(matchWords('grosse', 'Größe')).toBeDefined();
    expect(matchWords('große', 'Grosse')).toBeDefined();
    expect(matchWords('ubersicht', 'Übersicht')).toBe(0);
  });

  it('finds by what a command belongs to as well', () => {
    expect(names('theme dark', command('Dark', 'Theme'), command('Light', 'Theme'))).toEqual(['Dark']);
  });
});

describe('the commands', () => {
  const workbench = (): Workbench => new Workbench(fakeWorkstation().api, Preferences.parse({}));
  const frame = { choose: () => undefined, search: () => undefined, leave: () => undefined, isOffered: () => true };

  it('are those of the window alone while no study is open', () => {
    const ids = commandsOf(workbench(), frame).map(({ id }) => id);
    expect(ids).toContain('files');
    expect(ids).not.toContain('print');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('do what they say', () => {
    const bench = workbench();
    const all = commandsOf(bench, frame);
    all.find(({ id }) => id === 'theme dark')?.run();
    expect(bench.preferences.value.theme).toBe('dark');
    all.find(({ id }) => id === 'shortcuts')?.run();
    expect(bench.dialog).toBe('shortcuts');
  });
});

describe('the two catalogues', () => {
  /** Every place of a catalogue, and what kind of thing stands there. */
  const places = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => places(inner, `${path}/${key}`))
      : [`${path}: ${typeof value}`];

  it('say the same things', () => {
    expect(places(german).sort()).toEqual(places(english).sort());
  });

  it('are not the same words', () => {
    const both = [english, german].map((catalogue) => new Set(JSON.stringify(catalogue).match(/[a-zäöüß]{6,}/gi)));
    const shared = [...(both[0] ?? [])].filter((word) => both[1]?.has(word));
    // Keys are the same words in both; of the sentences only names and terms may be.
    const keys = new Set(places(english).flatMap((place) => place.match(/[a-z]{6,}/gi) ?? []));
    const untranslated = shared.filter((word) => !keys.has(word) && /^[a-z]/.test(word));
    expect(untranslated.length).toBeLessThan((both[0]?.size ?? 0) / 10);
  });
});
