"""Buttons of special actions. Their data is `verb:action:…`, so that each tap says by itself what it wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.areas import Area
from bot.domain.questions import digest
from bot.domain.special_actions import Member, Phase, SpecialAction
from bot.domain.special_recurrences import Recurrence
from bot.notices.buttons import Buttons, page_buttons, pairs
from bot.notices.markup import cut
from bot.notices.special_actions import Shown
from bot.notices.texts import Texts

AREA = "-"
"""Stands for the whole area where a unit's ground could stand."""


def proposal_buttons(texts: Texts, proposed: Sequence[Recurrence]) -> Buttons:
    """One for each proposal, by its number in the text."""
    return pairs(
        [
            (texts.plain("special.button.new", index=index), new_data(one.newest, one.ground))
            for index, one in enumerate(proposed, 1)
        ],
        3,
    )


def new_data(ticket: int, ground: str | None) -> str:
    """A ticket says which kind and place are meant: names and codes would not fit into 64 bytes."""
    return f"specialnew:{ticket}:{AREA if ground is None else digest(ground)}"


def list_buttons(texts: Texts, listed: Sequence[Shown]) -> Buttons:
    """One for each action; it opens its card."""
    return [
        [
            (
                texts.plain("special.button.open", number=one.action.id, title=cut(one.action.title, 24)),
                f"special:{one.action.id}",
            )
        ]
        for one in listed
    ]


def card_buttons(texts: Texts, shown: Shown, dates: Sequence[tuple[int, date]], *, for_lead: bool) -> Buttons:
    """What the card of its lead unit, or of who keeps it, offers in its phase. `dates` are the preset ones."""
    number, phase = shown.action.id, shown.action.phase
    tickets = (texts.plain("special.button.tickets", count=shown.done.count), f"specialtickets:{number}:0")
    refresh = (texts.plain("special.button.refresh"), f"specialcard:{number}")
    if phase is Phase.ENDED:
        return [[tickets]]
    if for_lead:
        return [[(texts.plain("special.button.tell"), f"specialtell:{number}"), tickets, refresh]]
    leads = (texts.plain("special.button.leads"), f"specialleads:{number}")
    if phase is Phase.PREPARED:
        drop = (texts.plain("special.button.drop"), f"specialdrop:{number}")
        return [*_date_rows(texts, number, dates), [tickets, leads, drop]]
    return [
        [tickets, refresh],
        [(texts.plain("special.button.dates"), f"specialdates:{number}"), leads],
        [(texts.plain("special.button.end"), f"specialend:{number}")],
    ]


def date_buttons(texts: Texts, action: SpecialAction, dates: Sequence[tuple[int, date]]) -> Buttons:
    return [*_date_rows(texts, action.id, dates), [_back(texts, action)]]


def _date_rows(texts: Texts, number: int, dates: Sequence[tuple[int, date]]) -> Buttons:
    return [
        [
            (
                texts.plain("special.button.date", days=days, day=f"{when.month}月{when.day}日"),
                f"specialdate:{number}:{days}",
            )
        ]
        for days, when in dates
    ]


def lead_buttons(texts: Texts, area: Area, action: SpecialAction, units: Sequence[str]) -> Buttons:
    """Units that may lead, two in a row."""
    offered = [(area.unit_name(code) or code, f"speciallead:{action.id}:{digest(code)}") for code in units]
    return [*pairs(offered), [_back(texts, action)]]


def overdue_buttons(texts: Texts, action: SpecialAction) -> Buttons:
    """Below the reminder of one whose day has passed, for who keeps it."""
    return [
        [
            (texts.plain("special.button.end"), f"specialend:{action.id}"),
            (texts.plain("special.button.dates"), f"specialdates:{action.id}"),
        ]
    ]


def end_buttons(texts: Texts, action: SpecialAction) -> Buttons:
    return [[(texts.plain("special.button.sure"), f"specialends:{action.id}"), _back(texts, action)]]


def _back(texts: Texts, action: SpecialAction) -> tuple[str, str]:
    return texts.plain("special.button.back"), f"specialcard:{action.id}"


def ticket_buttons(texts: Texts, action: SpecialAction, tickets: Sequence[Member], page: int, *, more: bool) -> Buttons:
    """Each opens its ticket; below them, the pages."""
    rows = pairs([(f"T{one.id}", f"show:{one.id}") for one in tickets], 4)
    return [*rows, *page_buttons(texts, f"specialtickets:{action.id}", page, more=more)]


def unit_of_data(area: Area, written: str) -> str | None:
    """The unit whose digest this is; None where it is none's."""
    return next((unit.code for unit in area.units if digest(unit.code) == written), None)
