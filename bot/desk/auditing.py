"""The audit, as administrators read it: who did what to the installation, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.messages import reply, turn
from bot.desk.office import Office
from bot.desk.reach import Seat, name_of_chat
from bot.domain.areas import Role
from bot.domain.people import ROLE_NAMES, Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require_on
from bot.domain.taps import Answer, Tap
from bot.notices.audit import audit_text
from bot.notices.buttons import Buttons, page_buttons
from bot.notices.markup import Markup
from storage import audit, people
from storage.audit import Entry
from storage.transaction import Tx

VERBS = frozenset({"audit"})
"""The first words of callback data that this file answers for."""

PAGE = 15


def show(tx: Tx, office: Office, by: Person, seat: Seat, now: datetime) -> None:
    """/audit: the newest lines, in private. Raises Refused."""
    text, rows = _page(tx, office, by, seat.chat_id, 0)
    reply(tx, seat, text, now, rows=rows)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """The buttons of /audit: audit:PAGE. Raises Refused."""
    by = people.load(tx, tap.person_id, tap.name)
    text, rows = _page(tx, office, by, tap.chat_id, tap.number(0))
    return turn(tx, tap, text, now, rows)


def _page(tx: Tx, office: Office, by: Person, chat_id: int, page: int) -> tuple[Markup, Buttons]:
    require_on(by, Action.SEE_AUDIT, None, office.area)
    if chat_id < 0:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    found = audit.newest(tx, PAGE + 1, page * PAGE)
    lines = [(entry.at, entry.action, _facts(tx, office, entry)) for entry in found[:PAGE]]
    rows = page_buttons(office.texts, "audit", page, more=len(found) > PAGE)
    return audit_text(office.texts, lines, office.zone), rows


def _facts(tx: Tx, office: Office, entry: Entry) -> dict[str, str]:
    """The details in words: names for ids and codes."""
    facts = {name: _plain(value) for name, value in entry.details.items()}
    by = entry.person_id
    facts["by"] = office.texts.plain("audit.operator") if by is None else _name(tx, by)
    if (whom := entry.details.get("whom")) is not None:
        facts["whom"] = _name(tx, whom)
    if (chat := entry.details.get("chat")) is not None:
        facts["chat"] = name_of_chat(tx, office.area, chat)
    if "role" in entry.details:
        facts["role"] = ROLE_NAMES[Role(entry.details["role"])]
    if "kind" in entry.details and entry.action in {"bind", "unbind"}:
        facts["kind"] = office.texts.plain(f"bind.{entry.details['kind']}")
    if entry.action == "left":
        facts["why"] = office.texts.plain(f"why.{entry.details['why']}")
    facts["unit"] = office.area.unit_name(entry.details.get("unit")) or ""
    return facts


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return str(len(value))
    return "" if value is None else str(value)


def _name(tx: Tx, person_id: int) -> str:
    return people.load(tx, person_id).name or str(person_id)
