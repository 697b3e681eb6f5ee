import type { AnnotationEvent, ChangeKind } from './annotation-change.ts';
import { decodeAnnotations } from './annotation-codec.ts';
import { emptyAnnotations } from './annotation-columns.ts';
import type { Connection } from './connection.ts';

/** An event without its rows, which may be many. */
export type EventHead = Omit<AnnotationEvent, 'before' | 'after'>;

interface HeadRecord {
  readonly sequence: number;
  readonly kind: ChangeKind;
  readonly author: string;
  readonly at: string;
  readonly undoes: number | null;
  readonly summary: string | null;
}

interface EventRecord extends HeadRecord {
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

const HEAD = 'sequence, kind, author, at, undoes, summary';

/** Reads the log of an annotation set. */
export class AnnotationLog {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Events from `sequence` on, oldest first. */
  read(setKey: number, sequence = 0): AnnotationEvent[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number, number], EventRecord>(
          `SELECT ${HEAD}, before, after FROM annotation_events WHERE set_key = ? AND sequence >= ? ORDER BY sequence`,
        )
        .all(setKey, sequence)
        .map(eventOf),
    );
  }

  /** The same without the rows. */
  heads(setKey: number, sequence = 0): EventHead[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number, number], HeadRecord>(
          `SELECT ${HEAD} FROM annotation_events WHERE set_key = ? AND sequence >= ? ORDER BY sequence`,
        )
        .all(setKey, sequence)
        .map(headOf),
    );
  }

  one(setKey: number, sequence: number): AnnotationEvent | undefined {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[number, number], EventRecord>(
          `SELECT ${HEAD}, before, after FROM annotation_events WHERE set_key = ? AND sequence = ?`,
        )
        .get(setKey, sequence),
    );
    return record && eventOf(record);
  }
}

const headOf = ({ sequence, kind, author, at, undoes, summary }: HeadRecord): EventHead => ({
  sequence,
  kind,
  author,
  at,
  ...(undoes === null ? {} : { undoes }),
  ...(summary === null ? {} : { summary: JSON.parse(summary) as unknown }),
});

const eventOf = (record: EventRecord): AnnotationEvent => ({
  ...headOf(record),
  before: record.before ? decodeAnnotations(record.before) : emptyAnnotations(),
  after: record.after ? decodeAnnotations(record.after) : emptyAnnotations(),
});
