"""Requests: what a coordinator is asked to agree to, and how its message tells what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import reach
from bot.desk.acts import Act
from bot.desk.messages import edit_message, keyboard, say
from bot.desk.office import Office
from bot.domain.durations import Duration
from bot.domain.moves import MOVES
from bot.domain.notices import Call, Errand, NoticeKind
from bot.domain.tickets import Move, Ticket
from bot.domain.wishes import Wish
from bot.notices.buttons import consent_buttons
from bot.notices.markup import Markup, cut
from bot.notices.times import day
from storage import messages, requests
from storage.requests import Outcome, Request
from storage.transaction import Tx

_COUNTED_IN_DAYS = 3
"""So many whole days are told in days where a span is held in hours."""


def put(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """Keep the request and show it to the coordinators with 同意 and 不同意."""
    number = requests.add(tx, ticket.id, act.move, act.person.id, act.person.name, act.wish, act.words, now)
    request = requests.load(tx, number)
    if request is None:
        return
    text, rows = _text(office, ticket, request), consent_buttons(office.texts, ticket, number)
    for seat in reach.watching_seats(tx, office.area, ticket):
        key = Errand.REQUEST.key(ticket.id, number, seat.chat_id)
        say(tx, seat, NoticeKind.ALERT, key, text, now, rows=rows, ticket_id=ticket.id)


def _text(office: Office, ticket: Ticket, request: Request) -> Markup:
    texts = office.texts
    return texts.say(
        "request",
        number=ticket.number,
        unit=office.area.unit_name(ticket.unit_code) or "",
        name=cut(request.person_name, 40),
        move=texts.plain(f"move.{request.move.value}"),
        wish=wish_line(office, request.wish),
        words=texts.say("event.words", words=cut(request.words, 200)) if request.words else "",
        place=cut(ticket.place or "", 100),
        summary=cut(ticket.summary, 100),
    )


def wish_line(office: Office, wish: Wish) -> Markup:
    """给市城管局, 2天, 到3月15日: what a move is to be made with, as people read it."""
    texts, parts = office.texts, []
    if wish.units:
        names = "、".join(office.area.unit_name(code) or code for code in wish.units)
        parts.append(texts.say("wish.units", units=names))
    if wish.span is not None:
        parts.append(texts.say("wish.span", span=_span_words(wish.span)))
    if wish.until is not None:
        parts.append(texts.say("wish.until", until=day(wish.until, office.zone)))
    if wish.ticket is not None:
        parts.append(texts.say("wish.ticket", number=f"T{wish.ticket}"))
    return Markup("".join(parts))


def _span_words(span: Duration) -> str:
    """110天 for 2640小时: what nobody counts in. 延到3月15日 is held in seconds, which always run through."""
    days, rest = divmod(span.flat(), timedelta(days=1))
    in_days = not rest and (days >= _COUNTED_IN_DAYS or span.unit == "s")
    return f"{days}天" if in_days else span.on_screen()


def settle(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    request: Request,
    outcome: Outcome,
    last: Markup,
    by: int | None,
    now: datetime,
) -> None:
    """Nobody need say anything to it any more: its messages lose their buttons and say what became of it."""
    requests.settle(tx, request.id, outcome, by, now)
    text = Markup(f"{_text(office, ticket, request)}\n{last}")
    prefix = Errand.REQUEST.key(ticket.id, request.id, "")
    for notice in messages.standing(tx, ticket.id, NoticeKind.ALERT):
        if notice.key.startswith(prefix):
            payload = {"text": text, "reply_markup": keyboard([])}
            edit_message(tx, notice, Call.EDIT_TEXT, payload, f"settled:{notice.id}", now)


def overtake(tx: Tx, office: Office, before: Ticket, after: Ticket, made: Act | None, now: datetime) -> None:
    """The ticket went another way: what can no longer be done, was just made, or was reached by another move, is not
    asked for any more; nor is what was asked for by a unit that has the ticket no longer, and whose wish would bind
    the next one.
    """
    gone = before.unit_code != after.unit_code
    for request in requests.waiting(tx, after.id):
        over = gone or after.state not in MOVES[request.move].sources
        if over or (made is not None and (request.move is made.move or _is_reached(request, before, after, made))):
            last = office.texts.say("request.overtaken")
            settle(tx, office, after, request, Outcome.OVERTAKEN, last, None, now)


_SHARING = frozenset({Move.SPLIT, Move.WHISTLE})


def _is_reached(request: Request, before: Ticket, after: Ticket, made: Act) -> bool:
    """Whether a move of another kind gave what is asked for: as much time, or the same units at work."""
    wish = request.wish
    if request.move in {Move.SPLIT, Move.TRANSFER} and made.move in _SHARING:
        return set(wish.units) <= set(made.wish.units)
    if after.due_at is None or before.due_at is None or after.due_at == before.due_at:
        return False
    if wish.until is not None:
        return after.due_at >= wish.until
    return wish.span is not None and after.due_at >= before.due_at + wish.span.flat()
