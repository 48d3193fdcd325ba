-- What the clock needs: each miss told once, reminders put off, what repeats, and when Telegram last answered.

-- `next_at` is from now on the next moment at which a clock is looked at: a rung, the deadline itself, the end of quiet
-- hours, or when it was put off to.
ALTER TABLE deadlines ADD COLUMN missed INTEGER NOT NULL DEFAULT 0; -- 1: the event of its miss is written
ALTER TABLE deadlines ADD COLUMN snoozed_until INTEGER; -- a coordinator put its reminders off until then
UPDATE deadlines SET missed = 1 WHERE id IN (SELECT deadline_id FROM reminders WHERE rung <> 'early');
UPDATE deadlines SET next_at = due_at
    WHERE stopped_at IS NULL AND missed = 0 AND (next_at IS NULL OR next_at > due_at);

-- Rungs after a deadline are numbered from 100, so that another number of early ones moves none of them.
UPDATE reminders SET step = CASE rung WHEN 'reminder' THEN 100 WHEN 'escalation' THEN 101 ELSE 100 + step END
    WHERE rung <> 'early';
UPDATE deadlines SET last_step = coalesce((SELECT max(step) FROM reminders WHERE deadline_id = deadlines.id), last_step);

-- What a waiting reminder tells of; its words are made when it leaves.
CREATE TABLE reminder_clocks (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    deadline_id INTEGER NOT NULL,
    rung TEXT NOT NULL,
    PRIMARY KEY (notice_id, deadline_id)
) WITHOUT ROWID;

-- When Telegram last answered: what was posted more than 24 hours before the next answer is lost to the bot.
ALTER TABLE clock ADD COLUMN heard_at INTEGER;

-- The staged fix of an emergency: 控制, 修复, 恢复.
ALTER TABLE tickets ADD COLUMN stages TEXT; -- how long each step may take, as JSON: {"control": "1h", "restore": "3d"}
ALTER TABLE tickets ADD COLUMN stage TEXT; -- the last step that is done: controlled, repaired

-- Bulletins: each period once. A row is due from the claim on until all that it tells is in the outbox.
CREATE TABLE bulletins (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- of the period: week, month, quarter
    period TEXT NOT NULL, -- its code: 2026-W47, 2026-10, 2026Q4
    planned_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'due', -- due, told, quiet (there was nothing to tell), overtaken (by the next one)
    settled_at INTEGER,
    UNIQUE (kind, period)
);
CREATE INDEX bulletins_due ON bulletins (id) WHERE state = 'due';
CREATE INDEX reminders_naming ON reminders (fired_at) WHERE rung = 'naming'; -- 通报: named in the bulletin

-- What is told to many readers at one hour (digest, board, thanks): who still waits for it. A few are seen to in each
-- transaction, so that a kill in between loses none and tells none twice.
CREATE TABLE round_readers (
    name TEXT NOT NULL,
    reader TEXT NOT NULL, -- area, ground:CODE, unit:CODE, or the id of a chat
    since INTEGER NOT NULL, -- when the last round began
    fresh INTEGER NOT NULL, -- digest: tickets opened since then
    PRIMARY KEY (name, reader)
) WITHOUT ROWID;

-- The board has an hour of its own: it goes on where the digest's ended, so that nothing is told twice.
INSERT INTO schedules (name, next_at, ran_at) SELECT 'board', next_at, ran_at FROM schedules WHERE name = 'digest';

-- What came since a moment, by unit: answered by the index alone.
DROP INDEX tickets_by_time;
CREATE INDEX tickets_by_time ON tickets (created_at, unit_code);
