"""Place words mined from a history: what one unit's tickets keep saying and no other's."""

from __future__ import annotations

import random

from bot.reading.mining import LEAST, mine

_MATTERS = ["井盖坏了", "路灯不亮", "垃圾满了", "有人乱停车", "水管漏了", "树倒了", "墙皮要掉"]


def history(names: dict[str, str], each: int = 12) -> tuple[list[str], list[str]]:
    """Tickets at named places, each name with all matters; the buildings differ."""
    chance = random.Random(4)
    rows = [
        (f"{chance.choice(['', '在', '你好，'])}{name}{number % 9}栋{_MATTERS[number % len(_MATTERS)]}", unit)
        for name, unit in names.items()
        for number in range(each)
    ]
    return [text for text, _ in rows], [unit for _, unit in rows]


NAMES = {"锦绣坊": "longxi", "四季园": "longxi", "翠湖里": "pingdong", "河滨街口": "pingdong", "向阳院": "gantang"}


def test_names_are_found_whole_with_their_evidence() -> None:
    found = {alias.word: alias for alias in mine(*history(NAMES))}
    assert set(found) == set(NAMES)
    assert (found["锦绣坊"].unit, found["锦绣坊"].count, found["锦绣坊"].others) == ("longxi", 12, 0)
    assert all(alias.confidence > 0.95 for alias in found.values())


def test_what_is_wrong_is_no_place() -> None:
    assert not {alias.word for alias in mine(*history(NAMES))} & {"井盖", "路灯不亮", "垃圾"}


def test_a_name_of_two_units_is_none() -> None:
    texts, units = history(NAMES)
    shared, theirs = history({"和平新村": "longxi"})
    theirs[::2] = ["pingdong"] * len(theirs[::2])
    assert "和平新村" not in {alias.word for alias in mine(texts + shared, units + theirs)}


def test_a_name_bears_a_misrouted_ticket() -> None:
    texts, units = history(NAMES, each=40)
    units[0] = "gantang"
    (alias,) = [alias for alias in mine(texts, units) if alias.word == "锦绣坊"]
    assert (alias.count, alias.others) == (39, 1)
    assert alias.confidence < 0.99


def test_a_name_that_was_said_too_seldom_is_none() -> None:
    texts, units = history(NAMES)
    rare, theirs = history({"梧桐巷": "longxi"}, each=LEAST - 1)
    assert "梧桐巷" not in {alias.word for alias in mine(texts + rare, units + theirs)}


def test_nothing_is_mined_from_nothing() -> None:
    assert mine([], []) == ()


def test_a_long_name_is_surer_than_a_short_one_that_was_said_as_often() -> None:
    texts, units = history(NAMES | {"长桥": "longxi"}, each=6)
    for name in ("左右", "上下", "里外"):  # two letters that every unit says: one ticket in seven is another's
        more, theirs = history({name: "pingdong"}, each=7)
        theirs[0] = "gantang"
        texts, units = texts + more, units + theirs
    sure = {alias.word: alias.confidence for alias in mine(texts, units)}
    assert sure["长桥"] < sure["河滨街口"]
