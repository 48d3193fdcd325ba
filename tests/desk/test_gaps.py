"""Gaps: after a silence longer than Telegram keeps updates, groups and coordinators are asked once to post again."""

from __future__ import annotations

from bot.desk.gaps import note_heard
from bot.domain.hearing import Heard, Silence
from storage import waits
from tests.desk.office import DAY, HALL, HOUR, NIGHT, RIDERS, Desk, a_desk, text_of


def hear(desk: Desk, longest: Silence | None = None) -> list[int]:
    """Who is told something, when Telegram answers now."""
    note_heard(desk.tx, desk.office, Heard(desk.now, desk.now, longest), desk.now)
    return [notice.chat_id for notice in desk.deliver()]


def test_after_a_long_stop_the_groups_post_again(desk: Desk) -> None:
    assert hear(desk) == []
    desk.later(2 * DAY)
    assert hear(desk) == [RIDERS, HALL]
    (asked,) = desk.notices(chat=RIDERS)
    assert "11月2日 12:00 到 11月3日 12:00" in text_of(asked)
    desk.later(HOUR)
    assert hear(desk) == []


def test_after_a_night_nobody_is_bothered(desk: Desk) -> None:
    hear(desk)
    desk.later(DAY)
    assert hear(desk) == []


def test_a_cut_line_is_told_once_however_often_it_is_heard_of(desk: Desk) -> None:
    hear(desk)
    since = desk.now
    desk.later(3 * DAY)
    waits.note_heard(desk.tx, desk.now)
    cut = Silence(since, desk.now)
    assert hear(desk, cut) == [RIDERS, HALL]
    desk.later(HOUR)
    assert hear(desk, cut) == []


def test_at_night_they_are_asked_in_the_morning() -> None:
    with a_desk(quiet=NIGHT) as desk:
        assert hear(desk) == []
        desk.later(2 * DAY + 11 * HOUR)  # 23:00
        assert hear(desk) == []
        desk.later(9 * HOUR)
        assert [notice.chat_id for notice in desk.deliver()] == [RIDERS, HALL]
