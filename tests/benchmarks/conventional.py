"""The conventional bot: what a tutorial leads to, keeping the same rows as the floor.

Each update becomes objects of python-telegram-bot (Update.de_json), every statement is awaited through aiosqlite,
every update is committed by itself, one after the other; a list of keywords decides the category. The file has the
floor's tables and settings. It reads no place, routes nothing and renders nothing either.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiosqlite
from telegram import Bot, Update

from tests.benchmarks import floor
from tests.benchmarks.stopwatch import Stopwatch, Taken

_KEYWORDS = {
    "垃圾": "env",
    "路灯": "light",
    "窨井": "road",
    "井盖": "road",
    "消防": "fire",
    "污水": "pipe",
    "单车": "bikes",
    "绿化": "green",
}


def run(folder: Path, answers: list[bytes]) -> Taken:
    """Take all the answers in. Returns the time it took, the opening of the file not counted."""
    return asyncio.run(_run(folder / "conventional.db", answers))


async def _run(path: Path, answers: list[bytes]) -> Taken:
    async with aiosqlite.connect(path) as database:
        await database.executescript(floor.SCHEMA)
        bot = Bot("1:benchmark")
        watch = Stopwatch()
        for body in answers:
            for update in json.loads(body)["result"]:
                await _keep(database, bot, update)
        return watch.taken()


async def _keep(database: aiosqlite.Connection, bot: Bot, raw: dict[str, Any]) -> None:
    update = Update.de_json(raw, bot)
    message = update.message
    assert message is not None
    assert message.from_user is not None
    text, sender, at = message.caption or "", message.from_user, int(message.date.timestamp() * 1000)
    await database.execute(floor.INBOX, (update.update_id, json.dumps(raw, ensure_ascii=False), 0))
    values = (message.chat.id, message.message_id, sender.id, sender.full_name, text, message.photo[-1].file_id, at)
    post = (await database.execute(floor.POST, values)).lastrowid
    category = next((code for word, code in _KEYWORDS.items() if word in text), None)
    ticket = (await database.execute(floor.TICKET, (post, "triage", category, None, at, at + 86_400_000))).lastrowid
    await database.execute(floor.EVENT, (ticket, "opened", sender.id, at))
    await database.execute(floor.NOTICE, (ticket, message.chat.id, text, "queued"))
    await database.execute("UPDATE inbox SET done = 1 WHERE update_id = ?", (update.update_id,))
    await database.execute(floor.CURSOR, (update.update_id + 1,))
    await database.commit()
