/** Annotations: the log of what was done, and beside it the state that the log leads to. */
export const annotations = `
CREATE TABLE annotation_sets (
  key           INTEGER PRIMARY KEY AUTOINCREMENT,
  id            TEXT NOT NULL UNIQUE,
  recording_key INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  annotator     TEXT NOT NULL,
  origin        TEXT NOT NULL CHECK (origin IN ('file', 'rules', 'model', 'reader')),
  made_by       TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  -- JSON: what the file itself says its own codes mean.
  definitions   TEXT NOT NULL,
  complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
  count         INTEGER NOT NULL,
  count_by_code TEXT NOT NULL,
  next_id       INTEGER NOT NULL,
  next_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX annotation_sets_by_recording ON annotation_sets (recording_key);

-- Rows as they were before the event and as they are after it: an add has no before, a removal no after.
CREATE TABLE annotation_events (
  key      INTEGER PRIMARY KEY,
  set_key  INTEGER NOT NULL REFERENCES annotation_sets (key) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('add', 'remove', 'relabel', 'move')),
  author   TEXT NOT NULL,
  at       TEXT NOT NULL,
  undoes   INTEGER,
  before   BLOB,
  after    BLOB,
  UNIQUE (set_key, sequence)
) STRICT;

-- The state in the order of (sample, id); a block holds at most 4,096 annotations.
CREATE TABLE annotation_blocks (
  key          INTEGER PRIMARY KEY,
  set_key      INTEGER NOT NULL REFERENCES annotation_sets (key) ON DELETE CASCADE,
  first_sample INTEGER NOT NULL,
  first_id     INTEGER NOT NULL,
  last_sample  INTEGER NOT NULL,
  count        INTEGER NOT NULL,
  columns      BLOB NOT NULL,
  UNIQUE (set_key, first_sample, first_id)
) STRICT;

CREATE TRIGGER annotation_events_never_change BEFORE UPDATE ON annotation_events
BEGIN SELECT RAISE (ABORT, 'the annotation log is append-only'); END;

-- What may go: the unfinished reading of an analysis, and whatever belongs to an unfinished import.
CREATE TRIGGER annotation_events_stay BEFORE DELETE ON annotation_events
WHEN EXISTS (
  SELECT 1 FROM annotation_sets s JOIN recordings r ON r.key = s.recording_key JOIN studies t ON t.key = r.study_key
  WHERE s.key = OLD.set_key AND s.complete = 1 AND t.status <> 'importing')
BEGIN SELECT RAISE (ABORT, 'the annotation log is append-only'); END;

CREATE TRIGGER annotation_sets_stay BEFORE DELETE ON annotation_sets
WHEN OLD.complete = 1 AND EXISTS (
  SELECT 1 FROM recordings r JOIN studies t ON t.key = r.study_key
  WHERE r.key = OLD.recording_key AND t.status <> 'importing')
BEGIN SELECT RAISE (ABORT, 'the annotation log is append-only'); END;
`;
