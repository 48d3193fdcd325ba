"""People and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.areas import Role

ANONYMOUS_ADMIN = 1087968824
"""Telegram's @GroupAnonymousBot: posts of anonymous admins carry it as sender. It never holds a role.

https://core.telegram.org/bots/api#message (`from`)
"""

CHANNEL_BOT = 136817688
"""Telegram's @Channel_Bot: sender of posts made in the name of a channel."""

TELEGRAM = 777000
"""Telegram itself: forwards of a linked channel's posts."""

NOBODY = frozenset({ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM})

ROLE_NAMES: dict[Role, str] = {
    Role.COURIER: "骑手",
    Role.SECRETARY: "书记",
    Role.OFFICER: "部门经办人",
    Role.GRID: "网格员",
    Role.REVIEWER: "复核员",
    Role.COORDINATOR: "协调员",
    Role.ADMIN: "管理员",
}

HANDLING_ROLES = (Role.SECRETARY, Role.OFFICER, Role.GRID)
"""Roles that handle a unit's tickets, in the order in which they answer for it."""

UNIT_ROLES = frozenset({*HANDLING_ROLES, Role.REVIEWER})
"""Roles that are held for a unit, and always name it."""

AREA_ROLES = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Roles that are held for the whole area, or for a unit and all that lies below it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held by a person; `unit_code` None means the whole area."""

    role: Role
    unit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts. `id` is the Telegram user id."""

    id: int
    name: str
    username: str | None = None
    grants: tuple[Grant, ...] = ()

    def holds(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)

    @property
    def appointments(self) -> tuple[Role, ...]:
        """The roles that somebody gave this person, each once. Whoever posts is a courier, and no more by the book."""
        held = dict.fromkeys(grant.role for grant in self.grants)
        return tuple(role for role in held if role is not Role.COURIER)

    @property
    def handled_units(self) -> tuple[str, ...]:
        """The units whose tickets this person handles, each once."""
        held = dict.fromkeys(grant.unit_code for grant in self.grants if grant.role in HANDLING_ROLES)
        return tuple(code for code in held if code is not None)


THE_BOT = Person(0, "")
"""Who acts when something falls due or a photo shows it. No user of Telegram has this id."""
