"""The choices of 并单 and 拆出同报: which ticket it may be the same as, which report was of something else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.tickets import Move, Ticket
from bot.notices.buttons import Buttons
from bot.notices.markup import cut
from bot.notices.texts import Texts


def merge_buttons(texts: Texts, ticket: Ticket, near: Sequence[Ticket]) -> Buttons:
    """The likeliest tickets, each in a row of its own; any other one by its number."""
    rows = [
        [
            (
                texts.plain(
                    "button.merge_into",
                    number=other.number,
                    place=cut(other.place or "", 20),
                    summary=cut(other.summary, 20),
                ),
                f"{Move.MERGE.value}:{ticket.id}:{other.id}",
            )
        ]
        for other in near
    ]
    last = [
        (texts.plain("button.other_number"), f"mergeno:{ticket.id}"),
        (texts.plain("button.back"), f"card:{ticket.id}"),
    ]
    return [*rows, last]


def detach_buttons(texts: Texts, ticket: Ticket, reports: Sequence[tuple[int, str]]) -> Buttons:
    """One a report: the id of its post, and whose it is or what it says."""
    rows = [[(label, f"{Move.DETACH.value}:{ticket.id}:{post_id}")] for post_id, label in reports]
    return [*rows, [(texts.plain("button.back"), f"card:{ticket.id}")]]
