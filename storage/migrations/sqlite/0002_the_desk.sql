-- What leaves the straight line: returned, transferred, extended, suspended, split, merged and supported tickets.

ALTER TABLE tickets ADD COLUMN address TEXT NOT NULL DEFAULT ''; -- number, building and entrance: tells duplicates
ALTER TABLE tickets ADD COLUMN extended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN returners TEXT NOT NULL DEFAULT '[]'; -- codes of the units that gave it back, as JSON
ALTER TABLE tickets ADD COLUMN designated INTEGER NOT NULL DEFAULT 0; -- 1: it cannot be returned any more
ALTER TABLE tickets ADD COLUMN objected INTEGER NOT NULL DEFAULT 0; -- 1: the reporter objected to a rejection
ALTER TABLE tickets ADD COLUMN supporters TEXT NOT NULL DEFAULT '[]'; -- the people of the table supporters, as JSON
ALTER TABLE tickets ADD COLUMN parent_id INTEGER REFERENCES tickets (id); -- split off that one, or help for it
ALTER TABLE tickets ADD COLUMN lead_unit TEXT; -- of help: the unit that whistled
ALTER TABLE tickets ADD COLUMN merged_into INTEGER REFERENCES tickets (id);
ALTER TABLE tickets ADD COLUMN state_before TEXT; -- what it was when it was suspended or merged
ALTER TABLE tickets ADD COLUMN suspended_until INTEGER;
ALTER TABLE tickets ADD COLUMN stars INTEGER; -- how satisfied the reporter is, 1 to 5
CREATE INDEX tickets_suspended ON tickets (suspended_until) WHERE state = 'suspended';
CREATE INDEX tickets_by_parent ON tickets (parent_id) WHERE parent_id IS NOT NULL;
-- Duplicates: the newest open ticket of the same place and category.
CREATE INDEX tickets_alike ON tickets (place_name, category, created_at)
    WHERE state IN ('triage', 'assigned', 'accepted', 'suspended');

-- Who reported the same later. A row is not taken away: who was split off again has left.
CREATE TABLE supporters (
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    post_id INTEGER NOT NULL REFERENCES posts (id),
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    merged_from INTEGER REFERENCES tickets (id), -- the ticket of their own that was merged; NULL: none was opened
    joined_at INTEGER NOT NULL,
    left_at INTEGER,
    PRIMARY KEY (ticket_id, post_id)
) WITHOUT ROWID;
CREATE INDEX supporters_by_post ON supporters (post_id);

-- Moves that somebody proposed and a coordinator agrees to or not.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    move TEXT NOT NULL,
    person_id INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    wish TEXT NOT NULL, -- what the move is to be made with, as JSON
    words TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by INTEGER,
    outcome TEXT -- agreed, declined, overtaken
);
CREATE UNIQUE INDEX requests_open ON requests (ticket_id, move) WHERE settled_at IS NULL;

-- How much of its time was left when a clock was stopped: asked when a ticket comes back to its work.
CREATE INDEX deadlines_stopped ON deadlines (ticket_id, clock, id) WHERE stopped_at IS NOT NULL;

-- Links that give a role, once. The link itself is nowhere: only its hash.
CREATE TABLE invitations (
    token_hash TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    unit_code TEXT, -- NULL: the whole area
    invited_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by INTEGER,
    used_at INTEGER
) WITHOUT ROWID;

-- Which commands the / menu of a chat shows: set again only when they differ.
CREATE TABLE menus (
    chat_id INTEGER PRIMARY KEY,
    menu TEXT NOT NULL
);

-- What photos look like: 64 bits, found again by four bands of 16 (bot/domain/likeness.py).
ALTER TABLE media ADD COLUMN likeness INTEGER; -- less 2**63, so that it fits
CREATE INDEX media_by_hash ON media (sha256) WHERE sha256 IS NOT NULL;
CREATE TABLE likenesses (
    band INTEGER NOT NULL,
    media_id INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    PRIMARY KEY (band, media_id)
) WITHOUT ROWID;

-- Tables of places that somebody sent, until they are agreed to, given up or too old.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL, -- that brought it
    file TEXT NOT NULL,
    places TEXT NOT NULL, -- its usable rows, as JSON; empty once it is settled
    area_version INTEGER NOT NULL, -- what its difference was shown for
    expires_at INTEGER NOT NULL,
    settled_at INTEGER,
    UNIQUE (chat_id, message_id)
);
CREATE INDEX imports_open ON imports (expires_at) WHERE settled_at IS NULL;

-- Lists: what waits in which state for whom, and what one person supports.
CREATE INDEX tickets_pending ON tickets (state, unit_code, due_at)
    WHERE state IN ('triage', 'assigned', 'accepted', 'suspended', 'resolved');
CREATE INDEX supporters_by_person ON supporters (person_id, ticket_id) WHERE left_at IS NULL;

-- What was said before the question: part of the answer, as JSON.
ALTER TABLE prompts ADD COLUMN said TEXT NOT NULL DEFAULT '{}';
