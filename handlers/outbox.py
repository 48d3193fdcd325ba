"""The outbox's sender: one call at a time per chat, chats side by side, within Telegram's rates."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram import Bot

from bot.desk import outbox, outcomes
from bot.desk.office import Office
from bot.desk.outbox import Outgoing
from bot.desk.outcomes import Outcome, Report
from bot.desk.shell import Shell
from bot.domain.notices import COUNTED
from bot.domain.rates import MINUTE, Grant, Windows
from bot.tracebacks import told
from handlers.calls import call
from storage import outbox as stored_outbox
from storage.errors import StorageError
from storage.outbox import Waiting
from storage.transaction import Tx

log = structlog.get_logger()

_CHATS_AT_ONCE = 16
_IDLE = timedelta(seconds=5)
_SOONEST = timedelta(milliseconds=20)
_STORAGE_PAUSE = 5.0


def _next_for(chat_id: int, counted: bool, tx: Tx, office: Office, now: datetime) -> Outgoing | None:
    return outbox.next_for(tx, office, chat_id, now, counted=counted)


def _waiting(tx: Tx, office: Office, now: datetime) -> tuple[list[Waiting], datetime | None]:
    """The chats for which something may leave now, and when something more may."""
    return stored_outbox.chats_waiting(tx, now), stored_outbox.next_not_before(tx, now)


class Sender:
    """Sends what is queued: the most pressing first within each chat, and the chats in the order of what presses them.

    A chat holds one of the slots only while something leaves for it, never while it waits for its window.
    """

    def __init__(self, shell: Shell, bot: Bot, group_limit: int, overall_limit: int) -> None:
        self._shell = shell
        self._bot = bot
        self._limits = (group_limit, overall_limit)
        self._windows = Windows(group_limit, overall_limit)
        self._queued = asyncio.Event()
        self._busy: dict[int, asyncio.Task[bool]] = {}
        self._passed_over: set[int] = set()
        self._crowded = False
        self._ending = False

    def queued(self) -> None:
        """Something may wait in the outbox."""
        self._queued.set()

    async def run(self) -> None:
        """Until cancelled. Calls that an earlier process left unanswered are settled first."""
        left = await self._shell.do(outbox.recover)
        if left:
            log.warning("outbox.recovered", notices=left)
        since = self._shell.now() - MINUTE
        sent = await self._shell.look(lambda tx, office, now: stored_outbox.counted_since(tx, since))
        self._windows = Windows(*self._limits, sent)
        while not self._ending:
            self._queued.clear()
            try:
                pause = await self._round()
            except StorageError as error:
                log.error("outbox.storage_failed", error=str(error))
                await asyncio.sleep(_STORAGE_PAUSE)
                continue
            await self._rest(pause)

    async def stop(self, patience: float = 8.0) -> None:
        """Begin nothing new, and let the calls in hand end."""
        self._ending = True
        self._queued.set()
        if self._busy:
            _, open_still = await asyncio.wait(set(self._busy.values()), timeout=patience)
            for task in open_still:  # the next start settles them; nothing may touch the storage once it is closed
                task.cancel()
            await asyncio.gather(*open_still, return_exceptions=True)

    async def _rest(self, pause: timedelta) -> None:
        try:
            async with asyncio.timeout(max(pause, _SOONEST).total_seconds()):
                await self._queued.wait()
        except TimeoutError:
            return

    async def _round(self) -> timedelta:
        """Give slots to the chats that may be told something now. Returns how long nothing can be done but to wait."""
        self._crowded = len(self._busy) >= _CHATS_AT_ONCE
        if self._crowded:
            return _IDLE
        chats, later = await self._shell.look(_waiting)
        if self._ending:  # stop() waits for the calls that it found: one begun now would outlive it, and the connection
            return _IDLE
        now = self._shell.now()
        pause = min(_IDLE, later - now) if later is not None else _IDLE
        for chat in chats:
            if chat.chat_id in self._busy:
                self._passed_over.add(chat.chat_id)
                continue
            if len(self._busy) >= _CHATS_AT_ONCE:
                self._crowded = True
                break
            grant = self._windows.take(chat.chat_id, now) if chat.counted else None
            if grant is None and chat.counted:
                pause = min(pause, self._windows.free_at(chat.chat_id, now) - now)
            if grant is not None or chat.uncounted:
                self._begin(chat.chat_id, grant)
        return pause

    def _begin(self, chat_id: int, grant: Grant | None) -> None:
        task = asyncio.create_task(self._serve(chat_id, grant))
        self._busy[chat_id] = task
        task.add_done_callback(partial(self._free, chat_id))

    def _free(self, chat_id: int, task: asyncio.Task[bool]) -> None:
        """A slot is free. Who has sent something may have more that waits; who has not would only find so again, unless
        something came just after it had looked, and was passed over because it was still busy.
        """
        del self._busy[chat_id]
        passed_over = chat_id in self._passed_over
        self._passed_over.discard(chat_id)
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            log.error("outbox.chat_failed", chat=chat_id, error=told(error))
        elif task.result() or self._crowded or passed_over:
            self._queued.set()

    async def _serve(self, chat_id: int, grant: Grant | None) -> bool:
        """Send to one chat what may leave now; only one notice while others wait for a slot. True when any left.

        Without a grant, only what does not count against the rates.
        """
        any_left = False
        while (outgoing := await self._take(chat_id, grant)) is not None:
            await self._send(outgoing, grant if outgoing.notice.call in COUNTED else None)
            any_left = True
            if self._crowded or self._ending:
                break
            grant = self._windows.take(chat_id, self._shell.now())
        return any_left

    async def _take(self, chat_id: int, grant: Grant | None) -> Outgoing | None:
        """What leaves next for a chat. A grant that it does not need is given back."""
        outgoing = None
        try:
            outgoing = await self._shell.do(partial(_next_for, chat_id, grant is not None), announce=False)
        finally:
            if grant is not None and (outgoing is None or outgoing.notice.call not in COUNTED):
                self._windows.give_back(grant)
        return outgoing

    async def _send(self, outgoing: Outgoing, grant: Grant | None) -> None:
        notice = outgoing.notice
        if grant is not None:
            self._windows.leaves(grant, self._shell.now())
        try:
            report = await call(self._bot, outgoing)
        except Exception as error:  # a fault of ours: this notice goes on the list, the others flow
            log.exception("outbox.call_failed", notice=notice.key)
            report = Report(Outcome.REFUSED, error=told(error))
        if grant is not None:
            self._windows.answered(grant, self._shell.now())
        if report.outcome not in {Outcome.SENT, Outcome.UNCHANGED}:
            log.warning("outbox.not_sent", notice=notice.key, outcome=report.outcome.value, error=report.error)
        await self._settle(outgoing, report)

    async def _settle(self, outgoing: Outgoing, report: Report) -> None:
        """Write down what became of it, however long the storage takes: a second sending would be a double."""
        notice = outgoing.notice
        while True:
            try:
                await self._shell.do(lambda tx, office, now: outcomes.settle(tx, office, notice, report, now))
            except StorageError as error:
                log.error("outbox.not_settled", notice=notice.key, error=str(error))
                await asyncio.sleep(_STORAGE_PAUSE)
            else:
                return
