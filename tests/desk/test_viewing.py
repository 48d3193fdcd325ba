"""A closer look at the figures: what each says over real tickets, and where a unit stands among its sisters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import asking
from bot.desk.reach import Seat
from bot.desk.viewing import MOST_PAGES, look_at, rank_of
from bot.domain.bulletins import Rank
from bot.domain.periods import read_period
from bot.domain.posts import Sender
from bot.domain.questions import Question, View, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope
from bot.domain.tickets import Move
from bot.notices.markup import visible, visible_length
from bot.notices.statistics_views import Shown
from tests.desk.office import CHEN, DAY, HALL, HOUR, LI, RIDERS, SUN, WANG, ZHOU, Desk
from tests.desk.test_handling import act

WEEK = Question("week")


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Monday noon: two at 东湖花园, one of them resolved in time; one at 西苑小区, one at 北山新村, one of nowhere."""
    for text in ("东湖花园1栋的垃圾桶坏了", "东湖花园2栋的垃圾桶坏了", "西苑小区5栋的垃圾桶坏了", "垃圾桶坏了"):
        desk.report(text)
        desk.later()
    act(desk, Move.RESOLVE, LI, number=1001)
    desk.later(HOUR)
    return desk


def look(
    desk: Desk, view: View, sender: Sender = CHEN, question: Question = WEEK, *, page: int = 0, chat: int | None = None
) -> Shown:
    seat = Seat(chat or sender.id)
    asked, question = asking.allowed(desk.tx, desk.office, desk.person(sender), seat, question)
    return look_at(desk.tx, desk.office, asked, question, view, page, desk.now)


def lines(shown: Shown) -> list[str]:
    return visible(shown.text).split("\n")


def labels(shown: Shown) -> list[str]:
    return [label for row in shown.rows for label, _ in row]


@pytest.mark.parametrize("view", View)
def test_every_view_fits_below_a_picture_and_leads_back(busy: Desk, view: View) -> None:
    for period in ("week", "all", "2020"):
        shown = look(busy, view, question=Question(period))
        assert lines(shown)[0].startswith("青石市 · ")
        assert visible_length(shown.text) <= 1024
        assert labels(shown)[-1] == "‹ 返回"
        for row in shown.rows:
            for _, data in row:
                verb, *rest = data.split(":")
                assert verb in {"stats", "statsview"} and len(data.encode()) <= 64
                read_question(rest, busy.office.area)


def test_units_stand_worst_first_and_lead_to_their_own_figures(busy: Desk) -> None:
    shown = look(busy, View.UNITS)
    assert lines(shown)[2:] == [
        "单位（最需要关注的在前）",
        "东湖社区：未结 2 · 收到 2 · 按期 1/1",
        "西苑社区：未结 1 · 收到 1",
        "未分派：未结 1 · 收到 1",
    ]
    assert labels(shown) == ["东湖社区", "西苑社区", "‹ 返回"], "what has no unit yet is no unit's"
    question = read_question(shown.rows[0][0][1].split(":")[1:], busy.office.area)
    assert question == Question("week", Scope("donghu"))


def test_categories_lead_on_within_the_unit(busy: Desk) -> None:
    shown = look(busy, View.CATEGORIES, LI)
    assert lines(shown)[0].startswith("东湖社区 · ")
    assert lines(shown)[3:] == ["环境卫生：未结 2 · 收到 2 · 按期 1/1"]
    question = read_question(shown.rows[0][0][1].split(":")[1:], busy.office.area)
    assert question == Question("week", Scope("donghu", "sanitation"))


def test_places_are_those_of_the_own_ground(busy: Desk) -> None:
    assert lines(look(busy, View.PLACES))[3:] == ["东湖花园：未结 2 · 收到 2", "西苑小区：未结 1 · 收到 1"]
    assert lines(look(busy, View.PLACES, SUN))[3:] == ["西苑小区：未结 1 · 收到 1"]
    assert labels(look(busy, View.PLACES, SUN)) == ["西苑小区", "‹ 返回"]


def test_the_figures_of_a_place_are_its_own(busy: Desk) -> None:
    shown = look(busy, View.CATEGORIES, question=Question("week", Scope(place="西苑小区")))
    assert lines(shown)[0].startswith("青石市 · 西苑小区 · ")
    assert lines(shown)[3:] == ["环境卫生：未结 1 · 收到 1"]


