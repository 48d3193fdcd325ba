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

-- How much of each limit a person has used of late (bot/domain/paces.py).
CREATE TABLE paces (
    person_id INTEGER NOT NULL,
    use TEXT NOT NULL, -- posts, taps, questions
    full_at INTEGER NOT NULL, -- when all of the leave is back
    told_at INTEGER, -- when they were last told to wait
    PRIMARY KEY (person_id, use)
) WITHOUT ROWID;

-- Who is not listened to for a while.
CREATE TABLE mutes (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,
    muted_by INTEGER NOT NULL,
    muted_at INTEGER NOT NULL,
    until INTEGER, -- NULL: until it is lifted
    ended_at INTEGER, -- when it was lifted, or another one took its place
    ended_by INTEGER,
    held INTEGER NOT NULL DEFAULT 0 -- reports of this time that became nothing
);
CREATE INDEX mutes_running ON mutes (person_id) WHERE ended_at IS NULL;

-- A flood: several reports of one person, for a coordinator to look at together.
ALTER TABLE tickets ADD COLUMN bundle INTEGER NOT NULL DEFAULT 0;
