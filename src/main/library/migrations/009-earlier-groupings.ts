/** Groups of beats as they were before each split and merge, so that these can be taken back. */
export const earlierGroupings = `
CREATE TABLE earlier_clusterings (
  set_key INTEGER NOT NULL REFERENCES annotation_sets (key) ON DELETE CASCADE,
  -- 1 for the first of a set; the greatest is what is come back to next.
  place   INTEGER NOT NULL,
  -- What was done to it, and when (ISO 8601).
  act     TEXT NOT NULL CHECK (act IN ('split', 'merge')),
  at      TEXT NOT NULL,
  -- As in clusterings.
  id      TEXT NOT NULL,
  made_by TEXT NOT NULL,
  summary TEXT NOT NULL,
  columns BLOB NOT NULL,
  PRIMARY KEY (set_key, place)
) STRICT;
`;
