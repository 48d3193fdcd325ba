-- Trust: who asked to be forgotten, and how far that is.

-- Who asked to be forgotten. The row goes with the last trace; its number, that of the pseudonym, is never given again.
CREATE TABLE forgettings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL UNIQUE,
    asked_at INTEGER NOT NULL,
    progress TEXT -- JSON: the person's names, and how far each table is; NULL: not begun
);
-- What a message says since its last edit. No report's own notices have a target, so that intake does not pay for it.
CREATE INDEX notices_by_target ON notices (target) WHERE target IS NOT NULL;

-- Who was forgotten, so that a backup of before does not bring them back: a fingerprint, of which the id cannot be read.
CREATE TABLE forgotten (
    fingerprint TEXT NOT NULL, -- scrypt of the person's id
    salt TEXT NOT NULL, -- of this installation
    at INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, at)
);
