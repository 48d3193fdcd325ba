"""Inline buttons: which a card carries, derived from the table of moves, and the data behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.areas import Area, Category, ChatKind, Role, TimeClass, UnitKind
from bot.domain.people import ROLE_NAMES
from bot.domain.tickets import Capacity, Move, State, Ticket, moves_open_to
from bot.notices.texts import Texts

Buttons = list[list[tuple[str, str]]]
"""Rows of (label, callback data). Data is `verb:argument:…`, at most 64 bytes (Bot API)."""

PAGE = 16
"""Units on one page of buttons: eight rows of two, which a phone shows without scrolling."""

PRESETS = {Move.RESOLVE: 4, Move.REWORK: 2, Move.RETURN: 3, Move.REJECT: 3, Move.EXTEND: 3, Move.SUSPEND: 3}
"""How many reasons of a move stand ready as buttons: the texts `reason.MOVE.1` and on."""

ON_CARD = ((Move.ACCEPT, Move.RESOLVE), (Move.TRANSFER, Move.RETURN, Move.EXTEND), (Move.RESUME,))
"""The moves of a unit that stand on its card, row by row. Each of their taps works (bot/desk/taps/table.py)."""
BEHIND_MORE = (Move.SUSPEND, Move.SPLIT, Move.WHISTLE, Move.MERGE, Move.DETACH, Move.NOTE, Move.REJECT)
"""Those behind 更多 ›, on the second row's end."""
ON_CLOSURE = (Move.CONFIRM, Move.DISPUTE)
"""What the reporter is asked below the post."""
OWN = (*ON_CLOSURE, Move.APPROVE, Move.REWORK, Move.UNMERGE, Move.CORRECT)
"""What /ticket offers beside the moves of a card, of those open to one person."""

_UNIT = frozenset({Capacity.HANDLER})
_COORDINATOR = frozenset({Capacity.COORDINATOR})


def pairs(buttons: Iterable[tuple[str, str]], width: int = 2) -> Buttons:
    flat = list(buttons)
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def offered(
    texts: Texts, ticket: Ticket, capacities: frozenset[Capacity], moves: Sequence[Move]
) -> list[tuple[str, str]]:
    """One button for each of these moves that the table opens, in their order."""
    opened = moves_open_to(ticket.state, capacities)
    return [(texts.plain(f"move.{move.value}"), f"{move.value}:{ticket.id}") for move in moves if move in opened]


def work_buttons(texts: Texts, ticket: Ticket, capacities: frozenset[Capacity]) -> Buttons:
    """What a unit's people, or a coordinator for them, may do to the ticket: the rows of its card."""
    rows = [offered(texts, ticket, capacities, possible(ticket, row)) for row in ON_CARD]
    if rows[1]:
        rows[1].append((texts.plain("button.more"), f"more:{ticket.id}"))
    return [row for row in rows if row]


_NOT_FOR_HELP = frozenset({Move.SPLIT, Move.WHISTLE, Move.MERGE})


def possible(ticket: Ticket, moves: Sequence[Move]) -> list[Move]:
    """What was given for good (指定承办) is not given back, help is not shared out further, and only what was joined
    is set apart."""
    barred = _NOT_FOR_HELP if ticket.lead_unit is not None else frozenset()
    barred |= frozenset() if ticket.supporters else {Move.DETACH}
    return [move for move in moves if move not in barred and not (ticket.designated and move is Move.RETURN)]


def card_buttons(texts: Texts, area: Area, ticket: Ticket, photos: int = 0) -> Buttons:
    """What the ticket's state allows its readers, and no others: reviews are not the unit's own to make.

    A merge is undone where it is seen, by a coordinator.
    """
    in_triage = ticket.state is State.TRIAGE
    rows = triage_buttons(texts, area, ticket) if in_triage else work_buttons(texts, ticket, _UNIT)
    rows += pairs(offered(texts, ticket, _COORDINATOR, (Move.UNMERGE,)))
    if photos > 1:
        rows.append([(texts.plain("button.photos", count=photos), f"photos:{ticket.id}")])
    return rows


