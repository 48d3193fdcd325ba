"""Special actions in words: whole within Telegram's limits, however much there is to tell, with buttons that fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.special_actions import LONGEST_TITLE, Member, SpecialAction, SpecialReport, SpecialRules, progress
from bot.domain.special_recurrences import Recurrence
from bot.domain.tickets import State
from bot.notices.buttons import Buttons
from bot.notices.markup import visible_length
from bot.notices.special_actions import Shown, card_text, kinds, numbers, reminder_text, result_lines, result_text
from bot.notices.special_buttons import (
    card_buttons,
    date_buttons,
    end_buttons,
    lead_buttons,
    list_buttons,
    overdue_buttons,
    proposal_buttons,
    ticket_buttons,
    unit_of_data,
)
from bot.notices.special_lists import MOST_LISTED, MOST_PROPOSED, Proposed, actions_text, proposals_text, tickets_text
from bot.notices.texts import Texts
from tests.desk.town import AREA

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 9, 4, tzinfo=UTC)
DAY = timedelta(days=1)
TEXTS = Texts()
LARGEST = 10**18 - 1
"""The largest number that callback data may hold (bot/domain/taps.py)."""


def an_action(**facts: object) -> SpecialAction:
    base = SpecialAction(1, "sanitation", "东湖花园", None, "整治", "donghu", NOW - 90 * DAY, 7, NOW)
    return replace(base, **facts)  # type: ignore[arg-type]


def members(count: int, state: State = State.ACCEPTED, start: datetime = NOW) -> list[Member]:
    return [Member(1001 + one, start + one * DAY / 10, state, "donghu", f"s{one % 9}") for one in range(count)]


def much() -> Shown:
    """An action of which there is as much to tell as can be."""
    action = an_action(id=LARGEST, title="<" * LONGEST_TITLE, opened_at=NOW, due_at=NOW + 30 * DAY)
    told = [SpecialReport("李" * 60, "&" * 4000, "file", NOW) for _ in range(20)]
    return Shown(action, progress(action, [*members(300), *members(300, start=NOW - 80 * DAY)], later=9), told)


def test_however_much_there_is_it_fits_into_a_message() -> None:
    shown = much()
    ended = replace(shown, action=replace(shown.action, ended_at=NOW + 40 * DAY))
    texts = [
        card_text(TEXTS, AREA, shown, NOW, ZONE, for_lead=True),
        card_text(TEXTS, AREA, shown, NOW, ZONE, for_lead=False),
        reminder_text(TEXTS, AREA, shown, NOW + 40 * DAY, ZONE, for_lead=True),
        result_text(TEXTS, AREA, ended, NOW + 90 * DAY, ZONE),
        actions_text(TEXTS, AREA, [shown] * MOST_LISTED, 900, [ended] * 3, NOW, ZONE),
        tickets_text(TEXTS, AREA, shown.action, members(20), 600, ZONE),
    ]
    assert [visible_length(text) <= 4096 for text in texts] == [True] * len(texts)
    assert all("<<" not in text for text in texts)


def test_proposals_and_the_list_together_fit_into_a_message() -> None:
    what = Recurrence("sanitation", "东" * 80, None, "donghu", 300, 1300, 299)
    proposed = [Proposed(what, members(300))] * MOST_PROPOSED
    text = proposals_text(TEXTS, AREA, SpecialRules(), proposed, 900, ZONE, listed=True)
    listed = actions_text(TEXTS, AREA, [much()] * MOST_LISTED, 900, [much()] * 3, NOW, ZONE)
    assert visible_length(text) + visible_length(listed) <= 4096


def test_every_button_fits_into_64_bytes() -> None:
    action = an_action(id=LARGEST)
    shown = much()
    dates = [(60, date(2026, 12, 31))]
    what = Recurrence("sanitation", "东湖花园", "jiedao", "donghu", 3, LARGEST, 1)
    rows: Buttons = [
        *card_buttons(TEXTS, shown, dates, for_lead=True),
        *card_buttons(TEXTS, shown, dates, for_lead=False),
        *card_buttons(TEXTS, replace(shown, action=action), dates, for_lead=False),
        *date_buttons(TEXTS, action, dates),
        *lead_buttons(TEXTS, AREA, action, ["donghu", "luminju"]),
        *end_buttons(TEXTS, action),
        *overdue_buttons(TEXTS, action),
        *list_buttons(TEXTS, [shown]),
        *proposal_buttons(TEXTS, [what]),
        *ticket_buttons(TEXTS, action, members(20), 999, more=True),
    ]
    assert len(rows) == 20
    assert [data for row in rows for _, data in row if len(data.encode()) > 64] == []


def test_the_unit_of_a_button_is_found_again_and_no_other() -> None:
    (lead,) = lead_buttons(TEXTS, AREA, an_action(), ["luminju"])[0]
    assert unit_of_data(AREA, lead[1].rpartition(":")[2]) == "luminju"
    assert unit_of_data(AREA, "luminju") is None


@pytest.mark.parametrize(
    ("days", "since", "lines"),
    [
        (3, 1, ["开展前 90 天 9 件，开展 3 天新增 1 件"]),
        (30, 1, ["开展前 90 天 9 件，开展 30 天新增 1 件", "折合每月：3.0 件 → 1.0 件 ↓"]),
        (30, 4, ["开展前 90 天 9 件，开展 30 天新增 4 件", "折合每月：3.0 件 → 4.0 件 ↑"]),
        (30, 3, ["开展前 90 天 9 件，开展 30 天新增 3 件", "折合每月：3.0 件 → 3.0 件"]),
        (0, 0, ["开展前 90 天 9 件，开展 1 天新增 0 件"]),
    ],
)
def test_before_and_since_compare_by_the_month(days: int, since: int, lines: list[str]) -> None:
    action = an_action(opened_at=NOW)
    done = progress(action, [*members(9, start=NOW - 9 * DAY), *members(since)])
    assert result_lines(TEXTS, action, done, NOW + days * DAY) == lines


def test_all_closed_is_said_so_and_no_report_too() -> None:
    action = an_action(opened_at=NOW, ended_at=NOW + 10 * DAY)
    done = progress(action, members(2, State.CLOSED, NOW - DAY))
    text = result_text(TEXTS, AREA, Shown(action, done), NOW + 10 * DAY, ZONE)
    assert "工单全部结案。" in text and "未结的" not in text
    assert text.endswith("牵头单位还没有汇报。")
    assert "结束后" not in text
    later = result_text(TEXTS, AREA, Shown(action, done), NOW + 13 * DAY, ZONE)
    assert "结束后 3 天：没有新增" in later


def test_only_so_many_numbers_and_kinds_are_named() -> None:
    assert numbers(TEXTS, members(9), ZONE).endswith("等 9 件")
    assert numbers(TEXTS, members(2), ZONE) == "T1002（11月9日 处理中）、T1001（11月9日 处理中）"
    (told,) = kinds(TEXTS, AREA, "sanitation", members(18))
    assert told == "其中：s0 2、s1 2、s2 2、s3 2、其他 10"
    assert kinds(TEXTS, AREA, "sanitation", [replace(members(1)[0], subcategory=None)]) == []


def test_what_came_only_lately_says_so() -> None:
    what = Recurrence("sanitation", "东湖花园", None, "donghu", 5, 1005, 2)
    told = proposals_text(TEXTS, AREA, SpecialRules(), [Proposed(what, members(5))], 1, ZONE)
    assert "<b>1. 东湖花园 · 环境卫生</b> 5 件，新增 2 件" in told and "发“专项”看" not in told
    assert "另有" in proposals_text(TEXTS, AREA, SpecialRules(), [Proposed(what, members(5))], 2, ZONE)
    assert "新增" not in proposals_text(TEXTS, AREA, SpecialRules(), [Proposed(replace(what, fresh=5), ())], 1, ZONE)
