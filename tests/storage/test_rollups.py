"""Sums of months against the rows they are sums of: after every change of a ticket, and for any stretch of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.statistics import COUNTED, Counts, total
from bot.domain.tickets import Move, State
from storage import events, rollups, statistics, tickets
from storage.measures import GROUPS, KEPT
from storage.statistics import WHOLE, Part
from storage.times import from_ms, to_ms
from storage.transaction import Tx
from tests.storage.histories import CATEGORIES, START, UNITS, Story, a_ticket, keep, memory, moved, stories

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)

_MOMENTS = st.none() | st.integers(-80, 120).map(lambda days: datetime(2026, 10, 1, tzinfo=ZONE) + days * DAY)


def _from_rows(tx: Tx, start: datetime | None, end: datetime | None) -> dict[statistics.Cell, Counts]:
    """The same without any sums."""
    mark = tx.value("SELECT mark FROM rollups")
    tx.run("DELETE FROM rollups")
    try:
        return statistics.cells(tx, start, end, NOW)
    finally:
        if mark is not None:
            tx.run("INSERT INTO rollups (id, mark) VALUES (1, :mark)", mark=mark)


def _tallies(tx: Tx) -> set[tuple[object, ...]]:
    """The sums that hold anything, of months and of days."""
    return {
        (grain.tallies, *row)
        for grain in (rollups.MONTHS, rollups.DAYS)
        for row in map(tuple, tx.rows(f"SELECT * FROM {grain.tallies}"))
        if any(row[len(grain.keys) :])
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), told=st.lists(stories(), max_size=8), later=st.lists(stories(), max_size=8))
def test_sums_follow_every_change_of_a_ticket(data: st.DataObject, told: list[Story], later: list[Story]) -> None:
    start, end = data.draw(_MOMENTS), data.draw(_MOMENTS)
    with memory() as tx:
        rollups.keep(tx, ZONE)
        kept = keep(tx, told)
        for ticket, other in zip(kept, later, strict=False):  # becomes, in one step, what another one is
            fixed = {"id": ticket.id, "created_at": ticket.created_at}
            tickets.save(tx, other.ticket.model_copy(update=fixed))
            for event in other.events:
                events.append(tx, ticket.id, event, event.done_at)
        assert statistics.cells(tx, start, end, NOW) == _from_rows(tx, start, end)
        for part in (WHOLE, Part(UNITS[:2]), Part(UNITS[1:], CATEGORIES[0]), Part(None, None, "广场花苑小区")):
            added_up = total(statistics.cells(tx, start, end, NOW, part).values())
            assert statistics.whole(tx, start, end, NOW, part) == added_up
        followed = _tallies(tx)
        tx.run("UPDATE rollups SET mark = 'of another program'")
        assert rollups.keep(tx, ZONE)
        assert _tallies(tx) == followed


@given(
    told=st.lists(stories(), min_size=1, max_size=6),
    zone=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), ZoneInfo("Europe/Berlin")]),
    start=_MOMENTS,
    end=_MOMENTS,
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_months_of_any_zone_sum_up_the_same(
    told: list[Story], zone: ZoneInfo, start: datetime | None, end: datetime | None
) -> None:
    with memory() as tx:
        keep(tx, told)
        rollups.keep(tx, zone)
        assert statistics.cells(tx, start, end, NOW) == _from_rows(tx, start, end)


def test_they_are_made_once_and_anew_for_another_zone() -> None:
    with memory() as tx:
        keep(tx, [Story(a_ticket(created_at=datetime(2026, 9, 30, 20, tzinfo=UTC)))])
        assert rollups.keep(tx, ZONE)
        assert not rollups.keep(tx, ZONE)
        in_october = tx.value("SELECT month FROM tallies WHERE received = 1")
        assert rollups.keep(tx, UTC)
        assert tx.value("SELECT month FROM tallies WHERE received = 1") < in_october


def test_without_them_and_of_another_program_rows_are_counted() -> None:
    with memory() as tx:
        assert not rollups.is_kept(tx)
        rollups.keep(tx, ZONE)
        assert rollups.is_kept(tx)
        tx.run("UPDATE rollups SET mark = 'of another program Asia/Shanghai'")
        assert not rollups.is_kept(tx)


def test_a_month_is_read_from_its_sums_alone() -> None:
    with memory() as tx:
        rollups.keep(tx, ZONE)
        keep(tx, [Story(a_ticket(state=State.CLOSED, resolved_at=START + DAY, closed_at=START + DAY))])
        tx.run("UPDATE tallies SET received = 41")
        october = datetime(2026, 10, 1, tzinfo=ZONE), datetime(2026, 11, 1, tzinfo=ZONE)
        assert [one.received for one in statistics.cells(tx, *october, NOW).values()] == [41]


def test_what_a_period_adds_up_to_is_read_from_sums_of_days_where_no_month_is_whole() -> None:
    with memory() as tx:
        rollups.keep(tx, ZONE)
        keep(tx, [Story(a_ticket())])
        tx.run("UPDATE day_tallies SET received = 41")
        days = datetime(2026, 9, 30, tzinfo=ZONE), datetime(2026, 10, 3, tzinfo=ZONE)
        assert statistics.whole(tx, *days, NOW).received == 41
        assert statistics.whole(tx, days[0], days[1] - DAY / 2, NOW).received == 41
        assert statistics.whole(tx, *days, NOW, Part(None, CATEGORIES[0])).received == 1


def test_months_and_days_within_a_time_are_whole() -> None:
    midnight, second = datetime(2026, 10, 1, tzinfo=ZONE), timedelta(seconds=1)
    with memory() as tx:
        rollups.keep(tx, ZONE)

        def found(grain: rollups.Grain, start: datetime, end: datetime) -> tuple[timedelta, timedelta] | None:
            within = rollups.within(tx, grain, to_ms(start), to_ms(end))
            return None if within is None else (from_ms(within[0]) - midnight, from_ms(within[1]) - midnight)

        assert found(rollups.MONTHS, midnight, midnight + 31 * DAY) == (0 * DAY, 31 * DAY)
        assert found(rollups.MONTHS, midnight, midnight + 31 * DAY - second) is None
        assert found(rollups.MONTHS, midnight + second, midnight + 65 * DAY) == (31 * DAY, 61 * DAY)
        assert found(rollups.DAYS, midnight - second, midnight + 3 * DAY + second) == (0 * DAY, 3 * DAY)
        assert found(rollups.DAYS, midnight + second, midnight + DAY) is None


def test_an_event_follows_its_ticket_into_another_category_and_stays_with_who_had_it() -> None:
    returned = moved(Move.RETURN, State.TRIAGE, START + DAY, had_by=UNITS[0])
    with memory() as tx:
        rollups.keep(tx, ZONE)
        [ticket] = keep(tx, [Story(a_ticket(), (returned,))])
        tickets.save(tx, ticket.model_copy(update={"category": CATEGORIES[1], "unit_code": UNITS[1]}))
        cells = statistics.cells(tx, None, None, NOW)
        assert cells[UNITS[0], CATEGORIES[1]].returned == 1
        assert cells[UNITS[1], CATEGORIES[1]].received == 1
        assert (UNITS[0], CATEGORIES[0]) not in cells


def test_what_is_kept_is_a_column_and_a_figure() -> None:
    with memory() as tx:
        columns = [row["name"] for row in tx.rows("SELECT name FROM pragma_table_info('tallies')")]
        daily = [row["name"] for row in tx.rows("SELECT name FROM pragma_table_info('day_tallies')")]
    assert sorted(columns[len(rollups.MONTHS.keys) :]) == sorted(KEPT)
    assert sorted(daily[len(rollups.DAYS.keys) :]) == sorted(KEPT)
    assert set(KEPT) < set(COUNTED)
    assert len(KEPT) == len({name for group in GROUPS for name in group.measures})
