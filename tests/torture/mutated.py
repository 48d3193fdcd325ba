"""Fault 10: updates of which parts are missing, of another type, endless, nested, or no text at all.

They come through the real poll, inbox, handlers and outbox (tests/torture/indoors.py), a hundred in a batch, and every
fiftieth is sound: a report of somebody who has never written before. Each must come to its end, done, ignored or
quarantined, and each sound one to its ticket.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from handlers import inbox as handlers_inbox
from handlers.polling import Poller
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.indoors import Indoors, Scene, prepare, quiet
from tests.torture.invariant import judge_at_any_time
from tests.torture.mutations import Mutant, bases
from tests.torture.tally import Finding, Sort, Tally

_UPDATES = {Form.SHORT: 200, Form.LONG: 100_000}
_BATCH, _SOUND = 100, 50
_A_BATCH = 2.0
"""Seconds of the scene's time."""
_STRANGERS = 1_000_000
"""Ids from which on those who report soundly have theirs."""
_IN_MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)


async def play(form: Form, bot: StruckBot) -> Tally:
    """All of them, and what became of each."""
    tally = Tally()
    await asyncio.to_thread(prepare)
    with quiet():
        await _mutate(_UPDATES[form], tally)
    return tally


async def _mutate(many: int, tally: Tally) -> None:
    # A second try comes at once: what is broken stays broken, and its chat would wait four seconds for each.
    pauses, handlers_inbox._BETWEEN_TRIES = handlers_inbox._BETWEEN_TRIES, (0.0, 0.0, 0.0)
    try:
        with tempfile.TemporaryDirectory(prefix="torture-", dir=_IN_MEMORY) as made:
            scene = Scene(Path(made))
            feed = _Feed(scene, many)
            await _let_flow(scene, feed)
            _judge(scene, feed, tally)
    finally:
        handlers_inbox._BETWEEN_TRIES = pauses


class _Feed:
    """What the poll gets to hear: the server's side, which hands out again what was not acknowledged."""

    def __init__(self, scene: Scene, many: int) -> None:
        self.scene, self.many = scene, many
        self.mutant = Mutant(bases(scene), seed=many)
        self.first, self.sound = 1_000_000, 0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.bot: Indoors | None = None
        self._batch: list[str] = []
        self._next = self.first

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(self, url: str, method: str) -> tuple[int, bytes]:
        """The next batch, once the one before was acknowledged and has come to its end."""
        offset = int(url.partition("offset=")[2].partition("&")[0] or 0)
        if offset >= self._next or not self._batch:
            try:
                await self._go_on()
            except Exception as error:  # the poll would take it for the network's
                self.over.set_exception(error)
                raise
            if not self._batch:
                self.over.set_result(None)
                await asyncio.Event().wait()
        return 200, f'{{"ok":true,"result":[{",".join(self._batch)}]}}'.encode()

    async def _go_on(self) -> None:
        assert self.bot is not None
        await self.bot.settle()
        self._forget()
        self._batch = [self._update() for _ in range(min(_BATCH, self.first + self.many - self._next))]

    def _update(self) -> str:
        number, self._next = self._next, self._next + 1
        date = int(self.scene.now().timestamp())
        if number % _SOUND:
            return self.mutant.update(number, date)
        self.sound += 1
        who = {"id": _STRANGERS + self.sound, "is_bot": False, "first_name": "新骑手"}
        chat = {"id": self.scene.groups[2].id, "type": "supergroup", "title": "骑手群"}
        message = {"message_id": number, "from": who, "chat": chat, "date": date, "text": sound(self.sound)}
        return json.dumps({"update_id": number, "message": message})

    def _forget(self) -> None:
        """The world need not remember what was said in it."""
        self.scene.now.move(_A_BATCH)
        self.scene.sandbox.calls.clear()


def sound(number: int) -> str:
    """A report of a problem that no other update tells of."""
    return f"东湖花园{100 + number}栋的垃圾桶坏了"


class _Fed(Poller):
    """The real poll, of another server."""

    feed: _Feed

    def _request(self) -> Any:
        return self.feed


async def _let_flow(scene: Scene, feed: _Feed) -> None:
    bot = feed.bot = Indoors(scene)
    await bot.start()
    poller = _Fed(bot.shell, "http://127.0.0.1", scene.bot.token, scene.bot.id, timedelta(), bot.workers.arrived)
    poller.feed = feed
    poller.probation = 0.0  # nobody else polls here
    polling = bot.also(poller.run())
    try:
        done, _ = await asyncio.wait({polling, feed.over}, return_when=asyncio.FIRST_COMPLETED)
        for ended in done:
            ended.result()
        await bot.settle()
    finally:
        await bot.stop()


def _judge(scene: Scene, feed: _Feed, tally: Tally) -> None:
    with closing(sqlite3.connect(f"file:{scene.file}?mode=ro", uri=True)) as database:
        ends = dict(database.execute("SELECT update_id, state FROM inbox").fetchall())
        tickets = Counter(
            text for (text,) in database.execute("SELECT text FROM tickets WHERE reporter_id > ?", (_STRANGERS,))
        )
    found = judge_at_any_time(scene.file)
    for number in range(feed.first, feed.first + feed.many):
        if ends.get(number, "waiting") == "waiting":
            found.append(Finding(Sort.LOST, f"update {number} has come to no end: {ends.get(number)}"))
        elif ends[number] == "quarantined" and number in feed.mutant.whole:
            found.append(Finding(Sort.BROKEN, f"update {number} is quarantined, and nothing is wrong with it"))
    for number in range(1, feed.sound + 1):
        many = tickets[sound(number)]
        if many != 1:
            found.append(Finding(Sort.DOUBLED if many else Sort.LOST, f"sound report {number} is {many} tickets"))
    tally.judged(feed.many, found)
    tally.more |= Counter(ends.values())
    tally.more["sound among them"] = feed.sound
