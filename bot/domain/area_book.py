"""Reads and writes the area book: TOML text to an Area and back, with all faults told at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.domain.area_references import Found, lies_beside, reference_faults
from bot.domain.area_rows import BookRows
from bot.domain.areas import Area, Boundary, Category, Frozen, Unit
from bot.domain.book_text import BookSyntaxError, BookText, Path
from bot.domain.book_words import in_one_line, word_faults
from bot.domain.boundaries import BoundaryFault, read_boundary
from bot.domain.stages import Stages

_encode = json.JSONEncoder(ensure_ascii=False).encode
_ROUTE = re.compile(r"route (\d+)\b")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `line` counts from 1, 0 when it is the book as a whole."""

    line: int
    message: str


class AreaBookFaults(Exception):  # noqa: N818 - it carries faults; the name is the contract's
    """The book cannot be used. `faults` stand in line order; the text has one line each."""

    def __init__(self, source: str, faults: Iterable[Fault]) -> None:
        self.source = source
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """area.toml:41: unit "pingdong": parent "gantng" does not exist; did you mean "gantang"?"""
        return [
            f"{self.source}{f':{fault.line}' if fault.line else ''}: {in_one_line(fault.message)}"
            for fault in self.faults
        ]


def read_area_book(
    text: str,
    source: str = "area.toml",
    built_in: tuple[Category, ...] = (),
    check_routes: Callable[[Area], list[str]] | None = None,
    open_file: Callable[[str], str] | None = None,
) -> Area:
    """The Area that the text describes. `built_in` are the categories of a book that has none.

    `check_routes` is bot.domain.routing.route_faults: it says which routes can never apply, each line
    opening with "route 3". `open_file` gives the text of a file beside the book, or raises OSError or ValueError;
    without it no boundary is read. Raises AreaBookFaults with every fault, in line order.
    """
    try:
        book = BookText(text)
    except BookSyntaxError as error:
        remedy = "mend this line" if error.line else "write it as the example does"
        raise AreaBookFaults(source, [Fault(error.line, f"not TOML: {error.message}; {remedy}")]) from None
    rows = BookRows(book.tables)
    area = Area(
        name=rows.area_name,
        units=rows.units,
        places=rows.places,
        categories=rows.categories or built_in,
        routes=rows.routes,
        people=rows.people,
        chats=rows.chats,
    )
    misdrawn: list[Found] = []
    if open_file is not None:
        area = area.model_copy(update={"boundaries": tuple(_boundaries(rows.units, open_file, misdrawn))})
    later = (*reference_faults(area, book.line), *word_faults(area))
    found = [*rows.faults, *misdrawn, *_not_told_before(later, rows.faults)]
    if check_routes is not None:
        found += _route_faults(check_routes(area), area, found)
    if found:
        raise AreaBookFaults(source, (Fault(book.line(path), message) for path, message in found))
    return area


def _boundaries(units: Iterable[Unit], open_file: Callable[[str], str], faults: list[Found]) -> Iterator[Boundary]:
    """What the units' files hold, each file once; what is wrong with one is added to the faults."""
    seen: dict[str, str] = {}
    for index, unit in enumerate(units):
        if unit.boundary is None or not lies_beside(unit.boundary):  # which is told where references are checked
            continue
        who = f'unit "{unit.code}": boundary "{unit.boundary}"'
        path: Path = ("unit", index, "boundary")
        if unit.boundary in seen:
            remedy = "give each unit a file of its own"
            faults.append((path, f'{who} is that of unit "{seen[unit.boundary]}" already; {remedy}'))
            continue
        seen[unit.boundary] = unit.code
        try:
            yield Boundary(file=unit.boundary, polygon=read_boundary(open_file(unit.boundary)))
        except BoundaryFault as fault:
            faults.append((path, f"{who}: {fault}"))
        except OSError as error:
            faults.append((path, f"{who} cannot be read ({error.strerror}); put the file beside the book"))
        except UnicodeDecodeError:
            faults.append((path, f"{who} is not UTF-8; save the file as UTF-8"))


def _not_told_before(later: Iterable[Found], earlier: Iterable[Found]) -> Iterator[Found]:
    """A value that could not be read has a stand-in: what does not hold about that is no news."""
    told = {_to_the_key(path) for path, _ in earlier}
    return ((path, message) for path, message in later if _to_the_key(path) not in told)


def _to_the_key(path: Path) -> Path:
    """("unit", 3, "keywords", 0) → ("unit", 3, "keywords")"""
    return path[:-1] if len(path) > 2 and isinstance(path[-1], int) else path


def _route_faults(lines: Iterable[str], area: Area, told: Iterable[Found]) -> Iterator[Found]:
    """Put each line at its route, but for an unknown unit that was told with a remedy."""
    told_units = {path for path, _ in told if path[0] == "route"}
    for line in lines:
        match = _ROUTE.match(line)
        index = int(match[1]) - 1 if match else 0
        if ("route", index, "to") not in told_units or not line.endswith(f'"{area.routes[index].to}"'):
            yield ("route", index), line


def write_area_book(area: Area) -> str:
    """TOML that reads to the same Area."""
    blocks = [_block("[area]", [("name", area.name)])]
    blocks += [_block("[[unit]]", _pairs(unit)) for unit in area.units]
    blocks += [_block("[[place]]", _pairs(place)) for place in area.places]
    for category in area.categories:
        blocks.append(_block("[[category]]", _pairs(category)))
        blocks += [_block("[[category.sub]]", _pairs(small)) for small in category.sub]
    for header, rows in (("[[route]]", area.routes), ("[[person]]", area.people), ("[[chat]]", area.chats)):
        blocks += [_block(header, _pairs(row)) for row in rows]
    return "\n".join(blocks)


def _pairs(row: Frozen) -> Iterator[tuple[str, Any]]:
    """The keys that differ from their defaults, as the book writes them."""
    left_out = {"sub", "limit"} if getattr(row, "stages", None) is not None else {"sub"}
    for name, field in type(row).model_fields.items():
        value = getattr(row, name)
        if name not in left_out and (field.is_required() or value != field.default):
            yield field.alias or name, value


def _block(header: str, pairs: Iterable[tuple[str, Any]]) -> str:
    return "".join([f"{header}\n", *(f"{key} = {_toml(value)}\n" for key, value in pairs)])


def _toml(value: Any) -> str:
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Stages):
        return f"{{ {', '.join(f'{key} = {_toml(length)}' for key, length in value.written().items())} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return _encode(str(value)).replace("\x7f", "\\u007F")
