"""The choices behind the moves: what 更多 holds, ready reasons and spans, and 64 bytes for each."""

from __future__ import annotations

from itertools import chain

import pytest

from bot.domain.areas import Area
from bot.domain.tickets import Capacity, Move, State
from bot.notices.buttons import PRESETS, Buttons
from bot.notices.move_buttons import (
    claim_buttons,
    more_buttons,
    reason_choices,
    span_choices,
    term_choices,
    transfer_choices,
    unit_choices,
)
from bot.sandbox.limits import CALLBACK_BYTES
from tests.notices.samples import AREA, TEXTS, a_ticket
from tests.notices.test_buttons import LONG, MOST, STREET, data, labels

HANDLER = frozenset({Capacity.HANDLER})


def by_row(rows: Buttons) -> list[list[str]]:
    return [labels([row]) for row in rows]


def test_more_holds_the_seldom_moves_and_the_way_back() -> None:
    assert by_row(more_buttons(TEXTS, a_ticket(), HANDLER)) == [
        ["挂账", "拆分", "吹哨"],
        ["并单", "备注", "不予受理"],
        ["‹ 返回"],
    ]


def test_help_is_not_shared_out_further() -> None:
    help_ = a_ticket(lead_unit="xiyuan", parent_id=1000)
    assert labels(more_buttons(TEXTS, help_, HANDLER)) == ["挂账", "备注", "不予受理", "‹ 返回"]


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED, State.MERGED])
def test_nothing_is_left_when_it_is_over(state: State) -> None:
    assert labels(more_buttons(TEXTS, a_ticket(state=state), HANDLER)) == ["‹ 返回"]


def test_ready_reasons_stand_two_a_row() -> None:
    assert by_row(reason_choices(TEXTS, a_ticket(), Move.RETURN)) == [
        ["不在我们辖区", "不归我们管"],
        ["地点找不到"],
        ["其他原因…", "‹ 返回"],
    ]


def test_spans_and_terms_stand_in_one_row() -> None:
    assert by_row(span_choices(TEXTS, a_ticket())) == [["1天", "2天", "3天", "5天"], ["其他…", "‹ 返回"]]
    assert by_row(term_choices(TEXTS, a_ticket())) == [["1周", "2周", "1个月", "3个月"], ["其他…", "‹ 返回"]]


def test_the_likely_units_and_every_other_one() -> None:
    assert by_row(transfer_choices(TEXTS, AREA, a_ticket(), ["xiyuan"])) == [["西苑社区"], ["其他单位…", "‹ 返回"]]
    assert by_row(unit_choices(TEXTS, AREA, a_ticket(), ["xiyuan"])) == [["西苑社区"], ["取消"]]


def test_one_claim_is_asked_plainly_and_several_by_their_numbers() -> None:
    one, other = a_ticket(id=1001), a_ticket(id=1002)
    assert by_row(claim_buttons(TEXTS, [one])) == [["是，已办结", "不是"]]
    rows = claim_buttons(TEXTS, [one, other])
    assert [label[:6] for label in labels(rows)[:2]] == ["#T1001", "#T1002"]
    assert labels(rows)[-1] == "都不是"


@pytest.mark.parametrize("area", [AREA, LONG])
def test_data_fits_telegrams_64_bytes(area: Area) -> None:
    ticket = a_ticket(id=MOST, extended=99)
    units = [STREET, "0" * 24]
    every = [
        more_buttons(TEXTS, ticket, HANDLER),
        span_choices(TEXTS, ticket),
        term_choices(TEXTS, ticket),
        transfer_choices(TEXTS, area, ticket, units),
        unit_choices(TEXTS, area, ticket, units),
        claim_buttons(TEXTS, [ticket, ticket]),
        *(reason_choices(TEXTS, ticket, move) for move in PRESETS),
    ]
    long = [one for rows in every for one in chain(data(rows)) if len(one.encode()) > CALLBACK_BYTES]
    assert not long
