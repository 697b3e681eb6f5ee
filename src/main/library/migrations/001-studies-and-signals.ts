/** Studies with their recordings, signals, envelopes and original files. */
export const studiesAndSignals = `
CREATE TABLE patients (
  key        INTEGER PRIMARY KEY AUTOINCREMENT,
  stated_id  TEXT,
  name       TEXT,
  birth_date TEXT,
  sex        TEXT CHECK (sex IN ('female', 'male', 'other', 'unknown'))
) STRICT;
CREATE INDEX patients_by_stated_id ON patients (stated_id);

-- Keys are never used twice, so that a writer left over from a killed program cannot add to another study.
-- 'importing' is invisible to every query; 'quarantined' is a file that could not be read.
CREATE TABLE studies (
  key               INTEGER PRIMARY KEY AUTOINCREMENT,
  id                TEXT NOT NULL UNIQUE,
  status            TEXT NOT NULL CHECK (status IN ('importing', 'new', 'in-review', 'signed', 'quarantined')),
  patient_key       INTEGER REFERENCES patients (key),
  age_years         REAL,
  record_name       TEXT NOT NULL,
  format            TEXT NOT NULL,
  recorded_at       TEXT,
  imported_at       TEXT NOT NULL,
  duration_seconds  REAL NOT NULL,
  lead_names        TEXT NOT NULL,
  synthetic         INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
  notes             TEXT NOT NULL,
  warnings          TEXT NOT NULL,
  reason            TEXT,
  file_hash         TEXT,
  beat_count        INTEGER,
  ventricular_count INTEGER,
  mean_heart_rate   REAL,
  CHECK ((status = 'quarantined') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX studies_by_status ON studies (status, key);
CREATE INDEX studies_by_patient ON studies (patient_key);
CREATE INDEX studies_by_file_hash ON studies (file_hash) WHERE file_hash IS NOT NULL;

CREATE TRIGGER studies_stay BEFORE DELETE ON studies
WHEN OLD.status NOT IN ('importing', 'quarantined')
BEGIN SELECT RAISE (ABORT, 'a study is never deleted'); END;

CREATE TABLE recordings (
  key       INTEGER PRIMARY KEY AUTOINCREMENT,
  id        TEXT NOT NULL UNIQUE,
  study_key INTEGER NOT NULL REFERENCES studies (key) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  name      TEXT NOT NULL,
  rate      REAL NOT NULL,
  samples   INTEGER NOT NULL,
  start     TEXT,
  UNIQUE (study_key, position)
) STRICT;

CREATE TABLE leads (
  recording_key INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  lead          INTEGER NOT NULL,
  name          TEXT NOT NULL,
  unit          TEXT NOT NULL,
  rate          REAL NOT NULL,
  samples       INTEGER NOT NULL,
  gain          REAL NOT NULL,
  baseline      REAL NOT NULL,
  uncalibrated  INTEGER NOT NULL CHECK (uncalibrated IN (0, 1)),
  PRIMARY KEY (recording_key, lead)
) STRICT, WITHOUT ROWID;

-- chunk n holds samples [n·32768, (n+1)·32768) of a lead.
CREATE TABLE signal_chunks (
  key           INTEGER PRIMARY KEY,
  recording_key INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  lead          INTEGER NOT NULL,
  chunk         INTEGER NOT NULL,
  bytes         BLOB NOT NULL,
  UNIQUE (recording_key, lead, chunk)
) STRICT;

-- A bin of level n is minimum and maximum of 16·4^n samples; a block is 8,192 bins.
CREATE TABLE envelope_blocks (
  key           INTEGER PRIMARY KEY,
  recording_key INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  lead          INTEGER NOT NULL,
  level         INTEGER NOT NULL,
  block         INTEGER NOT NULL,
  bytes         BLOB NOT NULL,
  UNIQUE (recording_key, lead, level, block)
) STRICT;

CREATE TABLE sources (
  key       INTEGER PRIMARY KEY AUTOINCREMENT,
  study_key INTEGER NOT NULL REFERENCES studies (key) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  name      TEXT NOT NULL,
  size      INTEGER NOT NULL,
  sha256    TEXT NOT NULL,
  UNIQUE (study_key, position)
) STRICT;

CREATE TABLE source_pieces (
  key        INTEGER PRIMARY KEY,
  source_key INTEGER NOT NULL REFERENCES sources (key) ON DELETE CASCADE,
  piece      INTEGER NOT NULL,
  bytes      BLOB NOT NULL,
  UNIQUE (source_key, piece)
) STRICT;
`;
