"""kill -9 at any moment: each post is exactly one ticket, each card stands exactly once or is listed as uncertain."""

from __future__ import annotations

import os
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox import BotAccount, Chat, Message, Person, Sandbox
from tests.sandbox.pictures import jpeg
from tests.stories.area import CHATS, HALL, OFFICE, PEOPLE, RIDERS, UNITS
from tests.stories.process import BotProcess
from tests.stories.settings import write_config

TORTURE = os.environ.get("FENGSHAO_TORTURE") == "1"
ROUNDS = [(seed, 12, 200) for seed in range(5)] if TORTURE else [(20261122, 3, 200)]
"""Seed, kills and posts of each round; FENGSHAO_TORTURE=1 plays the long ones."""
PATIENCE = 120

GROUPS = (RIDERS, -1011, -1012)
BOOK = "\n".join(
    [UNITS, PEOPLE, CHATS, *(f'[[chat]]\nid = {group}\nkind = "report"\n' for group in GROUPS if group != RIDERS)]
)


@dataclass
class Arena:
    """Couriers in three groups, and the bot's process."""

    sandbox: Sandbox
    bot: BotAccount
    couriers: list[Person]
    groups: list[Chat]
    office: Chat
    hall: Chat
    process: BotProcess
    folder: Path

    def look(self, sql: str) -> list[sqlite3.Row]:
        """Read the bot's database from outside; nothing before it is there."""
        try:
            with closing(sqlite3.connect(f"file:{self.folder / 'fengshao.db'}?mode=ro", uri=True)) as connection:
                connection.row_factory = sqlite3.Row
                return connection.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []

    def all_done(self) -> bool:
        """Everything the couriers wrote was taken in, and nothing waits to be sent."""
        assert self.process.running, self.process.words()
        cursor = self.look("SELECT next_update_id FROM cursors")
        if not cursor or any(update["update_id"] >= cursor[0][0] for update in self.bot.updates.pending):
            return False
        left = self.look(
            "SELECT (SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'ignored'))"
            " + (SELECT count(*) FROM notices WHERE state IN ('queued', 'sending'))"
        )
        return bool(left) and left[0][0] == 0


@pytest.fixture
async def arena(folder: Path) -> AsyncIterator[Arena]:
    async with Sandbox(strict_rates=False) as sandbox:
        bot = sandbox.add_bot()
        bot.updates.conflict_pace = 0.05
        couriers = [sandbox.add_person(f"骑手{number}", id=500 + number) for number in range(6)]
        chen = sandbox.add_person("陈协调", id=301)
        li = sandbox.add_person("李书记", id=201)
        groups = [sandbox.add_group(f"骑手群{key}", [chen, *couriers], id=key) for key in GROUPS]
        office = sandbox.add_group("东湖社区工作群", [chen, li], id=OFFICE)
        hall = sandbox.add_group("协调群", [chen], id=HALL)
        for group in (*groups, office, hall):
            sandbox.add_bot_to(group, bot, by=chen, admin=True)
        bot.updates.clear()
        # A poll that begins makes `until` look again: what the process commits is not seen otherwise.
        settings = {"log.level": "info", "telegram.poll_timeout": "1s"}
        process = BotProcess(write_config(folder, sandbox.base_url, bot.token, BOOK, settings))
        try:
            yield Arena(sandbox, bot, couriers, groups, office, hall, process, folder)
        finally:
            await process.kill()


def write(arena: Arena, chance: random.Random, number: int) -> Message:
    """One report: some with a photo, some of a place nobody knows, all of them different."""
    where, who = chance.choice(arena.groups), chance.choice(arena.couriers)
    place = "南门小区" if number % 10 == 0 else "东湖花园"
    photo = jpeg("red", (8, 8)) if number % 7 == 0 else None
    return arena.sandbox.post(where, who, f"{place}{number}栋的垃圾桶坏了", photo=photo)


