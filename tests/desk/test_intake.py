"""Intake: one report is one post and its tickets, however it comes: words, photo, album, in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk.intake import take_gathered
from bot.domain.posts import PostState
from bot.domain.tickets import State
from storage import media, posts
from tests.desk.office import CHEN, DAY, HALL, HE, OFFICE, RIDERS, WANG, Desk, text_of

REPORT = "东湖花园3栋的垃圾桶坏了"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def gather(desk: Desk) -> None:
    """What the clock does when somebody's waiting is over."""
    for post in posts.ready(desk.tx, desk.now):
        take_gathered(desk.tx, desk.office, post, desk.now)


def photos(desk: Desk, number: int = 1001) -> int:
    return len(media.of_post(desk.tx, desk.ticket(number).post_id))


def states(desk: Desk) -> list[str]:
    return [row["state"] for row in desk.tx.rows("SELECT state FROM posts ORDER BY id")]


def test_words_are_a_ticket_at_once(desk: Desk) -> None:
    post = desk.say(REPORT)
    (ticket,) = desk.tickets()
    assert (ticket.id, ticket.message_id, ticket.reporter_id) == (1001, post.message_id, WANG.id)
    assert (ticket.state, ticket.unit_code, ticket.category) == (State.ASSIGNED, "donghu", "sanitation")
    assert desk.sign(post) == "👀"


@pytest.mark.parametrize("text", ["大家早上好", "今天单子真多", "收到", "👍", "东湖花园", "/start"])
def test_chatter_leaves_no_trace(desk: Desk, text: str) -> None:
    before = desk.dump()
    desk.say(text)
    assert desk.dump() == before


@pytest.mark.parametrize("chat", [HALL, OFFICE, -4711])
def test_only_reporting_groups_are_read(desk: Desk, chat: int) -> None:
    before = desk.dump()
    desk.say(REPORT, chat=chat)
    assert desk.dump() == before


def test_the_same_message_twice_is_one_report(desk: Desk) -> None:
    post = desk.post(REPORT)
    for _ in range(2):
        desk.take(post)
    assert len(desk.tickets()) == 1


def test_a_caption_and_its_photo_are_one(desk: Desk) -> None:
    desk.say(REPORT, photo=True)
    assert photos(desk) == 1


Order = Callable[[Desk], None]


def photo_then_words(desk: Desk) -> None:
    desk.say(photo=True)
    assert not desk.tickets()
    desk.later(MINUTE)
    desk.say(REPORT)


def words_then_photo(desk: Desk) -> None:
    desk.say(REPORT)
    desk.later(MINUTE)
    desk.say(photo=True)


def two_photos_then_words(desk: Desk) -> None:
    desk.say(photo=True)
    desk.say(photo=True)
    desk.later(MINUTE)
    desk.say(REPORT)


def album_with_caption_first(desk: Desk) -> None:
    desk.say(REPORT, photo=True, album="a")
    desk.say(photo=True, album="a")
    assert not desk.tickets()
    desk.later(2 * SECOND)
    gather(desk)


def album_with_caption_last(desk: Desk) -> None:
    desk.say(photo=True, album="a")
    desk.say(REPORT, photo=True, album="a")
    desk.later(2 * SECOND)
    gather(desk)


def album_then_words(desk: Desk) -> None:
    desk.say(photo=True, album="a")
    desk.say(photo=True, album="a")
    desk.later(2 * SECOND)
    gather(desk)
    desk.later(MINUTE)
    desk.say(REPORT)


def words_then_album(desk: Desk) -> None:
    desk.say(REPORT)
    desk.later(MINUTE)
    desk.say(photo=True, album="a")
    desk.say(photo=True, album="a")
    desk.later(2 * SECOND)
    gather(desk)


def a_late_part_of_an_album(desk: Desk) -> None:
    desk.say(REPORT, photo=True, album="a")
    desk.later(2 * SECOND)
    gather(desk)
    desk.later(10 * MINUTE)
    desk.say(photo=True, album="a")


@pytest.mark.parametrize(
    ("order", "count"),
    [
        (photo_then_words, 1),
        (words_then_photo, 1),
        (two_photos_then_words, 2),
        (album_with_caption_first, 2),
        (album_with_caption_last, 2),
        (album_then_words, 2),
        (words_then_album, 2),
        (a_late_part_of_an_album, 2),
    ],
)
def test_parts_of_one_report_find_each_other(desk: Desk, order: Order, count: int) -> None:
    order(desk)
    (ticket,) = desk.tickets()
    assert photos(desk) == count
    assert ticket.text == REPORT
    desk.later(DAY)
    gather(desk)
    assert len(desk.tickets()) == 1
    assert set(states(desk)) <= {"reported", "joined"}
    card = desk.the("card", OFFICE)
    assert card.payload["photo"], "the card shows the first photo"


