"""Bulletins: what was claimed is counted, printed and queued by a worker of its own; /bulletin makes one at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from bot.desk import bulletins
from bot.desk.bulletins import Content, Issue, Part
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.shell import Shell
from bot.domain.bulletins import GroundNews, read_bulletin_period
from bot.domain.people import Person
from bot.domain.periods import Period, PeriodKind
from bot.domain.refusals import Refused
from bot.domain.statistics import Line
from bot.notices.bulletins import bulletin_text, unknown_period
from bot.notices.markup import Markup
from bot.notices.texts import Texts
from handlers.printing import Printer
from handlers.requests import Request
from storage import people
from storage.bulletins import Bulletin
from storage.errors import StorageError
from storage.transaction import Tx

log = structlog.get_logger()

_AGAIN = 60.0
"""Seconds after which a bulletin that could not be told is tried again."""


@dataclass(slots=True)
class _Run:
    """One bulletin under way, and what several of its issues share."""

    bulletin: Bulletin
    period: Period
    ranking: tuple[Line, ...] | None = None
    registers: dict[str | None, tuple[Part, ...]] = field(default_factory=dict)


class Teller:
    """Tells the bulletins that were claimed, one reader after the other. A kill in between leaves the rest for the
    next start: who was told stands in the outbox.
    """

    def __init__(self, shell: Shell, printer: Printer) -> None:
        self._shell = shell
        self._printer = printer
        self._claimed = asyncio.Event()

    def claimed(self) -> None:
        """There is a new one."""
        self._claimed.set()

    async def run(self) -> None:
        """Until cancelled; first what an end of the program left untold."""
        while True:
            self._claimed.clear()
            pause: float | None = None
            try:
                await self.tell_all()
            except StorageError as error:
                pause = _AGAIN
                log.error("bulletin.storage_failed", error=str(error))
            except Exception:  # a fault of ours is no end: the bot must not stop at every start
                pause = _AGAIN
                log.exception("bulletin.failed")
            try:
                async with asyncio.timeout(pause):
                    await self._claimed.wait()
            except TimeoutError:
                continue

    async def tell_all(self) -> None:
        """All that were claimed and are not told yet. Raises StorageError."""
        for bulletin in await self._shell.look(lambda tx, office, now: bulletins.to_tell(tx)):
            await self._tell(_Run(bulletin, bulletins.period_of_bulletin(self._shell.office, bulletin)))

    async def _tell(self, run: _Run) -> None:
        bulletin = run.bulletin
        for issue in await self._shell.look(partial(_issues, bulletin)):
            parts = await self._parts(run, issue)
            await self._shell.do(partial(_queue, bulletin, issue, parts))
        told = await self._shell.do(partial(_settle, bulletin))
        log.info("bulletin.told" if told else "bulletin.quiet", kind=bulletin.kind.value, period=bulletin.period)

    async def _parts(self, run: _Run, issue: Issue) -> tuple[Part, ...]:
        """Empty where nothing happened."""
        if issue.own and run.ranking is None:
            run.ranking = await self._shell.look(partial(_ranking, run.period))
        content = await self._shell.look(partial(_count, run.period, issue, run.ranking or ()))
        if content.is_quiet:
            return ()
        register: tuple[Part, ...] = ()
        if issue.whole and run.bulletin.kind is PeriodKind.QUARTER:
            if issue.unit_code not in run.registers:
                made = await self._printer.register(run.period, issue.unit_code, self._shell.now())
                run.registers[issue.unit_code] = made
            register = run.registers[issue.unit_code]
        return await self._printer.parts(content, register)


def _issues(bulletin: Bulletin, tx: Tx, office: Office, now: datetime) -> list[Issue]:
    return bulletins.issues(tx, office, bulletin)


def _ranking(period: Period, tx: Tx, office: Office, now: datetime) -> tuple[Line, ...]:
    return bulletins.ranking(tx, office, period, now)


def _count(period: Period, issue: Issue, ranking: tuple[Line, ...], tx: Tx, office: Office, now: datetime) -> Content:
    return bulletins.count(tx, office.area, period, now, issue, ranking)


def _queue(bulletin: Bulletin, issue: Issue, parts: tuple[Part, ...], tx: Tx, office: Office, now: datetime) -> None:
    bulletins.tell(tx, office, bulletin, issue, parts, now)


def _settle(bulletin: Bulletin, tx: Tx, office: Office, now: datetime) -> bool:
    return bulletins.settle(tx, office, bulletin, now)


@dataclass(frozen=True, slots=True)
class Asked:
    """What /bulletin answers."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """Whose bulletin of which period is wanted, and what it tells."""

    issue: Issue
    period: Period
    content: Content


async def see_request(shell: Shell, request: Request, printer: Printer | None) -> Asked | None:
    """What /bulletin will answer; None for somebody who may not see it, or not here. Raises StorageError."""
    wish = await shell.look(partial(_wish, request))
    if wish is None:
        return None
    if not isinstance(wish, _Wish):
        return Asked((Part(wish),))
    if wish.content.is_quiet:
        return Asked((Part(shell.office.texts.say("bulletin.quiet", period=wish.period.label)),))
    if printer is None:
        return Asked((Part(_text(shell.office.texts, shell.office, wish.content)),))
    register = await printer.register(wish.period, wish.issue.unit_code, shell.now())
    return Asked(await printer.parts(wish.content, register))


def _text(texts: Texts, office: Office, content: Content) -> Markup:
    assert isinstance(content.told, GroundNews)
    return bulletin_text(texts, office.area, content.told)


def _wish(request: Request, tx: Tx, office: Office, now: datetime) -> _Wish | Markup | None:
    """Words alone where it is no period; None for somebody who may not see it, or not here."""
    try:
        ground = bulletins.ground_of(tx, office, people.load(tx, request.sender.id), request.seat)
    except Refused:
        return None
    try:
        period = read_bulletin_period(request.rest, now, office.zone)
    except ValueError:
        return unknown_period(office.texts, request.rest)
    issue = Issue(Seat(request.seat.chat_id, request.seat.topic), ground)
    return _Wish(issue, period, bulletins.count(tx, office.area, period, now, issue))


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: Asked | None, now: datetime) -> None:
    """Say what was asked for. Raises Refused."""
    bulletins.ground_of(tx, office, person, request.seat)
    if seen is not None:
        bulletins.answer(tx, request.seat, seen.parts, now)
