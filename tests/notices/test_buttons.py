"""Buttons: those that the state allows and no others, the walk through the units, and 64 bytes for each."""

from __future__ import annotations

from itertools import chain

import pytest

from bot.domain.areas import Area, ChatKind, Role, Unit, UnitKind
from bot.domain.moves import MOVES
from bot.domain.people import ROLE_NAMES
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import Capacity, Move, State
from bot.notices.buttons import (
    ON_CARD,
    OWN,
    Buttons,
    binding_buttons,
    cancel_button,
    card_buttons,
    done_buttons,
    open_buttons,
    own_buttons,
    reason_buttons,
    role_buttons,
)
from bot.notices.closure_buttons import closure_buttons
from bot.notices.unit_buttons import PAGE, unit_buttons
from bot.sandbox.limits import BUTTONS, CALLBACK_BYTES
from tests.notices.samples import AREA, TEXTS, a_ticket

STREET = "黄山区新明太平湖"
LONG = Area(
    name="长",
    units=(
        Unit(code=STREET, name="长长街道", kind=UnitKind.STREET),
        *(Unit(code=f"{n:024}", name=f"第{n}社区", kind=UnitKind.COMMUNITY, parent=STREET) for n in range(200)),
    ),
    categories=(),
)
"""Unit codes as long as the area book allows: 24 bytes."""
MOST = 9_999_999_999
"""A ticket number and a user id of ten digits."""


def labels(rows: Buttons) -> list[str]:
    return [label for label, _ in chain.from_iterable(rows)]


def data(rows: Buttons) -> list[str]:
    return [data for _, data in chain.from_iterable(rows)]


@pytest.mark.parametrize(
    ("state", "on_card", "on_closure"),
    [
        (State.TRIAGE, ["东湖社区", "西苑社区", "其他单位…", "不是问题"], []),
        (State.ASSIGNED, ["受理", "办结", "转派", "退回", "延期", "更多 ›"], []),
        (State.ACCEPTED, ["办结", "转派", "退回", "延期", "更多 ›"], []),
        (State.SUSPENDED, ["恢复办理"], []),
        (State.RESOLVED, [], ["已解决", "未解决"]),  # the review is not the unit's own to make
        (State.CLOSED, [], ["未解决"]),
        (State.REJECTED, [], []),
        (State.MERGED, ["撤销并单"], []),
        (State.WITHDRAWN, [], []),
    ],
)
def test_buttons_by_state(state: State, on_card: list[str], on_closure: list[str]) -> None:
    ticket = a_ticket(state=state, candidates=("donghu", "xiyuan"))
    assert labels(card_buttons(TEXTS, AREA, ticket)) == on_card
    assert labels(closure_buttons(TEXTS, ticket)) == on_closure


@pytest.mark.parametrize("state", State)
def test_own_buttons_are_the_moves_open_to_the_person(state: State) -> None:
    ticket = a_ticket(state=state)
    for capacity in Capacity:
        verbs = {entry.split(":")[0] for entry in data(own_buttons(TEXTS, AREA, ticket, frozenset({capacity})))}
        offered = {*chain.from_iterable(ON_CARD), *OWN}
        open_ = {move.value for move in offered if state in MOVES[move].sources and capacity in MOVES[move].who}
        open_ -= {"control", "repair"}  # it is not fixed in steps
        if open_ & {"transfer", "return", "extend"}:
            open_.add("more")
        if state is State.TRIAGE and capacity is Capacity.COORDINATOR:
            open_ = {"units", "reject"}  # 分派 is the units themselves
        assert verbs == open_


