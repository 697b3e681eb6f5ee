import type { ColumnMapping, ImportEvent } from '../../../shared/contract/library.ts';
import { strings } from '../language/strings.ts';

export type MappingRequest = Extract<ImportEvent, { kind: 'needs-mapping' }>;
export type ColumnRole = 'unused' | 'time' | 'lead';
export type TimeUnit = NonNullable<ColumnMapping['timeUnit']>;
export type AmplitudeUnit = ColumnMapping['unit'];

/** A title the file gives its column, as opposed to a number put there because it gives none. */
const isTitle = (text: string): boolean => /\p{L}/u.test(text) && !/^column \d+$/i.test(text);

/**
 * What the reader has said so far about the columns of a file. Nothing is chosen beforehand: a wrong unit or rate would
 * look like a diagnosis. A column made a lead takes the title it has in the file, if it has one.
 */
export class ColumnMappingDraft {
  readonly request: MappingRequest;
  roles = $state<ColumnRole[]>([]);
  names = $state<string[]>([]);
  timeUnit = $state<TimeUnit | ''>('');
  /** As typed, in Hz. */
  rate = $state('');
  unit = $state<AmplitudeUnit | ''>('');

  readonly timeColumn = $derived(this.roles.indexOf('time'));
  /** A time column in seconds or milliseconds gives the rate; otherwise it must be stated. */
  readonly rateNeeded = $derived(this.timeColumn < 0 || this.timeUnit === 'sample');

  readonly #leads = $derived(
    this.roles.flatMap((role, column) =>
      role === 'lead' ? [{ column, name: (this.names[column] ?? '').trim() }] : [],
    ),
  );
  readonly #rate = $derived(Number(this.rate.trim().replace(',', '.')));

  /** What still has to be said, as sentences; empty when the file can be imported. */
  readonly missing = $derived.by((): readonly string[] => {
    const words = strings.mapping.missing;
    const names = this.#leads.map((lead) => lead.name);
    const open: string[] = [];
    if (names.length === 0) open.push(words.lead);
    else if (names.includes('')) open.push(words.leadName);
    else if (names.some((name, i) => names.indexOf(name) < i)) open.push(words.sameName);
    if (this.timeColumn >= 0 && this.timeUnit === '') open.push(words.timeUnit);
    if (this.rateNeeded) {
      if (this.rate.trim() === '') open.push(words.rate);
      else if (!(this.#rate > 0 && this.#rate <= 100_000)) open.push(words.rateRange);
    }
    if (this.unit === '') open.push(words.unit);
    return open;
  });

  readonly mapping = $derived.by((): ColumnMapping | undefined => {
    if (this.missing.length > 0 || this.unit === '') return undefined;
    return {
      leads: this.#leads,
      unit: this.unit,
      ...(this.rateNeeded ? { rate: this.#rate } : {}),
      ...(this.timeColumn >= 0 && this.timeUnit !== '' ? { timeColumn: this.timeColumn, timeUnit: this.timeUnit } : {}),
    };
  });

  constructor(request: MappingRequest) {
    this.request = request;
    this.roles = request.columns.map(() => 'unused');
    this.names = request.columns.map(() => '');
  }

  /** There is one time column at most: a new one replaces the old. */
  setRole(column: number, role: ColumnRole): void {
    if (role === 'time' && this.timeColumn >= 0) this.roles[this.timeColumn] = 'unused';
    this.roles[column] = role;
    const title = this.request.columns[column] ?? '';
    if (role === 'lead' && this.names[column] === '' && isTitle(title)) this.names[column] = title.trim();
  }
}
