"""Inline buttons: which a card carries, derived from the table of moves, and the data behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.areas import Area, ChatKind, Role
from bot.domain.moves import PASSES, moves_open_to
from bot.domain.people import ROLE_NAMES
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.notices.texts import Texts

Buttons = list[list[tuple[str, str]]]
"""Rows of (label, callback data). Data is `verb:argument:…`, at most 64 bytes (Bot API)."""

PRESETS = {
    Move.RESOLVE: 4,
    Move.REWORK: 2,
    Move.RETURN: 3,
    Move.REJECT: 3,
    Move.EXTEND: 3,
    Move.SUSPEND: 3,
    Move.OBJECT: 3,
}
"""How many reasons of a move stand ready as buttons: the texts `reason.MOVE.1` and on."""

ON_CARD = (
    (Move.ACCEPT, Move.CONTROL, Move.REPAIR, Move.RESOLVE),
    (Move.TRANSFER, Move.RETURN, Move.EXTEND),
    (Move.RESUME,),
)
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
    return [(_label(texts, move), f"{move.value}:{ticket.id}") for move in moves if move in opened]


def _label(texts: Texts, move: Move) -> str:
    """A step that is made is told as done: 已控制."""
    return texts.plain(f"button.{move.value}" if move in PASSES else f"move.{move.value}")


def work_buttons(texts: Texts, ticket: Ticket, capacities: frozenset[Capacity]) -> Buttons:
    """What a unit's people, or a coordinator for them, may do to the ticket: the rows of its card."""
    rows = [offered(texts, ticket, capacities, possible(ticket, row)) for row in ON_CARD]
    if rows[1]:
        rows[1].append((texts.plain("button.more"), f"more:{ticket.id}"))
    return [row for row in rows if row]


_NOT_FOR_HELP = frozenset({Move.SPLIT, Move.WHISTLE, Move.MERGE})


def possible(ticket: Ticket, moves: Sequence[Move]) -> list[Move]:
    """What was given for good (指定承办) is not given back, help is not shared out further, only what was joined is
    set apart, and of the steps of a fix the next one is offered."""
    barred: frozenset[Move] = frozenset(move for move, stage in PASSES.items() if stage not in ticket.to_come[:1])
    barred |= _NOT_FOR_HELP if ticket.lead_unit is not None else frozenset()
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
    """The likeliest units, every other one behind a button, and "not a problem"; of a flood, all together."""
    if ticket.bundle:
        return [
            [(texts.plain("button.apart"), f"apart:{ticket.id}")],
            [(texts.plain("button.reject_all"), f"refuse:{ticket.id}")],
        ]
    rows = pairs((area.unit_name(code) or code, f"dispatch:{ticket.id}:{code}") for code in ticket.candidates[:6])
    rows.append(
        [
            (texts.plain("button.other_unit"), f"units:{ticket.id}::0"),
            (texts.plain("button.no_problem"), f"{Move.REJECT.value}:{ticket.id}"),
        ]
    )
    return rows


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
    """Below the question what a photo without words shows: the next step of the fix, the whole, or neither."""
    steps = [move for move, stage in PASSES.items() if stage in ticket.to_come[:1]]
    return [
        *([(_label(texts, move), f"shows:{ticket.id}:{move.value}")] for move in steps),
        [
            (texts.plain("button.yes"), f"done:{ticket.id}"),
            (texts.plain("button.no"), f"cancel:{ticket.id}"),
        ],
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


def consent_buttons(texts: Texts, ticket: Ticket, request_id: int) -> Buttons:
    """同意 · 不同意, below what somebody asks a coordinator for."""
    return [
        [
            (texts.plain("button.agree"), f"agree:{ticket.id}:{request_id}"),
            (texts.plain("button.decline"), f"decline:{ticket.id}:{request_id}"),
        ]
    ]
