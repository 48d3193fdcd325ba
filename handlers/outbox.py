"""The outbox's sender: one call at a time per chat, chats side by side, within Telegram's rates."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram import Bot

from bot.desk import outbox
from bot.desk.office import Office
from bot.desk.outbox import Outcome, Outgoing, Report
from bot.desk.shell import Shell
from bot.domain.notices import COUNTED
from bot.domain.rates import MINUTE, Windows
from handlers.calls import call
from storage import outbox as stored_outbox
from storage.errors import StorageError
from storage.transaction import Tx

log = structlog.get_logger()

_CHATS_AT_ONCE = 16
_IDLE = timedelta(seconds=5)
_SOONEST = timedelta(milliseconds=20)
_STORAGE_PAUSE = 5.0


def _next_for(chat_id: int, counted: bool, tx: Tx, office: Office, now: datetime) -> Outgoing | None:
    return outbox.next_for(tx, office, chat_id, now, counted=counted)


class Sender:
    """Sends what is queued, the most pressing first within each chat."""

    def __init__(self, shell: Shell, bot: Bot, group_limit: int, overall_limit: int) -> None:
        self._shell = shell
        self._bot = bot
        self._limits = (group_limit, overall_limit)
        self._windows = Windows(group_limit, overall_limit)
        self._queued = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
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
            await asyncio.wait(set(self._busy.values()), timeout=patience)

    async def _rest(self, pause: timedelta) -> None:
        try:
            async with asyncio.timeout(max(pause, _SOONEST).total_seconds()):
                await self._queued.wait()
        except TimeoutError:
            return

    async def _round(self) -> timedelta:
        """Give every free chat its next notice. Returns how long nothing can be done but to wait."""
        now = self._shell.now()
        chats = await self._shell.look(lambda tx, office, at: stored_outbox.chats_waiting(tx, at))
        for chat_id in chats:
            if chat_id not in self._busy and len(self._busy) < _CHATS_AT_ONCE:
                task = asyncio.create_task(self._serve(chat_id))
                self._busy[chat_id] = task
                task.add_done_callback(partial(self._free, chat_id))
        later = await self._shell.look(lambda tx, office, at: stored_outbox.next_not_before(tx, at))
        return min(_IDLE, later - now) if later is not None else _IDLE

    def _free(self, chat_id: int, task: asyncio.Task[None]) -> None:
        if len(self._busy) == _CHATS_AT_ONCE:
            self._queued.set()  # another chat may have found no room
        del self._busy[chat_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("outbox.chat_failed", chat=chat_id, error=repr(error))

    async def _serve(self, chat_id: int) -> None:
        """Send to one chat until nothing waits for it, or it has to wait itself."""
        while not self._ending:
            now = self._shell.now()
            counted = self._windows.free_at(chat_id, now) <= now
            outgoing = await self._shell.do(partial(_next_for, chat_id, counted), announce=False)
            if outgoing is None:
                if counted or not await self._has_waiting(chat_id):
                    return
                await asyncio.sleep(self._until_free(chat_id))
                continue
            await self._send(outgoing)

    def _until_free(self, chat_id: int) -> float:
        now = self._shell.now()
        wait = self._windows.free_at(chat_id, now) - now
        return min(max(wait, _SOONEST), timedelta(seconds=1)).total_seconds()

    async def _has_waiting(self, chat_id: int) -> bool:
        return chat_id in await self._shell.look(lambda tx, office, now: stored_outbox.chats_waiting(tx, now))

    async def _send(self, outgoing: Outgoing) -> None:
        notice = outgoing.notice
        if notice.call in COUNTED:
            self._windows.note(notice.chat_id, self._shell.now())
        try:
            report = await call(self._bot, outgoing)
        except Exception as error:  # a fault of ours: this notice goes on the list, the others flow
            log.exception("outbox.call_failed", notice=notice.key)
            report = Report(Outcome.REFUSED, error=repr(error))
        if report.outcome not in {Outcome.SENT, Outcome.UNCHANGED}:
            log.warning("outbox.not_sent", notice=notice.key, outcome=report.outcome.value, error=report.error)
        await self._settle(outgoing, report)

    async def _settle(self, outgoing: Outgoing, report: Report) -> None:
        """Write down what became of it, however long the storage takes: a second sending would be a double."""
        notice = outgoing.notice
        while True:
            try:
                await self._shell.do(lambda tx, office, now: outbox.settle(tx, office, notice, report, now))
            except StorageError as error:
                log.error("outbox.not_settled", notice=notice.key, error=str(error))
                await asyncio.sleep(_STORAGE_PAUSE)
            else:
                return
