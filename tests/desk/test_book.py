"""The book in chat: places put right by a line, whose they are to put right, and what the next post is read by."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.desk import book, place_lists
from bot.desk.book import By, Order
from bot.desk.reach import Seat
from bot.domain.area_changes import amended
from bot.domain.areas import Place, Role, Route
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from storage import areas, people
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, LI, SUN, WANG, Desk, an_office, buttons_of, text_of


def put(desk: Desk, order: Order, words: str, who: Sender = CHEN, chat: int = HALL) -> str:
    """What the bot answers to this line; the office is renewed as the shell does it."""
    order(desk.tx, desk.office, By(desk.person(who), Seat(chat)), words.split(), desk.now)
    desk.later()
    renew(desk)
    return text_of(desk.notices(kind="answer")[-1])


def renew(desk: Desk) -> None:
    changed = areas.changed_since(desk.tx, desk.office.area_version)
    assert changed is not None
    places, gone = amended(desk.office.area.places, changed.touched, changed.now)
    area = changed.frame.model_copy(update={"places": places})
    reader = desk.office.reader.renewed(area, gone, changed.now)
    desk.office = an_office(area=area, area_version=changed.version, reader=reader)


def unit_of(desk: Desk, text: str) -> str | None:
    (problem,) = desk.office.reader.read(text).problems
    return problem.unit_code


def audited(desk: Desk) -> list[tuple[str, int | None]]:
    rows = desk.tx.rows("SELECT action, person_id FROM audit WHERE action <> 'area_import' ORDER BY id")
    return [(row["action"], row["person_id"]) for row in rows]


def refused(desk: Desk, order: Order, words: str | Sequence[str], who: Sender = CHEN) -> Refused:
    given = words.split() if isinstance(words, str) else list(words)
    before = desk.dump()
    with pytest.raises(Refused) as caught:
        order(desk.tx, desk.office, By(desk.person(who), Seat(HALL)), given, desk.now)
    assert desk.dump() == before, "nothing was changed"
    return caught.value


def tap(desk: Desk, message: Notice, data: str, who: Sender = CHEN) -> Answer:
    desk.deliver()
    standing = desk.notice(message.id)
    pressed = Tap(who.id, who.name, standing.chat_id, standing.message_id or 0, data)
    return place_lists.take_tap(desk.tx, desk.office, pressed, desk.now)


def test_a_place_that_was_added_is_where_the_next_post_goes(desk: Desk) -> None:
    assert unit_of(desk, "龙西嘉园3栋的垃圾桶坏了") is None
    said = put(desk, book.add, "龙西嘉园 西苑社区")
    assert said == "已新增：龙西嘉园，属西苑社区。以后写到它就派给西苑社区。"
    assert unit_of(desk, "龙西嘉园3栋的垃圾桶坏了") == "xiyuan"
    assert audited(desk) == [("place_added", CHEN.id)]


@pytest.mark.parametrize(("name", "kind"), [("龙西嘉园", "estate"), ("龙西二路", "road")])
def test_what_kind_it_is_is_told_by_its_name(desk: Desk, name: str, kind: str) -> None:
    put(desk, book.add, f"{name} 西苑")
    assert areas.named(desk.tx, name) == (Place(name=name, unit="xiyuan", kind=kind),)


def test_a_name_of_two_units_is_told(desk: Desk) -> None:
    said = put(desk, book.add, "东湖花园 西苑社区")
    assert said.split("\n")[1] == "注意：东湖社区也有叫“东湖花园”的，写到它时会请人选是哪一个。"


def test_an_alias_comes_and_goes(desk: Desk) -> None:
    assert put(desk, book.add_alias, "东湖花园 湖花园") == "已记下：“湖花园”就是东湖花园（东湖社区）。"
    assert unit_of(desk, "湖花园3栋的垃圾桶坏了") == "donghu"
    put(desk, book.drop_alias, "东湖花园 湖花园")
    assert areas.named(desk.tx, "东湖花园")[0].aliases == ()
    assert [action for action, _ in audited(desk)] == ["place_alias", "place_alias_dropped"]


def test_a_place_changes_its_unit(desk: Desk) -> None:
    said = put(desk, book.move, "东湖花园 西苑社区")
    assert said == "已改：东湖花园现在属西苑社区（原来属东湖社区）。已经派出去的工单不动。"
    assert unit_of(desk, "东湖花园3栋的垃圾桶坏了") == "xiyuan"


def test_of_two_places_of_one_name_the_unit_says_which(desk: Desk) -> None:
    asked = refused(desk, book.add_alias, "幸福里 幸福小里")
    assert (asked.reason, asked.facts["name"]) == (Refusal.WHICH_PLACE, "东湖社区、西苑社区")
    put(desk, book.add_alias, "幸福里 幸福小里 西苑社区")
    assert [place.aliases for place in areas.named(desk.tx, "幸福里")] == [(), ("幸福小里",)]


def test_nothing_is_removed_before_it_is_agreed_to(desk: Desk) -> None:
    put(desk, book.add, "龙西嘉园 西苑社区")
    put(desk, book.add_alias, "龙西嘉园 嘉园")
    place_lists.ask_removal(desk.tx, desk.office, By(desk.person(CHEN), Seat(HALL)), ["龙西嘉园"], desk.now)
    question = desk.notices(kind="answer")[-1]
    assert text_of(question).startswith("删除点位“龙西嘉园”（西苑社区，别名：嘉园）？")
    assert buttons_of(question) == ["确认删除", "取消"]
    with pytest.raises(Refused) as caught:
        tap(desk, question, "dropplace:yes", SUN)
    assert caught.value.reason is Refusal.NOT_YOUR_LIST
    assert areas.named(desk.tx, "龙西嘉园")
    tap(desk, question, "dropplace:yes")
    assert areas.named(desk.tx, "龙西嘉园") == ()
    renew(desk)
    assert unit_of(desk, "龙西嘉园3栋的垃圾桶坏了") is None
    with pytest.raises(Refused):
        tap(desk, question, "dropplace:yes")


def test_a_removal_that_is_not_wanted(desk: Desk) -> None:
    place_lists.ask_removal(desk.tx, desk.office, By(desk.person(CHEN), Seat(HALL)), ["东湖花园"], desk.now)
    question = desk.notices(kind="answer")[-1]
    tap(desk, question, "dropplace:no")
    assert areas.named(desk.tx, "东湖花园")
    assert text_of(desk.notices(kind="edit")[-1]) == "没有删除：东湖花园（东湖社区）。"


def test_a_revoked_coordinator_removes_nothing_any_more(desk: Desk) -> None:
    place_lists.ask_removal(desk.tx, desk.office, By(desk.person(CHEN), Seat(HALL)), ["东湖花园"], desk.now)
    question = desk.notices(kind="answer")[-1]
    people.revoke(desk.tx, CHEN.id, Role.COORDINATOR, None, desk.now)
    with pytest.raises(Refused) as caught:
        tap(desk, question, "dropplace:yes")
    assert caught.value.reason is Refusal.NO_RIGHT


def test_a_long_list_is_turned_in_place(desk: Desk) -> None:
    for number in range(10, 45):
        put(desk, book.add, f"湖滨{number}号院 东湖社区")
    place_lists.show(desk.tx, desk.office, By(desk.person(CHEN), Seat(HALL)), ["东湖社区"], desk.now)
    page = desk.notices(kind="answer")[-1]
    assert text_of(page).split("\n")[0] == "<b>东湖社区的点位，共 37 个</b>"
    assert buttons_of(page) == ["下一页 ›"]
    tap(desk, page, "placepage:1")
    turned = desk.notices(kind="edit")[-1]
    assert text_of(turned).split("\n")[-1] == "湖滨44号院" and buttons_of(turned) == ["‹ 上一页"]


@pytest.mark.parametrize(
    ("order", "words", "reason"),
    [
        (book.add, "龙西嘉园", Refusal.PLACE_USAGE),
        (book.add, "龙西嘉园 西苑社区 小区", Refusal.PLACE_USAGE),
        (book.add, "龙西嘉园 火星社区", Refusal.UNKNOWN_UNIT),
        (book.add, "龙 西苑社区", Refusal.BAD_NAME),
        (book.add, f"{'龙' * 61} 西苑社区", Refusal.BAD_NAME),
        (book.add, "东湖花园 东湖社区", Refusal.PLACE_KNOWN),
        (book.add_alias, "龙西嘉园 嘉园", Refusal.UNKNOWN_PLACE),
        (book.add_alias, "东湖花圆 湖花园", Refusal.PLACE_NEAR),
        (book.add_alias, "东湖花园 幸福里", Refusal.PLACE_KNOWN),
        (book.drop_alias, "东湖花园 湖花园", Refusal.NO_SUCH_ALIAS),
        (book.move, "东湖花园 东湖社区", Refusal.PLACE_KNOWN),
        (book.move, "东湖花园", Refusal.PLACE_USAGE),
        (place_lists.ask_removal, "龙西嘉园", Refusal.UNKNOWN_PLACE),
        (place_lists.ask_removal, "", Refusal.PLACE_USAGE),
        (place_lists.show, "", Refusal.PLACE_USAGE),
        (place_lists.show, "火星社区", Refusal.UNKNOWN_UNIT),
    ],
)
def test_what_cannot_be_done_is_refused(desk: Desk, order: Order, words: str, reason: Refusal) -> None:
    assert refused(desk, order, words).reason is reason


@pytest.mark.parametrize("who", [LI, WANG])
@pytest.mark.parametrize(
    ("order", "words"),
    [
        (book.add, "龙西嘉园 东湖社区"),
        (book.add_alias, "东湖花园 湖花园"),
        (book.move, "东湖花园 西苑社区"),
        (place_lists.ask_removal, "东湖花园"),
        (place_lists.show, "东湖社区"),
    ],
)
def test_only_coordinators_keep_the_book(desk: Desk, who: Sender, order: Order, words: str) -> None:
    assert refused(desk, order, words, who).reason is Refusal.NO_RIGHT


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (book.add, "龙西嘉园 西苑社区"),
        (book.add_alias, "西苑小区 苑小区"),
        (book.move, "东湖花园 西苑社区"),
        (book.move, "西苑小区 东湖社区"),
        (place_lists.ask_removal, "西苑小区"),
        (place_lists.show, "西苑社区"),
    ],
)
def test_a_coordinator_of_one_unit_keeps_its_ground_alone(desk: Desk, order: Order, words: str) -> None:
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "donghu", None, desk.now)
    assert refused(desk, order, words, SUN).reason is Refusal.OTHER_GROUND
    assert put(desk, book.add, "龙西嘉园 东湖社区", SUN).startswith("已新增")


def test_a_place_that_a_route_names_stays(desk: Desk) -> None:
    area = desk.office.area.model_copy(
        update={"routes": (Route(when="category=lighting place=东湖花园", to="donghu"),)}
    )
    desk.office = an_office(area=area)
    assert refused(desk, place_lists.ask_removal, "东湖花园").reason is Refusal.PLACE_ROUTED
