-- The first schema. Times are UTC milliseconds; JSON is text; codes refer to the area's units and categories.

-- The area: after the first import the database is the truth. `area_version` grows with every change.
CREATE TABLE area (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    whole_version INTEGER NOT NULL -- the last one that was saved as a whole: from there on place_changes tells
);

CREATE TABLE place_changes ( -- so that who holds the places in memory need not read them all again
    version INTEGER NOT NULL,
    unit_code TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (version, unit_code, name)
) WITHOUT ROWID;

CREATE TABLE units (
    code TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT REFERENCES units (code),
    keywords TEXT NOT NULL,
    boundary TEXT -- the name of its GeoJSON file, as the book says it
);

CREATE TABLE boundaries ( -- the files' polygons: after the import nothing is read from disk
    file TEXT PRIMARY KEY,
    polygon TEXT NOT NULL -- a GeoJSON geometry, WGS-84
);

CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    unit_code TEXT NOT NULL REFERENCES units (code),
    aliases TEXT NOT NULL,
    kind TEXT NOT NULL,
    lat REAL,
    lon REAL,
    UNIQUE (name, unit_code)
);

CREATE TABLE categories (
    code TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    body TEXT NOT NULL -- the category with its subcategories, as JSON
);

CREATE TABLE routes (
    position INTEGER PRIMARY KEY,
    condition TEXT NOT NULL,
    unit_code TEXT NOT NULL REFERENCES units (code)
);

-- People, by Telegram user id, and the roles they hold.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    username TEXT,
    private_chat INTEGER NOT NULL DEFAULT 0 -- 1 once the person has started the bot: only then may it write to them
);

CREATE TABLE grants (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    unit_code TEXT, -- NULL: the whole area
    granted_by INTEGER, -- NULL: the area book or a claim code
    granted_at INTEGER NOT NULL,
    revoked_at INTEGER
);
CREATE UNIQUE INDEX grants_held ON grants (person_id, role, coalesce(unit_code, '')) WHERE revoked_at IS NULL;
CREATE INDEX grants_by_unit ON grants (unit_code, role) WHERE revoked_at IS NULL;

CREATE TABLE claims (
    code_hash TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    claimed_by INTEGER,
    claimed_at INTEGER
);

-- Chats the bot has met, and what they are for.
CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    member INTEGER NOT NULL DEFAULT 1,
    reactions INTEGER NOT NULL DEFAULT 1, -- 0 where the group forbids the bot's reactions
    parked_at INTEGER, -- notices wait while it is set
    parked_because TEXT,
    paused_until INTEGER, -- after a 429
    migrated_to INTEGER
);

CREATE TABLE bindings (
    chat_id INTEGER NOT NULL,
    topic INTEGER NOT NULL DEFAULT 0, -- 0: the whole chat
    kind TEXT NOT NULL,
    unit_code TEXT,
    bound_by INTEGER,
    bound_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, topic)
);
CREATE INDEX bindings_by_kind ON bindings (kind, unit_code);

-- The durable inbox: stored raw before it is acknowledged to Telegram.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    lane INTEGER NOT NULL, -- the chat in which order is kept; 0 where there is none
    raw TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting, done, ignored, quarantined
    attempts INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    settled_at INTEGER,
    UNIQUE (bot_id, update_id)
);
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_quarantined ON inbox (id) WHERE state = 'quarantined';

