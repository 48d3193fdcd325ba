"""Lists: what is to do for whom, what one has reported, and a ticket by its number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.lists import mine, todo, triage, whole_ticket
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move
from storage import people
from storage.notices import Notice
from tests.desk.office import CHEN, DAY, HE, LI, NEW, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk, text_of
from tests.desk.test_handling import act


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """T1001 with 东湖, T1002 with 西苑, T1003 in triage, T1004 resolved, T1005 closed, T1006 resolved elsewhere."""
    for text in ("东湖花园1栋", "西苑小区2栋", "", "东湖花园4栋", "东湖花园5栋"):
        desk.report(f"{text}的垃圾桶坏了" if text else "垃圾桶坏了")
        desk.later()
    desk.report("西苑小区的路灯不亮了")
    for number in (1004, 1005):
        act(desk, Move.RESOLVE, LI, number=number)
    act(desk, Move.RESOLVE, CHEN, number=1006)
    act(desk, Move.CONFIRM, WANG, number=1005)
    return desk


def numbers(text: str) -> list[str]:
    return [line.split()[0] for line in text.split("\n") if line.startswith("#")]


@pytest.mark.parametrize(
    ("sender", "listed"),
    [
        (LI, ["#T1001"]),
        (SUN, ["#T1002"]),
        (CHEN, ["#T1006", "#T1004", "#T1003"]),
        (ZHOU, ["#T1004"]),
        (WANG, []),
        (HE, []),
    ],
)
def test_what_is_to_do(busy: Desk, sender: Sender, listed: list[str]) -> None:
    text, rows = todo(busy.tx, busy.office, busy.person(sender), busy.now)
    assert numbers(text) == listed
    buttons = [(f"#{label}", data) for row in rows for label, data in row]
    assert buttons == [(number, f"show:{number.removeprefix('#T')}") for number in listed], "each opens its ticket"


@pytest.mark.parametrize(("sender", "count"), [(LI, 22), (CHEN, 23), (ZHOU, 0)])
def test_a_long_list_has_pages(desk: Desk, sender: Sender, count: int) -> None:
    for number in range(1, 23):
        desk.report(f"东湖花园{number}栋的垃圾桶坏了")
    for _ in range(23):
        desk.report("垃圾桶坏了", sender=HE)
        desk.later(DAY)
    listed: list[str] = []
    for page in range(3):
        text, rows = todo(desk.tx, desk.office, desk.person(sender), desk.now, page)
        assert text.split("\n")[0] == (f"<b>待办 {count} 件</b>" if count else "没有待办的工单。")
        labels = [label for row in rows for label, _ in row]
        assert ("下一页 ›" in labels) is (count > (page + 1) * 10)
        assert ("‹ 上一页" in labels) is (page > 0)
        listed += numbers(text)
    assert len(set(listed)) == len(listed) == count


def test_what_one_has_reported_the_newest_first(busy: Desk) -> None:
    text, rows = mine(busy.tx, busy.office, busy.person(WANG))
    assert numbers(text) == [f"#T{number}" for number in range(1006, 1000, -1)]
    assert [data for row in rows for _, data in row] == [f"show:{number}" for number in range(1006, 1000, -1)]
    assert numbers(mine(busy.tx, busy.office, busy.person(LI))[0]) == []


def test_in_a_group_nothing_of_it_is_opened(busy: Desk) -> None:
    text, rows = mine(busy.tx, busy.office, busy.person(WANG), private=False)
    assert len(numbers(text)) == 6 and rows == []


def test_what_one_supports_is_among_it(desk: Desk) -> None:
    desk.report()
    desk.say("东湖花园3栋的垃圾桶坏了", HE)
    text, rows = mine(desk.tx, desk.office, desk.person(HE))
    assert text.split("\n") == ["<b>上报和同报的共 1 件</b>", "#T1001 待受理 东湖花园3栋 垃圾桶坏了（同报）"]
    assert rows == [[("T1001", "show:1001")]]


# --- what waits for a coordinator


def ask_for_more_time(desk: Desk) -> None:
    card = next(notice for notice in desk.notices(chat=OFFICE, kind="card") if notice.ticket_id == 1001)
    desk.say("延期 9天 等材料", LI, OFFICE, reply_to=card.message_id)


def test_requests_come_first_and_are_settled_in_the_list(busy: Desk) -> None:
    ask_for_more_time(busy)
    text, rows = triage(busy.tx, busy.office, busy.person(CHEN))
    assert text.split("\n")[0] == "<b>待同意 1 件，待分派 1 件</b>"
    assert text.split("\n")[1].startswith("📝 #T1001 东湖社区 李书记 申请延期")
    assert numbers(text) == ["#T1003"]
    assert [label for label, _ in rows[0]] == ["T1001", "同意", "不同意"]
    answer = busy.tap(CHEN, rows[0][1][1], chat=CHEN.id)
    assert "T1001" in answer.text and not answer.alert
    text, _ = triage(busy.tx, busy.office, busy.person(CHEN))
    assert text.split("\n")[0] == "<b>待同意 0 件，待分派 1 件</b>"


def test_a_coordinator_of_one_unit_sees_its_ground(busy: Desk) -> None:
    ask_for_more_time(busy)
    people.grant(busy.tx, SUN.id, Role.COORDINATOR, "xiyuan", None, busy.now)
    people.grant(busy.tx, ZHOU.id, Role.COORDINATOR, "donghu", None, busy.now)
    assert triage(busy.tx, busy.office, busy.person(SUN))[0] == "没有待分派的，也没有待同意的。"
    assert "T1001" in triage(busy.tx, busy.office, busy.person(ZHOU))[0]


@pytest.mark.parametrize("sender", [LI, WANG, ZHOU])
def test_what_waits_is_not_for_others(busy: Desk, sender: Sender) -> None:
    with pytest.raises(Refused) as caught:
        triage(busy.tx, busy.office, busy.person(sender))
    assert caught.value.reason is Refusal.NO_RIGHT


def test_what_waits_is_turned_over_both_kinds(desk: Desk) -> None:
    for _ in range(23):
        desk.report("垃圾桶坏了")
        desk.later(DAY)
    pages = [numbers(triage(desk.tx, desk.office, desk.person(CHEN), page)[0]) for page in range(4)]
    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert len({number for page in pages for number in page}) == 23


@pytest.mark.parametrize(
    ("sender", "number", "buttons"),
    [
        (LI, 1001, NEW),
        (CHEN, 1001, ["受理", "办结", "转派", "延期", "更多 ›", "更正"]),
        (WANG, 1001, []),
        (ZHOU, 1001, []),
        (LI, 1004, []),
        (CHEN, 1004, ["复核通过", "退回返工", "更正"]),
        (ZHOU, 1004, ["复核通过", "退回返工"]),
        (WANG, 1004, ["已解决", "未解决"]),
    ],
)
def test_a_ticket_by_its_number(busy: Desk, sender: Sender, number: int, buttons: list[str]) -> None:
    text, rows = whole_ticket(busy.tx, busy.office, busy.person(sender), number)
    assert f"#T{number}" in text
    assert [label for row in rows for label, _ in row] == buttons


def test_the_whole_history_stands_in_it(busy: Desk) -> None:
    text, _ = whole_ticket(busy.tx, busy.office, busy.person(LI), 1005)
    assert [word in text for word in ("王骑手 上报", "李书记 办结", "王骑手 确认已解决")] == [True] * 3


@pytest.mark.parametrize(
    ("sender", "number", "reason"),
    [
        (HE, 1001, Refusal.NO_RIGHT),
        (HE, 4711, Refusal.NO_RIGHT),
        (LI, 4711, Refusal.NO_RIGHT),
        (CHEN, 4711, Refusal.UNKNOWN_TICKET),
    ],
)
def test_whose_it_is_not(busy: Desk, sender: Sender, number: int, reason: Refusal) -> None:
    with pytest.raises(Refused) as caught:
        whole_ticket(busy.tx, busy.office, busy.person(sender), number)
    assert caught.value.reason is reason


def test_who_reported_in_private_is_not_named_to_the_unit(desk: Desk) -> None:
    desk.report()
    desk.say("东湖花园9栋的垃圾桶坏了", chat=WANG.id, private=True)
    desk.later()
    act(desk, Move.RESOLVE, LI, number=1002)
    act(desk, Move.DISPUTE, WANG, number=1002)
    text, _ = whole_ticket(desk.tx, desk.office, desk.person(LI), 1002)
    assert WANG.name not in text
    assert "上报人 反映未解决" in text


# --- what was opened follows its ticket


def opened(desk: Desk, who: Sender, chat: int) -> Notice:
    desk.tap(who, "show:1001", chat=chat)
    desk.deliver()
    return desk.notices(chat=chat, kind="answer")[-1]


def buttons_of(notice: Notice) -> list[str]:
    return [button["callback_data"] for row in notice.payload["reply_markup"]["inline_keyboard"] for button in row]


def edits_of(desk: Desk, message: Notice) -> list[Notice]:
    return [notice for notice in desk.queued(kind="edit") if notice.target == message.id]


@pytest.mark.parametrize("chat", [LI.id, OFFICE])
def test_an_opened_ticket_offers_the_moves_of_its_new_state(desk: Desk, chat: int) -> None:
    desk.report()
    message = opened(desk, LI, chat)
    assert "accept:1001" in buttons_of(message)
    act(desk, Move.ACCEPT, LI)
    (edit,) = edits_of(desk, message)
    assert "处理中" in text_of(edit)
    assert "accept:1001" not in buttons_of(edit) and "resolve:1001" in buttons_of(edit)


def test_a_ticket_that_left_the_reader_offers_nothing_any_more(desk: Desk) -> None:
    desk.report()
    message = opened(desk, LI, LI.id)
    act(desk, Move.RESOLVE, LI)
    (edit,) = edits_of(desk, message)
    assert buttons_of(edit) == []


def test_of_a_ticket_opened_twice_in_a_chat_the_newest_follows(desk: Desk) -> None:
    desk.report()
    first = opened(desk, LI, LI.id)
    desk.later()
    second = opened(desk, LI, LI.id)
    act(desk, Move.ACCEPT, LI)
    assert (len(edits_of(desk, first)), len(edits_of(desk, second))) == (0, 1)


def test_an_opened_ticket_without_buttons_stays_as_it_was(desk: Desk) -> None:
    desk.report()
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    message = opened(desk, LI, LI.id)
    assert "reply_markup" not in message.payload
    act(desk, Move.APPROVE, ZHOU)
    assert edits_of(desk, message) == []


def test_of_a_very_long_history_the_last_steps_stand_in_it(desk: Desk) -> None:
    desk.report()
    for number in range(40):
        act(desk, Move.NOTE, LI, words=f"第{number}次{'联系厂家' * 20}")
    text, _ = whole_ticket(desk.tx, desk.office, desk.person(LI), 1001)
    assert len(text) < 4096
    assert "第39次" in text and "第3次" not in text
    left_out = next(line for line in text.split("\n") if line.startswith("……更早的"))
    shown = len([line for line in text.split("\n") if "李书记" in line])
    assert left_out == f"……更早的 {41 - shown} 步不再列出" and shown > 5


def test_in_the_group_a_ticket_is_shown_without_what_was_said_in_private(desk: Desk) -> None:
    desk.open_private(HE)
    desk.report(sender=HE)
    desk.report("西苑小区3栋的垃圾桶坏了")
    desk.say("西苑小区3栋的垃圾桶坏了，我住501", HE, chat=HE.id, private=True)
    desk.report("西苑小区8栋的垃圾桶坏了", sender=HE, chat=HE.id, private=True)
    assert desk.ticket(1002).supporters == (HE.id,)
    for verb in ("show", "photos", "pictures"):
        assert desk.tap(SUN, f"{verb}:1003", chat=RIDERS).alert, "it was reported in private"
    for who, chat in ((SUN, RIDERS), (WANG, RIDERS), (WANG, WANG.id)):
        desk.tap(who, "show:1002", chat=chat)
        assert "501" not in text_of(desk.queued(chat=chat)[-1])
        desk.deliver()
        desk.later()
    desk.tap(SUN, "show:1002", chat=SUN.id)
    assert "501" in text_of(desk.queued(chat=SUN.id)[-1]), "who has to find it reads all"
    desk.deliver()
    desk.later(timedelta(minutes=11))
    gone = [one for one in desk.deliver() if one.kind == "deletion" and one.chat_id == RIDERS]
    assert len(gone) == 2, "in a group it does not stay"
