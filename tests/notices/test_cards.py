"""The card: what it shows by state, that it names nobody who spoke in private, and that it always fits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.people import Person
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import State, Ticket
from bot.notices.cards import CAPTION_LIMIT, MESSAGE_LIMIT, CardFacts, Step, card, category_line
from tests.notices.samples import AREA, DAY, NOON, REPORTER, TEXTS, ZONE, a_ticket, nasty, shown, shown_length

LI, SUN = Person(201, "李书记"), Person(202, "孙<书记>")


def lines(ticket: Ticket, facts: CardFacts | None = None, limit: int = MESSAGE_LIMIT) -> list[str]:
    return shown(card(TEXTS, AREA, ticket, facts or CardFacts(), ZONE, limit=limit))[0].split("\n")


def step(kind: str, hours: int, name: str = REPORTER, words: str | None = None, unit: str | None = None) -> Step:
    return Step(NOON + timedelta(hours=hours), kind, name, words, unit)


def test_a_card_whole() -> None:
    history = [step("dispatch", 0, "陈协调", unit="东湖社区"), step("accept", 1, "李书记"), step("added", 2)]
    facts = CardFacts(photos=3, history=history, attention=[LI, SUN])
    assert lines(a_ticket(state=State.ACCEPTED), facts) == [
        "处理中 #T1024 · B类 · 环境卫生/垃圾桶",
        "📍 东湖花园3栋 → 东湖社区",
        "“东湖花园3栋的垃圾桶坏了”",
        "⏰ 时限 11月5日 12:00（3天）",
        "上报人 王骑手 · 照片 3 张",
        "11-02 12:00 陈协调 分派给东湖社区",
        "11-02 13:00 李书记 受理",
        "11-02 14:00 王骑手 补充说明",
        "李书记 孙<书记> 请受理",
    ]


@pytest.mark.parametrize("state", [State.REJECTED, State.MERGED, State.WITHDRAWN])
def test_what_is_over_waits_for_nobody(state: State) -> None:
    assert lines(a_ticket(state=state, unit_code=None))[1] == "📍 东湖花园3栋"
    assert lines(a_ticket(state=state, unit_code=None, place=None, bundle=True))[1] == "📍 地点见各条"


STEPS = Stages.model_validate({"control": "1h", "repair": "1d", "restore": "3d"})
DUES = {Stage.CONTROLLED: NOON + timedelta(hours=1), Stage.REPAIRED: NOON + DAY}


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (None, "🚧 👉 控制 11月2日 13:00 · 修复 11月3日 12:00 · 恢复 11月5日 12:00"),
        (Stage.CONTROLLED, "🚧 控制 ✓ · 👉 修复 11月3日 12:00 · 恢复 11月5日 12:00"),
        (Stage.REPAIRED, "🚧 控制 ✓ · 修复 ✓ · 👉 恢复 11月5日 12:00"),
    ],
)
def test_the_steps_of_a_fix_say_which_is_next_and_when(passed: Stage | None, told: str) -> None:
    ticket = a_ticket(state=State.ACCEPTED, stages=STEPS, stage=passed)
    facts = CardFacts(stages={stage: due for stage, due in DUES.items() if stage in ticket.to_come})
    assert lines(ticket, facts)[4] == told


@pytest.mark.parametrize("facts", [{"state": State.RESOLVED}, {"reopened": 1}, {"stages": None}, {"due_at": None}])
def test_steps_stand_on_the_card_while_they_are_worked_on(facts: dict[str, Any]) -> None:
    ticket = a_ticket(**({"state": State.ACCEPTED, "stages": STEPS} | facts))
    assert not any("🚧" in line for line in lines(ticket, CardFacts(stages=DUES)))


def test_an_emergency_says_so_first() -> None:
    assert lines(a_ticket(emergency=True))[0] == "🚨 紧急"


def test_the_number_stands_alone_so_that_it_is_a_hashtag() -> None:
    head = lines(a_ticket())[0]
    assert " #T1024 " in f" {head} "


DUE = "⏰ 时限 11月5日 12:00（3天）"
REVIEW = "⏰ 请在 11月9日 12:00 前复核"


@pytest.mark.parametrize(
    ("state", "word", "due"),
    [
        (State.TRIAGE, "待分派", None),
        (State.ASSIGNED, "待受理", DUE),
        (State.ACCEPTED, "处理中", DUE),
        (State.SUSPENDED, "挂账", None),
        (State.RESOLVED, "待复核", REVIEW),
        (State.CLOSED, "已结案", None),
        (State.REJECTED, "不予受理", None),
        (State.MERGED, "已并单", None),
        (State.WITHDRAWN, "已撤回", None),
    ],
)
def test_state_and_due_time(state: State, word: str, due: str | None) -> None:
    told = lines(a_ticket(state=state), CardFacts(review_due=NOON + 7 * DAY))
    assert told[0].startswith(f"{word} #T1024")
    assert [line for line in told if line.startswith("⏰")] == ([due] if due else [])


RESPOND = "⏰ 请在 11月2日 16:00 前受理，11月5日 12:00 前办结"


@pytest.mark.parametrize(
    ("ticket", "due"),
    [
        ({}, RESPOND),
        ({"reopened": 1}, RESPOND),
        ({"due_at": None}, None),  # nothing to keep to
        ({"state": State.ACCEPTED}, DUE),
        ({"state": State.ACCEPTED, "reopened": 1}, "⏰ 时限 11月5日 12:00"),  # not the whole span any more
    ],
)
def test_what_is_assigned_says_by_when_to_accept_it(ticket: dict[str, object], due: str | None) -> None:
    told = lines(a_ticket(**ticket), CardFacts(respond_by=NOON + timedelta(hours=4)))
    assert [line for line in told if line.startswith("⏰")] == ([due] if due else [])


@pytest.mark.parametrize(
    ("own_limit", "facts", "label"),
    [
        (False, {}, "B类"),
        (True, {"limit": Duration.parse("4h")}, "限4小时"),
        (True, {"limit": Duration.parse("1h"), "emergency": True, "time_class": TimeClass.URGENT}, "急"),
    ],
)
def test_a_limit_of_its_own_stands_in_the_place_of_the_class(
    own_limit: bool, facts: dict[str, object], label: str
) -> None:
    told = lines(a_ticket(**facts), CardFacts(own_limit=own_limit))
    (head,) = [line for line in told if "#T1024" in line]
    assert head.split(" · ")[1] == label


@pytest.mark.parametrize(
    ("facts", "place", "why"),
    [
        ({"place": None, "place_name": None, "unit_code": None}, "没有写明地点", "没有写明地点，已请上报人补充"),
        ({"place": "幸福里", "place_name": None, "unit_code": None}, "幸福里", "辖区里没有找到这个地点"),
        (
            {"place": "幸福里", "place_name": "幸福里", "unit_code": None, "candidates": ("donghu", "xiyuan")},
            "幸福里",
            "这个地名属于不止一个单位",
        ),
        ({"unit_code": "xiyuan"}, "东湖花园3栋", "西苑社区还没有工作群，也没有人员，请改派"),
    ],
)
def test_a_card_in_triage_says_why(facts: dict[str, object], place: str, why: str) -> None:
    told = lines(a_ticket(state=State.TRIAGE, **facts))
    assert told[1] == f"📍 {place}（待分派）"
    assert f"❓ {why}" in told


@pytest.mark.parametrize(
    ("kind", "why"),
    [("return", "单位退回来了，请改派别的单位"), ("object", "上报人对不予受理有异议，请再看一次；该办的就派给单位")],
)
def test_a_card_that_came_back_to_triage_says_how(kind: str, why: str) -> None:
    ticket = a_ticket(state=State.TRIAGE, unit_code=None, candidates=("donghu", "xiyuan"))
    told = lines(ticket, CardFacts(history=[step(kind, 1), step("note", 2)]))
    assert f"❓ {why}" in told
    assert not any("不止一个单位" in line for line in told)


@pytest.mark.parametrize(
    ("category", "subcategory", "line"),
    [
        ("sanitation", "bin", "环境卫生/垃圾桶"),
        ("sanitation", None, "环境卫生"),
        (None, None, "未分类"),
        ("gone", "bin", "gone/bin"),  # a code that a newer book no longer has
    ],
)
def test_category_line(category: str | None, subcategory: str | None, line: str) -> None:
    assert category_line(TEXTS, AREA, a_ticket(category=category, subcategory=subcategory)) == line


def test_a_private_report_does_not_name_its_reporter() -> None:
    told = "\n".join(lines(a_ticket(private=True), CardFacts(photos=2)))
    assert REPORTER not in told
    assert "照片 2 张" in told
    assert REPORTER in "\n".join(lines(a_ticket()))


def test_only_the_last_lines_of_the_history_are_shown() -> None:
    history = [step("resolve", hour, words=str(hour)) for hour in range(10)]
    told = lines(a_ticket(), CardFacts(history=history))
    assert [line[-1] for line in told if "办结" in line] == ["6", "7", "8", "9"]
    assert len([line for line in lines(a_ticket(), CardFacts(history=history, lines=30)) if "办结" in line]) == 10


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("dispatch", "李书记 分派给东湖社区"),
        ("rerouted", "按补充的地点转给东湖社区"),
        ("resolve", "李书记 办结：换了新桶"),
        ("dispute", "李书记 反映未解决：换了新桶"),
        ("rework", "李书记 退回返工：换了新桶"),
        ("reject", "李书记 不予受理：换了新桶"),
        ("added", "李书记 补充说明"),  # the words stand above, with those of the report
        ("added_photo", "李书记 补充照片"),
        ("reminded", "换了新桶"),
        ("photo_refused", "照片无法使用：换了新桶"),
        ("photo_failed", "有照片没能取回存档，请以群里的原图为准"),
    ],
)
def test_lines_of_history(kind: str, line: str) -> None:
    told = lines(a_ticket(), CardFacts(history=[step(kind, 0, "李书记", "换了新桶", "东湖社区")]))
    assert told[-1] == f"11-02 12:00 {line}"


def test_a_caption_gives_up_words_before_history() -> None:
    history = [step("rework", hour, words="字" * 100) for hour in range(6)]
    facts = CardFacts(photos=1, history=history, attention=[LI], lines=6)
    ticket = a_ticket(text="坏" * 2000, place="东湖花园" * 70)
    long, short = (lines(ticket, facts, limit) for limit in (MESSAGE_LIMIT, CAPTION_LIMIT))
    assert long[2].count("坏") == 299
    assert short[2].count("坏") == 119
    assert long[3:] == short[3:]


@settings(max_examples=80, deadline=None)
@given(
    text=nasty(4096),
    name=nasty(64),
    place=nasty(200),
    words=nasty(4096),
    state=st.sampled_from(State),
    private=st.booleans(),
    limit=st.sampled_from([CAPTION_LIMIT, MESSAGE_LIMIT]),
    people=st.integers(0, 20),
    steps=st.lists(st.sampled_from(["opened", "added_photo", "resolve", "rework", "dispatch"]), max_size=6),
)
def test_every_card_fits_and_is_sound(
    text: str, name: str, place: str, words: str, state: State, private: bool, limit: int, people: int, steps: list[str]
) -> None:
    ticket = a_ticket(
        text=text, reporter_name=name, place=place, state=state, private=private, emergency=True, candidates=("a", "b")
    )
    facts = CardFacts(
        photos=2,
        history=[step(kind, 0, name, words, "东湖社区") for kind in steps],
        attention=[Person(7, name)] * people,
        review_due=NOON,
        respond_by=NOON,
        own_limit=True,
        lines=30,
    )
    assert shown_length(card(TEXTS, AREA, ticket, facts, ZONE, limit=limit)) <= limit
