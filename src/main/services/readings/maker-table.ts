import { setImmediate } from 'node:timers/promises';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import type { LabelMakerKind, MakerLine, Makers } from '../../../shared/contract/readings.ts';
import { modelOf } from '../../../shared/makers.ts';
import { Problem } from '../../../shared/problem.ts';
import { readCard } from '../../inference/models/model-files.ts';
import { modelFolders, type ModelPlaces } from '../../inference/models/model-registry.ts';
import { RULES } from '../../inference/reading/rules.ts';
import type { Library } from '../../library/open-library.ts';
import { everyReading, isOutdated } from './every-reading.ts';
import { addCodes, addCounts, type Counts, noCounts, StandingLabelCounts } from './standing-labels.ts';

export interface MakerTableParts {
  readonly library: Library;
  readonly places: ModelPlaces;
  /** Id of the model that reads, or of the rules. */
  readonly inUse: () => Promise<string>;
}

interface Line {
  readonly kind: LabelMakerKind;
  readonly id: string;
  recordings: number;
  unsigned: number;
  readonly labels: Counts;
}

const ORDER: readonly LabelMakerKind[] = ['model', 'rules', 'adapted', 'reader', 'file'];

/** Which model made what: what reads each recording at present, and whose the labels are that stand. */
export class MakerTable {
  private readonly parts: MakerTableParts;
  private readonly counts: StandingLabelCounts;

  constructor(parts: MakerTableParts) {
    this.parts = parts;
    this.counts = new StandingLabelCounts(parts.library);
  }

  /** Lets other work in between. */
  async makers(): Promise<Makers> {
    const { library, inUse } = this.parts;
    const reads = await inUse();
    const lines = new Map<string, Line>();
    const line = (kind: LabelMakerKind, id = ''): Line => {
      const key = `${kind} ${id}`;
      const found = lines.get(key) ?? { kind, id, recordings: 0, unsigned: 0, labels: noCounts() };
      lines.set(key, found);
      return found;
    };
    line(reads === RULES ? 'rules' : 'model', reads);
    const readers = library.learning.countingSets();
    const studies = new Set<string>();
    let outdated = 0;
    for await (const reading of everyReading(library)) {
      const own = line(reading.origin, modelOf(reading.madeBy));
      own.recordings++;
      if (reading.status !== 'signed') own.unsigned++;
      if (!readers.has(reading.recordingId)) addCodes(own.labels, reading.countByCode);
      if (!isOutdated(reading, reads)) continue;
      outdated++;
      studies.add(reading.studyId);
    }
    for (const setId of readers.values()) {
      await setImmediate();
      this.addSet(setId, line);
    }
    return {
      lines: this.described([...lines.values()], reads),
      inUse: reads,
      again: { recordings: outdated, studies: studies.size },
    };
  }

  private addSet(setId: string, line: (kind: LabelMakerKind, id?: string) => Line): void {
    const { annotations, readerSets } = this.parts.library;
    const { source, adapted, readers } = this.counts.of(setId);
    const { origin, madeBy } = annotations.set(readerSets.find(setId)?.sourceId ?? setId);
    addCounts(line(origin, origin === 'file' ? '' : modelOf(madeBy)).labels, source);
    addCounts(line('adapted').labels, adapted);
    addCounts(line('reader').labels, readers);
  }

  /** What has made something, or is in use: that first, then what was in use last. */
  private described(lines: readonly Line[], reads: string): MakerLine[] {
    const names = this.names();
    const decisions = this.parts.library.learning.candidates.decisions();
    return lines
      .filter((one) => one.id === reads || one.recordings > 0 || AAMI_CLASSES.some((name) => one.labels[name] > 0))
      .map((one): MakerLine => {
        const name = names.get(one.id);
        const promoted = decisions.find(
          ({ kind, to }) => (kind === 'promote' || kind === 'roll-back') && to === one.id && one.kind === 'model',
        );
        return {
          ...one,
          ...(name === undefined ? {} : { name }),
          inUse: one.id === reads,
          ...(promoted ? { promotedAt: promoted.at, promotedBy: promoted.actor } : {}),
        };
      })
      .sort(
        (a, b) =>
          Number(b.inUse) - Number(a.inUse) ||
          ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
          (b.promotedAt ?? '').localeCompare(a.promotedAt ?? '') ||
          b.recordings - a.recordings,
      );
  }

  private names(): ReadonlyMap<string, string> {
    return new Map(
      modelFolders(this.parts.places).flatMap(({ folder, origin }) => {
        try {
          const { id, name, version } = readCard(folder, origin);
          return [[id, `${name} ${version}`] as const];
        } catch (thrown) {
          if (thrown instanceof Problem) return [];
          throw thrown;
        }
      }),
    );
  }
}