CREATE TABLE sightings ( -- messages, edits and taps that had their effects, whatever update id they come under again
    mark TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE cursors (
    bot_id INTEGER PRIMARY KEY,
    next_update_id INTEGER NOT NULL, -- last received + 1, never the greatest: ids restart after a quiet week
    moved_at INTEGER NOT NULL
);

-- Posts that are, or may become, reports. Chatter is not kept.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    topic INTEGER,
    private INTEGER NOT NULL DEFAULT 0,
    sender_id INTEGER NOT NULL,
    sender_name TEXT NOT NULL,
    sender_username TEXT,
    text TEXT NOT NULL, -- its own words; the words of its parts stand in their own rows
    sent_at INTEGER NOT NULL, -- by Telegram's clock, as is the next
    edited_at INTEGER,
    kept_at INTEGER NOT NULL, -- by the host's clock: what the bot waits for is counted from here
    album TEXT,
    joined_to INTEGER REFERENCES posts (id),
    ready_at INTEGER, -- while gathering: when to stop waiting
    lat REAL, -- of a position that was sent (WGS-84)
    lon REAL,
    venue TEXT NOT NULL DEFAULT '', -- the title that came with it
    place TEXT, -- the name that was chosen when the bot asked where it is
    UNIQUE (chat_id, message_id)
);
CREATE INDEX posts_ready ON posts (ready_at) WHERE state = 'gathering';
CREATE INDEX posts_by_sender ON posts (chat_id, sender_id, sent_at);
CREATE INDEX posts_by_whole ON posts (joined_to) WHERE joined_to IS NOT NULL;

CREATE TABLE media (
    id INTEGER PRIMARY KEY,
    post_id INTEGER REFERENCES posts (id),
    ticket_id INTEGER REFERENCES tickets (id),
    purpose TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_id TEXT NOT NULL,
    unique_id TEXT NOT NULL,
    size INTEGER,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending', -- pending, stored, refused, failed, expired
    attempts INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER NOT NULL DEFAULT 0,
    path TEXT, -- relative to storage.media
    sha256 TEXT,
    error TEXT,
    gps INTEGER NOT NULL DEFAULT 0, -- 1: its sender lets the position in it be used; 2: it was looked at
    album TEXT -- of a ticket's photo: the parts that come later belong to the same move
);
-- One photo below a post of several problems is the proof of each.
CREATE UNIQUE INDEX media_once ON media (chat_id, message_id, unique_id, coalesce(ticket_id, 0));
CREATE INDEX media_by_album ON media (chat_id, album) WHERE album IS NOT NULL;
CREATE INDEX media_pending ON media (retry_at) WHERE state = 'pending';
CREATE INDEX media_expired ON media (id) WHERE state = 'expired' AND path IS NOT NULL; -- files to delete
CREATE INDEX media_by_path ON media (path) WHERE path IS NOT NULL; -- one file may be of several rows
CREATE INDEX media_by_wish ON media (id) WHERE gps = 1;
CREATE INDEX media_by_post ON media (post_id);
CREATE INDEX media_by_ticket ON media (ticket_id) WHERE ticket_id IS NOT NULL;

-- Tickets: the current pointer. Their history is ticket_events, appended and never edited.
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number people see
    state TEXT NOT NULL,
    post_id INTEGER NOT NULL REFERENCES posts (id),
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    topic INTEGER,
    private INTEGER NOT NULL,
    reporter_id INTEGER NOT NULL,
    reporter_name TEXT NOT NULL,
    text TEXT NOT NULL,
    summary TEXT NOT NULL,
    place TEXT,
    place_name TEXT,
    unit_code TEXT,
    candidates TEXT NOT NULL,
    rule TEXT,
    why TEXT NOT NULL,
    category TEXT,
    subcategory TEXT,
    confidence REAL NOT NULL,
    time_class TEXT NOT NULL,
    time_limit TEXT NOT NULL,
    emergency INTEGER NOT NULL,
    reopened INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    assigned_at INTEGER,
    accepted_at INTEGER,
    resolved_at INTEGER,
    closed_at INTEGER,
    due_at INTEGER
);
CREATE INDEX tickets_open ON tickets (unit_code, due_at)
    WHERE state IN ('triage', 'assigned', 'accepted', 'suspended', 'resolved');