@pytest.mark.parametrize(
    ("steps", "stage", "reopened", "first_row"),
    [
        ({"control": "1h", "repair": "1d"}, None, 0, ["受理", "已控制", "办结"]),
        ({"control": "1h", "repair": "1d"}, Stage.CONTROLLED, 0, ["受理", "已修复", "办结"]),
        ({"control": "1h", "repair": "1d"}, Stage.REPAIRED, 0, ["受理", "办结"]),
        ({"control": "1h"}, Stage.CONTROLLED, 0, ["受理", "办结"]),
        ({"repair": "1d"}, None, 0, ["受理", "已修复", "办结"]),
        ({"control": "1h", "repair": "1d"}, None, 1, ["受理", "办结"]),  # a 返工 runs no step again
    ],
)
def test_of_the_steps_of_a_fix_the_next_one_is_offered(
    steps: dict[str, str], stage: Stage | None, reopened: int, first_row: list[str]
) -> None:
    stages = Stages.model_validate({**steps, "restore": "3d"})
    ticket = a_ticket(stages=stages, stage=stage, reopened=reopened)
    assert labels(card_buttons(TEXTS, AREA, ticket)[:1]) == first_row


@pytest.mark.parametrize(("photos", "extra"), [(0, []), (1, []), (2, ["照片(2)"]), (9, ["照片(9)"])])
def test_further_photos_stand_behind_a_button(photos: int, extra: list[str]) -> None:
    rows = card_buttons(TEXTS, AREA, a_ticket(), photos)
    assert [labels([row]) for row in rows] == [
        ["受理", "办结"],
        ["转派", "退回", "延期", "更多 ›"],
        *([extra] if extra else []),
    ]


def test_what_was_given_for_good_is_not_given_back() -> None:
    assert "退回" not in labels(card_buttons(TEXTS, AREA, a_ticket(designated=True)))


def test_triage_offers_at_most_six_units_first() -> None:
    ticket = a_ticket(state=State.TRIAGE, candidates=tuple(f"u{n}" for n in range(9)))
    assert data(card_buttons(TEXTS, AREA, ticket))[:-2] == [f"dispatch:1024:u{n}" for n in range(6)]


@pytest.mark.parametrize("state", [State.TRIAGE, State.ACCEPTED, State.RESOLVED])
def test_photos_can_be_looked_at_in_every_state(state: State) -> None:
    assert data(card_buttons(TEXTS, AREA, a_ticket(state=state), 2))[-1] == "photos:1024"


def test_preset_answers_stand_two_a_row_and_the_way_out_below() -> None:
    assert [labels([row]) for row in reason_buttons(TEXTS, a_ticket(), Move.RESOLVE)] == [
        ["已清理", "已修复"],
        ["已更换", "已处置"],
        ["取消"],
    ]
    assert [labels([row]) for row in reason_buttons(TEXTS, a_ticket(), Move.REWORK)] == [
        ["照片看不清", "没有修好"],
        ["取消"],
    ]


def test_a_list_opens_its_tickets_four_a_row() -> None:
    rows = open_buttons([a_ticket(id=1001 + n) for n in range(5)])
    assert [len(row) for row in rows] == [4, 1]
    assert rows[1] == [("T1005", "show:1005")]
    assert open_buttons([]) == []


def walk(area: Area, parent: str = "", page: int = 0) -> Buttons:
    return unit_buttons(TEXTS, area, "dispatch:1024", "units:1024", "card:1024", parent, page)


def test_the_top_of_the_walk() -> None:
    assert walk(AREA) == [
        [("青石街道 ›", "units:1024:jiedao:0"), ("市路灯所", "dispatch:1024:luminju")],
        [("‹ 返回", "card:1024")],
    ]


def test_a_unit_with_others_below_can_be_chosen_itself() -> None:
    assert walk(AREA, "jiedao") == [
        [("青石街道", "dispatch:1024:jiedao")],
        [("东湖社区", "dispatch:1024:donghu"), ("西苑社区", "dispatch:1024:xiyuan")],
        [("‹ 返回", "units:1024::0")],
    ]


def test_a_walk_on_the_own_ground_leads_no_higher() -> None:
    def on_ground(parent: str) -> Buttons:
        return unit_buttons(TEXTS, AREA, "bindto", "bindunits", "", parent, 0, roots=["jiedao"])

    assert on_ground("") == [[("青石街道 ›", "bindunits:jiedao:0")]]
    assert on_ground("jiedao")[-1] == [("‹ 返回", "bindunits::0")]
    assert labels(unit_buttons(TEXTS, AREA, "bindto", "bindunits", "", "", 0, roots=["donghu", "xiyuan"])) == [
        "东湖社区",
        "西苑社区",
    ]