def check_tickets(arena: Arena, posts: list[Message]) -> None:
    """Each post is exactly one ticket."""
    tickets = Counter((row["chat_id"], row["message_id"]) for row in arena.look("SELECT * FROM tickets"))
    expected = Counter((post.chat.id, post.message_id) for post in posts)
    assert tickets == expected


def check_cards(arena: Arena) -> None:
    """Each card stands exactly once; one more only for each first attempt that is listed as uncertain."""
    uncertain = Counter(
        (row["chat_id"], row["ticket_id"])
        for row in arena.look("SELECT * FROM notices WHERE kind = 'card' AND state = 'uncertain'")
    )
    standing = {
        chat.id: Counter(
            word.removeprefix("#T")
            for message in arena.sandbox.messages(chat, by=arena.bot)
            for word in message.words.text.split()
            if word.startswith("#T") and message.button_texts
        )
        for chat in (arena.office, arena.hall)
    }
    for row in arena.look("SELECT id, state FROM tickets"):
        chat = arena.hall if row["state"] == "triage" else arena.office
        count = standing[chat.id][str(row["id"])]
        doubles = uncertain[chat.id, row["id"]]
        assert 1 <= count <= 1 + doubles, f"T{row['id']} has {count} cards, {doubles} listed as uncertain"
    assert not arena.look("SELECT * FROM notices WHERE state = 'failed'")


def check_signs(arena: Arena, posts: list[Message]) -> None:
    states = {(row["chat_id"], row["message_id"]): row["state"] for row in arena.look("SELECT * FROM tickets")}
    for post in posts:
        sign = "👀" if states[post.chat.id, post.message_id] == "triage" else "✍"
        assert post.reactions_by.get(arena.bot.id) == (sign,), post


def check_file(arena: Arena) -> None:
    assert arena.look("PRAGMA integrity_check")[0][0] == "ok"
    assert not arena.look("PRAGMA foreign_key_check")


@pytest.mark.parametrize(("seed", "kills", "number"), ROUNDS)
async def test_killed_at_any_moment_each_post_is_one_ticket(arena: Arena, seed: int, kills: int, number: int) -> None:
    chance = random.Random(seed)
    sandbox, process = arena.sandbox, arena.process
    process.start()
    posts: list[Message] = []
    share = number // (kills + 1)
    for life in range(kills + 1):
        quota = number - len(posts) if life == kills else share
        reached = sandbox.calls.total + chance.randrange(1, 2 * quota)
        for _ in range(quota):
            posts.append(write(arena, chance, len(posts) + 1))
            if chance.random() < 0.3:
                before = sandbox.calls.total
                await sandbox.until(lambda before=before: sandbox.calls.total > before, PATIENCE)
        if life < kills:
            await sandbox.until(lambda reached=reached: sandbox.calls.total >= reached or arena.all_done(), PATIENCE)
            await process.kill()
            process.start()
    await sandbox.until(arena.all_done, PATIENCE)
    check_tickets(arena, posts)
    check_cards(arena)
    check_signs(arena, posts)
    assert await process.terminate() == 0
    check_file(arena)


async def test_sigterm_ends_it_with_nothing_half_done(arena: Arena) -> None:
    chance = random.Random(7)
    arena.process.start()
    posts = [write(arena, chance, number) for number in range(1, 21)]
    await arena.sandbox.until(lambda: len(arena.sandbox.calls.of("sendMessage", "sendPhoto")) >= 5, PATIENCE)
    assert await arena.process.terminate(patience=10) == 0
    assert not (arena.folder / "fengshao.db-wal").exists(), "the database was closed"
    assert not arena.look("SELECT * FROM notices WHERE state IN ('sending', 'uncertain')")
    arena.process.start()
    await arena.sandbox.until(arena.all_done, PATIENCE)
    check_tickets(arena, posts)
    check_cards(arena)
    check_signs(arena, posts)
    assert not arena.look("SELECT * FROM notices WHERE state = 'uncertain'")
    assert await arena.process.terminate() == 0
    check_file(arena)