CREATE INDEX tickets_by_post ON tickets (post_id);
CREATE INDEX tickets_by_reporter ON tickets (reporter_id, created_at);
CREATE INDEX tickets_by_time ON tickets (created_at);
-- Statistics ask for what was accepted, resolved, due or closed in a period; partial, since a new row has none of it.
CREATE INDEX tickets_by_acceptance ON tickets (accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX tickets_by_resolution ON tickets (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX tickets_by_due ON tickets (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tickets_by_closing ON tickets (closed_at) WHERE closed_at IS NOT NULL;
INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets', 1000); -- numbers of four digits from the first day

CREATE TABLE ticket_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    kind TEXT NOT NULL, -- a move, or: opened, added, reminded, photo_refused, photo_failed
    actor_id INTEGER, -- who acted; NULL: the bot
    actor_name TEXT,
    typed_by INTEGER, -- who typed it, when somebody entered it for another
    state TEXT NOT NULL, -- the state after it
    unit_code TEXT,
    words TEXT,
    details TEXT, -- JSON
    done_at INTEGER NOT NULL,
    entered_at INTEGER NOT NULL
);
CREATE INDEX ticket_events_by_ticket ON ticket_events (ticket_id, id);
CREATE INDEX ticket_events_by_time ON ticket_events (kind, done_at);

-- One row a running or stopped clock. `next_at` is the moment of its next rung; NULL when the ladder ended.
CREATE TABLE deadlines (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    clock TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    next_at INTEGER,
    stopped_at INTEGER,
    last_step INTEGER NOT NULL DEFAULT 0 -- the highest rung that fired
);
CREATE UNIQUE INDEX deadlines_running ON deadlines (ticket_id, clock) WHERE stopped_at IS NULL;
CREATE INDEX deadlines_next ON deadlines (next_at) WHERE stopped_at IS NULL AND next_at IS NOT NULL;

CREATE TABLE reminders ( -- each rung once
    deadline_id INTEGER NOT NULL REFERENCES deadlines (id),
    step INTEGER NOT NULL,
    rung TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    fired_at INTEGER NOT NULL,
    PRIMARY KEY (deadline_id, step)
);

-- The outbox.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    call TEXT NOT NULL,
    priority INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    topic INTEGER,
    ticket_id INTEGER,
    unit_code TEXT, -- cards: whose card it is
    target INTEGER REFERENCES notices (id), -- the notice whose message this one edits or deletes
    message_id INTEGER, -- of the message that was sent; for a reaction, of the message reacted to
    reply_to INTEGER,
    coalesce TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    queued_at INTEGER NOT NULL,
    sent_at INTEGER,
    gone_at INTEGER, -- when its message was deleted
    error TEXT
);
-- All that the sender asks in each round: it need not read the notices themselves.
CREATE INDEX notices_queued ON notices (chat_id, priority, id, not_before, call, target) WHERE state = 'queued';
CREATE INDEX notices_sending ON notices (id) WHERE state = 'sending';
CREATE INDEX notices_waiting ON notices (coalesce) WHERE state = 'queued' AND coalesce IS NOT NULL;
CREATE INDEX notices_unsettled ON notices (state) WHERE state IN ('uncertain', 'failed');
CREATE INDEX notices_by_message ON notices (chat_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX notices_by_ticket ON notices (ticket_id, kind) WHERE ticket_id IS NOT NULL;
CREATE INDEX notices_by_sent ON notices (sent_at) WHERE sent_at IS NOT NULL;

-- A question put to one person in one chat: the next message of that person there answers it.
CREATE TABLE prompts (
    person_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    asked TEXT NOT NULL,
    notice_id INTEGER,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, chat_id)
);

-- When the things that repeat come next (digest, clean-up): computed once, kept as the only truth.
CREATE TABLE schedules (
    name TEXT PRIMARY KEY,
    next_at INTEGER NOT NULL,
    ran_at INTEGER -- when it ran last; NULL: never yet
);

CREATE TABLE clock ( -- what the host's clock showed last: a start that finds it put back lets nobody wait for it
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seen_at INTEGER NOT NULL
);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    person_id INTEGER,
    action TEXT NOT NULL,
    details TEXT NOT NULL -- JSON
);
