"""Pairs: the closure shows before and after in one picture, once both photos are here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.messages import edit_message
from bot.desk.office import Office
from bot.domain.notices import Call, NoticeKind
from bot.domain.posts import MediaKind, MediaPurpose
from bot.domain.tickets import State, Ticket
from storage import media, messages, notices, tickets
from storage.notices import Notice
from storage.transaction import Tx

_LOOKED_AT = 200
_SHOWN = frozenset({State.RESOLVED, State.CLOSED})
"""A reporter may have said 已解决 before the photo was fetched."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two photos of a ticket, as paths in the media folder."""

    ticket_id: int
    before: str
    after: str


def to_make(tx: Tx, ticket_id: int | None) -> list[Pair]:
    """The pairs that closures still lack: of one ticket, or at the start of all that wait for their review."""
    if ticket_id is None:
        found = tickets.in_states(tx, (State.RESOLVED,), _LOOKED_AT)
    else:
        one = tickets.load(tx, ticket_id)
        found = [one] if one is not None and one.state in _SHOWN else []
    return [pair for ticket in found if (pair := _pair(tx, ticket)) is not None]


def _pair(tx: Tx, ticket: Ticket) -> Pair | None:
    closure = _closure(tx, ticket.id)
    if closure is None or notices.of_key(tx, _key(closure)) is not None:
        return None
    before = _paths(media.of_post(tx, ticket.post_id))
    after = _paths(media.of_ticket(tx, ticket.id, MediaPurpose.PROOF))
    return Pair(ticket.id, before[0], after[-1]) if before and after else None


def _paths(kept: list[media.StoredMedia]) -> list[str]:
    return [item.path for item in kept if item.kind is MediaKind.PHOTO and item.path is not None]


def _closure(tx: Tx, ticket_id: int) -> Notice | None:
    """The standing closure that shows the after-photo as it came."""
    for notice in messages.standing(tx, ticket_id, NoticeKind.CLOSURE):
        if notice.call is Call.SEND_PHOTO and isinstance(notice.payload.get("photo"), str):
            return notice
    return None


def _key(closure: Notice) -> str:
    return f"pair:{closure.id}"


def show(tx: Tx, office: Office, pair: Pair, made: str, now: datetime) -> None:
    """The picture takes the place of the after-photo; one that has not left yet leaves with it."""
    ticket = tickets.load(tx, pair.ticket_id)
    closure = _closure(tx, pair.ticket_id)
    if ticket is None or ticket.state not in _SHOWN or closure is None:
        return
    if notices.amend(tx, closure.id, closure.call, {**closure.payload, "photo": {"made": made}}):
        return
    form = messages.newest_form(tx, closure)
    picture = {"type": "photo", "media": {"made": made}, "caption": form["caption"], "parse_mode": "HTML"}
    payload = {"media": picture, "reply_markup": form["reply_markup"]}
    edit_message(tx, closure, Call.EDIT_MEDIA, payload, _key(closure), now)
