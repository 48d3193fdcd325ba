"""The choices of 并单 and 拆出同报: one a row, each with the data that chooses it, and the way back."""

from __future__ import annotations

from bot.notices.kin_buttons import detach_buttons, merge_buttons
from bot.sandbox.limits import CALLBACK_BYTES
from tests.notices.samples import TEXTS, a_ticket
from tests.notices.test_buttons import MOST, data, labels


def test_the_likeliest_tickets_then_any_other() -> None:
    near = [a_ticket(id=1030, place="东湖花园3栋"), a_ticket(id=1031, place="东湖花园后门" * 20)]
    rows = merge_buttons(TEXTS, a_ticket(id=1024), near)
    assert labels(rows)[0].startswith("并入 #T1030 东湖花园3栋")
    assert max(map(len, labels(rows))) < 64, "a phone shows no more"
    assert data(rows) == ["merge:1024:1030", "merge:1024:1031", "mergeno:1024", "card:1024"]


def test_one_report_a_row() -> None:
    rows = detach_buttons(TEXTS, a_ticket(id=1024), [(7, "何骑手：桶坏了"), (9, "有人：桶翻了")])
    assert labels(rows) == ["何骑手：桶坏了", "有人：桶翻了", "‹ 返回"]
    assert data(rows) == ["detach:1024:7", "detach:1024:9", "card:1024"]


def test_the_longest_data_fits() -> None:
    rows = [
        *merge_buttons(TEXTS, a_ticket(id=MOST), [a_ticket(id=MOST)]),
        *detach_buttons(TEXTS, a_ticket(id=MOST), [(MOST, "x")]),
    ]
    assert max(len(one.encode()) for one in data(rows)) <= CALLBACK_BYTES
