import type { Connection } from '../connection.ts';
import { chosen, type SetRecord } from './label-sources.ts';

/** Of every recording that somebody has edited, the id of the readers' set that counts, by the recording's id. */
export function countingSets(connection: Connection): ReadonlyMap<string, string> {
  const sets = connection.read(() =>
    connection.database
      .prepare<[], SetRecord & { readonly recordingId: string }>(
        `SELECT r.id AS recordingId, s.recording_key AS recordingKey, a.id AS setId, a.key AS setKey, s.author, s.kind,
           EXISTS (SELECT 1 FROM signed_sets g WHERE g.set_key = a.key) AS signed, a.next_sequence AS revision
         FROM reader_sets s JOIN annotation_sets a ON a.key = s.set_key JOIN recordings r ON r.key = s.recording_key
         ORDER BY a.key`,
      )
      .all(),
  );
  return new Map(
    [...Map.groupBy(sets, ({ recordingId }) => recordingId)].flatMap(([recordingId, own]) => {
      const source = chosen(own);
      return source ? [[recordingId, source.setId] as const] : [];
    }),
  );
}
