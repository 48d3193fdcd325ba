"""The area in the database: the book is taken over once, and an import takes nothing from anybody."""

from __future__ import annotations

from bot.desk import areas
from bot.domain.area_references import reference_faults
from bot.domain.areas import ChatEntry, ChatKind, PersonEntry, Role, UnitKind
from bot.domain.people import Grant
from storage import areas as stored
from storage import chats, people
from tests.desk.office import AREA, HE, LI, OFFICE, Desk, a_desk


def test_the_book_is_taken_over_at_the_first_start_only(desk: Desk) -> None:
    renamed = AREA.model_copy(update={"name": "白石市"})
    assert not areas.import_first(desk.tx, renamed, desk.now)
    assert stored.version(desk.tx) == 1
    desk.tx.run("DELETE FROM area")
    assert areas.import_first(desk.tx, renamed, desk.now)


def test_what_was_imported_is_what_is_loaded(desk: Desk) -> None:
    loaded = stored.load(desk.tx)
    assert loaded is not None
    version, area = loaded
    assert version == 1
    assert area == AREA.model_copy(update={"people": (), "chats": ()})


def test_people_and_chats_of_the_book_are_added_and_nobody_loses_a_role(desk: Desk) -> None:
    people.remember(desk.tx, HE.id, "何大哥", None)
    book = AREA.model_copy(
        update={
            "people": (PersonEntry(telegram_id=HE.id, name=HE.name, role=Role.GRID, unit="beishan"),),
            "chats": (ChatEntry(id=-3001, kind=ChatKind.UNIT, unit="beishan", topic=7),),
        }
    )
    assert areas.import_book(desk.tx, book, desk.now) == 2
    assert desk.person(HE).grants == (Grant(Role.GRID, "beishan"),)
    assert desk.person(HE).name == "何大哥", "people say their own names"
    assert desk.person(LI).grants == (Grant(Role.SECRETARY, "donghu"),)
    assert chats.binding(desk.tx, -3001, 7) is not None
    assert chats.binding(desk.tx, -3001, None) is None
    assert chats.binding(desk.tx, OFFICE, None) is not None


def test_present_is_the_book_with_who_and_where(desk: Desk) -> None:
    present = areas.present(desk.tx)
    assert present is not None
    in_order = tuple(sorted(AREA.chats, key=lambda chat: chat.id))  # all bound at one moment
    assert present[1] == AREA.model_copy(update={"chats": in_order})


def test_before_the_first_import_nothing_is_present() -> None:
    with a_desk() as desk:
        desk.tx.run("DELETE FROM area")
        assert areas.present(desk.tx) is None


def test_a_coordinator_of_the_areas_own_unit_coordinates_the_whole_area(desk: Desk) -> None:
    root = next(unit.code for unit in AREA.units if unit.kind is UnitKind.AREA)
    entry = PersonEntry(telegram_id=7999, name="吴协调", role=Role.COORDINATOR, unit=root)
    areas.import_book(desk.tx, AREA.model_copy(update={"people": (entry,)}), desk.now)
    assert people.load(desk.tx, 7999).grants == (Grant(Role.COORDINATOR),)


def test_a_street_may_have_coordinators_and_their_chat_in_the_book(desk: Desk) -> None:
    entry = PersonEntry(telegram_id=7999, name="吴协调", role=Role.COORDINATOR, unit="jiedao")
    halls = (
        ChatEntry(id=-3001, kind=ChatKind.COORDINATORS, unit="jiedao"),
        ChatEntry(id=-3002, kind=ChatKind.COORDINATORS, unit="qingshi"),
    )
    book = AREA.model_copy(update={"people": (entry,), "chats": halls})
    assert not list(reference_faults(book, lambda path: 0))
    areas.import_book(desk.tx, book, desk.now)
    assert people.load(desk.tx, 7999).grants == (Grant(Role.COORDINATOR, "jiedao"),)
    bound = {one.chat_id: one.unit_code for one in chats.every_binding(desk.tx)}
    assert (bound[-3001], bound[-3002]) == ("jiedao", None), "the area's own unit is the whole area"
