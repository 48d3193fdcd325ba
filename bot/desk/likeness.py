"""Likeness: a photo that was seen before opens a resolution again, or joins two reports of one thing."""

from __future__ import annotations

from datetime import datetime

from bot.desk.acts import Act
from bot.desk.handling import check_open, perform
from bot.desk.office import Office
from bot.domain.likeness import ALIKE, SAME_SPOT
from bot.domain.people import THE_BOT
from bot.domain.posts import MediaPurpose
from bot.domain.refusals import Refused
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import Wish
from storage import likenesses, media, tickets
from storage.likenesses import Seen
from storage.media import StoredMedia
from storage.transaction import Tx


def note_stored(
    tx: Tx, office: Office, item: StoredMedia, path: str, sha256: str, size: int, likeness: int | None, now: datetime
) -> None:
    """A file was fetched: keep where it lies and what it looks like, and look whether it was seen before."""
    if not media.note_stored(tx, item.id, path, sha256, size):
        return
    if likeness is not None:
        likenesses.note(tx, item.id, likeness)
    if item.purpose is MediaPurpose.PROOF and item.ticket_id is not None:
        _check_proof(tx, office, item, likenesses.seen_before(tx, item.id, sha256, likeness, ALIKE), now)
    elif item.purpose is MediaPurpose.REPORT and item.post_id is not None:
        _join_alike(tx, office, item, likenesses.seen_before(tx, item.id, sha256, likeness, ALIKE), now)


_PROOFS = frozenset({MediaPurpose.PROOF, MediaPurpose.EARLIER_PROOF})
_OF_THE_WORK = frozenset({MediaPurpose.NOTE, MediaPurpose.STAGE})
"""Sent while it was worked on: what showed that it is mended may prove the whole, too."""


def _check_proof(tx: Tx, office: Office, item: StoredMedia, seen: list[Seen], now: datetime) -> None:
    """An after-photo that is an old one proves nothing: the ticket goes back to work, with where the photo is from."""
    ticket = tickets.load(tx, item.ticket_id) if item.ticket_id is not None else None
    if ticket is None or ticket.state is not State.RESOLVED:
        return
    for one in seen:
        words = _doubt(tx, office, ticket, one)
        if words is not None:
            perform(tx, office, Act(THE_BOT, ticket.id, Move.DOUBT, words), now)
            return


def _doubt(tx: Tx, office: Office, ticket: Ticket, seen: Seen) -> str | None:
    """What speaks against the proof; None for a photo that may well be alike."""
    own = _tickets_of(tx, seen)
    kindred = any(_kindred(ticket, other) for other in own)
    if seen.off > SAME_SPOT and (kindred or seen.purpose not in _PROOFS):
        return None  # what was reported, here or elsewhere, may well look nearly like what was mended
    if kindred:
        return None if seen.purpose in _OF_THE_WORK else office.texts.plain("doubt.own")
    return office.texts.plain("doubt.other", number=own[0].number) if own else None


def _kindred(ticket: Ticket, other: Ticket) -> bool:
    """The ticket itself, another problem of the same post, or one that helps it."""
    return ticket.post_id == other.post_id


def _tickets_of(tx: Tx, seen: Seen) -> list[Ticket]:
    if seen.ticket_id is not None:
        found = tickets.load(tx, seen.ticket_id)
        return [found] if found is not None else []
    return tickets.of_post(tx, seen.post_id) if seen.post_id is not None else []


def _join_alike(tx: Tx, office: Office, item: StoredMedia, seen: list[Seen], now: datetime) -> None:
    """Two couriers photographed one thing, or one sent it again: the later report supports the earlier."""
    fresh = tickets.of_post(tx, item.post_id) if item.post_id is not None else []
    if len(fresh) != 1:  # of several problems nobody knows which one the photo shows
        return
    ticket = fresh[0]
    for one in seen:
        if one.purpose is not MediaPurpose.REPORT:
            continue
        for other in _tickets_of(tx, one):
            if _is_one_thing(ticket, other, office, now):
                act = Act(THE_BOT, ticket.id, Move.MERGE, office.texts.plain("merge.alike"), Wish(ticket=other.id))
                _try(tx, office, act, ticket, now)
                return


def _is_one_thing(ticket: Ticket, other: Ticket, office: Office, now: datetime) -> bool:
    """The same photo of the same kind of thing, where the earlier is open and the place says nothing else."""
    if other.id >= ticket.id or other.state.is_over or other.state is State.RESOLVED or other.lead_unit is not None:
        return False
    if now - other.created_at > office.duplicate_window or ticket.category != other.category:
        return False
    said = ((ticket.place_name, other.place_name), (ticket.address, other.address))
    apart = any(one and another and one != another for one, another in said)
    return not apart and (ticket.emergency is other.emergency or other.emergency)


def _try(tx: Tx, office: Office, act: Act, ticket: Ticket, now: datetime) -> None:
    """Somebody may have moved it meanwhile: then it stays what it is."""
    try:
        check_open(tx, office, ticket, act.move, act.person)
    except Refused:
        return
    perform(tx, office, act, now)
