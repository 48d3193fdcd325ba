"""A town for stories: the sandbox's people and groups, the real bot among them, and a clock that can be moved."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.app import App
from bot.commands.books import read_book
from bot.config import load_config
from bot.sandbox import Chat, Message, Person, Sandbox, TapAnswer
from bot.starting import open_app
from tests.stories.area import BOOK, DEPOT, HALL, OFFICE, RIDERS
from tests.stories.settings import write_config

T = TypeVar("T")
PATIENCE = 30
"""Seconds of real time after which a story gives up; a busy machine may stand still for several."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY_MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
BIN = "东湖花园3栋的垃圾桶坏了"
"""A post that any bot understands: 东湖社区, 垃圾桶, class B."""

NEW = ["受理", "办结", "转派", "退回", "延期", "更多 ›"]
TAKEN = NEW[1:]
"""The buttons of a card that nobody has accepted yet, and of one that somebody has."""

_NOT_CALM = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')"
    " + (SELECT count(*) FROM media m LEFT JOIN posts p ON p.id = m.post_id"
    "    WHERE m.state = 'pending' AND m.retry_at <= :now AND coalesce(p.state, '') <> 'gathering')"
    " + (SELECT count(*) FROM notices n LEFT JOIN chats c ON c.id = n.chat_id"
    "    WHERE n.state = 'sending' OR (n.state = 'queued' AND n.not_before <= :now"
    "    AND c.parked_at IS NULL AND coalesce(c.paused_until, 0) <= :now))"
)


class TownClock:
    """Time that runs as usual, from a Friday morning, and can be put forward."""

    def __init__(self, start: datetime = FRIDAY_MORNING) -> None:
        self._start = start.astimezone(UTC)
        self._begun = time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._begun)

    def move(self, length: timedelta) -> None:
        self._start += length


