"""What people do, and what it counts: from a post to each figure, with the sums of months kept meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.desk.statistics import count
from bot.domain.durations import Duration
from bot.domain.periods import read_period
from bot.domain.posts import Sender
from bot.domain.statistics import Counts
from bot.domain.tickets import Move
from bot.domain.wishes import NOTHING, Wish
from storage import rollups
from tests.desk.office import CHEN, DAY, HOUR, LI, SUN, WANG, ZHOU, Desk, a_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as found:
        rollups.keep(found.tx, found.office.zone)
        yield found


def act(desk: Desk, move: Move, sender: Sender = LI, wish: Wish = NOTHING, words: str = "这里的人手不够") -> None:
    perform(desk.tx, desk.office, Act(desk.person(sender), 1001, move, words, wish), desk.now)


def counted(desk: Desk, unit: str | None = None) -> Counts:
    """Of the present month, by unit where one is named; and the same from the rows alone."""
    period = read_period("month", desk.now, desk.office.zone)
    found = count(desk.tx, desk.office.area, period, desk.now)
    mark = desk.tx.value("SELECT mark FROM rollups")
    desk.tx.run("DELETE FROM rollups")
    assert count(desk.tx, desk.office.area, period, desk.now) == found
    desk.tx.run("INSERT INTO rollups (id, mark) VALUES (1, :mark)", mark=mark)
    if unit is None:
        return found.total
    return next((line.counts for line in found.units if line.code == unit), Counts())


def test_a_report_that_the_bot_dispatches(desk: Desk) -> None:
    ticket = desk.report()
    assert ticket.bot_unit == ticket.unit_code == "donghu"
    assert ticket.respond_by is not None
    assert ticket.due_at is not None
    assert desk.now < ticket.respond_by < ticket.due_at
    counts = counted(desk)
    assert (counts.received, counts.auto, counts.misrouted, counts.given, counts.open) == (1, 1, 0, 1, 1)


def test_a_report_that_a_person_dispatches(desk: Desk) -> None:
    desk.report("垃圾桶坏了，没人管")
    act(desk, Move.DISPATCH, CHEN, Wish(units=("donghu",)))
    ticket = desk.ticket()
    assert (ticket.unit_code, ticket.bot_unit) == ("donghu", None)
    assert ticket.respond_by is not None
    counts = counted(desk, "donghu")
    assert (counts.received, counts.auto, counts.given) == (1, 0, 1)


def test_where_it_is_told_afterwards_the_bot_dispatched_it(desk: Desk) -> None:
    post = desk.say("垃圾桶坏了，没人管")
    desk.deliver()
    desk.later(HOUR / 6)
    desk.say("东湖花园3栋", reply_to=post.message_id)
    ticket = desk.ticket()
    assert ticket.bot_unit == ticket.unit_code == "donghu"
    assert counted(desk, "donghu").auto == 1


def test_a_transfer_shows_the_bot_was_wrong_and_stays_with_who_made_it(desk: Desk) -> None:
    desk.report()
    act(desk, Move.TRANSFER, LI, Wish(units=("xiyuan",)))
    before, after = counted(desk, "donghu"), counted(desk, "xiyuan")
    assert (before.transferred, before.given, before.received) == (1, 1, 0)
    assert (after.transferred, after.given, after.received, after.auto, after.misrouted) == (0, 1, 1, 1, 1)


def test_a_return_is_of_the_unit_that_gave_it_back(desk: Desk) -> None:
    desk.report()
    act(desk, Move.RETURN)
    assert counted(desk, "donghu").returned == 1
    act(desk, Move.DISPATCH, CHEN, Wish(units=("xiyuan",)))
    assert counted(desk, "donghu").return_rate == 1.0
    assert (counted(desk, "xiyuan").returned, counted(desk, "xiyuan").misrouted) == (0, 1)
    act(desk, Move.RETURN, SUN)
    act(desk, Move.DISPATCH, CHEN, Wish(units=("donghu",)))  # the bot was right after all
    assert counted(desk, "donghu").misrouted == 0
    assert counted(desk, "xiyuan").returned == 1


def test_a_response_in_time_and_one_too_late(desk: Desk) -> None:
    ticket = desk.report()
    desk.later(HOUR / 60)
    act(desk, Move.ACCEPT)
    assert (counted(desk).responded, counted(desk).unanswered) == (1, 0)
    act(desk, Move.TRANSFER, LI, Wish(units=("xiyuan",)))  # it begins anew, for another
    assert (counted(desk).responded, counted(desk).unanswered) == (0, 0)
    again = desk.ticket().respond_by
    assert again is not None
    assert ticket.respond_by is not None
    assert again > ticket.respond_by
    desk.now = again + HOUR
    assert counted(desk, "xiyuan").unanswered == 1
    act(desk, Move.ACCEPT, SUN)
    counts = counted(desk, "xiyuan")
    assert (counts.responded, counts.unanswered, counts.response_rate) == (0, 1, 0.0)


def test_what_reporters_say(desk: Desk) -> None:
    desk.report()
    act(desk, Move.RESOLVE, words="换了新桶")
    act(desk, Move.DISPUTE, WANG)
    act(desk, Move.RESOLVE, words="这次真的换了")
    act(desk, Move.CONFIRM, WANG)
    act(desk, Move.THANK, WANG, Wish(stars=5))
    counts = counted(desk, "donghu")
    assert (counts.solved, counts.unsolved, counts.solution_rate) == (1, 1, 0.5)
    assert (counts.rated, counts.satisfied, counts.satisfaction_rate) == (1, 1, 1.0)
    assert (counts.reopened, counts.closed, counts.closed_on_time, counts.fell_due) == (1, 1, 1, 1)


def test_what_is_suspended_is_not_due(desk: Desk) -> None:
    ticket = desk.report()
    act(desk, Move.EXTEND, CHEN, Wish(span=Duration.parse("1d")))
    act(desk, Move.SUSPEND, CHEN, Wish(until=desk.now + 20 * DAY))
    assert ticket.due_at is not None
    desk.now = ticket.due_at + 5 * DAY
    counts = counted(desk, "donghu")
    assert (counts.extended, counts.suspended, counts.put_aside, counts.fell_due) == (1, 1, 1, 0)
    assert (counts.missed, counts.overdue) == (0, 0)


def test_what_is_late_is_due_before_anybody_resolves_it(desk: Desk) -> None:
    ticket = desk.report()
    assert ticket.due_at is not None
    desk.now = ticket.due_at + HOUR
    counts = counted(desk, "donghu")
    assert (counts.missed, counts.fell_due, counts.closed_on_time, counts.overdue) == (1, 1, 0, 1)
    act(desk, Move.RESOLVE, words="换了新桶")
    act(desk, Move.APPROVE, ZHOU)
    counts = counted(desk, "donghu")
    assert (counts.missed, counts.fell_due, counts.closed_on_time, counts.overdue) == (1, 1, 0, 0)


def test_who_reports_it_as_well_is_counted(desk: Desk) -> None:
    desk.report()
    desk.later(HOUR)
    desk.say("东湖花园3栋的垃圾桶坏了", Sender(402, "何骑手"))
    assert (counted(desk).received, counted(desk).supported) == (1, 1)
