"""Under the glass: the ticket behind a message, its history and its notices, and how the post was read and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.demo.wording import (
    CLOCKS,
    FACTS,
    KINDS,
    NOTICES,
    REASONS,
    RULES,
    as_json,
    event_phrase,
    missed_phrase,
    reminded_phrase,
    state_phrase,
)
from bot.desk.office import Office
from bot.domain.deadlines import Clock, Rung
from bot.domain.notices import Call
from bot.domain.readings import Kind
from bot.domain.routing import Rule, route_number
from bot.domain.tickets import Ticket, read_number
from bot.notices.cards import category_line
from bot.notices.times import moment
from bot.sandbox import BotAccount, Message
from bot.sandbox.page.backstage import Phrase
from storage import chats, deadlines, events, media, notices, posts, tickets
from storage.events import Event
from storage.notices import Notice
from storage.times import maybe_ms, to_ms
from storage.transaction import Tx

Json = dict[str, Any]

_OF_UNIT = frozenset({"opened", "reminded", "missed"})
"""Events whose words do not name the unit that they concern."""


def behind(tx: Tx, office: Office, bot: BotAccount, message: Message) -> Json | None:
    """What the bot's database holds behind a message, as Backstage.behind says.

    Somebody's words without a ticket are told as they are read: `no` is "" then. None: there is nothing to tell.
    """
    about = tickets_behind(tx, bot, message)
    if about:
        return _told(tx, office, about[0], about[1:])
    if message.sender is bot or not message.words.text:
        return None
    kind = office.reader.read(message.words.text).kind
    if kind is Kind.REPORT:  # written where the bot takes no reports, or not taken in yet
        return None
    return {"no": "", "facts": [], "events": [], "notices": [], "reading": [as_json(KINDS[kind])]}


def tickets_behind(tx: Tx, bot: BotAccount, message: Message) -> list[Ticket]:
    """The tickets that a message is about: by its notice, as a report, as a proof, or by what it replies to."""
    chat_id, number = message.chat.id, message.id_for(bot)
    notice = notices.of_message(tx, chat_id, number) if message.sender is bot else None
    if notice is not None:
        return list(_existing(tx, _numbers(notice)))
    if (post := posts.find(tx, chat_id, number)) is not None:
        return tickets.of_post(tx, post.id)
    if shown := media.tickets_of_message(tx, chat_id, number):
        return list(_existing(tx, shown))
    return tickets_behind(tx, bot, message.reply_to) if message.reply_to is not None else []


def _numbers(notice: Notice) -> list[int]:
    """A reminder tells of several tickets, by their numbers."""
    if notice.ticket_id is not None:
        return [notice.ticket_id]
    named = map(read_number, notice.payload.get("lines", {}))
    return [number for number in named if number is not None]


def _existing(tx: Tx, numbers: Sequence[int]) -> Iterator[Ticket]:
    for number in numbers:
        if (ticket := tickets.load(tx, number)) is not None:
            yield ticket


def _told(tx: Tx, office: Office, ticket: Ticket, others: Sequence[Ticket]) -> Json:
    kept = notices.about(tx, ticket.id, ticket.chat_id, ticket.message_id)
    return {
        "no": ticket.number,
        "facts": [[as_json(label), as_json(value)] for label, value in _facts(tx, office, ticket, others)],
        "events": [_event(office, event) for event in events.history(tx, ticket.id)],
        "notices": [_notice(tx, notice) for notice in kept],
        "reading": [as_json(phrase) for phrase in _reading(office, ticket, tickets.why(tx, ticket.id))],
    }


def _facts(tx: Tx, office: Office, ticket: Ticket, others: Sequence[Ticket]) -> Iterator[tuple[Phrase, Phrase]]:
    yield FACTS["state"], state_phrase(office.texts, ticket.state)
    yield FACTS["unit"], _same(office.area.unit_name(ticket.unit_code) or "–")
    yield FACTS["place"], _same(ticket.place or "–")
    yield FACTS["category"], _category(office, ticket)
    yield FACTS["class"], Phrase(f"{ticket.time_class.on_screen()} · {ticket.limit.on_screen()}", _class(ticket))
    for deadline in sorted(deadlines.running(tx, ticket.id).values(), key=lambda one: one.due_at):
        yield CLOCKS[deadline.clock], _moment(deadline.due_at, office.zone)
    yield FACTS["reporter"], _same(ticket.reporter_name)
    yield FACTS["created"], _moment(ticket.created_at, office.zone)
    if ticket.reopened:
        yield FACTS["reopened"], _same(str(ticket.reopened))
    if others:
        yield FACTS["siblings"], _same(" ".join(other.number for other in others))


def _category(office: Office, ticket: Ticket) -> Phrase:
    named = category_line(office.texts, office.area, ticket)
    return _same(named) if ticket.category is not None else Phrase(named, "none")


def _same(words: str) -> Phrase:
    return Phrase(words, words)


def _class(ticket: Ticket) -> str:
    return f"{ticket.time_class.value} · {ticket.limit}"


def _moment(at: datetime, zone: tzinfo) -> Phrase:
    local = at.astimezone(zone)
    return Phrase(moment(at, zone), f"{local.day} {local:%b %H:%M}")


def _event(office: Office, event: Event) -> Json:
    return {
        "at": to_ms(event.done_at),
        "what": as_json(_happening(office, event)),
        "who": event.actor_name or office.texts.plain("name.bot"),
        "details": event.words or (_unit(office, event) if event.kind in _OF_UNIT else ""),
    }


def _happening(office: Office, event: Event) -> Phrase:
    if event.kind == "missed":
        return missed_phrase(Clock(event.details["clock"]))
    if event.kind != "reminded":
        return event_phrase(office.texts, event.kind, _unit(office, event))
    return reminded_phrase(office.texts, Rung(event.details["rung"]), Clock(event.details["clock"]))


def _unit(office: Office, event: Event) -> str:
    return office.area.unit_name(event.unit_code) or ""


def _notice(tx: Tx, notice: Notice) -> Json:
    """`error` is the program's own line: why a notice was dropped, or what Telegram refused."""
    chat = chats.title(tx, notice.chat_id)
    return {
        "what": as_json(_what(notice, f" → {chat}" if chat else "")),
        "state": notice.state.value,
        "at": maybe_ms(notice.sent_at),
        "attempts": notice.attempts,
        "error": notice.error or "",
    }


