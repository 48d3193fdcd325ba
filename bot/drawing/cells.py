"""Cells of a sheet as XML, by the kind of their column: text that never computes, numbers, times and links."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from xml.sax.saxutils import escape, quoteattr

from bot.notices.pictures.workbook import Cell

MOST_LINKS = 65_000
"""Excel refuses a sheet with more than 65,530 of them; an address beyond is text that can be copied."""
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x")
_DAY = 86_400
_FIRST = date(1899, 12, 30).toordinal()
"""Day nought of a sheet's clock, as it counts from March 1900 on."""

Write = Callable[[Cell], str]
"""What follows upon the reference of a cell that is not empty."""
_REMEMBERED, _LONG = 10_000, 40
"""Texts of a column that are remembered as they are written, and from how many characters on they are not: the same few
units, states and categories stand in most rows.
"""


class Links:
    """The links of one sheet: where each stands, and where it leads."""

    def __init__(self) -> None:
        self._found: list[tuple[str, str]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, reference: str, address: str) -> None:
        """As many as a sheet may have; the others are left out."""
        if len(self._found) < MOST_LINKS:
            self._found.append((reference, address))

    def elements(self) -> str:
        """What stands in the sheet."""
        told = (f'<hyperlink ref="{ref}" r:id="rId{number}"/>' for number, (ref, _) in enumerate(self._found, start=1))
        return f"<hyperlinks>{''.join(told)}</hyperlinks>" if self._found else ""

    def relations(self) -> str:
        """What stands in the file beside it."""
        told = (
            f'<Relationship Id="rId{number}" Type="{_LINK}" Target={quoteattr(address)} TargetMode="External"/>'
            for number, (_, address) in enumerate(self._found, start=1)
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return f'{head}<Relationships xmlns="{_RELATIONS}">{"".join(told)}</Relationships>'


def _text(look: str) -> Write:
    known: dict[Cell, str] = {}

    def write(cell: Cell) -> str:
        written = known.get(cell)
        if written is None:
            text = str(cell)
            written = _written(look, text)
            if len(text) < _LONG and len(known) < _REMEMBERED:
                known[cell] = written
        return written

    return write


def _written(look: str, text: str) -> str:
    if _MARKUP.search(text):
        # What XML cannot hold is dropped, and what Excel would read as a code (_x0041_) is written as one.
        text = escape(_CODED.sub("_x005F_", _UNWRITABLE.sub("", text)))
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f' s="{look}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _number(look: str) -> Write:
    return lambda cell: f' s="{look}"><v>{cell}</v></c>'


def _time(look: str) -> Write:
    days: dict[str, int] = {}

    def write(cell: Cell) -> str:
        """Days since the beginning of a sheet's clock."""
        day, _, clock = str(cell).partition("T")
        whole = days.get(day)
        if whole is None:
            whole = days[day] = date.fromisoformat(day).toordinal() - _FIRST
        part = _PART_OF_DAY.get(clock)
        return f' s="{look}"><v>{whole + (_part_of_day(clock) if part is None else part):.10f}</v></c>'

    return write


def _part_of_day(clock: str) -> float:
    at = time.fromisoformat(clock)
    return (at.hour * 3600 + at.minute * 60 + at.second) / _DAY


_PART_OF_DAY = {clock: _part_of_day(clock) for clock in (f"{m // 60:02}:{m % 60:02}" for m in range(24 * 60))}
"""Most times are told to the minute."""


WRITERS: dict[str, Callable[[str], Write]] = {
    "text": _text,
    "line": _text,
    "link": _text,
    "number": _number,
    "share": _number,
    "hours": _number,
    "time": _time,
}
"""By the kind of a column. They take the number of its look in the file."""
