import type { BeatPlace } from '../../../../shared/contract/learning.ts';
import type { StudyDetail } from '../../../../shared/contract/library.ts';
import { elapsedText } from '../../ecg/time-format.ts';
import { studyTitle } from '../../display/study-facts.ts';

/** Studies are asked about one after the other; of more than so many the sample must do. */
const MOST_STUDIES = 50;

type KnownRecordings = Readonly<Record<string, { readonly name: string; readonly rate: number }>>;

/** Says of beats in other studies whose they are and when. */
export class BeatPlaces {
  #known = $state.raw<KnownRecordings>({});
  readonly #study: (studyId: string) => Promise<StudyDetail>;
  readonly #asked: string[] = [];

  constructor(study: (studyId: string) => Promise<StudyDetail>) {
    this.#study = study;
  }

  /** Asks about studies that are not known yet. One that cannot be had stays unknown. */
  async look(places: readonly BeatPlace[]): Promise<void> {
    const ids = places.map(({ studyId }) => studyId);
    const studies = ids.filter((id, i) => ids.indexOf(id) === i).slice(0, MOST_STUDIES);
    for (const studyId of studies) {
      if (this.#asked.includes(studyId)) continue;
      this.#asked.push(studyId);
      const detail = await this.#study(studyId).catch(() => undefined);
      if (!detail) continue;
      const name = studyTitle(detail.row);
      const own = detail.recordings.map(({ id, rate }) => [id, { name, rate }] as const);
      this.#known = { ...this.#known, ...Object.fromEntries(own) };
    }
  }

  name({ recordingId }: BeatPlace): string | undefined {
    return this.#known[recordingId]?.name;
  }

  /** From the beginning of the recording: `0:12:34`. */
  time({ recordingId, sample }: BeatPlace): string | undefined {
    const rate = this.#known[recordingId]?.rate;
    return rate === undefined ? undefined : elapsedText(sample / rate);
  }
}
