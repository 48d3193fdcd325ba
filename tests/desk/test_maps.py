"""Maps at the desk: their numbers are those of the figures; for whom, where, and what couriers never see of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import maps
from bot.desk.maps import MOST, Made, for_readers, numbers, read_plot, wish
from bot.desk.messages import reply
from bot.desk.pictures import MadePicture, reply_with_picture
from bot.desk.reach import Seat
from bot.desk.statistics import units_of
from bot.domain.areas import Place
from bot.domain.maps import Spotted, Standing
from bot.domain.notices import Call, made_picture
from bot.domain.periods import Period, read_period
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope
from bot.domain.taps import Answer, Tap
from bot.notices.maps import Shown
from bot.notices.markup import Markup
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, WANG, Desk, buttons_of
from tests.desk.test_statistics import AREA, NOW, ZONE
from tests.storage.histories import Story, a_ticket, keep, memory, recounted, stories

HERE = AREA.model_copy(update={"places": (Place(name="广场花苑小区", unit="longxi", lat=30.3, lon=118.1),)})
MADE = Made("made/aa/map.png", Markup("<b>地图</b>"), 3)
WEEK = "statsmap:week:-"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    history=st.lists(stories(), max_size=10),
    written=st.sampled_from(["week", "month", "2026-09", "all"]),
    unit=st.sampled_from([None, "gantang", "longxi"]),
)
def test_late_and_open_are_those_of_the_figures(history: list[Story], written: str, unit: str | None) -> None:
    period = read_period(written, NOW, ZONE)
    with memory() as tx:
        keep(tx, history)
        plot = read_plot(tx, HERE, period, NOW, Scope(unit))
    counts = Shown(HERE, plot).counts
    figures = recounted(history, period, NOW, units_of(AREA, unit))
    assert (counts[Standing.LATE], counts[Standing.LATE] + counts[Standing.OPEN]) == (figures.overdue, figures.open)
    older = sum(1 for ticket, _ in plot.tickets if not _came_in(ticket, period))
    assert counts.total() - older == figures.received
    assert plot.unplaced == 0
    assert not plot.cut


def _came_in(ticket: Spotted, period: Period) -> bool:
    at = ticket.created_at
    return (period.start is None or period.start <= at) and (period.end is None or at < period.end)


def test_of_too_many_the_open_and_the_newest_are_drawn() -> None:
    found, cut = numbers([(at, at) for at in range(MOST, 0, -1)], [1, 7])
    assert (found[:3], len(found), cut) == ([7, 1, MOST], MOST, False)
    found, cut = numbers([(at, at) for at in range(MOST + 1, 0, -1)], [])
    assert (found[-1], len(found), cut) == (2, MOST, True)


def test_only_the_category_and_the_place_that_were_asked_for() -> None:
    kept = [Story(a_ticket(category=category, place_name=place)) for category, place in _KINDS]
    period = read_period("all", NOW, ZONE)
    with memory() as tx:
        keep(tx, kept)
        assert len(read_plot(tx, HERE, period, NOW, Scope(category="traffic")).tickets) == 1
        assert len(read_plot(tx, HERE, period, NOW, Scope(place="广场花苑小区")).tickets) == 2
        assert read_plot(tx, HERE, period, NOW, Scope(place="柳园")).unplaced == 1


_KINDS = (("sanitation", "广场花苑小区"), ("traffic", "广场花苑小区"), ("sanitation", "柳园"))


def test_where_couriers_read_nothing_private_stands_on_it() -> None:
    kept = [Story(a_ticket(private=private)) for private in (True, False, False)]
    with memory() as tx:
        keep(tx, kept)
        plot = read_plot(tx, HERE, read_period("all", NOW, ZONE), NOW, Scope())
    assert len(for_readers(plot, in_group=False).tickets) == 3
    assert [one.private for one, _ in for_readers(plot, in_group=True).tickets] == [False, False]


def tap(sender: Sender, data: str, chat: int | None = None, message: int = 1) -> Tap:
    """In private unless a chat is given."""
    return Tap(sender.id, sender.name, chat or sender.id, message, data)


def asked(desk: Desk, sender: Sender, data: str = WEEK, chat: int | None = None) -> maps.Wish:
    return wish(desk.tx, desk.office, tap(sender, data, chat), desk.now)


def test_a_map_is_of_the_own_ground(desk: Desk) -> None:
    assert asked(desk, CHEN).question.scope == Scope()
    assert asked(desk, LI).question.scope == Scope("donghu")
    assert asked(desk, CHEN, chat=RIDERS).in_group
    assert not asked(desk, CHEN, chat=HALL).in_group


@pytest.mark.parametrize(
    ("sender", "data", "chat", "reason"),
    [
        (WANG, WEEK, RIDERS, Refusal.NO_RIGHT),
        (HE, WEEK, RIDERS, Refusal.NO_RIGHT),
        (WANG, WEEK, None, Refusal.OWN_FIGURES),
        (CHEN, f"{WEEK}:data", RIDERS, Refusal.ONLY_IN_PRIVATE),
        (LI, f"{WEEK}:data", OFFICE, Refusal.ONLY_IN_PRIVATE),
        (LI, WEEK, OFFICE, Refusal.NO_RIGHT),  # else the map of all would turn into that of 东湖 for all
        (CHEN, "statsmap:week", None, Refusal.STALE_BUTTON),
        (CHEN, "statsmap:never:-", None, Refusal.STALE_BUTTON),
        (CHEN, f"{WEEK}:other", None, Refusal.STALE_BUTTON),
        (CHEN, f"{WEEK}:data:more", None, Refusal.STALE_BUTTON),
        (CHEN, "statsmap:week:uAAAAAAAA", None, Refusal.STALE_BUTTON),
    ],
)
def test_who_may_not_or_not_here(desk: Desk, sender: Sender, data: str, chat: int | None, reason: Refusal) -> None:
    with pytest.raises(Refused) as caught:
        asked(desk, sender, data, chat)
    assert caught.value.reason is reason


def standing(desk: Desk, *, picture: bool) -> Notice:
    """The figures stand in the hall."""
    if picture:
        reply_with_picture(desk.tx, Seat(HALL), MadePicture("made/bb/week.png", Markup("周"), Markup("周")), desk.now)
    else:
        reply(desk.tx, Seat(HALL), Markup("周"), desk.now)
    (notice,) = desk.deliver()
    desk.later()
    return notice


def shown(desk: Desk, below: Notice, made: Made, data: str = WEEK, sender: Sender = CHEN) -> Answer:
    answer = maps.show(desk.tx, desk.office, tap(sender, data, HALL, below.message_id or 0), made, desk.now)
    desk.later()
    return answer


def test_the_picture_of_the_figures_turns_into_the_map(desk: Desk) -> None:
    below = standing(desk, picture=True)
    assert shown(desk, below, MADE) == Answer()
    (edit,) = desk.deliver()
    assert (edit.call, edit.target, made_picture(edit.payload)) == (Call.EDIT_MEDIA, below.id, MADE.path)
    assert {"✓ 本周", "‹ 返回统计", "地图数据"} <= set(buttons_of(edit))


def test_made_up_data_below_a_ticket_s_photo_overwrites_nothing(desk: Desk) -> None:
    desk.report(photo=True)
    desk.deliver()
    card = desk.the("card")
    assert card.call is Call.SEND_PHOTO
    with pytest.raises(Refused) as caught:
        maps.show(desk.tx, desk.office, tap(CHEN, WEEK, card.chat_id, card.message_id or 0), MADE, desk.now)
    assert caught.value.reason is Refusal.STALE_BUTTON
    assert not desk.queued()


def test_below_words_the_map_is_a_message_of_its_own(desk: Desk) -> None:
    shown(desk, standing(desk, picture=False), MADE)
    (sent,) = desk.deliver()
    assert (sent.call, sent.payload["caption"]) == (Call.SEND_PHOTO, MADE.caption)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Made(None, Markup(), blank=True), "点位都没有坐标"),
        (Made(None, Markup()), "请再点一次"),
    ],
)
def test_without_a_map_one_line_says_what_to_do_and_nothing_changes(desk: Desk, made: Made, said: str) -> None:
    below = standing(desk, picture=True)
    answer = shown(desk, below, made)
    assert answer.alert
    assert said in answer.text
    assert len(answer.text) <= 200
    assert not desk.deliver()


def test_the_file_is_a_document_of_its_own(desk: Desk) -> None:
    below = standing(desk, picture=True)
    shown(desk, below, replace(MADE, path="made/cc/map.geojson"), f"{WEEK}:data")
    (sent,) = desk.deliver()
    assert sent.call is Call.SEND_DOCUMENT
    assert sent.payload["filename"] == f"地图-{read_period('week', desk.now, ZONE).label.partition('（')[0]}.geojson"
    assert "没有上报人" in sent.payload["caption"]
    assert "3 件" in sent.payload["caption"]


def test_whoever_lost_the_right_meanwhile_gets_nothing(desk: Desk) -> None:
    below = standing(desk, picture=True)
    with pytest.raises(Refused):
        shown(desk, below, MADE, sender=WANG)
    assert not desk.deliver()


def test_files_go_to_the_coordinators_chats(desk: Desk) -> None:
    assert asked(desk, CHEN, f"{WEEK}:data", HALL).data
    with pytest.raises(Refused):
        asked(desk, CHEN, f"{WEEK}:data", -4711)
