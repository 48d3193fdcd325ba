-- What the clock needs: each miss told once, reminders put off, what repeats, and when Telegram last answered.

-- `next_at` is from now on the next moment at which a clock is looked at: a rung, the deadline itself, the end of quiet
-- hours, or when it was put off to.
ALTER TABLE deadlines ADD COLUMN missed INTEGER NOT NULL DEFAULT 0; -- 1: the event of its miss is written
ALTER TABLE deadlines ADD COLUMN snoozed_until INTEGER; -- a coordinator put its reminders off until then
UPDATE deadlines SET missed = 1 WHERE id IN (SELECT deadline_id FROM reminders WHERE rung <> 'early');
UPDATE deadlines SET next_at = due_at
    WHERE stopped_at IS NULL AND missed = 0 AND (next_at IS NULL OR next_at > due_at);

-- When Telegram last answered: what was posted more than 24 hours before the next answer is lost to the bot.
ALTER TABLE clock ADD COLUMN heard_at INTEGER;

-- The staged fix of an emergency: 控制, 修复, 恢复.
ALTER TABLE tickets ADD COLUMN stages TEXT; -- how long each step may take, as JSON: {"control": "1h", "restore": "3d"}
ALTER TABLE tickets ADD COLUMN stage TEXT; -- the last step that is done: controlled, repaired
