"""kill -9 while hundreds of deadlines run out: each rung and each miss is noted once, and told in one message."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox import Message, Sandbox
from tests.stories.area import BOOK, HALL, RIDERS
from tests.stories.process import BotProcess
from tests.stories.settings import write_config

PATIENCE = 120
MANY = 600
SETTINGS = {"log.level": "info", "telegram.poll_timeout": "1s", "reminders.quiet": "", "reminders.digest": ""}


class Due:
    """A bot's process, and a database in which one ticket becomes many, the review of each of them late."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.file = folder / "fengshao.db"
        self.sandbox = sandbox
        self.bot = sandbox.add_bot()
        self.wang = sandbox.add_person("王师傅", id=101)
        chen = sandbox.add_person("陈协调", id=301)
        self.riders = sandbox.add_group("骑手群", [self.wang], id=RIDERS)
        self.hall = sandbox.add_group("协调群", [chen], id=HALL)
        for group, owner in ((self.riders, self.wang), (self.hall, chen)):
            sandbox.add_bot_to(group, self.bot, by=owner, admin=True)
        self.bot.updates.clear()
        self.process = BotProcess(write_config(folder, sandbox.base_url, self.bot.token, BOOK, SETTINGS))

    def value(self, sql: str) -> int:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            return int(connection.execute(sql).fetchone()[0])

    async def many(self) -> None:
        """One report, then its copies, written while the bot is down; the review of each was due an hour ago."""
        self.process.start()
        self.sandbox.post(self.riders, self.wang, "北山新村3栋的垃圾桶坏了")  # of a unit that nobody can reach
        await self.sandbox.until(lambda: self.standing("#T1001"), PATIENCE)
        assert await self.process.terminate() == 0
        with closing(sqlite3.connect(self.file)) as connection, connection:
            ago = int(time.time() * 1000) - 5 * 3_600_000
            connection.execute("UPDATE tickets SET state = 'resolved', resolved_at = ?", (ago,))
            connection.execute("UPDATE deadlines SET stopped_at = ?", (ago,))
            ticket = connection.execute("SELECT * FROM tickets")
            columns = ", ".join(column[0] for column in ticket.description if column[0] != "id")
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                f" INSERT INTO tickets (id, {columns}) SELECT 1001 + i, {columns} FROM tickets, n WHERE id = 1001",
                (MANY - 1,),
            )
            connection.execute(
                "INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, next_at)"
                " SELECT id, 'review', 0, :ago, :ago + 14400000, :ago + 10800000 FROM tickets",
                {"ago": ago},
            )

    def wait_no_more(self) -> None:
        """The minute for which a reminder waits for what else falls due is over."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("UPDATE notices SET not_before = 0 WHERE state = 'queued'")

    def standing(self, *words: str) -> list[Message]:
        messages = self.sandbox.messages(self.hall, by=self.bot)
        return [one for one in messages if all(word in one.words.text for word in words)]

    async def fired(self, least: int) -> None:
        """Look again and again, since nothing that is seen from outside tells of it."""
        async with asyncio.timeout(PATIENCE):
            while self.value("SELECT count(*) FROM reminders") < least:
                assert self.process.running, self.process.words()
                await asyncio.sleep(0.002)


@pytest.fixture
async def due(folder: Path) -> AsyncIterator[Due]:
    async with Sandbox(strict_rates=False) as sandbox:
        town = Due(folder, sandbox)
        try:
            yield town
        finally:
            await town.process.kill()


async def test_killed_in_the_middle_of_a_sweep_each_rung_is_told_once(due: Due) -> None:
    await due.many()
    halves = []
    for least in (1, 60, 200):
        due.process.start()
        await due.fired(least)
        await due.process.kill()
        halves.append(due.value("SELECT count(*) FROM reminders"))
        assert due.value("SELECT count(*) FROM ticket_events WHERE kind = 'missed'") == halves[-1]
    assert halves[0] < MANY, "no kill came in the middle"
    due.process.start()
    await due.fired(MANY)
    await due.process.kill()
    due.wait_no_more()
    due.process.start()
    await due.sandbox.until(lambda: due.standing("⏰ 提醒"), PATIENCE)
    assert await due.process.terminate() == 0
    assert due.value("SELECT count(*) FROM reminders") == MANY
    assert due.value("SELECT count(*) FROM ticket_events WHERE kind = 'missed'") == MANY
    assert due.value("SELECT count(*) FROM ticket_events WHERE kind = 'reminded'") == MANY
    assert due.value("SELECT count(*) FROM notices WHERE key LIKE 'reminder:%'") == 1
    (told,) = due.standing("⏰ 提醒")
    assert told.words.text.endswith(f"……另有 {MANY - 20} 件，见 /todo")
