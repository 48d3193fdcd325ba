"""What the config says of time: hours, ladders, quiet, digests, bulletins and units, each fault in one line."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.config import ConfigFaults, check_units
from bot.domain.areas import Area, Unit, UnitKind
from bot.domain.deadlines import Audience
from bot.domain.durations import Duration
from bot.domain.periods import PeriodKind
from bot.domain.shares import Share
from tests.bot.test_config import fault, faults, loaded

NIGHT, LUNCH = (time(21), time(8)), (time(12), time(14))
MORNING, AFTERNOON = (time(8, 30), time(12)), (time(14), time(17, 30))


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ('""', ()),
        ("[]", ()),
        ('"21:00-08:00"', (NIGHT,)),  # over midnight
        ('"12:00-14:00"', (LUNCH,)),
        ('["21:00-08:00", "12:00-14:00"]', (NIGHT, LUNCH)),
        ('["21:00-24:00", "00:00-08:00"]', ((time(21), time(0)), (time(0), time(8)))),  # they touch
        ('"21:00 – 8:00"', (NIGHT,)),
    ],
)
def test_quiet_hours_are_one_span_or_several(tmp_path: Path, written: str, spans: object) -> None:
    assert loaded(tmp_path, f"[reminders]\nquiet = {written}\n").reminders.quiet == spans


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("[]", ()),
        ('["08:30-12:00", "14:00-17:30"]', (MORNING, AFTERNOON)),
        ('["14:00-17:30", "08:30-12:00"]', (MORNING, AFTERNOON)),  # in any order
        ('"08:30-12:00"', (MORNING,)),
        ('["08:30-12:00", "12:00-24:00"]', (MORNING, (time(12), time(0)))),
        ('["00:00-24:00"]', ((time(0), time(0)),)),
    ],
)
def test_working_hours(tmp_path: Path, written: str, spans: object) -> None:
    assert loaded(tmp_path, f"[deadlines]\nhours = {written}\n").deadlines.hours == spans
    assert loaded(tmp_path, f"[units.donghu]\nhours = {written}\n").units["donghu"].hours == spans


def test_what_a_unit_leaves_out_is_as_for_all(tmp_path: Path) -> None:
    unit = loaded(tmp_path, '[units.donghu]\noverdue = ["0s", "2d"]\n').units["donghu"]
    assert unit.overdue == (Duration.parse("0s"), Duration.parse("2d"))
    assert (unit.count, unit.hours, unit.before_due) == (None, None, None)
    unit = loaded(tmp_path, '[units.donghu]\nhours = []\nbefore_due = ["2h", "50%"]\noverdue = []\n').units["donghu"]
    assert (unit.hours, unit.before_due, unit.overdue) == ((), (Duration.parse("2h"), Share(0.5)), ())


def test_who_is_told_of_which_rung(tmp_path: Path) -> None:
    audiences = loaded(tmp_path, '[reminders]\nearly_to = []\nreminder_to = ["unit", "parent"]\n').reminders.audiences()
    assert audiences == {
        "early": frozenset(),
        "reminder": {Audience.UNIT, Audience.PARENT},
        "escalation": {Audience.COORDINATORS, Audience.PARENT},
        "naming": {Audience.COORDINATORS, Audience.PARENT},
    }


def test_bulletins_and_their_readers(tmp_path: Path) -> None:
    text = '[bulletins]\nto = ["groups", -1001, "groups"]\nweekly = "0 9 * * FRI"\nmonthly = ""\n'
    bulletins = loaded(tmp_path, text).bulletins
    assert bulletins.to == ("groups", -1001)
    assert bulletins.by_kind() == {PeriodKind.WEEK: "0 9 * * fri", PeriodKind.QUARTER: "30 8 1 jan,apr,jul,oct *"}


@pytest.mark.parametrize(
    "written",
    ["30 8 * * mon-fri", "30 8 * * tue,thu", "30 8 last * *", "0 0 29 feb *", "30 8 1-7 * mon", "0 9 1 */3 *"],
)
def test_times_that_repeat(tmp_path: Path, written: str) -> None:
    assert loaded(tmp_path, f'[reminders]\nthanks = "{written}"\n').reminders.thanks == written


def test_what_is_never_sent_needs_no_readers(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[reminders]\ndigest = ""\ndigest_to = []\nthanks = ""\n'
        '[bulletins]\nto = []\nweekly = ""\nmonthly = ""\nquarterly = ""\n',
    )
    assert (config.reminders.digest, config.reminders.thanks, config.bulletins.by_kind()) == (None, None, {})


_RISING = "write the durations in rising order"
_APART = "write spans apart from each other"
_IN_A_DAY = f'{_APART}, each within one day (over midnight: ["20:00-24:00", "00:00-04:00"])'
_QUIET = 'write "21:00-08:00", several as ["21:00-08:00", "12:00-14:00"], or "" to switch it off'
_WORKING = 'write ["08:30-12:00", "14:00-17:30"], or [] for none'
_BY_NAME = 'write minute, hour, day, month and the weekday by its name, such as "30 8 * * mon", or ""'
_FOUR = f"not minute, hour, day, month and weekday; {_BY_NAME}"
_NUMBER = f"its weekday is a number, which programs count differently; {_BY_NAME}"
_NEVER = f"a day that never comes; {_BY_NAME}"

QUIET: list[tuple[str, str]] = [
    ('["21:00-08:00", "07:00-09:00"]', f"07:00-09:00 overlaps another span; {_APART}"),
    ('["07:00-09:00", "21:00-08:00"]', f"21:00-08:00 overlaps another span; {_APART}"),
    ('["12:00-14:00", "12:00-14:00"]', f"12:00-14:00 overlaps another span; {_APART}"),
    ('["20:00-24:00", "23:00-01:00"]', f"23:00-01:00 overlaps another span; {_APART}"),
    ('"00:00-24:00"', 'no hour is left in which to remind; write "21:00-08:00"'),
    ('["00:00-24:00", "12:00-14:00"]', f"12:00-14:00 overlaps another span; {_APART}"),
    ('["21:00-08:00", "08:00-21:00"]', 'no hour is left in which to remind; write "21:00-08:00"'),
    ('"8:00-08:00"', f"begins when it ends; {_QUIET}"),
    ('["21:00-08:00", "12:00"]', f'"12:00" is not a span of hours; {_QUIET}'),
    ('"24:00-08:00"', f"not a span of hours; {_QUIET}"),
    ("21", f"not a span of hours; {_QUIET}"),
]
WORKING: list[tuple[str, str]] = [
    (
        '["08:30-12:00", "11:00-17:30"]',
        f"the working hours 08:30-12:00 and 11:00-17:30 overlap or are not in rising order; {_IN_A_DAY}",
    ),
    ('["22:00-06:00"]', f"the working hours 22:00-06:00 end before they begin; {_IN_A_DAY}"),
    (
        '["09:00-24:00", "20:00-22:00"]',
        f"the working hours 09:00-24:00 and 20:00-22:00 overlap or are not in rising order; {_IN_A_DAY}",
    ),
    ('["24:00-12:00"]', f'"24:00-12:00" is not a span of hours; {_WORKING}'),
    ('["08:30-25:00"]', f'"08:30-25:00" is not a span of hours; {_WORKING}'),
    ('["08:30-08:30"]', f'"08:30-08:30" begins when it ends; {_WORKING}'),
    ("[8]", f"8 is not a span of hours; {_WORKING}"),
]
BACKWARDS: list[tuple[str, str, str]] = [
    ("before_due", '["75%", "50%"]', "50% does not come after 75%; write the shares in rising order"),
    ("before_due", '["75%", "75%"]', "75% does not come after 75%; write the shares in rising order"),
    ("before_due", '["75%", "2h", "50%"]', "50% does not come after 75%; write the shares in rising order"),
    ("before_due", '["2h", "1d"]', "1d before the deadline does not come after 2h; write the longer one first"),
    ("before_due", '["60m", "1h"]', "1h before the deadline does not come after 60m; write the longer one first"),
    ("overdue", '["1d", "0s"]', f"0s does not come after 1d; {_RISING}"),
    ("overdue", '["0s", "1d", "24h"]', f"24h does not come after 1d; {_RISING}"),
    ("overdue", '["0s", "1d", "5d", "3d"]', f"3d does not come after 5d; {_RISING}"),
]
CRONS: list[tuple[str, str]] = [
    ("30 8 * * 1", _NUMBER),
    ("30 8 * * 1-5", _NUMBER),
    ("30 8 * * mon,3", _NUMBER),
    ("30 8 * * */2", _NUMBER),
    ("30 8 * *", _FOUR),
    ("31 2 *", _FOUR),
    ("30 8 * * mon 2027", _FOUR),
    ("mondays", _FOUR),
    ("30 8 30 2 *", _NEVER),
    ("30 8 30 feb *", _NEVER),
    ("30 8 31 4,6,9,11 *", _NEVER),
    ("30 8 31 2 * ", _NEVER),
    ("30 8 * * mno", f'not a time that repeats (Invalid weekday name "mno"); {_BY_NAME}'),
    ("* 8 * * mon", 'comes more than once a day; write one minute and one hour, such as "30 8 * * mon"'),
    ("30 8,20 * * mon", 'comes more than once a day; write one minute and one hour, such as "30 8 * * mon"'),
]
LINES: list[tuple[str, str]] = [
    *((f"[reminders]\nquiet = {value}", f"reminders.quiet = {value}: {why}") for value, why in QUIET),
    *((f"[deadlines]\nhours = {value}", f"deadlines.hours = {value}: {why}") for value, why in WORKING),
    *((f"[units.luminju]\nhours = {value}", f"units.luminju.hours = {value}: {why}") for value, why in WORKING),
    *((f"[reminders]\n{key} = {value}", f"reminders.{key} = {value}: {why}") for key, value, why in BACKWARDS),
    *((f"[units.luminju]\n{key} = {value}", f"units.luminju.{key} = {value}: {why}") for key, value, why in BACKWARDS),
    ('[reminders]\nurgent = ["15m", "0s"]', f'reminders.urgent = ["15m", "0s"]: 0s does not come after 15m; {_RISING}'),
    ('[reminders]\nbefore_due = ["0s"]', 'reminders.before_due = "0s": no time at all; write at least 1 of its unit'),
    *((f'[bulletins]\nweekly = "{value}"', f'bulletins.weekly = "{value}": {why}') for value, why in CRONS),
    ('[reminders]\nthanks = "0 17 * * 5"', f'reminders.thanks = "0 17 * * 5": {_NUMBER}'),
    ("[bulletins]\nquarterly = 1", f"bulletins.quarterly = 1: {_FOUR}"),
    (
        "[reminders]\ndigest_to = []",
        "reminders.digest_to = []: a digest for nobody; "
        'write ["units", "coordinators"], or reminders.digest = "" for none',
    ),
    (
        '[reminders]\ndigest_to = "units"',
        'reminders.digest_to = "units": not a list; write it in brackets, such as ["units", "coordinators"]',
    ),
    (
        '[reminders]\nescalation_to = ["parents"]',
        'reminders.escalation_to = "parents": not one of unit, parent, coordinators; write "parent"',
    ),
    (
        '[bulletins]\nto = []\nmonthly = ""',
        'bulletins.to = []: bulletins for nobody; write ["coordinators"], or weekly = "" and quarterly = "" for none',
    ),
    (
        '[bulletins]\nto = ["unit"]',
        'bulletins.to = "unit": none of units, coordinators, groups, nor the id of a chat; '
        'write "units", or an id without quotes, such as -1001234567890',
    ),
    (
        "[bulletins]\nto = [0]",
        "bulletins.to = 0: none of units, coordinators, groups, nor the id of a chat; "
        'write "coordinators", or an id without quotes, such as -1001234567890',
    ),
    (
        '[bulletins]\nto = ["-1001234567890"]',
        'bulletins.to = "-1001234567890": none of units, coordinators, groups, nor the id of a chat; '
        'write "coordinators", or an id without quotes, such as -1001234567890',
    ),
    (
        '[reminders]\nbefore_due = ["75"]',
        'reminders.before_due = "75": neither a share nor a duration; '
        'write a share of the time, such as "75%", or how long before its end, such as "2h"',
    ),
    (
        '[deadlines]\ncount = "工作日"',
        'deadlines.count = "工作日": not one of calendar, working; write "calendar" or "working"',
    ),
    ('[deadlines]\nC = "999999d"', 'deadlines.C = "999999d": more than ten years; write at most 3660d'),
    (
        '[reminders]\noverdue = ["0s", "999999h"]',
        'reminders.overdue = ["0s", "999999h"]: more than ten years; write at most 3660d',
    ),
    (
        "[bulletins]\nto = [99999999999999999999]",
        "bulletins.to = 99999999999999999999: none of units, coordinators, groups, nor the id of a chat; "
        'write "coordinators", or an id without quotes, such as -1001234567890',
    ),
    ('[deadlines]\nquestion = "0s"', 'deadlines.question = "0s": no time at all; write at least 1 of its unit'),
    ('[units.luminju]\noverdu = ["1d"]', 'units.luminju.overdu = ["1d"]: unknown key; write units.luminju.overdue'),
    (
        '[units.luminju]\nquiet = ""',
        'units.luminju.quiet = "": unknown key here; write quiet under [reminders], where it holds for all',
    ),
    (
        "[units.luminju]\nzzz = 1",
        "units.luminju.zzz = 1: unknown key; remove it (known here: count, hours, before_due, overdue)",
    ),
    (
        '[units.luminju]\ncount = "workin"',
        'units.luminju.count = "workin": not one of calendar, working; write "working"',
    ),
    (
        '[units.luminju]\noverdue = "1d"',
        'units.luminju.overdue = "1d": not a list; write it in brackets, such as ["0s", "1d", "5d"]',
    ),
    (
        '[units.luminju]\noverdue = ["0s", "2x"]',
        'units.luminju.overdue = "2x": not a duration; write a number and a unit, such as 30s, 15m, 2h or 3d',
    ),
    ('[units."路灯 所"]\noverdu = []', 'units."路灯 所".overdu = []: unknown key; write units."路灯 所".overdue'),
    (
        "units = {luminju = 5}",
        "units.luminju = 5: not a table; write [units.luminju] on a line of its own and its keys below it",
    ),
    (
        '[units]\noverdue = ["1d"]',
        'units.overdue = ["1d"]: it belongs to one of them; '
        "write [units.CODE] on a line of its own and overdue below it",
    ),
    ('[unit.luminju]\ncount = "working"', "unit: unknown key; write units"),
]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_what_cannot_be_is_refused_in_one_line(tmp_path: Path, text: str, line: str) -> None:
    assert fault(tmp_path, text) == line


def test_each_fault_of_a_unit_is_told(tmp_path: Path) -> None:
    text = (
        'area = {book = "area.toml"}\n[units.a]\noverdue = ["1d", "0s"]\ncoun = "working"\n[units.b]\nhours = ["9"]\n'
    )
    assert [line.split(" = ")[0] for line in faults(tmp_path, text)] == [
        "units.a.overdue",
        "units.a.coun",
        "units.b.hours",
    ]


def test_the_environment_reaches_a_unit(tmp_path: Path) -> None:
    text = '[units.Lu_Min]\ncount = "working"\noverdue = ["0s", "3d"]\n'
    config = loaded(tmp_path, text, FENGSHAO_UNITS__LU_MIN__OVERDUE='["2d"]', FENGSHAO_UNITS__DONG__HU__COUNT="working")
    assert config.units["Lu_Min"].overdue == (Duration.parse("2d"),)
    assert (config.units["Lu_Min"].count, config.units["dong__hu"].count) == ("working", "working")
    line = fault(tmp_path, text, FENGSHAO_UNITS__LU_MIN__OVERDU="[]")
    assert line == (
        "units.Lu_Min.overdu = [] (from FENGSHAO_UNITS__LU_MIN__OVERDU): unknown key; write units.Lu_Min.overdue"
    )
    assert fault(tmp_path, "", FENGSHAO_UNITS__COUNT="working").startswith(
        'units.count = "working" (from FENGSHAO_UNITS__COUNT): it belongs to one of them; write [units.CODE]'
    )


AREA = Area(
    name="青石市",
    units=(
        Unit(code="qingshi", name="青石市", kind=UnitKind.AREA),
        Unit(code="luminju", name="市路灯所", kind=UnitKind.DEPARTMENT, parent="qingshi"),
    ),
    places=(),
    categories=(),
)


def test_a_unit_that_the_area_does_not_hold(tmp_path: Path) -> None:
    check_units(loaded(tmp_path, '[units.luminju]\ncount = "working"\n'), AREA)
    config = loaded(tmp_path, "[units.luminjv]\n[units.luminju]\n[units.zz]\n[units.'青石 市']\n[units.'市路灯所']\n")
    with pytest.raises(ConfigFaults) as caught:
        check_units(config, AREA)
    unknown = "no such unit in the area"
    assert caught.value.faults == (
        f"units.luminjv: {unknown}; write units.luminju",
        f"units.zz: {unknown}; write the code of one, or take the table out",
        f'units."青石 市": {unknown}; write the code of one, or take the table out',
        f'units."市路灯所": {unknown}; write units.luminju',
    )
