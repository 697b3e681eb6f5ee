/** What readings by a model leave beside their annotations, and what is kept of those that are not finished. */
export const readings = `
-- A recording is read in blocks; each is kept when it is done, and all go when the whole is.
CREATE TABLE reading_parts (
  key           INTEGER PRIMARY KEY,
  recording_key INTEGER NOT NULL REFERENCES recordings (key) ON DELETE CASCADE,
  -- Model, version of the procedure and number of blocks: parts of another recipe do not fit.
  recipe        TEXT NOT NULL,
  block         INTEGER NOT NULL,
  columns       BLOB NOT NULL,
  UNIQUE (recording_key, block)
) STRICT;

CREATE TABLE reading_results (
  set_key INTEGER PRIMARY KEY REFERENCES annotation_sets (key) ON DELETE CASCADE,
  -- JSON: device, leads, episodes, findings, and what the rows and columns of the quality are.
  summary TEXT NOT NULL,
  quality BLOB NOT NULL
) STRICT;

-- 0 nothing urgent, 3 at once; NULL until there is a reading that says.
ALTER TABLE studies ADD COLUMN priority INTEGER CHECK (priority BETWEEN 0 AND 3);
CREATE INDEX studies_by_priority ON studies (priority, key);
`;
