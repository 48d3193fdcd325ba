"""Furnishing: what the config says is what the desk consults."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.office import USUAL_AUDIENCE, Office
from bot.domain.area_changes import AreaChange
from bot.domain.areas import Place, TimeClass
from bot.domain.deadlines import Audience, Clock, Ladder, QuietHours, Rung
from bot.domain.durations import Duration
from bot.domain.paces import Allowance, Use
from bot.domain.periods import PeriodKind
from bot.domain.pins import Pin
from bot.domain.repeating import Cron
from bot.furnishing import furnish_office, furnisher, renewer
from storage import areas
from storage.transaction import Tx
from tests.handlers.rooms import a_config, area
from tests.storage.histories import memory

NIGHT = (time(22), time(7))
QUARTERLY = "30 8 1 jan,apr,jul,oct *"
OFFICE_HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))


def _office(folder: Path, **settings: Any) -> Office:
    return furnish_office(a_config(folder, **settings), area(), 7)


def test_the_area_and_its_version(tmp_path: Path) -> None:
    office = _office(tmp_path)
    assert (office.area, office.area_version) == (area(), 7)
    assert office.reader is not None


CASES: list[tuple[str, Any, str, Any]] = [
    ("posts.join_window", "3m", "join_window", timedelta(minutes=3)),
    ("limits.posts", "7/1h", "per_person", {Use.POSTS: Allowance(7, timedelta(hours=1))}),
    ("limits.taps", "60/1m", "per_person", {Use.TAPS: Allowance(60, timedelta(minutes=1))}),
    ("limits.taps", "", "per_person", {}),
    ("limits.questions", "1/1m", "per_person", {Use.QUESTIONS: Allowance(1, timedelta(minutes=1))}),
    ("posts.album_wait", "2s", "album_wait", timedelta(seconds=2)),
    ("posts.photo_limit_mb", 3, "photo_limit", 3 * 1024 * 1024),
    ("closure.photo", "required", "proof", "required"),
    ("closure.board", False, "board", False),
    ("reminders.sweep", "7s", "sweep", timedelta(seconds=7)),
    ("reminders.digest", "07:15", "digest", time(7, 15)),
    ("reminders.digest", "", "digest", None),
    ("reminders.quiet", "22:00-07:00", "quiet", QuietHours(((time(22), time(7)),))),
    ("reminders.quiet", ["22:00-07:00", "12:00-13:30"], "quiet", QuietHours((NIGHT, (time(12), time(13, 30))))),
    ("reminders.quiet", "", "quiet", QuietHours()),
    ("reminders.digest_to", ["units"], "digest_to", {"units"}),
    ("reminders.thanks", "0 9 * * sat", "thanks", Cron("0 9 * * sat")),
    ("reminders.thanks", "", "thanks", None),
    ("bulletins.to", ["groups", -1001], "bulletins_to", ("groups", -1001)),
    ("area.timezone", "Asia/Urumqi", "zone", ZoneInfo("Asia/Urumqi")),
]


@pytest.mark.parametrize(("key", "value", "name", "expected"), CASES)
def test_each_key_has_its_place(tmp_path: Path, key: str, value: Any, name: str, expected: Any) -> None:
    office = _office(tmp_path, **{key.replace(".", "__"): value})
    assert getattr(office, name) == expected


def test_limits_by_class_and_clock(tmp_path: Path) -> None:
    limits = _office(
        tmp_path,
        deadlines__urgent="20m",
        deadlines__A="1d",
        deadlines__B="2d",
        deadlines__C="4d",
        deadlines__response="3h",
        deadlines__dispatch="40m",
        deadlines__question="25m",
        deadlines__review="6d",
    ).limits
    assert limits.classes == {
        TimeClass.URGENT: Duration.parse("20m"),
        TimeClass.A: Duration.parse("1d"),
        TimeClass.B: Duration.parse("2d"),
        TimeClass.C: Duration.parse("4d"),
    }
    waits = (limits.response, limits.dispatch, limits.question, limits.review)
    assert [str(one) for one in waits] == ["3h", "40m", "25m", "6d"]


@pytest.mark.parametrize(("count", "working"), [("working", True), ("calendar", False)])
def test_how_days_are_counted(tmp_path: Path, count: str, working: bool) -> None:
    days = _office(tmp_path, deadlines__count=count, deadlines__holidays=["2026-11-23"]).days
    assert days.working is working
    assert days.holidays == {date(2026, 11, 23)}
    assert days.zone == ZoneInfo("Asia/Shanghai")


def test_working_hours_of_the_area_and_of_units(tmp_path: Path) -> None:
    office = _office(
        tmp_path,
        deadlines__count="calendar",
        deadlines__hours=["08:30-12:00", "14:00-17:30"],
        deadlines__holidays=["2026-11-23"],
        units__donghu__hours=[],
        units__luminju__count="working",
        units__cityhall__count="working",
        units__cityhall__hours="09:00-17:00",
    )
    told = {code: office.days_of(code) for code in ("donghu", "luminju", "cityhall", "nowhere", None)}
    assert {code: (days.working, days.hours) for code, days in told.items()} == {
        "donghu": (False, ()),
        "luminju": (True, OFFICE_HOURS),
        "cityhall": (True, ((time(9), time(17)),)),
        "nowhere": (False, OFFICE_HOURS),
        None: (False, OFFICE_HOURS),
    }
    assert {days.holidays for days in told.values()} == {frozenset({date(2026, 11, 23)})}


def _written(ladder: Ladder) -> tuple[list[str], list[str], bool]:
    return [str(rung) for rung in ladder.before_due], [str(wait) for wait in ladder.overdue], ladder.round_the_clock


def test_the_ladder(tmp_path: Path) -> None:
    ladders = _office(tmp_path, reminders__before_due=["50%"], reminders__overdue=["0s", "2d"]).ladders
    assert _written(ladders.usual) == (["50%"], ["0s", "2d"], False)


def test_ladders_of_emergencies_and_of_units(tmp_path: Path) -> None:
    ladders = _office(
        tmp_path,
        reminders__before_due=["50%"],
        reminders__overdue=["0s", "2d"],
        reminders__urgent=["0s", "5m"],
        units__donghu__overdue=["1d"],
        units__luminju__before_due=["2h"],
        units__luminju__overdue=[],
        units__cityhall__count="working",
    ).ladders
    codes = ("donghu", "luminju", "cityhall", "nowhere", None)
    told = {code: ladders.of(code, Clock.FIX, urgent=False) for code in codes}
    assert {code: _written(ladder) for code, ladder in told.items()} == {
        "donghu": (["50%"], ["1d"], False),
        "luminju": (["2h"], [], False),
        "cityhall": (["50%"], ["0s", "2d"], False),
        "nowhere": (["50%"], ["0s", "2d"], False),
        None: (["50%"], ["0s", "2d"], False),
    }
    assert _written(ladders.of("donghu", Clock.FIX, urgent=True)) == (["50%"], ["0s", "5m"], True)


def test_who_reads_which_rung(tmp_path: Path) -> None:
    office = _office(tmp_path, reminders__escalation_to=["parent"], reminders__early_to=[])
    above = {Audience.COORDINATORS, Audience.PARENT}
    assert office.audience == {
        Rung.EARLY: set(),
        Rung.REMINDER: {Audience.UNIT},
        Rung.ESCALATION: {Audience.PARENT},
        Rung.NAMING: above,
    }
    assert _office(tmp_path).audience == USUAL_AUDIENCE


def test_which_bulletins_there_are(tmp_path: Path) -> None:
    written = {"weekly": "0 9 * * tue", "monthly": "", "quarterly": QUARTERLY}
    office = _office(tmp_path, **{f"bulletins__{key}": cron for key, cron in written.items()})
    assert office.bulletins == {PeriodKind.WEEK: Cron("0 9 * * tue"), PeriodKind.QUARTER: Cron(QUARTERLY)}


def test_daily_things_come_at_local_time(tmp_path: Path) -> None:
    office = _office(tmp_path, area__timezone="Asia/Shanghai")
    found = office.next_run(time(8, 30), datetime(2026, 11, 20, 0, 0, tzinfo=UTC))
    assert found == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert office.next_run(Cron("30 8 * * mon"), found) == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def test_how_far_a_pin_reaches(tmp_path: Path) -> None:
    mapped = area().model_copy(update={"places": (Place(name="东湖花园", unit="donghu", lat=30.0, lon=118.0),)})
    far = Pin(30.003, 118.0)  # 334 m
    assert furnish_office(a_config(tmp_path), mapped, 1).reader.where(far) is None
    assert furnish_office(a_config(tmp_path, area__pin_reach=400), mapped, 1).reader.where(far) is not None


def test_an_office_is_renewed_by_what_was_changed(tmp_path: Path) -> None:
    furnish, renew = furnisher(a_config(tmp_path)), renewer(a_config(tmp_path))
    with memory() as tx:
        areas.save(tx, area())
        before = furnish(tx)
        first = area().places[0]
        moved = first.model_copy(update={"aliases": ("大院",)})
        new = Place(name="新开的小区", unit=first.unit)
        areas.amend(tx, AreaChange(frame=area().model_copy(update={"places": ()}), saved=(moved, new)))
        after = renew(tx, before)
        assert after is not None
        assert after.area == furnish(tx).area
        assert (after.area_version, after.area.places) == (2, (moved, *area().places[1:], new))
        for text in ("新开的小区3栋垃圾桶坏了", "大院3栋垃圾桶坏了", f"{first.name}3栋垃圾桶坏了"):
            assert after.reader.read(text).problems[0].unit_code == first.unit
        assert before.reader.read("新开的小区3栋垃圾桶坏了").problems[0].unit_code is None
        areas.amend(tx, AreaChange(frame=area().model_copy(update={"places": ()}), gone=((new.unit, new.name),)))
        last = renew(tx, after)
        assert last is not None
        assert last.area.places == (moved, *area().places[1:])
        assert last.reader.read("新开的小区3栋垃圾桶坏了").problems[0].unit_code is None
        areas.save(tx, area())
        assert renew(tx, last) is None, "the whole was replaced: it must be read anew"


def test_the_office_is_made_of_what_the_database_holds(tmp_path: Path) -> None:
    furnish = furnisher(a_config(tmp_path))
    with memory() as tx:
        assert isinstance(tx, Tx)
        with pytest.raises(LookupError):
            furnish(tx)
        areas.save(tx, area())
        areas.save(tx, area())
        office = furnish(tx)
    assert office.area_version == 2
    assert office.area.units == area().units
