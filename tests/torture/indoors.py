"""The bot without its process: real inbox, handlers, desk, clock, outbox and SQLite file; Telegram is called directly.

A call goes to the sandbox's own method without HTTP in between, an update into the inbox as a poll would store it. So
thousands of lives of a bot can be looked at in minutes; what processes and sockets do to it, other faults ask.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import structlog
from telegram.ext import Application, ExtBot
from telegram.request import BaseRequest, RequestData

from bot.chores import Chores
from bot.clock import Clock
from bot.config import load_config
from bot.desk import areas, inbox, quarantine
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.area_book import read_area_book
from bot.domain.categories import BUILT_IN
from bot.domain.routing import route_faults
from bot.furnishing import furnish_office
from bot.sandbox import BotAccount, Sandbox
from bot.sandbox.calls import Call
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters
from bot.sandbox.rejections import Refused
from handlers.arrivals import arrivals_of
from handlers.dispatch import Dispatch
from handlers.inbox import Workers
from handlers.outbox import Sender
from storage.database import Database
from storage.transaction import Tx
from tests.stories.area import HALL, OFFICE
from tests.stories.settings import write_config
from tests.torture.arena import BOOK, GROUPS, SETTINGS

T = TypeVar("T")
MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
_PATIENCE = 60
_NO_LIMIT = 10**9
"""So many messages a minute that not even one moment lies between two: time stands still here."""
_AT_REST = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')"
    " + (SELECT count(*) FROM notices n LEFT JOIN chats c ON c.id = n.chat_id"
    "    LEFT JOIN notices t ON t.id = n.target AND t.state = 'queued'"  # an edit waits for its message
    "    WHERE n.state = 'sending' OR (n.state = 'queued' AND max(n.not_before, coalesce(t.not_before, 0)) <= :now"
    "    AND c.parked_at IS NULL AND coalesce(c.paused_until, 0) <= :now))"
)
_SETTINGS = SETTINGS | {"posts.join_window": "2m", "posts.album_wait": "1s"}
_METHODS = {name.lower(): method for name, method in METHODS.items()}


_SENT_OFF = _AT_REST.replace("n.state = 'sending' OR ", "").replace(
    "n.state = 'queued'",
    "n.state = 'queued' AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.chat_id = n.chat_id AND o.state = 'sending')",
)


class TimeOfDay:
    """The time of a world: it stands still until it is moved."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Scene:
    """The people of the arena's area: couriers in three groups, a secretary, a coordinator, and the bot."""

    def __init__(self, folder: Path, *, couriers: int = 6) -> None:
        self.file = folder / "fengshao.db"
        self.now = TimeOfDay()
        self.sandbox = box = Sandbox(self.now, strict_rates=False)
        self.bot: BotAccount = box.add_bot(first_update_id=1000)
        self.couriers = [box.add_person(f"骑手{number}", id=500 + number) for number in range(couriers)]
        self.coordinator, self.secretary = box.add_person("陈协调", id=301), box.add_person("李书记", id=201)
        self.groups = [box.add_group(f"骑手群{key}", [self.coordinator, *self.couriers], id=key) for key in GROUPS]
        self.office = box.add_group("东湖社区工作群", [self.coordinator, self.secretary], id=OFFICE)
        self.hall = box.add_group("协调群", [self.coordinator], id=HALL)
        for group in (*self.groups, self.office, self.hall):
            box.add_bot_to(group, self.bot, by=self.coordinator, admin=True)
        self.bot.updates.clear()

    def told(self) -> list[dict[str, Any]]:
        """The updates of what people did since the last time."""
        updates = self.bot.updates.pending
        self.bot.updates.clear()
        return updates


class Direct(BaseRequest):
    """Calls of the library, answered by the sandbox's world without a network.

    While `held` is set (and not yet opened), answers to new messages are held back: the message stands, and the bot
    does not know its number.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.held: asyncio.Event | None = None

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        rest, _, name = url.rpartition("/")
        bot = self._sandbox.world.bot_by_token(rest.rpartition("/bot")[2])
        assert bot is not None
        values: dict[str, Any] = dict(request_data.json_parameters) if request_data else {}
        files = {key: (str(file[0]), bytes(file[1])) for key, file in (_files(request_data)).items()}
        asked = Parameters(values, files)
        calls = self._sandbox.calls
        call = Call(calls.total + 1, bot, name, values, {}, self._sandbox.world.now())
        calls.add(call)
        try:
            result = _METHODS[name.lower()](self._sandbox.world, bot, asked)
            if inspect.isawaitable(result):
                result = await result
            answer: dict[str, Any] = {"ok": True, "result": result}
        except Refused as refused:
            answer = refused.answer()
        call.parameters = dict(asked.meant)
        call.answer, call.status = answer, answer.get("error_code", 200)
        if self.held is not None and name.startswith("send"):
            await self.held.wait()
        return call.status, json.dumps(answer).encode()


def _files(data: RequestData | None) -> dict[str, Any]:
    return dict(data.multipart_data) if data is not None and data.contains_files else {}


@cache
def _office() -> tuple[Office, bytes]:
    """The office of the arena's area, and a new database that holds this area: made once."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        config = load_config(write_config(folder, "http://127.0.0.1:9", "7:x", BOOK, _SETTINGS), {})
        area = read_area_book(BOOK, "area.toml", BUILT_IN, route_faults)

        async def import_first() -> None:
            database = await Database.open(config.storage.url, now=lambda: MORNING)
            await database.write(lambda tx: areas.import_first(tx, area, MORNING))
            await database.close()

        asyncio.run(import_first())
        return furnish_office(config, area, 1), (folder / "fengshao.db").read_bytes()


