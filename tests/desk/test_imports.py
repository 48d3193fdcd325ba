"""Tables of places: shown as a difference, agreed to by the one who sent it, taken in within half an hour."""

from __future__ import annotations

import csv
import io

import pytest

from bot.desk import book, exports, imports
from bot.desk.book import By
from bot.desk.imports import Parcel
from bot.desk.reach import Seat
from bot.desk.upkeep import clean_up_when_due
from bot.domain.areas import Place, Role
from bot.domain.notices import Call
from bot.domain.places_table import NoTable, read_places
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.table_files import read_cells
from bot.domain.taps import Answer, Tap
from bot.notices.exports import places_csv
from storage import areas, people
from storage.notices import Notice
from tests.desk.office import AREA, CHEN, DAY, LI, SUN, ZHOU, Desk, buttons_of, data_of, text_of
from tests.desk.test_book import renew, unit_of

HEAD = ["名称", "单位", "别名"]
NEW = ["龙西嘉园", "西苑社区", "嘉园"]
MOVED = ["东湖花园", "西苑社区", ""]


def send(desk: Desk, *rows: list[str], who: Sender = CHEN) -> Notice:
    """The answer to a table."""
    desk.later()
    parcel = Parcel(who, who.id, int(desk.now.timestamp()), "file", "点位.csv")
    imports.offer(desk.tx, desk.office, parcel, read_places([HEAD, *rows], desk.office.area), desk.now)
    desk.deliver()
    return desk.notices(chat=who.id, kind="answer")[-1]


def tap(desk: Desk, message: Notice, label: str, who: Sender = CHEN) -> Answer:
    pressed = Tap(who.id, who.name, message.chat_id, message.message_id or 0, data_of(message, label))
    return imports.take_tap(desk.tx, desk.office, pressed, desk.now)


def refused(desk: Desk, message: Notice, label: str, who: Sender = CHEN) -> Refusal:
    before = areas.version(desk.tx)
    with pytest.raises(Refused) as caught:
        tap(desk, message, label, who)
    assert areas.version(desk.tx) == before
    return caught.value.reason


def test_what_would_change_is_shown_and_nothing_is_changed(desk: Desk) -> None:
    shown = send(desk, NEW, MOVED, ["月球花园", "月球社区", ""])
    assert text_of(shown).split("\n") == [
        "<b>点位.csv</b>",
        "新增 1，冲突 1，有问题 1 行（不会导入）",
        "+ 龙西嘉园（西苑社区）",
        "! 东湖花园（西苑社区）：现在属东湖社区",
        "第 4 行：没有单位“月球社区”，请写全称",
    ]
    assert buttons_of(shown) == ["确认", "确认，1 个改归属", "取消"]
    assert areas.version(desk.tx) == 1


def test_what_was_agreed_to_is_read_by_the_next_post(desk: Desk) -> None:
    shown = send(desk, NEW, MOVED)
    tap(desk, shown, "确认")
    renew(desk)
    assert unit_of(desk, "嘉园3栋的垃圾桶坏了") == "xiyuan"
    assert areas.named(desk.tx, "东湖花园")[0].unit == "donghu"
    assert "冲突 1 个没有动" in text_of(desk.notices(kind="edit")[-1])
    assert refused(desk, shown, "确认") is Refusal.IMPORT_OVER, "once"
    assert desk.tx.value("SELECT person_id FROM audit WHERE action = 'places_imported'") == CHEN.id
    assert desk.tx.value("SELECT places FROM imports") == "[]"


def test_what_changes_its_unit_keeps_the_rest(desk: Desk) -> None:
    book.add_alias(desk.tx, desk.office, By(desk.person(CHEN), Seat(CHEN.id)), ["东湖花园", "湖花园"], desk.now)
    renew(desk)
    tap(desk, send(desk, ["东湖花园", "西苑社区", "湖花园"]), "确认，1 个改归属")
    assert areas.named(desk.tx, "东湖花园") == (Place(name="东湖花园", unit="xiyuan", aliases=("湖花园",)),)


def test_given_up(desk: Desk) -> None:
    shown = send(desk, NEW)
    tap(desk, shown, "取消")
    assert text_of(desk.notices(kind="edit")[-1]) == "没有导入：点位.csv"
    assert refused(desk, shown, "确认") is Refusal.IMPORT_OVER


def test_after_half_an_hour_it_is_over_and_forgotten(desk: Desk) -> None:
    shown = send(desk, NEW)
    desk.now += imports.PATIENCE
    assert refused(desk, shown, "确认") is Refusal.IMPORT_OVER
    clean_up_when_due(desk.tx, desk.office, desk.now)
    desk.later(2 * DAY)
    clean_up_when_due(desk.tx, desk.office, desk.now)
    assert desk.tx.value("SELECT places FROM imports") == "[]"


def test_an_area_that_was_changed_meanwhile_is_compared_anew(desk: Desk) -> None:
    shown = send(desk, NEW)
    book.add(desk.tx, desk.office, By(desk.person(CHEN), Seat(CHEN.id)), ["龙西嘉园", "西苑社区"], desk.now)
    renew(desk)
    desk.later()
    answer = tap(desk, shown, "确认")
    assert answer.alert and "再看一遍" in answer.text
    assert "修改 1" in text_of(desk.notices(kind="edit")[-1])
    assert areas.named(desk.tx, "龙西嘉园")[0].aliases == ()
    tap(desk, shown, "确认")
    assert areas.named(desk.tx, "龙西嘉园")[0].aliases == ("嘉园",)


