-- What statistics count by: who gave a ticket its first unit, when an answer was due, whose an event was; and their sums.

ALTER TABLE tickets ADD COLUMN bot_unit TEXT; -- the unit that the bot gave it to unaided; NULL: a person was first
ALTER TABLE tickets ADD COLUMN respond_by INTEGER; -- the deadline of the response, as due_at is that of the fix
UPDATE tickets SET bot_unit = (
    SELECT e.unit_code FROM ticket_events e
    WHERE e.ticket_id = tickets.id AND e.kind IN ('opened', 'rerouted') AND e.state = 'assigned'
    AND NOT EXISTS (SELECT 1 FROM ticket_events d WHERE d.ticket_id = e.ticket_id AND d.id < e.id AND d.kind = 'dispatch')
    ORDER BY e.id LIMIT 1
);
-- Not a subquery for each ticket: no index holds running and stopped clocks, so that each would read them all.
UPDATE tickets SET respond_by = last.due_at
    FROM (SELECT ticket_id, due_at, max(id) FROM deadlines WHERE clock = 'response' GROUP BY ticket_id) AS last
    WHERE last.ticket_id = tickets.id; -- due_at is of the row with the greatest id

ALTER TABLE ticket_events ADD COLUMN had_by TEXT; -- the unit that had the ticket when it happened
ALTER TABLE ticket_events ADD COLUMN stars INTEGER; -- of thanks
UPDATE ticket_events SET
    had_by = coalesce(json_extract(details, '$.from'), unit_code),
    stars = json_extract(details, '$.stars');

-- Sums of whole months and days, by the clocks of the area, kept by triggers (storage/rollups.py writes them, and both
-- calendars). The sums refer to their calendar without saying so: a check for each row would add to every report.
CREATE TABLE months (
    starts_at INTEGER PRIMARY KEY,
    ends_at INTEGER NOT NULL
);
CREATE TABLE rollups ( -- what the triggers were made of: another zone or another measure makes them, and the sums, anew
    id INTEGER PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL
);
CREATE TABLE tallies (
    month INTEGER NOT NULL,
    unit_code TEXT NOT NULL, -- '' is none, as in the next
    category TEXT NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    auto INTEGER NOT NULL DEFAULT 0,
    misrouted INTEGER NOT NULL DEFAULT 0,
    given INTEGER NOT NULL DEFAULT 0,
    responded INTEGER NOT NULL DEFAULT 0,
    unanswered INTEGER NOT NULL DEFAULT 0,
    resolved INTEGER NOT NULL DEFAULT 0,
    on_time INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0,
    fell_due INTEGER NOT NULL DEFAULT 0,
    closed_on_time INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    reopened INTEGER NOT NULL DEFAULT 0,
    returned INTEGER NOT NULL DEFAULT 0,
    extended INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    transferred INTEGER NOT NULL DEFAULT 0,
    solved INTEGER NOT NULL DEFAULT 0,
    unsolved INTEGER NOT NULL DEFAULT 0,
    rated INTEGER NOT NULL DEFAULT 0,
    satisfied INTEGER NOT NULL DEFAULT 0,
    supported INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (month, unit_code, category)
) WITHOUT ROWID;
CREATE TABLE days (
    starts_at INTEGER PRIMARY KEY,
    ends_at INTEGER NOT NULL
);
CREATE TABLE day_tallies ( -- as tallies; by category there would be nearly as many sums as tickets
    day INTEGER NOT NULL,
    unit_code TEXT NOT NULL, -- '' is none
    received INTEGER NOT NULL DEFAULT 0,
    auto INTEGER NOT NULL DEFAULT 0,
    misrouted INTEGER NOT NULL DEFAULT 0,
    given INTEGER NOT NULL DEFAULT 0,
    responded INTEGER NOT NULL DEFAULT 0,
    unanswered INTEGER NOT NULL DEFAULT 0,
    resolved INTEGER NOT NULL DEFAULT 0,
    on_time INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0,
    fell_due INTEGER NOT NULL DEFAULT 0,
    closed_on_time INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    reopened INTEGER NOT NULL DEFAULT 0,
    returned INTEGER NOT NULL DEFAULT 0,
    extended INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    transferred INTEGER NOT NULL DEFAULT 0,
    solved INTEGER NOT NULL DEFAULT 0,
    unsolved INTEGER NOT NULL DEFAULT 0,
    rated INTEGER NOT NULL DEFAULT 0,
    satisfied INTEGER NOT NULL DEFAULT 0,
    supported INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, unit_code)
) WITHOUT ROWID;

