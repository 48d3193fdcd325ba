"""People: which units somebody handles tickets for, and what counts as an appointment."""

from __future__ import annotations

from bot.domain.areas import Role
from bot.domain.people import Grant, Person


def test_who_does_a_units_work_handles_its_tickets_each_unit_once() -> None:
    grants = (
        Grant(Role.SECRETARY, "longxi"),
        Grant(Role.GRID, "pingdong"),
        Grant(Role.GRID, "longxi"),
        Grant(Role.OFFICER, "chengguan"),
        Grant(Role.REVIEWER, "gantang"),
        Grant(Role.COORDINATOR, "gantang"),
        Grant(Role.SECRETARY),
        Grant(Role.COURIER),
    )
    assert Person(42, "李", grants=grants).handled_units == ("longxi", "pingdong", "chengguan")
    assert Person(42, "李").handled_units == ()


def test_a_courier_is_not_appointed() -> None:
    grants = (Grant(Role.COURIER), Grant(Role.GRID, "longxi"), Grant(Role.GRID, "gantang"), Grant(Role.ADMIN))
    assert Person(42, "李", grants=grants).appointments == (Role.GRID, Role.ADMIN)
    assert Person(42, "李", grants=grants[:1]).appointments == ()
