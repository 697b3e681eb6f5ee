/** Readers' sets, what was signed, how far a review is, and groups of beats. */
export const editing = `
-- JSON of what a reader's edit did, for history and undo in words; NULL for what no reader did.
ALTER TABLE annotation_events ADD COLUMN summary TEXT;

-- A set that belongs to a reader. It begins as a copy, in the events before first_sequence; rows keep their ids, so that
-- a row of the source is found by its id.
CREATE TABLE reader_sets (
  set_key        INTEGER PRIMARY KEY REFERENCES annotation_sets (key) ON DELETE CASCADE,
  recording_key  INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  author         TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('reader', 'adjudicated')),
  -- The set of a model, the rules or a file that the copies go back to.
  source_key     INTEGER NOT NULL REFERENCES annotation_sets (key),
  copied_key     INTEGER NOT NULL REFERENCES annotation_sets (key),
  -- The other set of an adjudication.
  second_key     INTEGER REFERENCES annotation_sets (key),
  first_sequence INTEGER NOT NULL,
  version        INTEGER NOT NULL CHECK (version >= 1),
  CHECK ((kind = 'adjudicated') = (second_key IS NOT NULL))
) STRICT;
CREATE INDEX reader_sets_by_recording ON reader_sets (recording_key, author);

CREATE TABLE sign_offs (
  key       INTEGER PRIMARY KEY AUTOINCREMENT,
  study_key INTEGER NOT NULL REFERENCES studies (key) ON DELETE CASCADE,
  version   INTEGER NOT NULL CHECK (version >= 1),
  signer    TEXT NOT NULL,
  at        TEXT NOT NULL,
  note      TEXT,
  UNIQUE (study_key, version)
) STRICT;

CREATE TABLE signed_sets (
  set_key      INTEGER PRIMARY KEY REFERENCES annotation_sets (key) ON DELETE CASCADE,
  sign_off_key INTEGER NOT NULL REFERENCES sign_offs (key) ON DELETE CASCADE,
  -- How many events it had: all there will ever be.
  revision     INTEGER NOT NULL
) STRICT;

CREATE TRIGGER reader_sets_never_change BEFORE UPDATE ON reader_sets
BEGIN SELECT RAISE (ABORT, 'whose a set is never changes'); END;
CREATE TRIGGER sign_offs_never_change BEFORE UPDATE ON sign_offs
BEGIN SELECT RAISE (ABORT, 'a signature is never changed'); END;
CREATE TRIGGER sign_offs_stay BEFORE DELETE ON sign_offs
BEGIN SELECT RAISE (ABORT, 'a signature is never removed'); END;
CREATE TRIGGER signed_sets_never_change BEFORE UPDATE ON signed_sets
BEGIN SELECT RAISE (ABORT, 'a signature is never changed'); END;
CREATE TRIGGER signed_sets_stay BEFORE DELETE ON signed_sets
BEGIN SELECT RAISE (ABORT, 'a signature is never removed'); END;

-- Whoever writes: nothing is added to what is signed, and nobody writes in another reader's set.
CREATE TRIGGER signed_sets_are_final BEFORE INSERT ON annotation_events
WHEN EXISTS (SELECT 1 FROM signed_sets s WHERE s.set_key = NEW.set_key)
BEGIN SELECT RAISE (ABORT, 'a signed set is never changed'); END;
CREATE TRIGGER reader_sets_are_their_authors BEFORE INSERT ON annotation_events
WHEN EXISTS (SELECT 1 FROM reader_sets r WHERE r.set_key = NEW.set_key AND r.author <> NEW.author)
BEGIN SELECT RAISE (ABORT, 'a set is written to by its own reader'); END;

-- What an adjudicator chose; the rows themselves are in the log.
CREATE TABLE adjudication_choices (
  set_key   INTEGER NOT NULL REFERENCES annotation_sets (key) ON DELETE CASCADE,
  first_id  INTEGER NOT NULL,
  second_id INTEGER NOT NULL,
  choice    INTEGER NOT NULL,
  -- The row of the adjudicated set that came of it; -1 where none did.
  row_id    INTEGER NOT NULL,
  PRIMARY KEY (set_key, first_id, second_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_plans (
  recording_key INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  author        TEXT NOT NULL,
  plan          TEXT NOT NULL,
  PRIMARY KEY (recording_key, author)
) STRICT, WITHOUT ROWID;

-- The first answer to each row: later ones were given by somebody who knew.
CREATE TABLE queue_answers (
  source_key  INTEGER NOT NULL REFERENCES annotation_sets (key) ON DELETE CASCADE,
  author      TEXT NOT NULL,
  row_id      INTEGER NOT NULL,
  source_code INTEGER NOT NULL,
  given_code  INTEGER NOT NULL,
  blind       INTEGER NOT NULL CHECK (blind IN (0, 1)),
  at          TEXT NOT NULL,
  PRIMARY KEY (source_key, author, row_id)
) STRICT, WITHOUT ROWID;

-- Groups of the beats of a set; one clustering a set, the latest.
CREATE TABLE clusterings (
  set_key INTEGER PRIMARY KEY REFERENCES annotation_sets (key) ON DELETE CASCADE,
  id      TEXT NOT NULL UNIQUE,
  made_by TEXT NOT NULL,
  summary TEXT NOT NULL,
  columns BLOB NOT NULL
) STRICT;
`;
