"""The roof: one running bot, every loop of it until told to stop, and its clean end (bot/starting.py opens it)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import structlog

from bot import control
from bot.allocator import give_back_now_and_then
from bot.chores import Chores
from bot.clock import Clock
from bot.config import Config
from bot.desk import catching_up
from bot.desk.shell import Shell
from bot.domain.hearing import Heard
from bot.drawing.process import DrawingProcess
from bot.learning.process import learner_of
from bot.reading import normalise
from handlers.bulletins import Teller
from handlers.connection import Telegram
from handlers.dispatch import Dispatch
from handlers.exporting import Exporter
from handlers.inbox import Workers
from handlers.media import Fetcher
from handlers.outbox import Sender
from handlers.pictures import Gallery, illustrator
from handlers.polling import Poller
from handlers.printing import Printer
from handlers.webhook import Receiver

log = structlog.get_logger()

_PATIENCE = 5.0
"""Seconds that calls in hand get to end in; what is still open then is settled at the next start."""
_PATIENCE_TO_PRINT, _WARM_TO_PRINT = 180.0, 10.0
"""Seconds that a workbook may take with the reading of what it holds, and that its process stays afterwards."""
_MANY_TO_INDEX = 2_000
"""Places from which on the first near miss would hold up the writes; for fewer its 20 MB wait for their need."""
_START = 1.0
"""Seconds after which a start is over, and what was put off may be loaded."""


class CannotListen(Exception):  # noqa: N818 - told to the operator as one line
    """The address of http.listen cannot be had."""


class App:
    """One running bot. Made by `open_app` (bot/starting.py); `run` returns when `stop` was called or a loop failed."""

    def __init__(self, config: Config, shell: Shell, telegram: Telegram) -> None:
        self.config = config
        self.shell = shell
        self.telegram = telegram
        self.learner = learner_of(shell, config.area.model)
        bot = telegram.bot
        self.sender = Sender(shell, bot, config.telegram.group_limit, config.telegram.overall_limit)
        gallery = Gallery(shell, config.storage.media)
        self.fetcher = Fetcher(shell, bot, config.storage.media, gallery)
        self.drawing = DrawingProcess(config.storage.drawing)
        make = illustrator(self.drawing, gallery)
        # A process of its own: while a long list is written, /stats is still drawn at once.
        self.printing = DrawingProcess(config.storage.drawing, patience=_PATIENCE_TO_PRINT, warm=_WARM_TO_PRINT)
        printer = Printer(shell, self.printing.draw, gallery, config.storage.media)
        exporter = Exporter(shell, self.printing.draw, gallery)
        self.teller = Teller(shell, printer)
        learn = self.learner.begin if self.learner is not None else None
        self.clock = Clock(shell, Chores(shell, learn, self._heard, self.teller.claimed))
        self.dispatch = Dispatch(telegram.application, shell, self.clock.wake, make, gallery.keep, printer, exporter)
        self.workers = Workers(shell, self.dispatch.take)
        self.poller = Poller(
            shell,
            config.telegram.base_url,
            config.telegram.bot_token(),
            bot.id,
            config.telegram.poll_timeout.flat(),
            self.workers.arrived,
        )
        secret = config.telegram.webhook_secret.get_secret_value()
        self.receiver = Receiver(shell, bot.id, secret, self.workers.arrived)
        self.http_port: int | None = None
        self._started_at = shell.now()
        self._stop = asyncio.Event()
        shell.on_change(self.sender.queued)
        shell.on_change(self.fetcher.arrived)

    def stop(self) -> None:
        """Ask `run` to end."""
        self._stop.set()

    async def run(self) -> None:
        """Serve until stopped. Raises what ended a loop (WrongToken, WebhookRefused, a fault of the program), and
        CannotListen.
        """
        async with AsyncExitStack() as doors:
            await doors.enter_async_context(control.served(self.shell, self._effects()))
            await self._open_http(doors)
            await self._serve()

    async def _serve(self) -> None:
        await self.clock.start()
        loops = [self._loop(self.sender.run()), self._loop(self.workers.run()), self._loop(self.fetcher.run())]
        loops += [self._loop(self._take_in()), self._loop(self.telegram.announce_commands()), self._loop(self._warm())]
        loops += [self._loop(self.teller.run()), self._loop(give_back_now_and_then())]
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await self._until_stopped({stopping, *loops})
        finally:
            log.info("bot.stopping")
            stopping.cancel()
            self.clock.stop()
            await self.sender.stop(_PATIENCE)
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await self.drawing.close()
            await self.printing.close()
            if self.learner is not None:
                await self.learner.close()

    def _loop(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.create_task(work)

    async def _warm(self) -> None:
        """What the first post in traditional characters, or with a misspelt place, would wait for."""
        await asyncio.sleep(_START)
        await asyncio.to_thread(normalise.warm)
        if len(self.shell.office.area.places) > _MANY_TO_INDEX:
            await asyncio.to_thread(self.shell.office.reader.warm)

    def _effects(self) -> dict[str, control.Effect]:
        """What follows an operator's order while the bot runs."""

        async def begin_again() -> None:
            self.workers.begin_again()

        async def catch_up() -> None:
            await self.shell.do(catching_up.post_waiting)

        return {"quarantine.retry": begin_again, "area.import": catch_up, "area.amend": catch_up}

    async def _open_http(self, doors: AsyncExitStack) -> None:
        """The web server and what it stands on are loaded only where it is wanted."""
        listen, telegram = self.config.http.listen, self.config.telegram
        if listen is None:
            return
        from bot.health import Examiner
        from bot.http import Webhook, served

        hooked = telegram.mode == "webhook"
        examiner = Examiner(self.shell, None if hooked else self._heard_at, telegram.poll_timeout.flat())
        webhook = Webhook(telegram.webhook_url, self.receiver) if hooked else None
        try:
            self.http_port = await doors.enter_async_context(served(listen, examiner, self._updates, webhook))
        except OSError as error:
            written = f'http.listen = "{listen[0]}:{listen[1]}"'
            why = error.strerror or error
            raise CannotListen(f"{written} cannot be had ({why}): write an address that is free here") from error
        log.info("http.listening", port=self.http_port)

    def _heard(self) -> Heard | None:
        """Where Telegram calls us, nothing tells a silence from a quiet night: as long as we run, we hear."""
        if self.config.telegram.mode == "webhook":
            self.poller.hearing.answered(self.shell.now())
        return self.poller.hearing.ask()

    def _heard_at(self) -> datetime:
        return self.poller.last_answer_at or self._started_at

    def _updates(self) -> int:
        return self.poller.received + self.receiver.received

    async def _take_in(self) -> None:
        telegram = self.config.telegram
        if telegram.mode == "webhook":
            await self.telegram.enter_webhook(telegram.webhook_url, telegram.webhook_secret.get_secret_value())
            log.info("bot.hooked", bot=self.telegram.bot.username)
            return
        await self.telegram.leave_webhook()
        log.info("bot.polling", bot=self.telegram.bot.username)
        await self.poller.run()

    async def _until_stopped(self, tasks: set[asyncio.Task[Any]]) -> None:
        """The first loop that fails ends the rest; one that is simply finished does not."""
        while tasks:
            done, tasks = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if self._stop.is_set():
                return