def prepare() -> None:
    """Make what all lives share. Where no event loop runs."""
    _office()


@contextmanager
def quiet() -> Iterator[None]:
    """What the bot logs is a process's matter: here nobody reads it."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        structlog.configure(**before)


class Indoors:
    """One bot in a scene. It may start and end as often as it likes."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.now = scene, scene.now
        self.request = Direct(scene.sandbox)
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._bot: ExtBot[Any] = ExtBot(
            scene.bot.token,
            base_url="http://127.0.0.1/bot",
            request=self.request,
            get_updates_request=self.request,
        )
        scene.file.write_bytes(_office()[1])

    async def start(self) -> None:
        """As App does it: catch up with the clock first, then take in what waits."""
        office = _office()[0]
        self.database = await Database.open(f"sqlite:///{self.scene.file}", now=self.now)
        self._tell_writes()

        def furnish(tx: Tx) -> Office:
            return office

        self.shell = Shell(self.database, office, self.now, furnish)
        application = Application.builder().bot(self._bot).updater(None).job_queue(None).build()
        await application.initialize()
        self.clock = Clock(self.shell, Chores(self.shell))
        self.workers = Workers(self.shell, Dispatch(application, self.shell, self.clock.wake).take)
        self.sender = Sender(self.shell, self._bot, _NO_LIMIT, _NO_LIMIT)
        self.shell.on_change(self.sender.queued)
        await self.clock.sweep()
        self._tasks = [asyncio.create_task(loop) for loop in (self.workers.run(), self.sender.run())]

    def also(self, loop: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """One more loop that ends with the others."""
        self._tasks.append(asyncio.create_task(loop))
        return self._tasks[-1]

    async def stop(self) -> None:
        """All that is under way ends where it is; what is committed stays. Nothing else does."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sender.stop(0)
        await self.database.close()

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """One batch, as a poll stores it."""
        arrivals = arrivals_of(list(updates))
        await self.shell.do(lambda tx, office, now: inbox.receive(tx, self.scene.bot.id, arrivals, now))
        self.workers.arrived()

    async def set_aside(self, update: dict[str, Any]) -> None:
        """An update comes and is quarantined; `release` lets it try again, long after what followed it."""
        arrivals = arrivals_of([update])

        def deed(tx: Tx, office: Office, now: datetime) -> None:
            if inbox.receive(tx, self.scene.bot.id, arrivals, now):  # else it came before, and a worker may have it
                tx.run("UPDATE inbox SET state = 'quarantined' WHERE update_id = :id", id=update["update_id"])

        await self.shell.do(deed)

    async def release(self) -> None:
        await self.shell.do(lambda tx, office, now: quarantine.retry(tx, None, now))
        self.workers.begin_again()

    async def sweep(self) -> None:
        await self.clock.sweep()
        self.sender.queued()

    async def rest(self) -> None:
        """Until all that came is settled, and all that may leave has left."""
        await self._until_none(_AT_REST)

    async def settle(self) -> None:
        """Until all that came is settled, and nothing is left that has not at least been sent off."""
        await self._until_none(_SENT_OFF)

    async def _until_none(self, counted: str) -> None:
        async with asyncio.timeout(_PATIENCE):
            while True:
                self._changed.clear()
                if not await self.ask(counted, now=round(self.now().timestamp() * 1000)):
                    return
                for task in self._tasks:
                    if task.done():
                        task.result()
                await self._changed.wait()

    async def ask(self, sql: str, **named: Any) -> Any:
        """The one value of a query."""
        return await self.database.read(lambda tx: tx.value(sql, **named))

    def _tell_writes(self) -> None:
        write = self.database.write

        async def write_and_tell(fn: Callable[[Any], T]) -> T:
            try:
                return await write(fn)
            finally:
                self._changed.set()

        self.database.write = write_and_tell  # type: ignore[method-assign]
