"""A desk to test at: the small town in its database, the office beside it, and a clock in hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from functools import cache
from typing import Any

from bot.desk import conversation, outbox, outcomes, taps
from bot.desk.office import Office
from bot.desk.outcomes import Outcome, Report
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Ladder, Ladders, Limits, QuietHours
from bot.domain.durations import Duration
from bot.domain.notices import Call
from bot.domain.people import Person
from bot.domain.posts import Media, MediaKind, Post, Sender
from bot.domain.refusals import Refused
from bot.domain.shares import Share
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Ticket
from bot.domain.workdays import DayCount
from bot.notices.texts import Texts
from bot.reading.reader import Reader
from bot.recurrence import next_run
from storage import events, notices, people, tickets
from storage import outbox as stored_outbox
from storage.notices import Notice
from storage.transaction import Tx, end
from tests.desk.databases import IDLE, opened
from tests.desk.town import AREA, CHEN, DAY, DEPOT, HALL, HE, HOUR, LI, MONDAY, OFFICE, RIDERS, SUN, WANG, ZHOU, ZONE

__all__ = [
    "AREA",
    "CHEN",
    "DAY",
    "DEPOT",
    "HALL",
    "HE",
    "HOUR",
    "LI",
    "MONDAY",
    "OFFICE",
    "RIDERS",
    "SUN",
    "WANG",
    "ZHOU",
    "ZONE",
]
"""The town, handed on: who sits at a desk needs its people and chats."""


def _span(written: str) -> Duration:
    return Duration.parse(written)


@cache
def _reader() -> Reader:
    return Reader(AREA)


def ladders(before_due: tuple[Share | Duration, ...], overdue: tuple[Duration, ...]) -> Ladders:
    """The usual ladder as said, an emergency's as the config has it."""
    urgent = Ladder(before_due, (_span("0s"), _span("15m"), _span("1h")), round_the_clock=True)
    return Ladders(Ladder(before_due, overdue), urgent)


def an_office(**facts: Any) -> Office:
    """The defaults of the config, but for quiet hours, which are off."""
    classes = dict(zip(TimeClass, map(_span, ("2h", "1d", "3d", "5d")), strict=True))
    usual: dict[str, Any] = {
        "area": AREA,
        "area_version": 1,
        "reader": _reader(),
        "texts": Texts(),
        "zone": ZONE,
        "days": DayCount(ZONE),
        "limits": Limits(
            classes, response=_span("4h"), dispatch=_span("1h"), review=_span("7d"), question=_span("30m")
        ),
        "ladders": ladders((Share(0.75),), (_span("0s"), _span("1d"), _span("5d"))),
        "quiet": QuietHours(),
        "digest": time(8, 30),
        "next_run": next_run(ZONE),
    }
    return Office(**(usual | facts))


NIGHT = QuietHours(((time(21), time(8)),))


NEW = ["受理", "办结", "转派", "退回", "延期", "更多 ›"]
TAKEN = NEW[1:]
"""The buttons of a card that nobody has accepted yet, and of one that somebody has."""


