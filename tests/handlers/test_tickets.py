"""The commands that move a ticket: with arguments or as a reply, asked for what is lacking, refused as words are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import State
from handlers.commands import answer_command
from handlers.requests import Request
from handlers.tickets import ORDERED
from handlers.words import COMMANDS, find_command
from storage import requests
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, SUN, Desk, a_desk, text_of
from tests.desk.test_handling import brought_to


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as desk:
        brought_to(desk, State.ASSIGNED)
        yield desk


def command(desk: Desk, text: str, who: Sender = LI, chat: int = OFFICE, reply_to: int | None = None) -> None:
    private = chat == who.id
    found = find_command(text, "fengshao_bot", private=private)
    assert found is not None, text
    post = desk.post(text, who, chat, private=private, reply_to=reply_to)
    answer_command(desk.tx, desk.office, Request(found[0], found[1], who, post, None), None, desk.now)


def test_every_ordered_move_has_its_command() -> None:
    assert {move.value for move in ORDERED} <= {one.name for one in COMMANDS}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/transfer T1001 西苑", "transfer"),
        ("转派 T1001 给西苑社区", "transfer"),
        ("/return T1001 不在我们辖区", "return"),
        ("退回 T1001 不在我们辖区", "return"),
        ("/extend T1001 1天 等材料", "extend"),
        ("延期 T1001 到11月7日 等材料", "extend"),
        ("/note T1001 已联系厂家", "note"),
        ("备注 #T1001 已联系厂家", "note"),
        ("/transfer T1001 路灯所", "requested"),
        ("/suspend T1001 到3月15日 等资金", "requested"),
        ("挂账 T1001 一个月 等资金", "requested"),
        ("/reject T1001 情况不属实", "requested"),
        ("不予受理 T1001 情况不属实", "requested"),
    ],
)
def test_a_command_with_its_arguments(desk: Desk, text: str, event: str) -> None:
    command(desk, text)
    assert desk.events()[-1] == event
    assert not desk.notices(kind="question")


@pytest.mark.parametrize("text", ["/merge T1001 T1002", "并单 T1001 T1002", "T1001 并入 T1002"])
def test_one_ticket_is_merged_into_another(desk: Desk, text: str) -> None:
    desk.report("东湖花园后门的垃圾桶坏了")
    if find_command(text, "fengshao_bot", private=True) is None:
        desk.say(text, LI, OFFICE)
    else:
        command(desk, text)
    assert desk.ticket().merged_into == 1002


def test_below_a_card_one_number_is_where_it_is_merged_into(desk: Desk) -> None:
    card = desk.the("card", OFFICE)
    desk.report("东湖花园后门的垃圾桶坏了")
    command(desk, "/merge T1002", reply_to=card.message_id)
    assert desk.ticket().merged_into == 1002


@pytest.mark.parametrize("text", ["/note 已联系厂家", "/return 不在我们辖区", "/extend 1天 等材料"])
def test_as_a_reply_it_needs_no_number(desk: Desk, text: str) -> None:
    command(desk, text, reply_to=desk.the("card", OFFICE).message_id)
    assert len(desk.events()) == 2


def test_a_suspended_ticket_resumes(desk: Desk) -> None:
    command(desk, "/suspend T1001 一周 等材料", CHEN, HALL)
    assert desk.ticket().state is State.SUSPENDED
    command(desk, "恢复 T1001")
    assert desk.ticket().state is State.ASSIGNED


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/transfer T1001", "转给哪个单位"),
        ("/return T1001", "请写明原因"),
        ("/extend T1001", "请写延多久"),
        ("/extend T1001 2天", "延期 2天：请写明原因"),
        ("/suspend T1001", "请写到哪天"),
        ("/reject T1001", "请写明原因"),
        ("/note T1001", "请写要记下的话"),
    ],
)
def test_what_is_lacking_is_asked(desk: Desk, text: str, asked: str) -> None:
    before = desk.ticket()
    command(desk, text)
    assert asked in text_of(desk.the("question", OFFICE))
    assert desk.ticket() == before
    desk.deliver()
    desk.say("算了", LI, OFFICE)
    assert desk.ticket() == before


@pytest.mark.parametrize(
    ("text", "who", "reason"),
    [
        ("/transfer T1001 公安局", LI, Refusal.UNKNOWN_UNIT),
        ("/transfer T1001 东湖", LI, Refusal.SAME_UNIT),
        ("/transfer T1001 北山社区", LI, Refusal.UNIT_UNREACHABLE),
        ("/suspend T1001 到2月30日 等料", LI, Refusal.BAD_DATE),
        ("/extend T1001 到11月1日 等料", LI, Refusal.BAD_DATE),
        ("/resume T1001", LI, Refusal.WRONG_STATE),
        ("/return T1001 不归我们管", CHEN, Refusal.NO_RIGHT),
        ("/return T1001 不归我们管", SUN, Refusal.NO_RIGHT),
        ("/note T1001 看看", HE, Refusal.NO_RIGHT),
        ("/note T4711 看看", CHEN, Refusal.UNKNOWN_TICKET),
        ("/note 看看", LI, Refusal.NO_NUMBER),
    ],
)
def test_what_cannot_be_done_is_refused(desk: Desk, text: str, who: Sender, reason: Refusal) -> None:
    before = desk.ticket()
    with pytest.raises(Refused) as caught:
        command(desk, text, who)
    assert caught.value.reason is reason
    assert desk.ticket() == before
    assert not requests.waiting(desk.tx, 1001)


def test_who_was_quicker_is_told(desk: Desk) -> None:
    command(desk, "/transfer T1001 西苑")
    with pytest.raises(Refused) as caught:
        command(desk, "/return T1001 不归我们管")
    assert caught.value.reason is Refusal.ALREADY_DONE
    assert caught.value.facts["name"] == "李书记"


def test_in_private_a_line_says_what_came_of_it(desk: Desk) -> None:
    desk.open_private(LI)
    command(desk, "/note T1001 已联系厂家", chat=LI.id)
    assert text_of(desk.notices(chat=LI.id)[-1]) == "#T1001 已备注"
    desk.later()
    command(desk, "/reject T1001 情况不属实", chat=LI.id)
    assert text_of(desk.notices(chat=LI.id)[-1]) == "已提交协调员，同意后生效（#T1001 不予受理）"


def test_in_a_group_only_what_waits_for_a_coordinator_is_said(desk: Desk) -> None:
    command(desk, "/note T1001 已联系厂家")
    assert not desk.notices(chat=OFFICE, kind="answer")
    command(desk, "/transfer T1001 路灯所")
    (line,) = desk.notices(chat=OFFICE, kind="answer")
    assert text_of(line) == "已提交协调员，同意后生效（#T1001 转派）"
    assert desk.notices(kind="deletion"), "it is tidied away"
