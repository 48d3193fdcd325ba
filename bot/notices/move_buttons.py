"""The choices behind a unit's moves: 更多, ready reasons, how long, until when, which unit, which ticket."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.areas import Area
from bot.domain.durations import Duration
from bot.domain.moves import moves_open_to
from bot.domain.orders import Length, Measure
from bot.domain.tickets import Capacity, Move, Ticket
from bot.notices.buttons import BEHIND_MORE, PRESETS, Buttons, pairs, possible
from bot.notices.markup import cut
from bot.notices.texts import Texts
from bot.notices.unit_buttons import likely_buttons

SPANS = tuple(Duration.parse(written) for written in ("1d", "2d", "3d", "5d"))
"""By how much 延期 puts a ticket off at one tap."""

TERMS: dict[str, tuple[Length, str]] = {
    "1w": (Length(7, Measure.DAY), "span.week"),
    "2w": (Length(14, Measure.DAY), "span.week"),
    "1m": (Length(1, Measure.MONTH), "span.month"),
    "3m": (Length(3, Measure.MONTH), "span.month"),
}
"""For how long 挂账 sets a ticket aside at one tap, by what callback data says."""


_VERBS = {Move.REJECT: "refuse"}
"""A tap on 不是问题 in triage rejects at once; this one asks for the reason."""


def _back(texts: Texts, ticket: Ticket) -> tuple[str, str]:
    return texts.plain("button.back"), f"card:{ticket.id}"


def more_buttons(texts: Texts, ticket: Ticket, capacities: frozenset[Capacity]) -> Buttons:
    """更多 ›: the moves that are made seldom, and the way back to the card."""
    opened = moves_open_to(ticket.state, capacities)
    rows = pairs(
        (
            (texts.plain(f"move.{move.value}"), f"{_VERBS.get(move, move.value)}:{ticket.id}")
            for move in possible(ticket, BEHIND_MORE)
            if move in opened
        ),
        width=3,
    )
    return [*rows, [_back(texts, ticket)]]


def reason_choices(texts: Texts, ticket: Ticket, move: Move) -> Buttons:
    """The ready reasons of a move, and the way to another one."""
    ready = pairs(
        (texts.plain(f"reason.{move.value}.{number}"), f"preset:{ticket.id}:{move.value}:{number}")
        for number in range(1, PRESETS[move] + 1)
    )
    return [*ready, [(texts.plain("button.other_reason"), f"ask:{ticket.id}:{move.value}"), _back(texts, ticket)]]


def span_choices(texts: Texts, ticket: Ticket) -> Buttons:
    """1天 2天 3天 5天. The data says how often it was put off before: a second tap does not do it twice."""
    ready = [(span.on_screen(), f"extendto:{ticket.id}:{ticket.extended}:{span}") for span in SPANS]
    return [ready, [(texts.plain("button.other_span"), f"ask:{ticket.id}:{Move.EXTEND.value}"), _back(texts, ticket)]]


def term_choices(texts: Texts, ticket: Ticket) -> Buttons:
    """1周 2周 1个月 3个月."""
    ready = [(texts.plain(key, count=name[:-1]), f"suspendto:{ticket.id}:{name}") for name, (_, key) in TERMS.items()]
    return [ready, [(texts.plain("button.other_span"), f"ask:{ticket.id}:{Move.SUSPEND.value}"), _back(texts, ticket)]]


def transfer_choices(texts: Texts, area: Area, ticket: Ticket, units: Sequence[str]) -> Buttons:
    """The likely units, every other one behind a button, and the way back."""
    return likely_buttons(texts, area, ticket, Move.TRANSFER, units)


def unit_choices(texts: Texts, area: Area, ticket: Ticket, units: Sequence[str]) -> Buttons:
    """Below the question which unit is meant: those that it may be, and a way out."""
    rows = pairs((area.unit_name(code) or code, f"transferto:{ticket.id}:{code}") for code in units)
    return [*rows, [(texts.plain("button.cancel"), f"cancel:{ticket.id}")]]


def unit_choice(texts: Texts, ticket: Ticket, code: str) -> Buttons:
    """Below the question whether this unit is meant."""
    yes = (texts.plain("button.yes_unit"), f"transferto:{ticket.id}:{code}")
    return [[yes, (texts.plain("button.cancel"), f"cancel:{ticket.id}")]]


def claim_buttons(texts: Texts, claimed: Sequence[Ticket]) -> Buttons:
    """Below the question of which ticket a deed was told: 是 and 不是, or one a ticket and 都不是."""
    first = claimed[0]
    if len(claimed) == 1:
        return [
            [
                (texts.plain("button.yes"), f"claim:{first.id}:{first.id}"),
                (texts.plain("button.no"), f"cancel:{first.id}"),
            ]
        ]
    rows = [
        [
            (
                texts.plain(
                    "button.claimed", number=one.number, place=cut(one.place or "", 20), summary=cut(one.summary, 20)
                ),
                f"claim:{first.id}:{one.id}",
            )
        ]
        for one in claimed
    ]
    return [*rows, [(texts.plain("button.none_of_them"), f"cancel:{first.id}")]]
