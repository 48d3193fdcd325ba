"""A host in another zone: what is counted, fired and told is by the clocks of the area, wherever the host stands."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bot.domain.working_hours import moments
from bot.notices.times import moment
from tests.desk.ninety_days import NinetyDays, Told
from tests.desk.office import DAY, HALL, MONDAY, OFFICE, ZONE, a_desk
from tests.desk.test_digests import TOMORROW, plan, send

DUE_TODAY = TOMORROW + 2 * DAY
"""The morning of the day on which the bin of Monday is due; in Los Angeles it is still the evening before."""
FAR = ("America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati")
"""West and east of the area, half an hour apart from full ones, and for hours on another day."""


@pytest.fixture(params=FAR)
def far(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The host's zone, as far as this process knows it."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    moments.cache_clear()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def ninety_days() -> Told:
    return NinetyDays(4, 8).run()


def morning() -> dict[int, list[str]]:
    with a_desk() as desk:
        plan(desk)
        desk.report()
        return send(desk, DUE_TODAY)


@pytest.fixture(scope="module")
def at_home() -> tuple[Told, dict[int, list[str]]]:
    return ninety_days(), morning()


def test_the_host_is_far_away(far: str) -> None:
    assert time.localtime(MONDAY.timestamp()).tm_hour != MONDAY.astimezone(ZONE).hour, "else nothing is tried here"


def test_every_rung_and_every_word_is_the_same(at_home: tuple[Told, dict[int, list[str]]], far: str) -> None:
    assert (ninety_days(), morning()) == at_home
    assert not at_home[0].faults
    assert "今天到期 1 件" in at_home[1][HALL][1]
    assert at_home[1][OFFICE][1] == "<b>今天到期 1 件</b>"
    assert moment(TOMORROW, ZONE) == "11月3日 08:30"