def own_buttons(texts: Texts, area: Area, ticket: Ticket, capacities: frozenset[Capacity], photos: int = 0) -> Buttons:
    """The moves open to one person, for the answer to /ticket, and the photos of before and after."""
    in_triage = ticket.state is State.TRIAGE and Capacity.COORDINATOR in capacities
    rows = triage_buttons(texts, area, ticket) if in_triage else work_buttons(texts, ticket, capacities)
    if not in_triage:
        rows += pairs(offered(texts, ticket, capacities, OWN))
    if photos:
        rows.append([(texts.plain("button.photos", count=photos), f"pictures:{ticket.id}")])
    return rows


def triage_buttons(texts: Texts, area: Area, ticket: Ticket) -> Buttons:
    """The likeliest units, every other one behind a button, and "not a problem"."""
    rows = pairs((area.unit_name(code) or code, f"dispatch:{ticket.id}:{code}") for code in ticket.candidates[:6])
    rows.append(
        [
            (texts.plain("button.other_unit"), f"units:{ticket.id}::0"),
            (texts.plain("button.no_problem"), f"{Move.REJECT.value}:{ticket.id}"),
        ]
    )
    return rows


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
) -> Buttons:
    """Walk the tree of units: a unit with others below opens, a leaf is chosen.

    `choose`, `browse` and `back` are prefixes of callback data (`dispatch:1024`, `units:1024`, `card:1024`).
    With `roots` the walk begins at these units and leads no higher.
    """
    below = _children(area)
    if roots:
        below[None] = [(code, area.unit_name(code) or code) for code in roots]
    level = below.get(parent or None, [])
    shown = level[page * PAGE : (page + 1) * PAGE]
    rows = pairs(
        (f"{name} ›", f"{browse}:{code}:0") if below.get(code) else (name, f"{choose}:{code}") for code, name in shown
    )
    if parent and whole:
        rows.insert(0, [(area.unit_name(parent) or parent, f"{choose}:{parent}")])
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


def reason_buttons(texts: Texts, ticket: Ticket, move: Move) -> Buttons:
    """Preset reasons of a move, and a way out."""
    presets = pairs(
        (texts.plain(f"reason.{move.value}.{i}"), f"preset:{ticket.id}:{move.value}:{i}")
        for i in range(1, PRESETS[move] + 1)
    )
    return [*presets, [(texts.plain("button.cancel"), f"cancel:{ticket.id}")]]


def cancel_button(texts: Texts, ticket: Ticket) -> Buttons:
    return [[(texts.plain("button.cancel"), f"cancel:{ticket.id}")]]


def done_buttons(texts: Texts, ticket: Ticket) -> Buttons:
    return [
        [
            (texts.plain("button.yes"), f"done:{ticket.id}"),
            (texts.plain("button.no"), f"cancel:{ticket.id}"),
        ]
    ]


def place_buttons(texts: Texts, ticket: Ticket, named: Sequence[str], *, with_position: bool) -> Buttons:
    """Below the question where it is: names it may be, each in a row of its own, and the position in a photo."""
    rows = [[(name, f"place:{ticket.id}:{number}")] for number, name in enumerate(named)]
    if with_position:
        rows.append([(texts.plain("button.photo_position"), f"gps:{ticket.id}")])
    return rows


def remember_buttons(texts: Texts, ticket: Ticket) -> Buttons:
    """记住 · 不用, below the offer to remember a name."""
    return [
        [
            (texts.plain("button.remember"), f"remember:{ticket.id}:yes"),
            (texts.plain("button.dont_remember"), f"remember:{ticket.id}:no"),
        ]
    ]


def open_buttons(tickets: Iterable[Ticket]) -> Buttons:
    """One button a ticket of a list, to open it."""
    return pairs(((ticket.number, f"show:{ticket.id}") for ticket in tickets), width=4)