def test_without_a_way_back_the_top_has_none() -> None:
    assert labels(unit_buttons(TEXTS, AREA, "bindto", "bindunits", "", "", 0)) == ["青石街道 ›", "市路灯所"]


def test_pages_show_every_unit_once() -> None:
    pages = [walk(LONG, STREET, page) for page in range(200 // PAGE + 1)]
    chosen = [entry for rows in pages for entry in data(rows) if entry.startswith("dispatch:")]
    assert chosen.count(f"dispatch:1024:{STREET}") == len(pages)  # the street itself stands on each
    assert sorted(set(chosen)) == sorted({f"dispatch:1024:{unit.code}" for unit in LONG.units})
    assert len(chosen) == 200 + len(pages)
    assert "更多 ›" not in labels(pages[-1])
    assert all("更多 ›" in labels(page) for page in pages[:-1])


def test_every_unit_of_any_tree_can_be_reached_by_walking() -> None:
    seen: set[str] = set()
    waiting = ["units:1024::0"]
    walked = set(waiting)
    while waiting:
        _, _, parent, page = waiting.pop().split(":")
        for entry in data(walk(AREA, parent, int(page))):
            if entry.startswith("dispatch:"):
                seen.add(entry.split(":")[2])
            elif entry.startswith("units:") and entry not in walked:
                walked.add(entry)
                waiting.append(entry)
    assert seen == {unit.code for unit in AREA.units if unit.kind is not UnitKind.AREA}


@pytest.mark.parametrize(
    "rows",
    [
        *(
            pytest.param(card_buttons(TEXTS, LONG, ticket, 9), id=f"card {ticket.state.value}")
            for state in State
            for ticket in [a_ticket(id=MOST, state=state, candidates=(LONG.units[0].code, LONG.units[1].code))]
        ),
        pytest.param(closure_buttons(TEXTS, a_ticket(id=MOST, state=State.RESOLVED)), id="closure"),
        pytest.param(reason_buttons(TEXTS, a_ticket(id=MOST), Move.RESOLVE), id="resolve"),
        pytest.param(reason_buttons(TEXTS, a_ticket(id=MOST), Move.REWORK), id="rework"),
        pytest.param(done_buttons(TEXTS, a_ticket(id=MOST)), id="done"),
        pytest.param(open_buttons([a_ticket(id=MOST)] * 20), id="open"),
        pytest.param(cancel_button(TEXTS, a_ticket(id=MOST)), id="cancel"),
        pytest.param(binding_buttons(TEXTS), id="bind"),
        pytest.param(role_buttons(list(Role), MOST), id="role"),
        *(
            pytest.param(
                unit_buttons(TEXTS, LONG, f"dispatch:{MOST}", f"units:{MOST}", f"card:{MOST}", parent, page),
                id=f"units {parent[:1]}{page}",
            )
            for parent, page in [("", 0), (STREET, 0), (STREET, 12)]
        ),
        *(
            pytest.param(
                unit_buttons(TEXTS, LONG, f"appoint:{MOST}:secretary", f"appoints:{MOST}:secretary", "", parent, page),
                id=f"appoint {parent[:1]}{page}",
            )
            for parent, page in [("", 0), (STREET, 0), (STREET, 11)]
        ),
        *(
            pytest.param(unit_buttons(TEXTS, LONG, "bindto", "bindunits", "", parent, page), id=f"bind {parent[:1]}")
            for parent, page in [("", 0), (STREET, 0)]
        ),
    ],
)
def test_data_fits_telegrams_64_bytes(rows: Buttons) -> None:
    assert not [entry for entry in data(rows) if len(entry.encode()) > CALLBACK_BYTES]
    assert len(data(rows)) <= BUTTONS
    assert all(label for label in labels(rows))


def test_every_role_and_every_kind_of_chat_has_a_button() -> None:
    assert labels(role_buttons(list(Role), 7)) == list(ROLE_NAMES.values())
    assert data(binding_buttons(TEXTS)) == [f"bind:{kind.value}" for kind in ChatKind]
