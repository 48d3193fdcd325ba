"""docs/reminders.md shows every message of the clock: its pictures are there; its titles, keys and buttons are ours."""

from __future__ import annotations

import re

import pytest

from bot.domain.deadlines import Clock, Rung
from bot.notices.catalogue import ZH
from bot.notices.catalogue.alerts import ALERTS
from bot.notices.catalogue.bulletins import BULLETINS
from bot.notices.catalogue.deadlines import DEADLINES
from tests.docs.pages import ROOT, codes, rows, text
from tests.docs.test_config import SECTIONS

_PAGE = "docs/reminders.md"
_UNDER = "## 运维怎样改"
_LARGEST = 250_000

_TITLES: dict[str, str] = {
    "reminder.urgent": "紧急提醒",
    "digest.title": "日报",
    "board.head": "办结公示",
    "bulletin.name": "简报",
    "register.title": "问题反馈清单及落实解决情况",
    "gap.group": "断线了",
    "calendar.ahead": "放假安排还没有录入",
    "button.snooze": "稍后提醒",
    "thanks.week": "🌻",
    **{f"rung.{rung.value}": ZH[f"rung.{rung.value}"] for rung in Rung},
    **{f"clock.{clock.value}": ZH[f"clock.{clock.value}"] for clock in Clock},
}
"""Texts of the clock, and by which of their words the page tells of them."""
_PARTS_OF_OTHERS = {"deed", "due", "snooze", "alert", "why"}
"""Families without a message of their own: words within reminders and buttons, and alerts of no clock."""


def _named_pictures() -> list[str]:
    return re.findall(r'src="pictures/([\w-]+)\.png"', text(_PAGE))


def test_each_picture_that_is_named_is_there_and_loads_on_a_phone() -> None:
    named = _named_pictures()
    assert len(named) == len(set(named)) > 0
    for name in named:
        picture = ROOT / "docs" / "pictures" / f"{name}.png"
        assert picture.is_file(), name
        assert picture.stat().st_size < _LARGEST, name


def test_each_picture_of_the_clock_is_shown_and_one_command_takes_it() -> None:
    there = {path.stem for path in (ROOT / "docs" / "pictures").glob("clock-*.png")}
    assert set(_named_pictures()) == there
    assert set(re.findall(r'"(clock-[\w-]+)"', text("tests/browser/pictures_of_the_clock.py"))) == there


def test_each_picture_says_what_it_shows() -> None:
    images = re.findall(r"<img [^>]*>", text(_PAGE))
    assert [image for image in images if not re.search(r'alt="[^"]{8,}"', image)] == []


@pytest.mark.parametrize(("key", "title"), _TITLES.items(), ids=list(_TITLES))
def test_each_message_is_told_of_by_its_title(key: str, title: str) -> None:
    assert title in ZH[key]
    assert title in text(_PAGE)


def test_no_family_of_the_clock_is_forgotten() -> None:
    families = {key.partition(".")[0] for part in (DEADLINES, ALERTS, BULLETINS) for key in part}
    assert families - _PARTS_OF_OTHERS == {key.partition(".")[0] for key in _TITLES}


def test_buttons_that_the_page_says_to_press_are_those_of_the_bot() -> None:
    said = "\n".join(ZH.values())
    pressed = re.findall(r"(?:点|还没点)\s?(?:“([^”]+)”|\*\*([^*]+)\*\*)", text(_PAGE))
    words = {quoted or strong for quoted, strong in pressed} - {"编号"}
    assert len(words) > 5
    assert [word for word in words if word not in said] == []


def test_the_table_has_every_key_of_reminders_and_bulletins() -> None:
    told = {code for row in rows(text(_PAGE), _UNDER) for code in codes(row[1])}
    for section in ("reminders", "bulletins"):
        assert {f"{section}.{key}" for key in SECTIONS[section]} - told == set()
    assert {f"deadlines.{key}" for key in ("urgent", "question", "dispatch", "holidays", "workdays")} - told == set()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "README.zh-CN.md",
        "docs/operating.md",
        "docs/guides/courier.zh-CN.md",
        "docs/guides/secretary.zh-CN.md",
        "docs/guides/coordinator.zh-CN.md",
    ],
)
def test_whoever_reads_of_reminders_finds_the_pictures(page: str) -> None:
    assert re.search(r"\]\((?:\.\./|docs/)?reminders\.md[)#]", text(page))
