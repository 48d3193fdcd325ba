"""Menus: who sees which commands behind the / of the message field."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.domain.areas import ChatKind, Role
from bot.domain.people import Person


class Menu(StrEnum):
    """Each holds what those before it hold, and more."""

    EVERYBODY = "everybody"
    UNIT = "unit"
    COORDINATORS = "coordinators"
    ADMINS = "admins"

    @property
    def _rank(self) -> int:
        return list(Menu).index(self)

    def holds(self, other: Menu) -> bool:
        """Whether a command of `other` stands in this menu."""
        return other._rank <= self._rank


_OF_ROLE: dict[Role, Menu] = {
    Role.COURIER: Menu.EVERYBODY,
    Role.SECRETARY: Menu.UNIT,
    Role.OFFICER: Menu.UNIT,
    Role.GRID: Menu.UNIT,
    Role.REVIEWER: Menu.UNIT,
    Role.COORDINATOR: Menu.COORDINATORS,
    Role.ADMIN: Menu.ADMINS,
}


def menu_of_person(person: Person) -> Menu:
    """The longest one that a role of this person has."""
    return max((_OF_ROLE[grant.role] for grant in person.grants), key=lambda menu: menu._rank, default=Menu.EVERYBODY)


def menu_of_chat(kinds: Iterable[ChatKind]) -> Menu:
    """What a group is for, or several topics of it: where couriers are, it is theirs."""
    found = set(kinds)
    if not found or ChatKind.REPORT in found:
        return Menu.EVERYBODY
    return Menu.COORDINATORS if ChatKind.COORDINATORS in found else Menu.UNIT
