"""The buttons of who reported it: 已解决 and 未解决 below a closure, stars after that, 有异议 below a rejection."""

from __future__ import annotations

from bot.domain.tickets import Capacity, Move, Ticket
from bot.domain.wishes import STARS
from bot.notices.buttons import ON_CLOSURE, Buttons, offered, pairs
from bot.notices.texts import Texts

_REPORTER = frozenset({Capacity.REPORTER})


def closure_buttons(
    texts: Texts, ticket: Ticket, *, thanked: bool = False, final: bool = False, stars: int | None = None
) -> Buttons:
    """已解决 · 未解决; a ticket that a review closed can still be objected to.

    `thanked`: they said that it is solved, and are asked for one to five stars, which they may change (`stars` are
    those that were given); `final`: nobody is left who might say that it is not.
    """
    gone = {Move.CONFIRM} if thanked else set()
    gone |= {Move.DISPUTE} if final else set()
    asked = [move for move in ON_CLOSURE if move not in gone]
    rows = pairs(offered(texts, ticket, _REPORTER, asked))
    return [star_buttons(texts, ticket, stars), *rows] if thanked else rows


def star_buttons(texts: Texts, ticket: Ticket, given: int | None = None) -> list[tuple[str, str]]:
    """One row: the worse first, as they are counted."""
    labels = {count: texts.plain("button.star", count=count) for count in STARS}
    if given is not None:
        labels[given] = texts.plain("button.star_given", count=given)
    return [(label, f"{Move.THANK.value}:{ticket.id}:{count}") for count, label in labels.items()]


def objection_button(texts: Texts, ticket: Ticket) -> Buttons:
    """有异议, below a rejection; once."""
    if ticket.objected:
        return []
    return pairs(offered(texts, ticket, _REPORTER, (Move.OBJECT,)))
