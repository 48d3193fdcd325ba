"""Invariant I over a database and a sandbox: what came ends once, what is due is told or listed, what changed says so.

*Every update ends once as ticket, ignored or quarantined; every due notice is sent, or listed as uncertain; every
state change has its event.* To be asked while nothing is under way: the bot rests, or is down.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.moves import MOVES, Goal
from bot.domain.notices import ONE_SHOT, Call
from bot.domain.tickets import Move, State
from bot.sandbox import BotAccount, Message, Sandbox
from tests.torture.tally import Finding, Sort

_MESSAGES = tuple(call.value for call in (Call.SEND_MESSAGE, Call.SEND_PHOTO, Call.SEND_DOCUMENT))
_ONE_SHOT = ", ".join(f"'{call.value}'" for call in sorted(ONE_SHOT))
_GRACE = timedelta(seconds=30)
"""A clock that ran out so shortly ago may still wait for its sweep."""
_MOVES = frozenset(move.value for move in Move)
_WITHOUT_MOVE = {("rerouted", State.TRIAGE): {State.ASSIGNED}}
"""State changes that nobody orders: an edit named the place, so that triage is over."""
_SIGNS = {"triage": "👀🤔", "assigned": "✍", "accepted": "✍", "resolved": "👌"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is looked at. `posts` are the messages of which each is one report, and nothing else is."""

    database: sqlite3.Connection
    sandbox: Sandbox
    bot: BotAccount
    posts: Sequence[Message]
    now: datetime

    def rows(self, sql: str, **values: Any) -> list[sqlite3.Row]:
        return self.database.execute(sql, values).fetchall()

    @property
    def now_ms(self) -> int:
        return round(self.now.timestamp() * 1000)


def judge(file: Path, sandbox: Sandbox, bot: BotAccount, posts: Sequence[Message], now: datetime) -> list[Finding]:
    """Everything that breaks Invariant I, and what is listed for the operator."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        scene = Scene(database, sandbox, bot, posts, now)
        return [finding for look in LOOKS for finding in look(scene)]


def judge_at_any_time(file: Path) -> list[Finding]:
    """What must hold at every single moment, also in a file that a kill left behind; nothing of it may change."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return list(_histories(database))


def _updates(scene: Scene) -> Iterator[Finding]:
    """What Telegram handed out and was allowed to forget is kept, and has come to its end."""
    answers = [call.result or () for call in scene.sandbox.calls.of("getUpdates") if call.bot is scene.bot]
    given = {update["update_id"] for answer in answers for update in answer}
    waiting = {update["update_id"] for update in scene.bot.updates.pending}
    kept = {row["update_id"]: row["state"] for row in scene.rows("SELECT update_id, state FROM inbox")}
    for update_id in sorted(given - waiting - kept.keys()):
        yield Finding(Sort.LOST, f"update {update_id} was acknowledged and is not kept")
    for update_id, state in kept.items():
        if state == "waiting":
            yield Finding(Sort.LOST, f"update {update_id} has not come to its end")
        elif state == "quarantined":
            yield Finding(Sort.LISTED, f"update {update_id} is quarantined")


def _posts(scene: Scene) -> Iterator[Finding]:
    """Each report is one ticket, or supports one; no ticket is of anything else."""
    tickets = Counter(
        (row["chat_id"], row["message_id"])
        for row in scene.rows("SELECT chat_id, message_id FROM tickets WHERE parent_id IS NULL")
    )
    supported = {
        (row["chat_id"], row["message_id"])
        for row in scene.rows("SELECT p.chat_id, p.message_id FROM supporters s JOIN posts p ON p.id = s.post_id")
    }
    wanted = {(post.chat.id, post.id_for(scene.bot)): post for post in scene.posts}
    for where, post in wanted.items():
        if not tickets[where] and where not in supported:
            yield Finding(Sort.LOST, f"{post!r} is no ticket")
        elif tickets[where] > 1:
            yield Finding(Sort.DOUBLED, f"{post!r} is {tickets[where]} tickets")
    for where in tickets.keys() - wanted.keys():
        yield Finding(Sort.DOUBLED, f"a ticket of message {where}, which nobody wrote as a report")


def _notices(scene: Scene) -> Iterator[Finding]:
    """What may be told now has been told."""
    for row in scene.rows(
        "SELECT n.key, n.state FROM notices n LEFT JOIN chats c ON c.id = n.chat_id"
        " WHERE n.state = 'sending' OR (n.state = 'queued' AND n.not_before <= :now AND c.parked_at IS NULL"
        " AND coalesce(c.paused_until, 0) <= :now)",
        now=scene.now_ms,
    ):
        yield Finding(Sort.LOST, f"notice {row['key']} is still {row['state']}")
    for row in scene.rows("SELECT key, state FROM notices WHERE state IN ('uncertain', 'failed')"):
        yield Finding(Sort.LISTED, f"notice {row['key']} is {row['state']}")