class Town:
    """Who is who: 王 and 赵 ride, 李 and 孙 are secretaries, 周 reviews, 陈 coordinates; 钱 is a stranger's name.

    `office` is the chat of 东湖社区, `depot` of 市路灯所, `hall` the coordinators'; 西苑社区 has only its secretary,
    北山社区 has nobody. `config` overrides keys of the config ({"closure.photo": "off"}); `book` is the area book.
    """

    def __init__(
        self,
        folder: Path,
        *,
        config: dict[str, Any] | None = None,
        book: str = BOOK,
        start: datetime = FRIDAY_MORNING,
        strict_rates: bool = False,
    ) -> None:
        self.folder = folder
        self.now = TownClock(start)
        self.sandbox = Sandbox(self.now, strict_rates=strict_rates)
        self._settings = config or {}
        self._book = book
        self._resources = AsyncExitStack()
        self._running = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None
        self._settle()

    def _settle(self) -> None:
        box = self.sandbox
        self.bot = box.add_bot()
        self.wang = box.add_person("王师傅", id=101)
        self.zhao = box.add_person("赵师傅", id=102)
        self.li = box.add_person("李书记", id=201)
        self.sun = box.add_person("孙书记", id=202)
        self.zhou = box.add_person("周复核", id=203)
        self.chen = box.add_person("陈协调", id=301)
        self.qian = box.add_person("钱路人", id=401)
        everybody = [self.chen, self.wang, self.zhao, self.li, self.sun, self.qian]
        self.riders = box.add_group("骑手随手拍", everybody, id=RIDERS)
        self.office = box.add_group("东湖社区工作群", [self.chen, self.li, self.zhou, self.qian], id=OFFICE)
        self.depot = box.add_group("路灯所工作群", [self.chen], id=DEPOT)
        self.hall = box.add_group("协调群", [self.chen, self.zhou], id=HALL)
        for group in (self.riders, self.office, self.depot, self.hall):
            box.add_bot_to(group, self.bot, by=self.chen, admin=True)
        self.bot.updates.clear()

    # --- the bot comes and goes

    async def __aenter__(self) -> Town:
        await self._resources.enter_async_context(self.sandbox)
        self.config_file = write_config(self.folder, self.sandbox.base_url, self.bot.token, self._book, self._settings)
        await self.start_bot()
        return self

    async def __aexit__(self, *exception: object) -> None:
        try:
            await self.stop_bot()
        finally:
            await self._resources.aclose()

    async def start_bot(self) -> None:
        """Open the bot on this town's database and let it run."""
        config = load_config(self.config_file, {})
        opened = open_app(config, lambda: read_book(config.area.book), now=self.now)
        self.app: App = await self._running.enter_async_context(opened)
        self.app.drawing.patience = PATIENCE
        self.app.poller.probation = 0.0  # a town has one bot
        self._tell_writes()
        self._looking = sqlite3.connect(self.folder / "fengshao.db", isolation_level=None)
        self._looking.row_factory = sqlite3.Row
        self._running.callback(self._looking.close)
        self._task = asyncio.create_task(self.app.run())

    def _tell_writes(self) -> None:
        """Let `sandbox.until` ask its condition again after each commit, too."""
        database = self.app.shell.database
        write = database.write

        async def write_and_tell(fn: Callable[[Any], T]) -> T:
            result = await write(fn)
            self.sandbox.feed.tell("commit", self.now(), None, {})
            return result

        database.write = write_and_tell  # type: ignore[method-assign]

    async def stop_bot(self) -> None:
        """End the bot as SIGTERM does. What it fell over is raised here."""
        if self._task is None:
            return
        task, self._task = self._task, None
        self.app.stop()
        try:
            async with asyncio.timeout(PATIENCE):
                await task
            assert not self.app.sender._busy, "it has ended and still sends, in connections that nobody will close"
        finally:
            await self._running.aclose()

    # --- time

    async def until(self, condition: Callable[[], T]) -> T:
        """Wait until this is true; it is asked again at each change in the chats and after each commit."""
        return await self.sandbox.until(condition, timeout=PATIENCE)

    async def calm(self) -> None:
        """Wait until the bot has taken in everything, sent what may be sent now, and fetched its photos."""
        await self.until(self._is_calm)

    def _is_calm(self) -> bool:
        if self._task is not None and self._task.done():
            self._task.result()
        now = int(self.now().timestamp() * 1000)
        cursor = self.value("SELECT next_update_id FROM cursors") or 0
        taken = all(update["update_id"] < cursor for update in self.bot.updates.pending)
        return taken and self.value(_NOT_CALM, now=now) == 0

    async def later(self, **length: float) -> None:
        """Let everything at hand be done, put the clock forward, and let the bot notice."""
        await self.calm()
        self.now.move(timedelta(**length))
        await self.look_at_the_clock()

    async def until_time(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Put the clock forward to the next such time of day (plus `days`) in the town."""
        here = self.now().astimezone(SHANGHAI)
        today = here.replace(hour=hour, minute=minute, second=1, microsecond=0)
        then = today + timedelta(days=days + (today <= here))
        await self.later(seconds=(then - here).total_seconds())

    async def look_at_the_clock(self) -> None:
        await self.app.clock.sweep()
        self.app.sender.queued()
        await self.calm()

    # --- the people

    def post(self, who: Person, text: str = "", place: Chat | None = None, **more: Any) -> Message:
        """Write into the riders' group, or elsewhere; see Sandbox.post."""
        return self.sandbox.post(place or self.riders, who, text, **more)

    def whisper(self, who: Person, text: str = "", **more: Any) -> Message:
        """Write to the bot in private."""
        return self.sandbox.say(who, self.bot, text, **more)

    def private(self, who: Person) -> Chat:
        return self.sandbox.private(who, self.bot)

    async def tap(self, who: Person, message: Message, button: str, **more: Any) -> TapAnswer:
        """Press a button and wait for what the presser sees."""
        return await self.sandbox.tap(who, message, button, **more).answer(PATIENCE)

    async def report(self, text: str = BIN, who: Person | None = None, **more: Any) -> tuple[Message, Message]:
        """Post in the riders' group and wait until all is done; the post and the newest card in the office."""
        post = self.post(who or self.wang, text, **more)
        await self.calm()
        return post, self.only(self.office, f"#T{self.ticket()['id']}")

    # --- what can be seen

    async def shown(self, place: Chat, *words: str, button: str = "") -> Message:
        """Wait for a standing message of the bot that says all of this and carries the button; the newest."""
        return await self.until(lambda: next(reversed(self.said(place, *words, button=button)), None))

    def said(self, place: Chat, *words: str, button: str = "") -> list[Message]:
        """The bot's standing messages that say all of this, oldest first."""
        return [
            message
            for message in self.sandbox.messages(place, by=self.bot)
            if message.service is None
            and all(word in message.words.text for word in words)
            and (not button or button in message.button_texts)
        ]

    def only(self, place: Chat, *words: str, button: str = "") -> Message:
        """The one standing message of the bot that says this."""
        found = self.said(place, *words, button=button)
        assert len(found) == 1, f"{len(found)} messages say {words}\n{self.sandbox.report()}"
        return found[0]

    def sign(self, message: Message) -> str:
        """The bot's reaction under a message, "" for none."""
        return "".join(message.reactions_by.get(self.bot.id, ()))

    # --- what is remembered

    def rows(self, sql: str, **values: Any) -> list[sqlite3.Row]:
        return self._looking.execute(sql, values).fetchall()

    def value(self, sql: str, **values: Any) -> Any:
        row = self._looking.execute(sql, values).fetchone()
        return row[0] if row else None

    def tickets(self) -> list[sqlite3.Row]:
        return self.rows("SELECT * FROM tickets ORDER BY id")

    def ticket(self, index: int = -1) -> sqlite3.Row:
        """A ticket, the newest unless told otherwise."""
        found = self.tickets()
        assert found, f"no ticket\n{self.sandbox.report()}"
        return found[index]