def test_more_says_the_rates_and_what_they_are_made_of(busy: Desk) -> None:
    act(busy, Move.CONFIRM, WANG, number=1001)
    shown = look(busy, View.MORE)
    assert "响应率 100%：按时受理 1，共 1" in lines(shown)
    assert "解决率 100%：答“已解决” 1，共 1" in lines(shown)
    assert "满意率" not in shown.text, "nobody gave a star: there is no rate"
    assert labels(shown) == ["用时", "时段", "对比", "上报人", "‹ 返回"]


def test_times_are_told_of_all_and_by_class(busy: Desk) -> None:
    said = lines(look(busy, View.TIMING))
    assert said[2:] == [
        "用时",
        "受理用时（1 件）：1分钟",
        "办结用时（1 件）：1分钟",
        "未结的已有多久：1天内 4",
    ]


def test_hours_and_weekdays_say_when_most_comes(busy: Desk) -> None:
    said = lines(look(busy, View.HOURS))
    assert "周一 ▇▇▇▇▇▇▇▇▇▇▇▇ 4" in said
    assert "周二 · 0" in said
    assert "12–15时 ▇▇▇▇▇▇▇▇▇▇▇▇ 4" in said
    assert said[-1] == "最多的是周一 12时前后，4 件"


def test_the_comparison_says_what_was_then(busy: Desk) -> None:
    busy.later(7 * DAY)
    busy.report("东湖花园9栋的垃圾桶坏了")
    said = lines(look(busy, View.COMPARED))
    assert said[2:6] == [
        "对比",
        "比上周同期 · 2026年第45周（11月2日至8日），到同一时刻为止",
        "收到 1，当时 4，↓3",
        "办结 0，当时 1，↓1",
    ]
    assert "以前没有数据" in look(busy, View.COMPARED, question=Question("2026-W45")).text


def test_where_couriers_read_no_place_tells_of_a_private_report(busy: Desk) -> None:
    busy.say("北山新村9栋的垃圾桶坏了", chat=WANG.id, private=True)
    assert "北山新村：未结 1 · 收到 1" in lines(look(busy, View.PLACES, chat=HALL))
    with pytest.raises(Refused) as caught:
        look(busy, View.PLACES, chat=RIDERS)
    assert caught.value.reason is Refusal.ONLY_IN_PRIVATE
    for chat, offered in ((HALL, True), (RIDERS, False)):
        asked = asking.asker(busy.tx, busy.office, busy.person(CHEN), Seat(chat))
        rows = asking.buttons(busy.office.texts, busy.office.area, asked, WEEK)
        assert ("点位" in [label for row in rows for label, _ in row]) is offered


def test_reporters_are_named_to_coordinators_in_private_alone(busy: Desk) -> None:
    busy.say("西苑小区6栋的垃圾桶坏了", chat=WANG.id, private=True)
    assert lines(look(busy, View.REPORTERS))[2:] == ["上报人（私下报的不算）", "王骑手：上报 4 · 已办结 1"]
    for sender, chat, reason in (
        (CHEN, HALL, Refusal.ONLY_IN_PRIVATE),
        (LI, None, Refusal.NO_RIGHT),
        (ZHOU, None, Refusal.NO_RIGHT),
    ):
        with pytest.raises(Refused) as caught:
            look(busy, View.REPORTERS, sender, chat=chat)
        assert caught.value.reason is reason
    assert "上报人" not in labels(look(busy, View.MORE, chat=HALL))
    assert "上报人" not in labels(look(busy, View.MORE, LI))


def test_a_page_that_no_button_has_is_stale_and_one_behind_the_last_is_empty(desk: Desk) -> None:
    with pytest.raises(Refused):
        look(desk, View.UNITS, page=MOST_PAGES + 1)
    assert "没有数据" in look(desk, View.UNITS, page=3).text


def test_a_unit_stands_where_its_rate_is_among_its_sisters(busy: Desk) -> None:
    def ranked(unit: str | None, **scope: str) -> Rank | None:
        period = read_period("week", busy.now, busy.office.zone)
        return rank_of(busy.tx, busy.office.area, period, busy.now, Scope(unit, **scope))

    assert ranked("donghu") is None, "no sister had anything due"
    busy.later(timedelta(days=4))  # 西苑社区 and the other of 东湖社区 are late by now
    assert ranked("donghu") == Rank(1, 2)
    assert ranked("xiyuan") == Rank(2, 2)
    assert ranked("beishan") is None
    assert ranked("jiedao") is None, "it has no sister"
    assert ranked("xiyuan", category="sanitation") == Rank(2, 2)
    assert ranked("xiyuan", category="lighting") is None
    assert ranked("xiyuan", place="西苑小区") is None
    assert ranked(None) is None
