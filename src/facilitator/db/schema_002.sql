CREATE TABLE screen (
  id TEXT PRIMARY KEY, -- UUIDv7
  role TEXT NOT NULL CHECK (role IN ('first', 'second', 'reader')), -- the facilitator's, one beside it, or one that only reads
  origin TEXT UNIQUE, -- how its acts are marked in the journal; empty for a reader, which does none
  meeting_id TEXT REFERENCES meeting (id) ON DELETE SET NULL, -- the meeting it shows, if any
  device TEXT NOT NULL, -- which laptop
  pid INTEGER NOT NULL, -- number of its process there
  process TEXT NOT NULL, -- since which start of the laptop and of the process, so that a number used again deceives nobody; empty where the system does not tell
  since TEXT NOT NULL, -- moment it was opened, UTC
  seen_at TEXT NOT NULL -- moment it was last known to be open, UTC
) STRICT;
