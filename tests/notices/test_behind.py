"""Behind the numbers in words: which can be opened, and why each ticket of a list counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.measures import AGED, LASTING, NOW, OFFERED, TIMES
from bot.domain.periods import read_period
from bot.domain.questions import Question
from bot.domain.statistics import COUNTED, Scope
from bot.domain.tickets import Move, State
from bot.notices.behind import MOST_PAGES, PAGE, Entry, Listed, list_buttons, list_text, numbers_buttons, numbers_text
from bot.notices.cards import MESSAGE_LIMIT, Step
from tests.notices.samples import AREA, DAY, HOUR, NOON, TEXTS, ZONE, a_ticket, nasty, shown, shown_length

PERIOD = read_period("2026-11", NOON, ZONE)
WHOLE = Question("2026-11")
EVERY = [*COUNTED, *AGED, *LASTING]
RESOLVED: dict[str, Any] = {"state": State.RESOLVED, "accepted_at": NOON + HOUR, "resolved_at": NOON + 2 * HOUR}
CLOSED = RESOLVED | {"state": State.CLOSED, "closed_at": NOON + DAY}


def listed(
    measure: str, *entries: Entry, question: Question = WHOLE, count: int | None = None, start: int = 0
) -> Listed:
    return Listed(question, PERIOD, measure, len(entries) if count is None else count, start, entries)


def numbers(**known: int) -> dict[str, int]:
    return dict.fromkeys(EVERY, 0) | known


def told(one: Listed) -> list[str]:
    return shown(list_text(TEXTS, AREA, one, NOON, ZONE))[0].split("\n")


def why(measure: str, **facts: Any) -> str:
    return told(listed(measure, Entry(a_ticket(**facts))))[-1].strip("　")


@pytest.mark.parametrize(
    ("measure", "facts", "said"),
    [
        ("received", {}, "11月2日 12:00上报"),
        ("auto", {"bot_unit": "donghu"}, "11月2日 12:00自动派给东湖社区"),
        ("misrouted", {"bot_unit": "xiyuan"}, "11月2日 12:00自动派给西苑社区，现在归东湖社区"),
        (
            "responded",
            RESOLVED | {"respond_by": NOON + 4 * HOUR},
            "应在11月2日 16:00前受理，11月2日 13:00受理",
        ),
        ("unanswered", {"respond_by": NOON + 4 * HOUR}, "应在11月2日 16:00前受理，还没有受理"),
        (
            "unanswered",
            RESOLVED | {"respond_by": NOON},
            "应在11月2日 12:00前受理，11月2日 13:00受理",
        ),
        ("resolved", RESOLVED | {"due_at": None}, "11月2日 14:00办结"),
        ("resolved", RESOLVED, "应在11月5日 12:00前办结，11月2日 14:00办结"),
        ("on_time", RESOLVED, "应在11月5日 12:00前办结，11月2日 14:00办结"),
        ("missed", {}, "应在11月5日 12:00前办结，还没有办结"),
        ("missed", RESOLVED | {"state": State.ACCEPTED}, "应在11月5日 12:00前办结，还没有办结"),
        ("overdue", {}, "应在11月5日 12:00前办结，还没有办结"),
        ("fell_due", {}, "应在11月5日 12:00前办结，还没有办结"),
        ("fell_due", RESOLVED, "应在11月5日 12:00前办结，11月2日 14:00办结"),
        ("fell_due", CLOSED, "应在11月5日 12:00前办结，11月2日 14:00办结，11月3日 12:00结案"),
        ("closed_on_time", CLOSED, "应在11月5日 12:00前办结，11月2日 14:00办结，11月3日 12:00结案"),
        ("closed", CLOSED, "11月3日 12:00结案"),
        ("rejected", CLOSED | {"state": State.REJECTED}, "11月3日 12:00不予受理"),
        ("open", {}, "11月2日 12:00上报"),
        ("waiting_review", RESOLVED, "应在11月5日 12:00前办结，11月2日 14:00办结"),
        ("put_aside", {"state": State.SUSPENDED, "suspended_until": NOON + 200 * DAY}, "挂账到2027年5月21日"),
        ("put_aside", {"state": State.SUSPENDED}, "11月2日 12:00上报"),
        ("age_week", {}, "11月2日 12:00上报"),
        ("response", RESOLVED, "11月2日 12:00上报，11月2日 13:00受理，用了1小时"),
        ("fix", RESOLVED, "11月2日 12:00派到单位，11月2日 14:00办结，用了2小时"),
    ],
)
def test_why_a_ticket_counts(measure: str, facts: dict[str, Any], said: str) -> None:
    assert why(measure, **facts) == said


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(NOON, "opened", "王骑手", None, "东湖社区"), "11月2日 12:00 自动派到东湖社区"),
        (Step(NOON, "dispatch", "陈协调", None, "东湖社区"), "11月2日 12:00 陈协调 分派给东湖社区"),
        (Step(NOON - 365 * DAY, "return", "李书记", "不归我们管"), "2025年11月2日 12:00 李书记 退回：不归我们管"),
        (Step(NOON, "thank", "王骑手", "5星"), "11月2日 12:00 王骑手 评价：5星"),
    ],
)
def test_an_event_says_when_and_by_whom(step: Step, said: str) -> None:
    assert told(listed("given", Entry(a_ticket(), step)))[-1].strip("　") == said


def test_the_head_says_of_what_and_how_many() -> None:
    entry = Entry(a_ticket())
    assert told(listed("received", entry))[:2] == ["青石市 · 2026年11月", "收到 1 件"]
    assert told(listed("reopened", entry))[:2] == ["青石市 · 2026年11月", "返工 1 次"]
    assert told(listed("open", entry))[:2] == ["青石市", "目前未结 1 件"]
    assert told(listed("age_week", entry))[:2] == ["青石市", "目前未结3–7天 1 件"]
    assert told(listed("fix", entry))[:2] == ["青石市 · 2026年11月", "办结用时 1 件，用时长的在前"]
    later = listed("received", *[entry] * 3, count=23, start=20)
    assert told(later)[1:3] == ["收到 23 件", "第 21–23 件"]
    assert told(listed("received"))[-1] == "现在一件也没有了。"
    narrow = Question("2026-11", Scope("donghu", "sanitation", "东湖花园"))
    assert told(listed("received", entry, question=narrow))[0] == "东湖社区 · 环境卫生 · 东湖花园 · 2026年11月"


def test_what_has_no_unit_yet_is_told_without() -> None:
    waiting = a_ticket(state=State.TRIAGE, unit_code=None, place=None)
    assert told(listed("waiting_triage", Entry(waiting)))[-2] == "#T1024 待分派 没有写明地点 垃圾桶坏了"


def test_a_line_leads_to_the_message() -> None:
    address = "https://t.me/c/1234567890/7/5"
    text, entities = shown(list_text(TEXTS, AREA, listed("received", Entry(a_ticket(), None, address)), NOON, ZONE))
    assert text.endswith("上报 看原消息")
    assert [entity.url for entity in entities if entity.type == "text_link"] == [address]


def test_each_number_has_a_button_and_nought_has_none() -> None:
    buttons = numbers_buttons(TEXTS, WHOLE, numbers(received=12, auto=9, reopened=1, overdue=2))
    assert [[label for label, _ in row] for row in buttons] == [["收到 12", "自动分派 9", "返工 1"], ["已超时 2"]]
    assert buttons[0][1][1] == "behind:2026-11:-:au:0"
    assert numbers_buttons(TEXTS, WHOLE, numbers()) == []


def test_no_number_stands_alone_where_there_is_room_beside_another() -> None:
    some = numbers(
        received=12, auto=9, given=11, on_time=3, resolved=3, response=2, supported=1, open=2, waiting_review=2
    )
    rows = [[label for label, _ in row] for row in numbers_buttons(TEXTS, WHOLE, some | {"age_day": 2})]
    assert rows == [
        ["收到 12", "自动分派 9", "派单 11"],
        ["办结 3", "按期 3", "受理用时 2"],
        ["同报 1"],
        ["未结 2", "未结1天内 2", "待复核 2"],
    ]


def test_three_abreast_are_short_enough_for_a_phone() -> None:
    rows = numbers_buttons(TEXTS, WHOLE, numbers(received=12345, auto=12345, given=1))
    assert [[label for label, _ in row] for row in rows] == [["收到 12345", "自动分派 12345"], ["派单 1"]]


def test_above_the_numbers_it_is_said_which_are_of_now() -> None:
    assert "跟时段无关" not in numbers_text(TEXTS, AREA, Scope(), PERIOD, numbers(received=1))
    assert "跟时段无关" in numbers_text(TEXTS, AREA, Scope(), PERIOD, numbers(received=1, open=1))
    assert "没有工单" in numbers_text(TEXTS, AREA, Scope(), PERIOD, numbers())


def test_pages_are_turned_by_their_numbers() -> None:
    entries = [Entry(a_ticket(id=number)) for number in range(PAGE)]
    middle = listed("received", *entries, count=30, start=10)
    *opening, turning, back = list_buttons(TEXTS, middle, [entry.ticket for entry in entries] * 2)
    assert [label for row in opening for label, _ in row] == [f"T{number}" for number in range(PAGE)]
    assert [data for _, data in turning] == ["behind:2026-11:-:rc:0", "behind:2026-11:-:rc:2"]
    assert back == [("‹ 其他数字", "numbers:2026-11:-")]


def test_behind_the_last_page_that_anybody_turns_to_it_is_said_how_to_narrow_down() -> None:
    entries = [Entry(a_ticket(id=number)) for number in range(PAGE)]
    last = listed("received", *entries, count=10**6, start=(MOST_PAGES - 1) * PAGE)
    assert told(last)[-1].startswith(f"后面还有 {10**6 - MOST_PAGES * PAGE} 件。")
    assert "下一页 ›" not in [label for row in list_buttons(TEXTS, last, []) for label, _ in row]


@settings(max_examples=30, deadline=None)
@given(words=nasty(4096), measure=st.sampled_from(EVERY))
def test_lists_fit_and_are_sound(words: str, measure: str) -> None:
    ticket = a_ticket(place=words, summary=words, **CLOSED)
    step = Step(NOON, Move.TRANSFER.value, words[:64], words, "东湖社区") if measure in TIMES else None
    question = Question("2026-11-02", Scope("donghu", "sanitation", "东湖花园" * 100))
    one = listed(measure, *[Entry(ticket, step, "https://t.me/c/1/2")] * PAGE, question=question, count=10**6, start=10)
    assert shown_length(list_text(TEXTS, AREA, one, NOON, ZONE)) <= MESSAGE_LIMIT
    full = dict.fromkeys(EVERY, 10**6)
    assert shown_length(numbers_text(TEXTS, AREA, question.scope, PERIOD, full)) <= MESSAGE_LIMIT
    buttons = [*numbers_buttons(TEXTS, question, full), *list_buttons(TEXTS, one, [ticket])]
    assert max(len(data.encode()) for row in buttons for _, data in row) <= 64
    assert sum(map(len, buttons)) <= 100, "of so many buttons Telegram takes a hundred"


def test_what_is_offered_is_named() -> None:
    for row in OFFERED:
        for measure in row:
            assert TEXTS.plain(f"measure.{measure}")
    assert set(EVERY) >= NOW | TIMES
