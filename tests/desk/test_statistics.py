"""The figures that the desk puts together: sums that agree, the order of units, a unit with those below it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.statistics import figures, trend, units_of
from bot.domain.areas import Area, Category, TimeClass, Unit, UnitKind
from bot.domain.periods import cut_at, read_period, year_before
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Counts, Figures, Scope, total
from bot.domain.tickets import State
from bot.domain.trends import Flow, Grain, Trend
from tests.storage.histories import START, Story, a_ticket, keep, memory, of_unit, recounted, stories

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
AREA = Area(
    name="黄山区",
    units=(
        Unit(code="area", name="黄山区", kind=UnitKind.AREA),
        Unit(code="chengguan", name="城管局", kind=UnitKind.DEPARTMENT, parent="area"),
        Unit(code="gantang", name="甘棠镇", kind=UnitKind.STREET, parent="area"),
        Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY, parent="gantang"),
        Unit(code="shuguang", name="曙光社区", kind=UnitKind.COMMUNITY, parent="gantang"),
    ),
    categories=(
        Category(code="sanitation", name="环境卫生", time_class=TimeClass.A),
        Category(code="traffic", name="交通秩序", time_class=TimeClass.B),
    ),
)


def told(*history: Story, period: str = "month", unit_code: str | None = None) -> Figures:
    with memory() as tx:
        keep(tx, history)
        return figures(tx, AREA, read_period(period, NOW, ZONE), NOW, Scope(unit_code))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    history=st.lists(stories(), max_size=10),
    written=st.sampled_from(["week", "month", "all"]),
    unit=st.sampled_from([None, "area", "gantang", "longxi"]),
)
def test_units_and_categories_add_up_to_the_recounted_total(
    history: list[Story], written: str, unit: str | None
) -> None:
    found = told(*history, period=written, unit_code=unit)
    assert found.total == recounted(history, found.period, NOW, None if unit is None else units_of(AREA, unit))
    assert total(line.counts for line in found.units) == found.total
    assert total(line.counts for line in found.categories) == found.total
    assert (found.last is None) or found.total.is_quiet
    assert Counts() not in [line.counts for line in (*found.units, *found.categories)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=st.lists(stories(), max_size=10), written=st.sampled_from(["today", "week", "month", "quarter", "year"]))
def test_a_running_period_is_compared_with_as_much_of_the_earlier_ones(history: list[Story], written: str) -> None:
    found = told(*history, period=written)
    for earlier, compared in (
        (found.period.previous(), found.before),
        (year_before(found.period), found.year_ago),
    ):
        assert earlier is not None or written == "year"
        if earlier is None:
            assert compared is None
            continue
        expected = recounted(history, replace(earlier, end=cut_at(found.period, earlier, NOW)), NOW)
        assert (compared is None) == expected.is_quiet
        if compared is not None:
            assert (compared.period, compared.cut, compared.counts) == (earlier, True, expected)


def test_a_period_that_is_over_is_compared_with_the_whole_of_the_one_before() -> None:
    history = [Story(a_ticket(created_at=START - timedelta(days=day), due_at=None)) for day in (1, 29, 31, 380)]
    found = told(*history, period="2026-09")
    assert found.before is not None
    assert found.year_ago is not None
    assert [found.total.received, found.before.counts.received, found.year_ago.counts.received] == [2, 1, 1]
    assert (found.before.period.code, found.before.cut) == ("2026-08", False)


def test_the_ages_of_what_is_open() -> None:
    days = (0, 1, 2, 3, 6, 8, 29, 31, 400)
    open_ones = [Story(a_ticket(created_at=NOW - timedelta(days=day), due_at=None)) for day in days]
    over = Story(a_ticket(created_at=NOW - timedelta(days=2), state=State.CLOSED))
    assert told(*open_ones, over).ages == (2, 2, 1, 2, 2)
    assert told(of_unit(over, "longxi")).ages == (0, 0, 0, 0, 0)


def test_units_come_worst_first_and_what_has_none_last() -> None:
    late = a_ticket(due_at=NOW - HOUR)
    kept = a_ticket(state=State.CLOSED, resolved_at=NOW - 2 * HOUR, closed_at=NOW, due_at=NOW - HOUR)
    missed = a_ticket(state=State.CLOSED, resolved_at=NOW, closed_at=NOW, due_at=NOW - HOUR)
    waiting = a_ticket(state=State.TRIAGE, due_at=None, assigned_at=None)
    found = told(
        of_unit(Story(kept), "chengguan"),
        of_unit(Story(missed), "shuguang"),
        of_unit(Story(late), "longxi"),
        of_unit(Story(waiting), None),
    )
    assert [line.code for line in found.units] == ["longxi", "shuguang", "chengguan", None]


def test_equals_stand_as_in_the_area_book() -> None:
    history = [of_unit(Story(a_ticket()), code) for code in ("shuguang", "gantang", "gone", "longxi", "chengguan")]
    assert [line.code for line in told(*history).units] == ["chengguan", "gantang", "longxi", "shuguang", "gone"]


def test_categories_come_by_size() -> None:
    history = [Story(a_ticket(category=code)) for code in ("sanitation", "traffic", "traffic", None, None, None)]
    assert [line.code for line in told(*history).categories] == ["traffic", "sanitation", None]


def test_a_unit_has_the_figures_of_those_below_it() -> None:
    history = [of_unit(Story(a_ticket()), code) for code in ("gantang", "longxi", "chengguan", None)]
    assert told(*history, unit_code="gantang").total.received == 2
    assert told(*history, unit_code="longxi").total.received == 1
    assert told(*history, unit_code="area").total.received == 3
    assert told(*history).total.received == 4


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        told(unit_code="nowhere")
    assert caught.value.reason is Refusal.UNKNOWN_UNIT
    assert caught.value.facts == {"unit": "nowhere"}


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("week", "2026-W40"),
        ("today", "2026-10-01"),
        ("2026-11", "2026-10"),
        ("2027", "2026"),
        ("2019", "2026"),  # nothing lies before it: the last that has any
        ("month", None),  # not empty
        ("all", None),
    ],
)
def test_an_empty_period_names_the_last_that_is_not(written: str, last: str | None) -> None:
    found = told(Story(a_ticket(created_at=START + 12 * HOUR, due_at=None)), period=written).last
    assert (found.code if found else None) == last


def test_nothing_ever_has_no_last_period() -> None:
    assert told(period="week").last is None
    assert told(Story(a_ticket()), period="week", unit_code="shuguang").last is None


def test_the_last_period_is_never_itself_empty() -> None:
    undone = a_ticket(created_at=START, state=State.ACCEPTED, resolved_at=START + 24 * 15 * HOUR, due_at=None)
    assert (found := told(Story(undone), period="today").last) is not None
    assert not told(Story(undone), period=found.code).total.is_quiet


# --- the trend


def went(*history: Story, period: str, unit_code: str | None = None) -> Trend | None:
    with memory() as tx:
        keep(tx, history)
        return trend(tx, AREA, read_period(period, NOW, ZONE), NOW, ZONE, Scope(unit_code))


def received(at: datetime, **facts: object) -> Story:
    return Story(a_ticket(created_at=at, due_at=None, **facts))


def test_a_trend_ends_where_the_present_is() -> None:
    found = went(received(NOW), received(NOW - 24 * HOUR), period="week")
    assert found is not None
    assert len(found.spans) == 7
    assert [flow.received for flow in found.flows] == [1, 1]  # 20 October 2026 is a Tuesday
    assert found.before == ()


def test_the_period_before_lies_beside_it_span_by_span() -> None:
    week = 7 * 24 * HOUR
    found = went(received(NOW - week), received(NOW - week), received(NOW - 2 * week), period="week")
    assert found is not None
    assert found.before == (0, 2, 0, 0, 0, 0, 0)


def test_a_trend_counts_what_was_resolved() -> None:
    done = a_ticket(created_at=NOW - 24 * HOUR, state=State.RESOLVED, resolved_at=NOW, due_at=None)
    found = went(Story(done), period="2026-W43")
    assert found is not None
    assert found.flows == (Flow(1, 0), Flow(0, 1))


def test_a_unit_has_the_trend_of_those_below_it() -> None:
    history = [of_unit(received(NOW), code) for code in ("gantang", "longxi", "chengguan", None)]
    found = went(*history, period="today", unit_code="gantang")
    assert found is not None
    assert sum(flow.received for flow in found.flows) == 2


def test_all_of_time_begins_with_the_first_report() -> None:
    found = went(received(NOW - 3 * 24 * HOUR), received(NOW), period="all")
    assert found is not None
    assert (found.grain, [flow.received for flow in found.flows]) == (Grain.DAY, [1, 0, 0, 1])


@pytest.mark.parametrize("period", ["all", "2027"])
def test_where_nothing_has_begun_there_is_no_trend(period: str) -> None:
    assert went(period=period) is None