-- Each answers its question alone, without a look at the rows: of the whole area by time, of one unit by unit and time.
DROP INDEX tickets_pending;
CREATE INDEX tickets_pending ON tickets (state, unit_code, due_at, category, respond_by, created_at)
    WHERE state IN ('triage', 'assigned', 'accepted', 'suspended', 'resolved');
DROP INDEX tickets_by_time;
CREATE INDEX tickets_by_time ON tickets (created_at, unit_code, category, bot_unit);
CREATE INDEX tickets_of_unit ON tickets (unit_code, created_at, category, bot_unit);
DROP INDEX tickets_by_acceptance;
CREATE INDEX tickets_by_acceptance ON tickets (accepted_at, unit_code, category, respond_by, time_class, created_at)
    WHERE accepted_at IS NOT NULL;
CREATE INDEX tickets_of_unit_by_acceptance
    ON tickets (unit_code, accepted_at, category, respond_by, time_class, created_at) WHERE accepted_at IS NOT NULL;
DROP INDEX tickets_by_resolution;
CREATE INDEX tickets_by_resolution
    ON tickets (resolved_at, unit_code, category, state, due_at, time_class, assigned_at)
    WHERE resolved_at IS NOT NULL;
CREATE INDEX tickets_of_unit_by_resolution
    ON tickets (unit_code, resolved_at, category, state, due_at, time_class, assigned_at)
    WHERE resolved_at IS NOT NULL;
DROP INDEX tickets_by_due;
CREATE INDEX tickets_by_due ON tickets (due_at, state, resolved_at, unit_code, category) WHERE due_at IS NOT NULL;
DROP INDEX tickets_by_closing;
CREATE INDEX tickets_by_closing ON tickets (closed_at, state, unit_code, category) WHERE closed_at IS NOT NULL;
CREATE INDEX tickets_by_response ON tickets (respond_by, accepted_at, unit_code, category)
    WHERE respond_by IS NOT NULL;
CREATE INDEX tickets_of_place ON tickets (place_name, created_at) WHERE place_name IS NOT NULL;
DROP INDEX ticket_events_by_time;
CREATE INDEX ticket_events_by_time ON ticket_events (kind, done_at, had_by, unit_code, state, stars, ticket_id);

-- Special actions (专项行动): what keeps coming back at one place, with a unit that leads, a date and a result.
CREATE TABLE special_actions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number people see
    category TEXT NOT NULL,
    place_name TEXT NOT NULL,
    ground TEXT, -- the unit on whose ground its tickets and its coordinators are; NULL: the whole area
    title TEXT NOT NULL,
    lead_unit TEXT NOT NULL,
    counts_from INTEGER NOT NULL, -- since when the tickets of before count
    prepared_by INTEGER NOT NULL,
    prepared_at INTEGER NOT NULL,
    opened_at INTEGER, -- NULL: it has no date yet, and nobody was told
    due_at INTEGER,
    next_at INTEGER, -- of its next reminder
    ended_at INTEGER
);
CREATE INDEX special_actions_running ON special_actions (next_at) WHERE opened_at IS NOT NULL AND ended_at IS NULL;
CREATE TABLE special_action_tickets (
    action_id INTEGER NOT NULL REFERENCES special_actions (id),
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (action_id, ticket_id)
) WITHOUT ROWID;
CREATE INDEX special_actions_of_ticket ON special_action_tickets (ticket_id);
CREATE TABLE special_reports ( -- what the lead unit told, appended
    id INTEGER PRIMARY KEY,
    action_id INTEGER NOT NULL REFERENCES special_actions (id),
    person_id INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    words TEXT NOT NULL,
    photo TEXT, -- its Telegram file id
    told_at INTEGER NOT NULL
);
CREATE INDEX special_reports_of_action ON special_reports (action_id, id);