def test_only_who_sent_it_agrees(desk: Desk) -> None:
    people.grant(desk.tx, ZHOU.id, Role.COORDINATOR, None, None, desk.now)
    shown = send(desk, NEW)
    assert refused(desk, shown, "确认", ZHOU) is Refusal.IMPORT_OVER
    assert refused(desk, shown, "确认", LI) is Refusal.NO_RIGHT
    people.revoke(desk.tx, CHEN.id, Role.COORDINATOR, None, desk.now)
    assert refused(desk, shown, "确认") is Refusal.NO_RIGHT


def test_a_coordinator_of_one_unit_brings_in_its_ground_alone(desk: Desk) -> None:
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "xiyuan", None, desk.now)
    shown = send(desk, NEW, MOVED, ["龙东嘉园", "东湖社区", ""], who=SUN)
    assert "第 4 行：东湖社区不在您负责的范围里" in text_of(shown)
    assert "已经用了这个名称或别名，不会导入" in text_of(shown), "another's place is not taken away"
    assert buttons_of(shown) == ["确认", "取消"]
    assert len(exports.of_ground(desk.office, desk.person(SUN))) == 2


def test_the_same_message_is_taken_once(desk: Desk) -> None:
    table = read_places([HEAD, NEW], desk.office.area)
    for _ in range(2):
        imports.offer(desk.tx, desk.office, Parcel(CHEN, CHEN.id, 7, "file", "点位.csv"), table, desk.now)
        desk.later()
    assert len(desk.notices(chat=CHEN.id)) == desk.tx.value("SELECT count(*) FROM imports") == 1


def test_nothing_new_is_told_without_buttons(desk: Desk) -> None:
    shown = send(desk, ["东湖花园", "东湖社区", ""])
    assert text_of(shown).endswith("没有变化 1\n没有可以导入的。") and not buttons_of(shown)


@pytest.mark.parametrize("why", ["empty", "old_excel", "locked", "unreadable", "not_fetched", "unpacked"])
def test_each_fault_of_a_file_has_its_words(desk: Desk, why: str) -> None:
    imports.refuse(desk.tx, desk.office, Parcel(CHEN, CHEN.id, 7, "file", "点位.csv"), NoTable(why), desk.now)
    assert text_of(desk.notices(chat=CHEN.id)[-1])


@pytest.mark.parametrize("name", ["-Infinity", "+86\n", "-1e5", "+1", "＝1"])
def test_a_name_that_is_a_number_to_a_spreadsheet_computes_nothing(name: str) -> None:
    data = places_csv(AREA, [Place.model_construct(name=name, unit="donghu", aliases=(), kind="estate")])
    ((cell, *_),) = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert cell == f"'{name}"


def test_an_export_is_read_back_as_it_was() -> None:
    places = (
        Place(name="=东湖花园", unit="donghu", aliases=("-湖花园", "花园"), kind="road", lat=-30.5, lon=118.25),
        Place(name="西苑,小区", unit="xiyuan"),
    )
    data = places_csv(AREA, places)
    assert (
        data.startswith(b"\xef\xbb\xbf")
        and "\r\n'=东湖花园,东湖社区,'-湖花园、花园,道路,-30.5,118.25\r\n" in data.decode()
    )
    table = read_places(read_cells(data), AREA)
    assert not table.faults
    read = [
        Place(name=r.name, unit=r.unit, aliases=r.aliases or (), kind=r.kind or "", lat=r.lat, lon=r.lon)
        for r in table.rows
    ]
    assert tuple(read) == places


def test_the_file_is_sent_in_private_alone(desk: Desk) -> None:
    exports.send(desk.tx, desk.office, desk.person(CHEN), Seat(CHEN.id), "made/aa/x.csv", 5, desk.now)
    (sent,) = desk.notices(chat=CHEN.id)
    assert sent.call is Call.SEND_DOCUMENT and sent.payload["filename"] == "点位-2026-11-02.csv"
    assert "青石市的点位，5 个" in text_of(sent) or "青石市的点位，5 个" in sent.payload["caption"]
    for person, seat, reason in (
        (CHEN, Seat(-1004), Refusal.ONLY_IN_PRIVATE),
        (LI, Seat(LI.id), Refusal.NO_RIGHT),
    ):
        with pytest.raises(Refused) as caught:
            exports.send(desk.tx, desk.office, desk.person(person), seat, "x", 5, desk.now)
        assert caught.value.reason is reason


@pytest.mark.parametrize(("path", "count", "told"), [(None, 5, "导出的文件没有送到"), ("x", 0, "还没有点位")])
def test_no_file_is_told_in_words(desk: Desk, path: str | None, count: int, told: str) -> None:
    exports.send(desk.tx, desk.office, desk.person(CHEN), Seat(CHEN.id), path, count, desk.now)
    assert told in text_of(desk.notices(chat=CHEN.id)[-1])
