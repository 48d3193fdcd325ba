"""What an export lists: all that counts in the figures, each with what it counts in, and nobody's name who reported."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.exports import Exported
from bot.domain.periods import Period, read_period
from bot.domain.posts import Media, MediaKind, MediaPurpose
from bot.domain.statistics import Counts, total
from bot.domain.tickets import Move, State
from storage import events, exported_events, exports, media, statistics
from storage.events import Event
from storage.exported_events import OF_EVENTS
from storage.exports import BEGIN, OF_TICKETS, Counting, Mark
from storage.statistics import WHOLE, Part
from storage.transaction import Tx
from tests.storage.histories import CATEGORIES, START, UNITS, Story, a_ticket, keep, memory, moved, stories

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
OCTOBER = read_period("2026-10", NOW, ZONE)


def of(period: Period = OCTOBER, part: Part = WHOLE) -> Counting:
    return Counting(period.start, period.end, NOW, part)


def numbers(tx: Tx, counting: Counting) -> list[int]:
    found: set[int] = set()
    mark: Mark | None = BEGIN
    while mark is not None:
        some, mark = exports.numbers(tx, counting, mark)
        found.update(some)
    return sorted(found, reverse=True)


def listed(tx: Tx, counting: Counting) -> list[Exported]:
    return exports.tickets(tx, numbers(tx, counting), counting)


def only(*told: Story, part: Part = WHOLE) -> Exported:
    with memory() as tx:
        keep(tx, told)
        (found,) = listed(tx, of(part=part))
        return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(stories(), max_size=10),
    written=st.sampled_from(["today", "week", "2026-10", "all", "2026-09"]),
    units=st.none() | st.lists(st.sampled_from(UNITS), unique=True, min_size=1),
    category=st.none() | st.sampled_from(CATEGORIES),
)
def test_what_is_listed_adds_up_to_the_figures(
    told: list[Story], written: str, units: list[str] | None, category: str | None
) -> None:
    counting = of(read_period(written, NOW, ZONE), Part(units, category))
    with memory() as tx:
        keep(tx, told)
        some = numbers(tx, counting)
        rows = exports.tickets(tx, some, counting)
        happened = exported_events.events(tx, some, counting)
        whole = total(statistics.cells(tx, counting.start, counting.end, NOW, counting.part).values())
    sums = [sum(flags) for flags in zip(*(row.counted for row in rows), strict=True)] or [0] * len(OF_TICKETS)
    assert dict(zip(OF_TICKETS, sums, strict=True)) == {name: getattr(whole, name) for name in OF_TICKETS}
    times = Counter(name for event in happened for name in event.counted)
    assert {name: times[name] for name in OF_EVENTS} == {name: getattr(whole, name) for name in OF_EVENTS}
    assert {*OF_TICKETS, *OF_EVENTS} == {*Counts._fields}
    assert all(
        any(row.counted) or any(event.ticket_id == row.id and event.counted for event in happened) for row in rows
    )


def test_numbers_are_read_in_looks_that_miss_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of the same moment fall on both sides of a look's end."""
    monkeypatch.setattr(exports, "KEYS", 2)
    with memory() as tx:
        kept = keep(tx, [Story(a_ticket(state=State.WITHDRAWN)) for _ in range(7)])
        assert numbers(tx, of()) == [ticket.id for ticket in reversed(kept)]


def test_what_neither_happened_then_nor_is_open_is_not_listed() -> None:
    before = a_ticket(created_at=START - 90 * 24 * HOUR, due_at=None, state=State.WITHDRAWN)
    with memory() as tx:
        keep(tx, [Story(before)])
        assert numbers(tx, of()) == []


def test_a_ticket_that_left_the_unit_is_listed_for_what_it_did_there() -> None:
    away = Story(
        a_ticket(unit_code="shuguang"),
        (moved(Move.TRANSFER, State.ASSIGNED, START + 13 * HOUR, had_by="longxi", to="shuguang"),),
    )
    row = only(away, part=Part(("longxi",)))
    assert (row.unit_code, any(row.counted)) == ("shuguang", False)


@pytest.mark.parametrize(
    ("chat", "private", "link"),
    [(-1001234567890, False, "https://t.me/c/1234567890/5"), (-100, False, None), (-1001234567890, True, None)],
)
def test_the_link_of_the_post(chat: int, private: bool, link: str | None) -> None:
    assert only(Story(a_ticket(chat_id=chat, private=private))).link == link


def test_photos_of_the_report_and_of_the_fix() -> None:
    group, secretary = -1001234567890, -1009876543210
    with memory() as tx:
        (ticket,) = keep(tx, [Story(a_ticket(chat_id=group))])
        for place, (kind, chat, message, facts) in enumerate(
            [
                (MediaKind.VOICE, group, 5, {"purpose": MediaPurpose.REPORT, "post_id": 1}),
                (MediaKind.PHOTO, group, 7, {"purpose": MediaPurpose.REPORT, "post_id": 1}),
                (MediaKind.PHOTO, group, 6, {"purpose": MediaPurpose.REPORT, "post_id": 1}),
                (MediaKind.PHOTO, secretary, 30, {"purpose": MediaPurpose.NOTE, "ticket_id": ticket.id}),
                (MediaKind.PHOTO, secretary, 31, {"purpose": MediaPurpose.PROOF, "ticket_id": ticket.id}),
            ]
        ):
            media.add(tx, Media(kind, f"f{place}", f"u{place}"), chat_id=chat, message_id=message, **facts)  # type: ignore[arg-type]
        (row,) = listed(tx, of())
    assert (row.photos, row.photo) == (2, "https://t.me/c/1234567890/6")
    assert row.proof == "https://t.me/c/9876543210/31"


def test_who_reported_is_nobody_and_who_acted_has_a_name() -> None:
    told = Story(
        a_ticket(reporter_id=42),
        (
            moved(Move.ACCEPT, State.ACCEPTED, START + 13 * HOUR, actor=7),
            moved(Move.NOTE, State.ACCEPTED, START + 14 * HOUR, actor=42),
            moved(Move.DISPUTE, State.ACCEPTED, START + 15 * HOUR, actor=99),
            moved(Move.RESUME, State.ACCEPTED, START + 16 * HOUR, actor=None),
        ),
    )
    with memory() as tx:
        (ticket,) = keep(tx, [told])
        tx.run("UPDATE ticket_events SET actor_name = '李' || actor_id")
        found = exported_events.events(tx, [ticket.id], of())
    assert [(event.kind, event.actor, event.by_reporter) for event in found] == [
        ("accept", "李7", False),
        ("note", None, True),
        ("dispute", None, True),
        ("resume", None, False),
    ]


def test_details_are_there_where_words_are_made_of_them() -> None:
    with memory() as tx:
        (ticket,) = keep(tx, [Story(a_ticket())])
        for kind, details in (("reminded", {"rung": "early", "clock": "fix"}), ("note", {"secret": 1})):
            events.append(tx, ticket.id, Event(kind, State.ASSIGNED, START, details=details), START)
        reminded, note = exported_events.events(tx, [ticket.id], of())
    assert (reminded.details["rung"], note.details) == ("early", {})
