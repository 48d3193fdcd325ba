"""Follow-ups: 还有…也… of the same sender is where the last report was, for a short while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.office import HE, RIDERS, WANG, Desk

FIRST, MORE = "东湖花园3栋路灯不亮", "还有垃圾桶也坏了"
MINUTE = timedelta(minutes=1)


def last_place(desk: Desk) -> str | None:
    return desk.tickets()[-1].place


def test_what_is_added_shortly_after_is_at_the_same_place(desk: Desk) -> None:
    desk.say(FIRST)
    desk.later(5 * MINUTE)
    desk.say(MORE)
    first, second = desk.tickets()
    assert (second.place, second.place_name, second.unit_code) == ("东湖花园3栋", "东湖花园", "donghu")
    assert (second.rule, first.post_id != second.post_id) == ("earlier", True)


def test_it_is_asked_about_no_more(desk: Desk) -> None:
    desk.say(FIRST)
    assert desk.sign(desk.say(MORE)) == "👀"


def test_a_third_goes_on_with_the_second(desk: Desk) -> None:
    desk.say(FIRST)
    for words in (MORE, "5栋的垃圾桶也坏了"):
        desk.later(8 * MINUTE)
        desk.say(words)
    assert [ticket.place for ticket in desk.tickets()] == ["东湖花园3栋", "东湖花园3栋", "东湖花园5栋"]


@pytest.mark.parametrize(
    ("wait", "facts"),
    [
        (11 * MINUTE, {}),
        (MINUTE, {"sender": HE}),
        (MINUTE, {"chat": WANG.id, "private": True}),
        (MINUTE, {"topic": 7}),
    ],
)
def test_later_or_of_another_or_elsewhere_it_is_not(desk: Desk, wait: timedelta, facts: dict[str, Any]) -> None:
    desk.say(FIRST)
    desk.later(wait)
    desk.say(MORE, **facts)
    assert last_place(desk) is None


def test_a_later_report_elsewhere_counts(desk: Desk) -> None:
    desk.say(FIRST)
    desk.later(MINUTE)
    desk.say("西苑小区垃圾桶坏了")
    desk.later(MINUTE)
    desk.say("还有路灯也不亮")
    assert last_place(desk) == "西苑小区"


def test_a_caption_below_a_photo_goes_on_too(desk: Desk) -> None:
    desk.say(FIRST, photo=True)
    desk.later(3 * MINUTE)
    desk.say(MORE, photo=True)
    assert last_place(desk) == "东湖花园3栋"


def test_a_report_without_a_place_leaves_none(desk: Desk) -> None:
    desk.say("路灯坏了")
    desk.later(MINUTE)
    desk.say(MORE)
    assert [ticket.place for ticket in desk.tickets()] == [None, None]


def test_of_several_tickets_the_last_place_counts(desk: Desk) -> None:
    desk.say("东湖花园3栋路灯不亮，西苑小区5栋垃圾桶坏了", chat=RIDERS)
    desk.later(MINUTE)
    desk.say("还有路灯也不亮")
    assert last_place(desk) == "西苑小区5栋"