def _messages(scene: Scene) -> Iterator[Finding]:
    """Every message that the bot ever posted is a notice's; one more stands only for each attempt that is listed."""
    posted = {
        (call.result["chat"]["id"], call.result["message_id"]): call
        for call in scene.sandbox.calls.of(*_MESSAGES)
        if call.bot is scene.bot and call.ok
    }
    noted = {
        (row["chat_id"], row["message_id"]): row["key"]
        for row in scene.rows(
            f"SELECT key, chat_id, message_id FROM notices WHERE state = 'sent' AND call IN ({_ONE_SHOT})"
        )
    }
    for where in noted.keys() - posted.keys():
        if not noted[where].startswith("topic:"):
            yield Finding(Sort.LOST, f"notice {noted[where]} counts as sent, and nobody can have seen it")
    listed = [
        _Attempt(row["chat_id"], row["ticket_id"], _words(json.loads(row["payload"])))
        for row in scene.rows("SELECT chat_id, ticket_id, payload FROM notices WHERE state = 'uncertain' ORDER BY id")
    ]
    left = [
        _Attempt(where[0], None, _words(posted[where].parameters)) for where in sorted(posted.keys() - noted.keys())
    ]
    for is_it in (_Attempt.__eq__, _Attempt.may_be):
        left = [message for message in left if not _take(listed, message, is_it)]
    for message in left:
        told = f"a message to chat {message.chat_id} is no notice's, and no attempt is listed: {message.words[:60]!r}"
        yield Finding(Sort.DOUBLED, told)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was sent, or may have been: equal is what says the same in the same chat."""

    chat_id: int
    ticket_id: int | None = field(compare=False)
    words: str

    def may_be(self, message: _Attempt) -> bool:
        """Whether it was this message, though it would say something else by now: it is about a ticket named there,
        or about none."""
        named = self.ticket_id is None or f"T{self.ticket_id}" in message.words
        return self.chat_id == message.chat_id and named


def _words(parameters: Mapping[str, Any]) -> str:
    return str(parameters.get("text") or parameters.get("caption"))


def _take(listed: list[_Attempt], message: _Attempt, is_it: Callable[[_Attempt, _Attempt], bool]) -> bool:
    """Whether a listed attempt is this message; each attempt is one at most."""
    found = next((attempt for attempt in listed if is_it(attempt, message)), None)
    if found is not None:
        listed.remove(found)
    return found is not None


def _cards(scene: Scene) -> Iterator[Finding]:
    """An open ticket has one standing card for its unit in a chat; of none, the operator reads why.

    An attempt that was listed as uncertain, and sent again, leaves the list when somebody uses its message: both cards
    are then known, and follow the ticket.
    """
    standing = scene.rows(
        "SELECT ticket_id, chat_id, count(*) AS many, sum(key NOT LIKE '%:again%') AS firsts FROM notices"
        " WHERE kind = 'card' AND state = 'sent' AND gone_at IS NULL GROUP BY ticket_id, chat_id, unit_code"
    )
    for row in standing:
        if row["many"] > 1:
            sort = Sort.DOUBLED if row["firsts"] > 1 else Sort.LISTED
            yield Finding(sort, f"T{row['ticket_id']} has {row['many']} cards in chat {row['chat_id']}")
    carded = {row["ticket_id"] for row in scene.rows("SELECT ticket_id FROM notices WHERE kind = 'card'")}
    for row in scene.rows("SELECT id FROM tickets WHERE state IN ('triage', 'assigned', 'accepted')"):
        if row["id"] not in carded:
            yield Finding(Sort.LOST, f"T{row['id']} has no card")


def _signs(scene: Scene) -> Iterator[Finding]:
    """The sign below a report says where it is. Where cards are listed as not delivered, 👀 stands longer."""
    states = {
        (row["chat_id"], row["message_id"]): row
        for row in scene.rows(
            "SELECT t.chat_id, t.message_id, t.state, EXISTS (SELECT 1 FROM notices n WHERE n.ticket_id = t.id"
            "  AND n.kind = 'card' AND n.state IN ('uncertain', 'failed')) AS listed"
            " FROM tickets t LEFT JOIN chats c ON c.id = t.chat_id"
            " WHERE c.parked_at IS NULL AND coalesce(c.reactions, 1) = 1 GROUP BY t.post_id HAVING count(*) = 1"
        )
    }
    for post in scene.posts:
        row = states.get((post.chat.id, post.id_for(scene.bot)))
        if row is None or row["state"] not in _SIGNS:
            continue
        sign = "".join(post.reactions_by.get(scene.bot.id, ()))
        if sign not in _SIGNS[row["state"]] and not (row["listed"] and sign == "👀"):
            yield Finding(Sort.LOST, f"{post!r} bears {sign or 'no sign'}, and its ticket is {row['state']}")


def _clocks(scene: Scene) -> Iterator[Finding]:
    """What fell due was noticed, and each miss once."""
    late = scene.now_ms - round(_GRACE.total_seconds() * 1000)
    for row in scene.rows(
        "SELECT ticket_id, clock FROM deadlines WHERE stopped_at IS NULL AND next_at <= :late", late=late
    ):
        yield Finding(Sort.LOST, f"the {row['clock']} clock of T{row['ticket_id']} has run out, and nobody looked")
    for row in scene.rows(
        "SELECT ticket_id, done_at, details, count(*) AS many FROM ticket_events WHERE kind = 'missed'"
        " GROUP BY ticket_id, done_at, details HAVING many > 1"
    ):
        yield Finding(Sort.DOUBLED, f"T{row['ticket_id']} missed one deadline {row['many']} times: {row['details']}")
    for row in scene.rows(
        "SELECT d.ticket_id, d.clock FROM deadlines d WHERE d.missed = 1 AND NOT EXISTS (SELECT 1 FROM ticket_events e"
        "  WHERE e.ticket_id = d.ticket_id AND e.kind = 'missed' AND json_extract(e.details, '$.clock') = d.clock)"
    ):
        yield Finding(Sort.BROKEN, f"the missed {row['clock']} clock of T{row['ticket_id']} has no event")
    for row in scene.rows(
        "SELECT d.ticket_id, d.clock, r.rung, r.fired_at FROM reminders r JOIN deadlines d ON d.id = r.deadline_id"
        " WHERE r.rung <> 'early' AND NOT EXISTS (SELECT 1 FROM ticket_events e"
        "  WHERE e.ticket_id = d.ticket_id AND e.kind = 'reminded' AND e.entered_at = r.fired_at)"
    ):
        yield Finding(Sort.BROKEN, f"the rung {row['rung']} of T{row['ticket_id']} has no event")


def _events(scene: Scene) -> Iterator[Finding]:
    yield from _histories(scene.database)


def _histories(database: sqlite3.Connection) -> Iterator[Finding]:
    """A ticket's events lead, by the table of moves, from its opening to the state that it has."""
    states = {row["id"]: State(row["state"]) for row in database.execute("SELECT id, state FROM tickets")}
    reached: dict[int, State] = {}
    opened: Counter[int] = Counter()
    for row in database.execute("SELECT ticket_id, kind, state FROM ticket_events ORDER BY id"):
        ticket, state = row["ticket_id"], State(row["state"])
        before = reached.get(ticket)
        opened[ticket] += row["kind"] == "opened"
        if before is not None and state is not before and not _leads(row["kind"], before, state):
            yield Finding(Sort.BROKEN, f"T{ticket} went from {before} to {state} by {row['kind']}")
        reached[ticket] = state
    for ticket, state in states.items():
        if reached.get(ticket) is not state:
            yield Finding(Sort.BROKEN, f"T{ticket} is {state}, its last event says {reached.get(ticket)}")
        if opened[ticket] > 1:
            yield Finding(Sort.DOUBLED, f"T{ticket} was opened {opened[ticket]} times")


def _leads(kind: str, before: State, after: State) -> bool:
    if kind not in _MOVES:
        return after in _WITHOUT_MOVE.get((kind, before), set())
    rule = MOVES[Move(kind)]
    return before in rule.sources and (rule.target is Goal.BEFORE or rule.target is after)


def _file(scene: Scene) -> Iterator[Finding]:
    for row in scene.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Finding(Sort.BROKEN, f"integrity_check: {row[0]}")
    for row in scene.rows("PRAGMA foreign_key_check"):
        yield Finding(Sort.BROKEN, f"row {row['rowid']} of {row['table']} refers to nothing")


LOOKS: tuple[Callable[[Scene], Iterator[Finding]], ...] = (
    _updates,
    _posts,
    _notices,
    _messages,
    _cards,
    _signs,
    _clocks,
    _events,
    _file,
)