def _what(notice: Notice, where: str) -> Phrase:
    phrase = NOTICES[notice.kind]
    signs = notice.payload["reaction"] if notice.call is Call.REACT else []
    emoji = signs[0]["emoji"] if signs else ""
    return Phrase(f"{phrase.zh}{emoji}{where}", f"{phrase.en} {emoji}".rstrip() + where)


def _reading(office: Office, ticket: Ticket, why: Sequence[str]) -> Iterator[Phrase]:
    yield KINDS[Kind.REPORT]
    for reason in why:
        yield _reason(reason)
    if ticket.category is not None:
        named, sure = category_line(office.texts, office.area, ticket), f"{ticket.confidence:.0%}"
        yield Phrase(f"类别“{named}”，把握 {sure}", f"category “{named}”, {sure} sure")
    yield _decided(office, ticket)


def _reason(written: str) -> Phrase:
    """A matched span, as storage keeps it: place:龙西小区@0-4."""
    kind, _, rest = written.partition(":")
    words, _, span = rest.rpartition("@")
    meaning = REASONS.get(kind, Phrase(kind, kind))
    return Phrase(f"“{words}”：{meaning.zh}（{span}）", f"“{words}”: {meaning.en} ({span})")


def _decided(office: Office, ticket: Ticket) -> Phrase:
    unit = office.area.unit_name(ticket.unit_code)
    if unit is None and ticket.rule is None:
        return Phrase("看不出归谁管：请协调员分派", "whose it is cannot be told: a coordinator dispatches it")
    why = _rule(ticket.rule or "")
    return why if unit is None else Phrase(f"派给{unit}：{why.zh}", f"goes to {unit}: {why.en}")


def _rule(rule: str) -> Phrase:
    """A rule that an older or newer version of the bot wrote is shown as it is written."""
    if (number := route_number(rule)) is not None:
        return Phrase(f"地名表第 {number} 条规则", f"route {number} of the area book")
    return RULES[Rule(rule)] if rule in set(Rule) else _same(rule)
