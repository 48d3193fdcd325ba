"""The forgotten: fingerprints of those who were, by which they are found again in a backup that was made before."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.privacy import fingerprint, is_pseudonym
from storage import forgettings
from storage.database import read_once
from storage.errors import StorageError
from storage.times import from_ms, to_ms
from storage.transaction import Tx

_EVERYONE = (
    "SELECT id FROM people UNION SELECT reporter_id FROM tickets UNION SELECT sender_id FROM posts"
    " UNION SELECT person_id FROM supporters UNION SELECT person_id FROM grants"
    " UNION SELECT actor_id FROM ticket_events UNION SELECT typed_by FROM ticket_events"
    " UNION SELECT chat_id FROM notices WHERE chat_id > 0 UNION SELECT lane FROM inbox WHERE lane > 0"
    " UNION SELECT person_id FROM audit"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One forgetting that was brought to its end."""

    fingerprint: str
    salt: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a database says of forgetting: who was forgotten, and who has asked and was not yet."""

    marks: frozenset[Mark]
    waiting: frozenset[int]


def note(tx: Tx, person_id: int, now: datetime) -> None:
    """This person has been forgotten."""
    salt = tx.value("SELECT salt FROM forgotten LIMIT 1") or secrets.token_hex(16)
    learn(tx, [Mark(fingerprint(person_id, salt), salt, now)])


def learn(tx: Tx, marks: Iterable[Mark]) -> None:
    for mark in marks:
        tx.run(
            "INSERT INTO forgotten (fingerprint, salt, at) VALUES (:fingerprint, :salt, :at) ON CONFLICT DO NOTHING",
            fingerprint=mark.fingerprint,
            salt=mark.salt,
            at=to_ms(mark.at),
        )


def prune(tx: Tx, before: datetime) -> None:
    tx.run("DELETE FROM forgotten WHERE at < :before", before=to_ms(before))


def wishes(tx: Tx) -> Wishes:
    marks = (Mark(row["fingerprint"], row["salt"], from_ms(row["at"])) for row in tx.rows("SELECT * FROM forgotten"))
    waiting = (row["id"] for row in tx.rows("SELECT person_id AS id FROM forgettings"))
    return Wishes(frozenset(marks), frozenset(waiting))


def wishes_in(path: Path) -> Wishes | None:
    """What the database file at `path`, which no bot uses, says; None where it cannot be read."""
    try:
        return read_once(path.resolve(), wishes)
    except (sqlite3.Error, StorageError):
        return None


Watched = Callable[[list[int]], Iterable[int]]
"""Hands on the people who are looked at one by one, as slowly as they are taken, and may show how far that is."""


def found_in(marks: Iterable[Mark], people: Iterable[int]) -> set[int]:
    """Those of the people who were forgotten: some hundredths of a second for each that is looked at."""
    by_salt: dict[str, set[str]] = {}
    for mark in marks:
        by_salt.setdefault(mark.salt, set()).add(mark.fingerprint)
    return {one for one in people if any(fingerprint(one, salt) in known for salt, known in by_salt.items())}


def everyone(tx: Tx) -> list[int]:
    """Whoever is known by an id of Telegram's."""
    return [row["id"] for row in tx.rows(_EVERYONE) if row["id"] is not None and not is_pseudonym(row["id"])]


def hand_over(restored: Path, since: Wishes, now: datetime, watched: Watched = iter) -> int:
    """Ask again, in a restored database that no bot uses yet, for whoever is in it and was forgotten, or had asked for
    it, after it was made. Returns how many; 0 where it is older than forgetting.

    Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(f"{restored.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as made:
        made.row_factory = sqlite3.Row
        if not made.execute("SELECT 1 FROM sqlite_schema WHERE name = 'forgotten'").fetchone():
            return 0
        made.execute("BEGIN IMMEDIATE")
        tx = Tx(made)
        known, people = wishes(tx), set(everyone(tx))
        marks = since.marks - known.marks
        again = (since.waiting - known.waiting) & people
        again |= found_in(marks, watched(sorted(people))) if marks else set()
        learn(tx, marks)
        asked = sum(forgettings.ask(tx, person_id, now) for person_id in sorted(again))
        made.execute("COMMIT")
    return asked