@pytest.mark.parametrize("others", [{"sender": HE}, {"topic": 7}])
def test_another_persons_words_do_not_take_the_photo(desk: Desk, others: dict[str, object]) -> None:
    desk.say(photo=True)
    desk.later(MINUTE)
    desk.say(REPORT, **others)
    assert photos(desk) == 0
    assert states(desk) == ["gathering", "reported"]


def test_a_report_that_has_its_picture_takes_no_second_one_without_words(desk: Desk) -> None:
    """The next photo may well be of the next problem."""
    desk.say(REPORT, photo=True)
    desk.later(MINUTE)
    desk.say(photo=True)
    assert (photos(desk), states(desk)) == (1, ["reported", "gathering"])
    desk.later(MINUTE)
    desk.say("西苑小区5栋的垃圾桶坏了")
    assert (photos(desk, 1001), photos(desk, 1002)) == (1, 1)


def test_a_photo_waits_its_window_and_lapses(desk: Desk) -> None:
    before = desk.dump()
    desk.say(photo=True)
    desk.later(2 * MINUTE - SECOND)
    gather(desk)
    assert states(desk) == ["gathering"]
    desk.later(SECOND)
    gather(desk)
    assert (states(desk), desk.tx.value("SELECT count(*) FROM media")) == ([], 0)
    assert desk.dump() == before


def test_words_after_the_window_stand_alone(desk: Desk) -> None:
    desk.say(photo=True)
    desk.later(2 * MINUTE + SECOND)
    desk.say(REPORT)
    assert photos(desk) == 0


def test_an_album_is_waited_for_from_its_last_part(desk: Desk) -> None:
    desk.say(REPORT, photo=True, album="a")
    desk.later(0.9 * SECOND)
    desk.say(photo=True, album="a")
    desk.later(0.9 * SECOND)
    gather(desk)
    assert not desk.tickets()
    desk.later(0.1 * SECOND)
    gather(desk)
    assert photos(desk) == 2


def test_a_caption_says_where_and_the_words_say_what(desk: Desk) -> None:
    desk.say("东湖花园3栋", photo=True)
    desk.later(MINUTE)
    desk.say("垃圾桶坏了")
    (ticket,) = desk.tickets()
    assert (ticket.unit_code, ticket.text) == ("donghu", "东湖花园3栋\n垃圾桶坏了")


def test_a_report_takes_the_ten_photos_nearest_to_its_words(desk: Desk) -> None:
    sent = [desk.say(photo=True) for _ in range(12)]
    desk.say(REPORT)
    kept = media.of_post(desk.tx, desk.ticket().post_id)
    assert [one.message_id for one in kept] == [post.message_id for post in sent[2:]]


def test_a_report_full_of_photos_takes_no_more_and_is_not_told_of_them(desk: Desk) -> None:
    for _ in range(10):
        desk.say(photo=True)
    post = desk.say(REPORT)
    desk.say(photo=True, reply_to=post.message_id)
    assert photos(desk) == 10
    assert desk.events() == ["opened"]


def test_words_beyond_what_a_report_keeps_stand_in_its_history(desk: Desk) -> None:
    post = desk.say(REPORT)
    for _ in range(3):
        desk.say("里面还漏水" * 800, reply_to=post.message_id)
    assert len(desk.ticket().text) == 4096
    assert desk.events() == ["opened", "added", "added", "added"]


def test_a_known_courier_reports_in_private_and_a_stranger_is_told_how(desk: Desk) -> None:
    desk.say(REPORT, chat=WANG.id, private=True)
    assert not desk.tickets()
    assert "骑手群" in text_of(desk.the("answer", WANG.id))
    desk.report()
    desk.say("东湖花园5栋的垃圾桶坏了", chat=WANG.id, private=True)
    private = desk.ticket(1002)
    assert (private.private, private.chat_id) == (True, WANG.id)
    assert WANG.name not in text_of(desk.notices(chat=OFFICE, kind="card")[-1])


def test_a_coordinator_may_report_in_private(desk: Desk) -> None:
    desk.say(REPORT, CHEN, CHEN.id, private=True)
    assert desk.ticket().private


def test_a_gathering_post_is_remembered_as_such(desk: Desk) -> None:
    post = desk.say(photo=True)
    kept = posts.find(desk.tx, RIDERS, post.message_id)
    assert kept is not None
    assert kept.state is PostState.GATHERING
