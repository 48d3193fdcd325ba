"""Forgettings: who asked to be forgotten, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.privacy import Forgotten
from storage.json_text import from_text, to_text
from storage.times import from_ms, to_ms
from storage.transaction import Row, Tx

_NAMES = (
    "SELECT name AS name FROM people WHERE id = :id UNION SELECT username FROM people WHERE id = :id"
    " UNION SELECT reporter_name FROM tickets WHERE reporter_id = :id"
    " UNION SELECT name FROM supporters WHERE person_id = :id"
    " UNION SELECT sender_name FROM posts WHERE id IN (SELECT post_id FROM tickets WHERE reporter_id = :id)"
    " UNION SELECT sender_username FROM posts WHERE id IN (SELECT post_id FROM tickets WHERE reporter_id = :id)"
    " UNION SELECT sender_name FROM posts WHERE id IN (SELECT post_id FROM supporters WHERE person_id = :id)"
    " UNION SELECT sender_username FROM posts WHERE id IN (SELECT post_id FROM supporters WHERE person_id = :id)"
    " UNION SELECT person_name FROM requests WHERE person_id = :id"
    " UNION SELECT person_name FROM special_reports WHERE person_id = :id"
)


@dataclass(frozen=True, slots=True)
class Forgetting:
    """One wish. `walked` says of each table up to which row it is done, `ends` where it ended when this began.

    `whom` has the names once it has begun.
    """

    whom: Forgotten
    asked_at: datetime
    begun: bool
    ends: dict[str, int]
    walked: dict[str, int]


def ask(tx: Tx, person_id: int, now: datetime) -> bool:
    """Note the wish. False when it was asked for before."""
    return bool(
        tx.run(
            "INSERT INTO forgettings (person_id, asked_at) VALUES (:person, :at) ON CONFLICT DO NOTHING",
            person=person_id,
            at=to_ms(now),
        )
    )


def every(tx: Tx) -> list[Forgetting]:
    """All that are not done, oldest first."""
    return [_forgetting(row) for row in tx.rows("SELECT * FROM forgettings ORDER BY id")]


def _forgetting(row: Row) -> Forgetting:
    progress = from_text(row["progress"]) if row["progress"] else {"names": [], "ends": {}, "walked": {}}
    whom = Forgotten(row["id"], row["person_id"], tuple(progress["names"]))
    begun = row["progress"] is not None
    return Forgetting(whom, from_ms(row["asked_at"]), begun, progress["ends"], progress["walked"])


def names_of(tx: Tx, person_id: int) -> tuple[str, ...]:
    """What this person was called, where an index finds it; the rest is gathered piece by piece (traces.learn)."""
    return tuple(row["name"] for row in tx.rows(_NAMES, id=person_id) if row["name"])


def begun(tx: Tx, forgetting: Forgetting, ends: dict[str, int]) -> Forgetting:
    """The same with the person's names, read before they are gone, and where the tables end now."""
    whom = replace(forgetting.whom, names=names_of(tx, forgetting.whom.person_id))
    return replace(forgetting, whom=whom, begun=True, ends=ends)


def also_called(forgetting: Forgetting, names: Iterable[str]) -> Forgetting:
    """The same with further names of the person."""
    every = tuple(dict.fromkeys((*forgetting.whom.names, *filter(None, names))))
    return replace(forgetting, whom=replace(forgetting.whom, names=every))


def save(tx: Tx, forgetting: Forgetting) -> None:
    """Note how far it is."""
    progress = {"names": forgetting.whom.names, "ends": forgetting.ends, "walked": forgetting.walked}
    tx.run(
        "UPDATE forgettings SET progress = :progress WHERE id = :id",
        id=forgetting.whom.number,
        progress=to_text(progress),
    )


def finish(tx: Tx, forgetting: Forgetting) -> None:
    """The wish itself is the last trace."""
    tx.run("DELETE FROM forgettings WHERE id = :id", id=forgetting.whom.number)


def is_waiting(tx: Tx, person_id: int) -> bool:
    return bool(tx.value("SELECT 1 FROM forgettings WHERE person_id = :id", id=person_id))


def is_talking(tx: Tx, person_id: int, now: datetime) -> bool:
    """Whether something of this person waits to be read, or something waits to be said to them and can be."""
    return bool(
        tx.value(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM inbox WHERE state = 'waiting' AND lane = :id)"
            " OR EXISTS (SELECT 1 FROM notices n LEFT JOIN chats c ON c.id = n.chat_id WHERE n.chat_id = :id"
            " AND n.state = 'queued' AND n.not_before <= :now AND c.parked_at IS NULL)"
            " OR EXISTS (SELECT 1 FROM notices WHERE chat_id = :id AND state = 'sending')",
            id=person_id,
            now=to_ms(now),
        )
    )
