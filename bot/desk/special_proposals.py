"""Proposals: once a week the coordinators read what came back again, with evidence, and may take it on by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import reach, rounds
from bot.desk.office import Office
from bot.desk.rounds import Message, Round
from bot.desk.special_standing import shared_names, units_on
from bot.domain.notices import NoticeKind
from bot.domain.special_recurrences import Recurrence, most_often, recurrences
from bot.notices.special_buttons import proposal_buttons
from bot.notices.special_lists import MOST_PROPOSED, Proposed, proposals_text
from storage import special_recurrences
from storage.rounds import Waiting
from storage.transaction import Tx

NAME = "special"
_GROUND = "ground"
"""The readers on one unit's ground: ground:CODE; those of the whole area: area."""
_AREA = "area"
_PIECE = 200
"""Places in one piece."""


@dataclass(frozen=True, slots=True)
class Search:
    """For what keeps coming back on a ground (None: the whole area), place by place, in pieces that hold up nobody."""

    ground: str | None
    start: datetime
    fresh_since: datetime
    shared: frozenset[str]
    pieces: tuple[tuple[str, ...], ...]

    def look(self, tx: Tx, office: Office, piece: Sequence[str]) -> list[Recurrence]:
        """What recurs at some of the places. It only reads."""
        times, units = office.special.times, units_on(office, self.ground)
        found = special_recurrences.recurring(tx, piece, self.start, self.fresh_since, times, units)
        return recurrences(found, times, self.ground, self.shared)


def search(tx: Tx, office: Office, ground: str | None, now: datetime, fresh_since: datetime | None = None) -> Search:
    """At every place of the book; with `fresh_since` only where something on the ground was reported since then."""
    if fresh_since is None:
        names = sorted({place.name for place in office.area.places})
    else:
        names = special_recurrences.places_since(tx, fresh_since, units_on(office, ground))
    pieces = tuple(tuple(names[start : start + _PIECE]) for start in range(0, len(names), _PIECE))
    return Search(ground, now - office.special.window, fresh_since or now, shared_names(office), pieces)


def recurring(
    tx: Tx, office: Office, ground: str | None, now: datetime, fresh_since: datetime | None = None
) -> list[Recurrence]:
    """All of a search at once, most often first. Each belongs to no special action."""
    wanted = search(tx, office, ground, now, fresh_since)
    return sorted((one for piece in wanted.pieces for one in wanted.look(tx, office, piece)), key=most_often)


def with_evidence(tx: Tx, office: Office, what: Sequence[Recurrence], now: datetime) -> list[Proposed]:
    """The first of them, each with its tickets of the window."""
    start = now - office.special.window
    proposed = []
    for one in what[:MOST_PROPOSED]:
        found = special_recurrences.evidence(tx, one.category, one.place_name, units_on(office, one.ground), start)
        proposed.append(Proposed(one, [ticket for ticket in found if ticket.created_at >= start]))
    return proposed


def has_proposals(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether a round of that moment has anything to tell of the whole area."""
    if office.special.propose is None:
        return False
    return any(one.fresh for one in recurring(tx, office, None, at, rounds.last_began(ROUND, tx, at)))


def _readers(tx: Tx, office: Office, since: datetime, now: datetime) -> dict[str, int]:
    """Everybody who may coordinate: whether there is anything to tell is looked up beside the writes."""
    return dict.fromkeys([_AREA, *(f"{_GROUND}:{unit.code}" for unit in office.area.units)], 1)


def _write(tx: Tx, office: Office, reader: Waiting, now: datetime) -> Sequence[Message]:
    kind, _, code = reader.reader.partition(":")
    ground = code if kind == _GROUND else None
    seats = reach.coordinator_seats(tx) if ground is None else reach.ground_seats(tx, ground)
    what = [one for one in recurring(tx, office, ground, now, reader.since) if one.fresh] if seats else []
    if not what:
        return ()
    proposed = with_evidence(tx, office, what, now)
    text = proposals_text(office.texts, office.area, office.special, proposed, len(what), office.zone)
    rows = proposal_buttons(office.texts, [one.what for one in proposed])
    day = now.astimezone(office.zone).date()
    waiting = {seat: f"proposals:{code}:{seat.chat_id}:{seat.topic or 0}" for seat in seats}
    return [Message(seat, f"{place}:{day}", text, rows, coalesce=place) for seat, place in waiting.items()]


ROUND = Round(
    NAME,
    NoticeKind.DIGEST,
    usual=timedelta(days=7),
    when=lambda office: office.special.propose,
    readers=_readers,
    write=_write,
)
