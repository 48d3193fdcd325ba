"""The database: whether it opens, is whole and owned, and what in it waits for somebody. Read only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot import control
from bot.doctor.findings import Finding, fault, ok, warning
from storage import areas, chats, lookups, vitals
from storage.chats import Binding, Parked
from storage.errors import StorageError, translating
from storage.lookups import NoDatabase, OlderDatabase
from storage.ownership import written_owner
from storage.transaction import Tx
from storage.vitals import Vitals

_LONGEST_WAIT = timedelta(minutes=5)
"""What came in is read within a second: who waits longer waits for something that is broken."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """What the database says of its installation. `names` are the titles of groups, by their id."""

    area_version: int
    vitals: Vitals
    bindings: tuple[Binding, ...]
    parked: tuple[Parked, ...]
    names: dict[int, str]


class Owner(StrEnum):
    """Whether a bot runs on the database."""

    RUNNING = "running"
    SILENT = "silent"
    """A process has written itself down and lives, but answers no socket."""
    NONE = "none"


def look(url: str) -> Chart | StorageError:
    """One moment of what is committed, or why it cannot be had."""
    try:
        with translating(url.removeprefix("sqlite:///")):
            return lookups.look(url, _chart)
    except StorageError as error:
        return error


def _chart(tx: Tx) -> Chart:
    bindings, parked = chats.every_binding(tx), chats.parked(tx)
    named = {binding.chat_id for binding in bindings} | {chat.chat_id for chat in parked}
    names = {chat_id: chats.title(tx, chat_id) or str(chat_id) for chat_id in named}
    return Chart(areas.version(tx), vitals.take(tx), bindings, parked, names)


def opening(chart: Chart | StorageError, path: Path) -> Finding:
    """Whether the program can use it. The errors of storage end with what mends them."""
    if isinstance(chart, Chart):
        if not chart.area_version:
            return warning("database", f"{path} holds no area yet", "start the bot once (fengshao run)")
        return ok("database", f"{path}, {chart.vitals.tickets_made:,} tickets")
    found, _, remedy = str(chart).rpartition(": ")
    told = warning if isinstance(chart, NoDatabase | OlderDatabase) else fault
    return told("database", found, remedy)


def soundness(url: str) -> Finding:
    """Every page is read."""
    remedy = "stop the bot and go back to the last good backup: fengshao restore FILE --config CONFIG --verify"
    try:
        damage = lookups.damage(url)
    except StorageError as error:
        return fault("integrity", str(error), remedy)
    if damage is not None:
        return fault("integrity", f"SQLite finds: {' '.join(damage.split())}", remedy)
    return ok("integrity", "SQLite finds no fault")


def owner(path: Path) -> tuple[Owner, int | None]:
    """Asked without touching the lock."""
    pid = written_owner(path)
    if control.is_served(path):
        return Owner.RUNNING, pid
    return (Owner.SILENT if pid is not None and _lives(pid) else Owner.NONE), pid


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def ownership(state: Owner, pid: int | None) -> Finding:
    if state is Owner.RUNNING:
        return ok("owner", f"a bot runs here (process {pid})" if pid is not None else "a bot runs here")
    if state is Owner.SILENT:
        found = f"process {pid} has written itself down as the bot and does not answer"
        remedy = "run this as the bot's user; if it starts just now, ask again; if it hangs, restart it"
        return warning("owner", found, remedy)
    killed = "; the last one was killed, and nothing is lost by that" if pid is not None else ""
    return ok("owner", f"no bot runs here{killed}")


def waiting(chart: Chart, state: Owner, now: datetime) -> Iterator[Finding]:
    """What is on its way, set aside, or nobody knows of."""
    yield _inbox(chart.vitals, state, now)
    counts, quarantined = chart.vitals.notices, chart.vitals.quarantined
    if quarantined:
        remedy = "fengshao quarantine list, then retry or drop"
        yield fault("quarantine", f"updates that could not be handled: {quarantined}; posts may be among them", remedy)
    else:
        yield ok("quarantine", "empty")
    for name, said in (("uncertain", "may not have arrived"), ("failed", "were refused by Telegram")):
        if counts[name]:
            remedy = "fengshao uncertain list, then resend or dismiss"
            yield warning(name, f"notices that {said}: {counts[name]}", remedy)
        else:
            yield ok(name, "none")
    yield _parked(chart)


def _inbox(signs: Vitals, state: Owner, now: datetime) -> Finding:
    if signs.oldest_waiting is None:
        return ok("inbox", "nothing waits")
    age = now - signs.oldest_waiting
    found = f"updates waiting: {signs.waiting}, the oldest for {age.total_seconds() / 60:,.0f} min"
    if state is Owner.NONE:
        return ok("inbox", f"{found}; the bot takes them up at its start")
    if age > _LONGEST_WAIT:
        return fault("inbox", f"{found}: posts are not read", "look into the bot's log, then restart it")
    return ok("inbox", found)


def _parked(chart: Chart) -> Finding:
    """Chats and people to whom nothing can be said: the outbox keeps it for them."""
    groups = [chat for chat in chart.parked if chat.chat_id < 0]
    blockers = [chat for chat in chart.parked if chat.chat_id > 0]
    if not chart.parked:
        return ok("parked", "everybody can be written to")
    found = [f"{len(groups)} groups ({_told(chart.names[chat.chat_id] for chat in groups)})"] if groups else []
    # By their ids: what the doctor prints is mailed, and handed on.
    if blockers:
        found.append(f"{len(blockers)} people who blocked the bot ({_told(str(chat.chat_id) for chat in blockers)})")
    remedy = (
        "let it back into the group with the right to write, or ask the person to press Start; what waits goes out then"
    )
    return warning("parked", f"notices wait for {' and '.join(found)}", remedy)


def _told(names: Iterable[str]) -> str:
    """The first of them."""
    every = list(names)
    return "、".join(every[:_NAMED]) + ("…" if len(every) > _NAMED else "")
