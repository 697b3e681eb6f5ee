/** Readings that a person asked to be made again, and what an answer of the review queue was given to. */
export const readingsAgain = `
-- Recordings that are to be read again with the model in use; a row goes when that is done, or given up.
CREATE TABLE wanted_readings (
  recording_key INTEGER PRIMARY KEY REFERENCES recordings (key) ON DELETE CASCADE,
  asked_at      TEXT NOT NULL
) STRICT;

-- What had made the label that was shown, where that was not the source itself: a model adapted to the recording.
ALTER TABLE queue_answers ADD COLUMN made_by TEXT;
`;