def binding_buttons(texts: Texts, kinds: Iterable[ChatKind] = ChatKind, prefix: str = "") -> Buttons:
    """What a group may be for. `prefix` goes before the verb."""
    return [[(texts.plain(f"bind.{kind.value}"), f"{prefix}bind:{kind.value}")] for kind in kinds]


def role_buttons(roles: Sequence[Role], person_id: int) -> Buttons:
    return pairs((ROLE_NAMES[role], f"role:{person_id}:{role.value}") for role in roles)


def invitation_buttons(roles: Sequence[Role]) -> Buttons:
    return pairs((ROLE_NAMES[role], f"invite:{role.value}") for role in roles)


def page_buttons(texts: Texts, verb: str, page: int, *, more: bool) -> Buttons:
    """The page before and the one behind, as far as there are any."""
    turn = [(texts.plain("button.newer"), f"{verb}:{page - 1}")] if page else []
    if more:
        turn.append((texts.plain("button.older"), f"{verb}:{page + 1}"))
    return [turn] if turn else []


RATINGS = ("all", "came_solved", "came", "none")
"""How help turned out, in one tap: the texts `rating.…`; bot/domain/wishes.py has what each says."""


def rating_buttons(texts: Texts, part: Ticket) -> Buttons:
    """How it turned out, in one tap; 退回返工 where it did not."""
    rows = pairs((texts.plain(f"rating.{name}"), f"{Move.RATE.value}:{part.id}:{name}") for name in RATINGS)
    return [*rows, [(texts.plain(f"move.{Move.REWORK.value}"), f"{Move.REWORK.value}:{part.id}")]]


def likely_buttons(texts: Texts, area: Area, ticket: Ticket, move: Move, units: Sequence[str]) -> Buttons:
    """The likeliest units of 吹哨 or 拆分, every other one behind a button, and the way back to the card."""
    verb = move.value
    rows = pairs((area.unit_name(code) or code, f"{verb}to:{ticket.id}:{code}") for code in units)
    last = [
        (texts.plain("button.other_unit"), f"{verb}s:{ticket.id}::0"),
        (texts.plain("button.back"), f"card:{ticket.id}"),
    ]
    return [*rows, last]


def consent_buttons(texts: Texts, ticket: Ticket, request_id: int) -> Buttons:
    """同意 · 不同意, below what somebody asks a coordinator for."""
    return [
        [
            (texts.plain("button.agree"), f"agree:{ticket.id}:{request_id}"),
            (texts.plain("button.decline"), f"decline:{ticket.id}:{request_id}"),
        ]
    ]


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


_DATA = 64
"""Bytes of callback data, at most: https://core.telegram.org/bots/api#inlinekeyboardbutton"""


def _fitting(buttons: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes of a book may be long: what does not fit is still written by command."""
    return [(label, data) for label, data in buttons if len(data.encode()) <= _DATA]


def correction_buttons(texts: Texts, area: Area, ticket: Ticket) -> Buttons:
    """Every category, every class, the place, and the way back."""
    number = ticket.id
    rows = pairs(_fitting((big.name, f"correctcat:{number}:{big.code}") for big in area.categories))
    classes = [(one.on_screen(), f"correctclass:{number}:{one.value}") for one in TimeClass]
    last = [(texts.plain("button.place"), f"correctplace:{number}"), (texts.plain("button.back"), f"own:{number}")]
    return [*rows, classes, last]


def subcategory_buttons(texts: Texts, ticket: Ticket, category: Category) -> Buttons:
    """The category as a whole, and each of its 小类."""
    stem = f"correctto:{ticket.id}:{category.code}"
    whole = [(texts.plain("button.whole_category", name=category.name), f"{stem}:")]
    rows = pairs(_fitting((small.name, f"{stem}:{small.code}") for small in category.sub))
    return [whole, *rows, [(texts.plain("button.back"), f"{Move.CORRECT.value}:{ticket.id}")]]
