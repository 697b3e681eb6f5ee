/** The learning loop: what was learned from, trainings, the models they made and who decided what on them. */
export const learning = `
-- Labels as they were: nothing of a snapshot ever changes.
CREATE TABLE learning_snapshots (
  key     INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  hash    TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  -- JSON: scope, patients with their side, recordings with set, revision and hash of the log, parent model, remarks.
  content TEXT NOT NULL
) STRICT;

CREATE TABLE learning_snapshot_recordings (
  snapshot_key  INTEGER NOT NULL REFERENCES learning_snapshots (key),
  recording_key INTEGER NOT NULL REFERENCES recordings (key),
  -- All labels of the set; the standing of a row tells whether a person set or confirmed it.
  columns       BLOB NOT NULL,
  PRIMARY KEY (snapshot_key, recording_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_jobs (
  key          INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL CHECK (kind IN ('finetune', 'adapt', 'pretrain', 'evaluate')),
  snapshot_key INTEGER REFERENCES learning_snapshots (key),
  -- JSON: all that decides the numbers that come out.
  spec         TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
  -- JSON: how far it is.
  progress     TEXT NOT NULL,
  -- JSON: the course of losses and validation.
  course       TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  ended_at     TEXT
) STRICT;
CREATE INDEX learning_jobs_by_state ON learning_jobs (state, key);

-- Models that were made or brought here; the files lie in the library's models folder.
CREATE TABLE learning_candidates (
  key      INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id TEXT NOT NULL UNIQUE,
  job_key  INTEGER NOT NULL REFERENCES learning_jobs (key),
  -- JSON: parent, snapshot, program version, device, time, labels.
  manifest TEXT NOT NULL,
  at       TEXT NOT NULL
) STRICT;

-- A candidate beside the model that was in use then; the latest counts.
CREATE TABLE learning_comparisons (
  key          INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id     TEXT NOT NULL REFERENCES learning_candidates (model_id),
  incumbent_id TEXT NOT NULL,
  passed       INTEGER NOT NULL CHECK (passed IN (0, 1)),
  -- As a frame of the contract.
  content      BLOB NOT NULL,
  at           TEXT NOT NULL
) STRICT;
CREATE INDEX learning_comparisons_by_model ON learning_comparisons (model_id, key);

CREATE TABLE learning_decisions (
  key        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('promote', 'refuse', 'roll-back', 'import', 'export')),
  actor      TEXT NOT NULL,
  at         TEXT NOT NULL,
  from_model TEXT NOT NULL,
  to_model   TEXT NOT NULL,
  model_id   TEXT NOT NULL,
  reason     TEXT,
  overridden INTEGER NOT NULL CHECK (overridden IN (0, 1))
) STRICT;

-- Whose models were accepted here.
CREATE TABLE learning_signers (
  fingerprint TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  trusted_by  TEXT NOT NULL,
  trusted_at  TEXT NOT NULL
) STRICT;

-- What an adapted model says of a recording: offered, never applied by itself.
CREATE TABLE learning_adaptations (
  job_key INTEGER PRIMARY KEY REFERENCES learning_jobs (key),
  content BLOB NOT NULL
) STRICT;

CREATE TRIGGER learning_snapshots_never_change BEFORE UPDATE ON learning_snapshots
BEGIN SELECT RAISE (ABORT, 'a snapshot never changes'); END;
CREATE TRIGGER learning_snapshots_stay BEFORE DELETE ON learning_snapshots
BEGIN SELECT RAISE (ABORT, 'a snapshot is never removed'); END;
CREATE TRIGGER learning_snapshot_recordings_never_change BEFORE UPDATE ON learning_snapshot_recordings
BEGIN SELECT RAISE (ABORT, 'a snapshot never changes'); END;
CREATE TRIGGER learning_snapshot_recordings_stay BEFORE DELETE ON learning_snapshot_recordings
BEGIN SELECT RAISE (ABORT, 'a snapshot is never removed'); END;
CREATE TRIGGER learning_candidates_never_change BEFORE UPDATE ON learning_candidates
BEGIN SELECT RAISE (ABORT, 'a candidate never changes'); END;
CREATE TRIGGER learning_candidates_stay BEFORE DELETE ON learning_candidates
BEGIN SELECT RAISE (ABORT, 'a candidate is never removed'); END;
CREATE TRIGGER learning_comparisons_never_change BEFORE UPDATE ON learning_comparisons
BEGIN SELECT RAISE (ABORT, 'a comparison never changes'); END;
CREATE TRIGGER learning_comparisons_stay BEFORE DELETE ON learning_comparisons
BEGIN SELECT RAISE (ABORT, 'a comparison is never removed'); END;
CREATE TRIGGER learning_decisions_never_change BEFORE UPDATE ON learning_decisions
BEGIN SELECT RAISE (ABORT, 'a decision is never changed'); END;
CREATE TRIGGER learning_decisions_stay BEFORE DELETE ON learning_decisions
BEGIN SELECT RAISE (ABORT, 'a decision is never removed'); END;
`;
