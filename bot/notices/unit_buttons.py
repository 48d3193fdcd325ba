"""Buttons of units: the walk through their tree, and the likeliest ones of a move."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.areas import Area, UnitKind
from bot.domain.tickets import Move, Ticket
from bot.notices.buttons import Buttons, pairs
from bot.notices.texts import Texts

PAGE = 16
"""Units on one page of buttons: eight rows of two, which a phone shows without scrolling."""


def unit_buttons(
    texts: Texts,
    area: Area,
    choose: str,
    browse: str,
    back: str,
    parent: str,
    page: int,
    whole: bool = True,
    roots: Sequence[str] = (),
    unread: Callable[[str], bool] | None = None,
) -> Buttons:
    """Walk the tree of units: a unit with others below opens, a leaf is chosen.

    `choose`, `browse` and `back` are prefixes of callback data (`dispatch:1024`, `units:1024`, `card:1024`).
    With `roots` the walk begins at these units and leads no higher. Units of which `unread` says that nobody reads
    what is sent to them are marked.
    """

    def label(code: str, name: str) -> str:
        return texts.plain("button.nobody_reads", unit=name) if unread is not None and unread(code) else name

    below = _children(area)
    if roots:
        below[None] = [(code, area.unit_name(code) or code) for code in roots]
    level = below.get(parent or None, [])
    shown = level[page * PAGE : (page + 1) * PAGE]
    rows = pairs(
        (f"{name} ›", f"{browse}:{code}:0") if below.get(code) else (label(code, name), f"{choose}:{code}")
        for code, name in shown
    )
    if parent and whole:
        rows.insert(0, [(label(parent, area.unit_name(parent) or parent), f"{choose}:{parent}")])
    turn = []
    if parent or back:
        up = area.unit_by_code[parent].parent if parent and parent not in roots else None
        at_top = not parent
        turn.append((texts.plain("button.back"), back if at_top else f"{browse}:{_shown_parent(area, up)}:0"))
    if len(level) > (page + 1) * PAGE:
        turn.append((texts.plain("button.more"), f"{browse}:{parent}:{page + 1}"))
    return [*rows, turn] if turn else rows


def _children(area: Area) -> dict[str | None, list[tuple[str, str]]]:
    """Code and name of the units below each; those right under the area (or nothing) are the top level."""
    tree: dict[str | None, list[tuple[str, str]]] = {}
    for unit in area.units:
        if unit.kind is not UnitKind.AREA:
            tree.setdefault(_shown_parent(area, unit.parent) or None, []).append((unit.code, unit.name))
    return tree


def _shown_parent(area: Area, parent: str | None) -> str:
    unit = area.unit_by_code.get(parent) if parent else None
    return "" if unit is None or unit.kind is UnitKind.AREA else unit.code


def likely_buttons(texts: Texts, area: Area, ticket: Ticket, move: Move, units: Sequence[str]) -> Buttons:
    """The likeliest units of 转派, 吹哨 or 拆分, every other one behind a button, and the way back to the card."""
    verb = move.value
    rows = pairs((area.unit_name(code) or code, f"{verb}to:{ticket.id}:{code}") for code in units)
    last = [
        (texts.plain("button.other_unit"), f"{verb}s:{ticket.id}::0"),
        (texts.plain("button.back"), f"card:{ticket.id}"),
    ]
    return [*rows, last]
