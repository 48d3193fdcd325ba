"""Likeness: an old photo proves nothing, and one thing photographed twice is one ticket."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import likeness, pairs
from bot.domain.notices import NoticeKind
from bot.domain.posts import Post
from bot.domain.tickets import Move, State
from storage import events, media, messages
from storage.media import StoredMedia
from tests.desk.office import DAY, HE, LI, OFFICE, RIDERS, WANG, Desk, text_of
from tests.desk.test_handling import act

BIN = 0xF0F0_3C3C_AA55_0FF0
NEAR = BIN ^ 0b101
OTHER = 0x1234_5678_9ABC_DEF0


def fetched(desk: Desk, look: int | None, digest: str = "") -> StoredMedia:
    """The worker has fetched the oldest file that waits."""
    item = media.pending(desk.tx, desk.now)[0]
    digest = digest or f"{item.id:064x}"
    likeness.note_stored(desk.tx, desk.office, item, f"aa/{digest}.jpg", digest, 1000, look, desk.now)
    return item


def report(desk: Desk, building: int, look: int | None, **facts: Any) -> int:
    ticket = desk.report(f"东湖花园{building}栋的垃圾桶坏了", photo=True, **facts)
    fetched(desk, look)
    desk.deliver()
    return ticket.id


def prove(desk: Desk, number: int, look: int | None, digest: str = "") -> Post:
    proof = desk.post(photo=True, sender=LI, chat=OFFICE)
    act(desk, Move.RESOLVE, LI, "修好了", number, photos=proof.media, chat_id=OFFICE, message_id=proof.message_id)
    fetched(desk, look, digest)
    return proof


def test_a_fresh_after_photo_stands(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    prove(desk, number, OTHER)
    assert desk.ticket(number).state is State.RESOLVED


@pytest.mark.parametrize("look", [BIN, NEAR])
def test_an_after_photo_of_another_ticket_opens_it_again_and_says_which(desk: Desk, look: int) -> None:
    first, second = report(desk, 3, OTHER), report(desk, 5, None)
    prove(desk, first, BIN)
    prove(desk, second, look)
    assert desk.ticket(first).state is State.RESOLVED
    ticket = desk.ticket(second)
    assert (ticket.state, ticket.reopened) == (State.ACCEPTED, 1)
    doubt = events.history(desk.tx, second)[-1]
    assert (doubt.kind, doubt.actor_id) == ("doubt", None)
    assert doubt.words == "办结照片在 T1001 用过，请发这里处理后的照片"
    desk.deliver()
    assert any("T1001 用过" in text_of(ring) for ring in desk.notices(chat=OFFICE, kind="alert"))
    assert not messages.standing(desk.tx, second, NoticeKind.CLOSURE)


def test_the_photo_of_the_report_is_no_after_photo(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    prove(desk, number, BIN)
    assert desk.ticket(number).state is State.ACCEPTED
    assert "是同一张" in (events.history(desk.tx, number)[-1].words or "")


def test_what_another_ticket_reported_may_look_nearly_like_it(desk: Desk) -> None:
    report(desk, 3, BIN)
    number = report(desk, 5, OTHER)
    prove(desk, number, BIN ^ 0b111)
    assert desk.ticket(number).state is State.RESOLVED


def test_the_same_file_is_known_without_a_likeness(desk: Desk) -> None:
    first, second = report(desk, 3, None), report(desk, 5, None)
    prove(desk, first, None, "f" * 64)
    prove(desk, second, None, "f" * 64)
    assert desk.ticket(second).state is State.ACCEPTED


def test_before_and_after_from_the_same_spot_may_be_near(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    prove(desk, number, BIN ^ 0b11)
    assert desk.ticket(number).state is State.RESOLVED


def test_one_photo_may_prove_two_tickets_at_once(desk: Desk) -> None:
    numbers = [report(desk, 3, None), report(desk, 5, None)]
    proof = desk.post(photo=True, sender=LI, chat=OFFICE)
    for number in numbers:
        act(desk, Move.RESOLVE, LI, "都修好了", number, photos=proof.media, chat_id=OFFICE, message_id=proof.message_id)
    for _ in numbers:
        fetched(desk, BIN, "e" * 64)
    assert {desk.ticket(number).state for number in numbers} == {State.RESOLVED}


def test_what_was_closed_meanwhile_is_left_alone(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    proof = desk.post(photo=True, sender=LI, chat=OFFICE)
    act(desk, Move.RESOLVE, LI, "修好了", number, photos=proof.media, chat_id=OFFICE, message_id=proof.message_id)
    act(desk, Move.CONFIRM, WANG, "", number)
    fetched(desk, BIN)
    assert desk.ticket(number).state is State.CLOSED


def two_reports(desk: Desk, first: str, second: str, **facts: Any) -> None:
    desk.report(first, photo=True)
    fetched(desk, BIN)
    desk.later(facts.pop("after", DAY))
    desk.report(second, photo=True, sender=HE)
    fetched(desk, facts.pop("look", NEAR))


def test_one_thing_photographed_twice_is_one_ticket(desk: Desk) -> None:
    two_reports(desk, "东湖花园3栋的垃圾桶坏了", "东湖花园的垃圾桶又破又脏")
    first, second = desk.ticket(1001), desk.ticket(1002)
    assert (second.state, second.merged_into, first.supporters) == (State.MERGED, 1001, (HE.id,))
    merged = events.history(desk.tx, 1002)[-1]
    assert (merged.actor_id, merged.words) == (None, "照片几乎相同")


@pytest.mark.parametrize(
    ("second", "facts"),
    [
        ("西苑小区的垃圾桶坏了", {}),  # another place is said
        ("东湖花园5栋的垃圾桶坏了", {}),  # another building
        ("东湖花园的垃圾桶又破又脏", {"look": OTHER}),
        ("东湖花园的垃圾桶又破又脏", {"after": 4 * DAY}),  # posts.duplicate_window
        ("东湖花园的路灯不亮", {}),
    ],
)
def test_what_is_not_one_thing_stays_two(desk: Desk, second: str, facts: dict[str, Any]) -> None:
    two_reports(desk, "东湖花园3栋的垃圾桶坏了", second, **facts)
    assert desk.ticket(1002).state is not State.MERGED


def test_a_pair_is_made_once_both_photos_are_here(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    proof = desk.post(photo=True, sender=LI, chat=OFFICE)
    act(desk, Move.RESOLVE, LI, "修好了", number, photos=proof.media, chat_id=OFFICE, message_id=proof.message_id)
    desk.deliver()
    assert pairs.to_make(desk.tx, number) == []
    fetched(desk, OTHER)
    (pair,) = pairs.to_make(desk.tx, number)
    assert pairs.to_make(desk.tx, None) == [pair]
    pairs.show(desk.tx, desk.office, pair, "made/ab/ab.jpg", desk.now)
    (edit,) = desk.queued(chat=RIDERS, kind="edit")
    closure = desk.the("closure", RIDERS)
    assert edit.payload["media"]["media"] == {"made": "made/ab/ab.jpg"}
    assert edit.payload["media"]["caption"] == closure.payload["caption"]
    assert edit.payload["reply_markup"] == closure.payload["reply_markup"]
    assert pairs.to_make(desk.tx, None) == []


def test_a_closure_that_was_confirmed_already_keeps_its_words(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    proof = desk.post(photo=True, sender=LI, chat=OFFICE)
    act(desk, Move.RESOLVE, LI, "修好了", number, photos=proof.media, chat_id=OFFICE, message_id=proof.message_id)
    desk.deliver()
    act(desk, Move.CONFIRM, WANG, "", number)
    desk.deliver()
    fetched(desk, OTHER)
    (pair,) = pairs.to_make(desk.tx, number)
    pairs.show(desk.tx, desk.office, pair, "made/ab/ab.jpg", desk.now)
    (edit,) = desk.queued(chat=RIDERS, kind="edit")
    assert "已结案" in edit.payload["media"]["caption"]
    assert [button["text"] for row in edit.payload["reply_markup"]["inline_keyboard"] for button in row][-1] == "5⭐"


def test_a_closure_that_has_not_left_leaves_with_the_pair(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    prove(desk, number, OTHER)
    (pair,) = pairs.to_make(desk.tx, number)
    pairs.show(desk.tx, desk.office, pair, "made/ab/ab.jpg", desk.now)
    assert desk.the("closure", RIDERS).payload["photo"] == {"made": "made/ab/ab.jpg"}
    assert pairs.to_make(desk.tx, None) == []


def test_a_reopened_ticket_gets_no_pair(desk: Desk) -> None:
    number = report(desk, 3, BIN)
    prove(desk, number, OTHER)
    (pair,) = pairs.to_make(desk.tx, number)
    act(desk, Move.DISPUTE, WANG, "没修", number)
    before = desk.dump()
    pairs.show(desk.tx, desk.office, pair, "made/ab/ab.jpg", desk.now)
    assert desk.dump() == before
    assert pairs.to_make(desk.tx, None) == []