class Desk:
    """The desk with its clock: say something, tap something, deliver what was queued, look at what is there."""

    def __init__(self, tx: Tx, office: Office, connection: sqlite3.Connection) -> None:
        self.tx = tx
        self.office = office
        self.now = MONDAY
        self._connection = connection
        self._messages = 100
        self._sent = 5000

    def later(self, wait: timedelta = timedelta(seconds=1)) -> None:
        self.now += wait

    def post(
        self, text: str = "", sender: Sender = WANG, chat: int = RIDERS, *, photo: bool = False, **facts: Any
    ) -> Post:
        """A message of somebody; `photo` adds one of its own."""
        self._messages += 1
        number = self._messages
        picture = Media(MediaKind.PHOTO, f"file{number}", f"unique{number}", 1000)
        usual: dict[str, Any] = {"sent_at": self.now, "media": (picture,) if photo else ()}
        return Post(chat, number, sender, text=text, **(usual | facts))

    def say(self, text: str = "", sender: Sender = WANG, chat: int = RIDERS, **facts: Any) -> Post:
        """The same, taken by the desk."""
        post = self.post(text, sender, chat, **facts)
        self.take(post)
        return post

    def take(self, post: Post) -> None:
        conversation.take_message(self.tx, self.office, post, self.now)

    def edit(self, post: Post, text: str) -> None:
        changed = Post(post.chat_id, post.message_id, post.sender, post.sent_at, text, post.media, edited_at=self.now)
        conversation.take_edit(self.tx, self.office, changed, self.now)

    def report(self, text: str = "东湖花园3栋的垃圾桶坏了", **facts: Any) -> Ticket:
        """A report of one problem, delivered. Returns its ticket."""
        before = {ticket.id for ticket in tickets.every(self.tx)}
        self.say(text, **facts)
        (fresh,) = [ticket for ticket in tickets.every(self.tx) if ticket.id not in before]
        self.deliver()
        return self.ticket(fresh.id)

    def tap(
        self, sender: Sender, data: str, message: Notice | None = None, chat: int = OFFICE, number: int = 1
    ) -> Answer:
        """A press of a button with this data, below a message of the bot if one is given, or below any other."""
        where, number = (message.chat_id, message.message_id or number) if message else (chat, number)
        tap = Tap(sender.id, sender.name, where, number, data)
        self._connection.execute("SAVEPOINT tap")  # as the edge does: a refusal leaves nothing behind
        try:
            return taps.take_tap(self.tx, self.office, tap, self.now)
        except Refused as refused:
            self._connection.execute("ROLLBACK TO tap")
            return taps.refusal(self.office, refused)
        finally:
            self._connection.execute("RELEASE tap")

    @contextmanager
    def tried(self) -> Iterator[None]:
        """Whatever is done inside is undone at its end."""
        before = self.now, self._messages, self._sent
        self._connection.execute("SAVEPOINT tried")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK TO tried")
            self._connection.execute("RELEASE tried")
            self.now, self._messages, self._sent = before

    def person(self, sender: Sender) -> Person:
        return people.load(self.tx, sender.id, sender.name)

    def open_private(self, *senders: Sender) -> None:
        """They have started the bot."""
        for sender in senders:
            people.remember(self.tx, sender.id, sender.name, None)
            people.note_private_chat(self.tx, sender.id, open_=True)

    def ticket(self, number: int = 1001) -> Ticket:
        ticket = tickets.load(self.tx, number)
        assert ticket is not None
        return ticket

    def tickets(self) -> list[Ticket]:
        return list(tickets.every(self.tx))

    def events(self, number: int = 1001) -> list[str]:
        return [event.kind for event in events.history(self.tx, number)]

    def deliver(self) -> list[Notice]:
        """Send all that may leave now; Telegram takes everything. Returns the notices in the order they left."""
        left = []
        for chat_id in [chat.chat_id for chat in stored_outbox.chats_waiting(self.tx, self.now)]:
            while (outgoing := outbox.next_for(self.tx, self.office, chat_id, self.now, counted=True)) is not None:
                self._sent += 1
                outcomes.settle(self.tx, self.office, outgoing.notice, Report(Outcome.SENT, self._sent), self.now)
                left.append(self.notice(outgoing.notice.id))
        return left + self.deliver() if left else []

    def notice(self, notice_id: int) -> Notice:
        notice = notices.load(self.tx, notice_id)
        assert notice is not None
        return notice

    def notices(self, *, chat: int | None = None, kind: str | None = None, state: str | None = None) -> list[Notice]:
        """Notices of a chat, kind and state, oldest first."""
        found = [self.notice(row["id"]) for row in self.tx.rows("SELECT id FROM notices ORDER BY id")]
        return [
            notice
            for notice in found
            if chat in {None, notice.chat_id} and kind in {None, notice.kind} and state in {None, notice.state}
        ]

    def queued(self, **facts: Any) -> list[Notice]:
        return self.notices(state="queued", **facts)

    def the(self, kind: str, chat: int | None = None) -> Notice:
        """The one standing message of this kind."""
        (notice,) = [
            notice
            for notice in self.notices(chat=chat, kind=kind)
            if notice.state in {"queued", "sent"} and not notice.gone and notice.call.value.startswith("send")
        ]
        return notice

    def sign(self, post: Post) -> str | None:
        """The newest of the bot's reactions on a message, also one on its way."""
        signs = [
            notice.payload["reaction"][0]["emoji"] if notice.payload["reaction"] else None
            for notice in self.notices(chat=post.chat_id, kind="reaction")
            if notice.message_id == post.message_id and notice.call is Call.REACT and notice.state != "dropped"
        ]
        return signs[-1] if signs else None

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that the database holds."""
        names = self.tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return {row["name"]: [tuple(line) for line in self.tx.rows(f"SELECT * FROM {row['name']}")] for row in names}


def text_of(notice: Notice) -> str:
    return str(notice.payload.get("text") or notice.payload.get("caption") or "")


def buttons_of(notice: Notice) -> list[str]:
    rows = notice.payload.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def data_of(notice: Notice, label: str) -> str:
    rows = notice.payload["reply_markup"]["inline_keyboard"]
    (data,) = [button["callback_data"] for row in rows for button in row if button["text"] == label]
    return str(data)


@contextmanager
def a_desk(*, book: bool = True, **facts: Any) -> Iterator[Desk]:
    """A desk on a database of its own; without `book`, nobody holds a role and no chat is bound."""
    idle = IDLE.setdefault(book, [])
    connection = idle.pop() if idle else opened(book)
    connection.execute("BEGIN")
    tx = Tx(connection)
    try:
        yield Desk(tx, an_office(**facts), connection)
    finally:
        end(tx)
        connection.execute("ROLLBACK")
        idle.append(connection)
