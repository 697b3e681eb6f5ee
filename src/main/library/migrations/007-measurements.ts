/** What was measured of whole recordings, so that it need not be measured again whenever somebody looks. */
export const measurements = `
CREATE TABLE measurements (
  set_key  INTEGER PRIMARY KEY REFERENCES annotation_sets (key) ON DELETE CASCADE,
  -- Events of the set when it was measured: one that was changed since is measured anew.
  revision INTEGER NOT NULL,
  -- Version of the procedure, and the model that marked the waves.
  recipe   TEXT NOT NULL,
  -- JSON, all but the values of the median beat.
  summary  TEXT NOT NULL,
  -- Those: 32-bit floats; empty where there is none.
  median   BLOB NOT NULL
) STRICT;
`;
