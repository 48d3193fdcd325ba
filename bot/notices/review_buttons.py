"""Buttons that judge what was resolved: 复核通过 and 退回返工 of a list, and how help turned out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.tickets import Move, Ticket
from bot.domain.wishes import RATINGS
from bot.notices.buttons import Buttons, pairs
from bot.notices.texts import Texts

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def written_numbers(numbers: Iterable[int]) -> str:
    """Ticket numbers in base 36 between dots: eight of them fit into the 64 bytes of callback data."""
    return ".".join(_base36(number) for number in numbers)


def _base36(number: int) -> str:
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = _DIGITS[digit] + written
    return written or "0"


def read_numbers(written: str) -> list[int]:
    """What `written_numbers` wrote; empty where it is nothing of that kind."""
    parts = written.split(".")
    if not all(0 < len(part) <= 12 and set(part) <= set(_DIGITS) for part in parts):
        return []
    return [int(part, 36) for part in parts]


def review_buttons(texts: Texts, tickets: Sequence[Ticket]) -> Buttons:
    """Each ticket opened, passed or sent back in its own row; below, all that are shown pass at once."""
    rows = [
        [
            (ticket.number, f"show:{ticket.id}"),
            (texts.plain("move.approve"), f"pass:{ticket.id}:{written_numbers([ticket.id])}"),
            (texts.plain("move.rework"), f"{Move.REWORK.value}:{ticket.id}"),
        ]
        for ticket in tickets
    ]
    if len(tickets) > 1:
        numbers = [ticket.id for ticket in tickets]
        rows.append(
            [(texts.plain("button.pass_all", count=len(tickets)), f"pass:{numbers[0]}:{written_numbers(numbers)}")]
        )
    return rows


def rating_buttons(texts: Texts, part: Ticket) -> Buttons:
    """How it turned out, in one tap; 退回返工 where it did not."""
    rows = pairs((texts.plain(f"rating.{name}"), f"{Move.RATE.value}:{part.id}:{name}") for name in RATINGS)
    return [*rows, [(texts.plain(f"move.{Move.REWORK.value}"), f"{Move.REWORK.value}:{part.id}")]]
