"""Behind the numbers at the desk: which there are, the tickets of one with why they count, for whom and where."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.desk import behind
from bot.desk.messages import reply
from bot.desk.paging import Page
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, Role
from bot.domain.measures import OFFERED, measure_code
from bot.domain.notices import NoticeKind
from bot.domain.posts import Sender
from bot.domain.questions import Question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope
from bot.domain.taps import Tap
from bot.domain.tickets import Move
from bot.notices.markup import Markup, visible, visible_length
from storage import chats, people
from storage.notices import Notice
from tests.desk.office import CHEN, DAY, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk, text_of
from tests.desk.test_handling import act

MONTH = Question("month")
GROUP = -1001234567890
"""A supergroup as Telegram numbers them: its messages have addresses."""


def look(desk: Desk, sender: Sender, data: str, chat: int | None = None) -> Page:
    """What a tap shows, in private unless a chat is given."""
    return behind.look(desk.tx, desk.office, Tap(sender.id, sender.name, chat or sender.id, 1, data), desk.now)


def opened(
    desk: Desk,
    measure: str,
    sender: Sender = CHEN,
    question: Question = MONTH,
    page: int = 0,
    chat: int | None = None,
) -> Page:
    return look(desk, sender, f"behind:{question.as_data()}:{measure_code(measure)}:{page}", chat)


def labels(page: Page) -> list[str]:
    return [label for row in page.rows for label, _ in row]


def lines(page: Page) -> list[str]:
    """The list as read, without its head."""
    return [line.strip("　 ") for line in visible(page.text).split("\n")[2:]]


def refused(desk: Desk, sender: Sender, data: str, chat: int | None = None) -> Refusal:
    with pytest.raises(Refused) as caught:
        look(desk, sender, data, chat)
    return caught.value.reason


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """T1001 with 东湖, resolved late; T1002 transferred from 东湖 to 西苑; T1003 in triage; T1004 sent back once."""
    for text in ("东湖花园1栋的垃圾桶坏了", "东湖花园2栋的垃圾桶坏了", "垃圾桶坏了", "东湖花园4栋的垃圾桶坏了"):
        desk.report(text)
        desk.later()
    act(desk, Move.TRANSFER, LI, words="", number=1002)
    act(desk, Move.RESOLVE, LI, number=1004)
    act(desk, Move.DISPUTE, WANG, number=1004, words="还是坏的")
    desk.later(4 * DAY)
    act(desk, Move.RESOLVE, LI, number=1001)
    return desk


def test_the_numbers_stand_below_each_other_and_open_their_lists(busy: Desk) -> None:
    page = look(busy, CHEN, f"numbers:{MONTH.as_data()}")
    assert visible(page.text).startswith("青石市 · 2026年11月\n")
    shown = labels(page)
    assert "收到 4" in shown and "自动分派 3" in shown and "返工 1" in shown and "未结 4" in shown
    assert not [label for label in shown if label.endswith(" 0")]
    for row in page.rows:
        for label, data in row:
            listed = look(busy, CHEN, data)
            word, count = label.split()
            head = visible(listed.text).split("\n")[:2]
            assert f"{word} {count} " in " ".join(head), data
            numbers = re.findall(r"^#T\d+", visible(listed.text), re.MULTILINE)
            assert len(numbers) == int(count), label


def test_where_there_is_nothing_it_says_so(desk: Desk) -> None:
    page = look(desk, CHEN, f"numbers:{MONTH.as_data()}")
    assert "没有工单" in page.text and page.rows == []


def test_each_ticket_says_why_it_counts(busy: Desk) -> None:
    missed = lines(opened(busy, "missed"))
    late = "#T1001 待复核 东湖社区 东湖花园1栋 垃圾桶坏了"
    assert missed[missed.index(late) + 1] == "应在11月5日 12:00前办结，11月6日 12:00办结"
    assert "应在11月5日 12:00前办结，还没有办结" in lines(opened(busy, "overdue"))
    assert lines(opened(busy, "misrouted")) == [
        "#T1002 待受理 西苑社区 东湖花园2栋 垃圾桶坏了",
        "11月2日 12:00自动派给东湖社区，现在归西苑社区",
    ]
    assert lines(opened(busy, "transferred")) == [
        "#T1002 待受理 西苑社区 东湖花园2栋 垃圾桶坏了",
        "11月2日 12:00 李书记 转派给西苑社区",
    ]
    assert lines(opened(busy, "unsolved"))[-1] == "11月2日 12:00 王骑手 反映未解决：还是坏的"
    given = lines(opened(busy, "given"))
    assert "11月2日 12:00 自动派到东湖社区" in given and "11月2日 12:00 李书记 转派给西苑社区" in given
    assert "11月2日 12:00上报" in lines(opened(busy, "waiting_triage"))


def test_each_ticket_opens(busy: Desk) -> None:
    page = opened(busy, "received")
    assert labels(page) == ["T1004", "T1003", "T1002", "T1001", "‹ 其他数字"]
    assert page.rows[0][0] == ("T1004", "show:1004")
    assert page.rows[-1][0][1] == "numbers:month:-"


def test_what_happened_twice_stands_twice_and_opens_once(desk: Desk) -> None:
    desk.report()
    for _ in range(2):
        act(desk, Move.RESOLVE, LI)
        act(desk, Move.DISPUTE, WANG)
    page = opened(desk, "reopened")
    assert [line.split()[0] for line in lines(page)[::2]] == ["#T1001", "#T1001"]
    assert visible(page.text).split("\n")[1] == "返工 2 次"
    assert labels(page) == ["T1001", "‹ 其他数字"]


def test_a_long_list_has_pages(desk: Desk) -> None:
    for number in range(1, 24):
        desk.report(f"东湖花园{number}栋的垃圾桶坏了")
        desk.later()
    numbers: list[str] = []
    for page in range(3):
        shown = opened(desk, "received", page=page)
        numbers += re.findall(r"#T\d+", shown.text)
        assert ("下一页 ›" in labels(shown)) is (page < 2)
        assert ("‹ 上一页" in labels(shown)) is (page > 0)
        assert visible_length(shown.text) <= 4096
        for row in shown.rows:
            assert all(len(data.encode()) <= 64 for _, data in row)
    assert numbers == [f"#T{number}" for number in range(1023, 1000, -1)]
    assert "第 21–23 件" in opened(desk, "received", page=7).text, "what a client makes up is the last page"
    forward = dict(row[-1] for row in opened(desk, "received").rows)["下一页 ›"]
    assert forward == f"behind:month:-:{measure_code('received')}:1"


def test_pages_are_of_what_is_asked(busy: Desk) -> None:
    of_xiyuan = Question("2026-11", Scope("xiyuan", "sanitation", "东湖花园"))
    page = opened(busy, "received", question=of_xiyuan)
    assert visible(page.text).split("\n")[0] == "西苑社区 · 环境卫生 · 东湖花园 · 2026年11月"
    assert [line.split()[0] for line in lines(page)[::2]] == ["#T1002"]
    assert page.rows[-1][0][1] == f"numbers:{of_xiyuan.as_data()}"


def test_the_year_is_said_where_it_is_another(busy: Desk) -> None:
    busy.later(timedelta(days=90))
    page = opened(busy, "received", question=Question("all"))
    assert "2026年11月2日 12:00上报" in lines(page)


# --- messages in the group


def test_each_line_leads_to_the_message_in_the_group(desk: Desk) -> None:
    chats.bind(desk.tx, GROUP, ChatKind.REPORT, None, CHEN.id, desk.now)
    post = desk.post("东湖花园3栋的垃圾桶坏了", chat=GROUP)
    desk.take(post)
    joined = desk.post("东湖花园3栋的垃圾桶坏了", HE, GROUP, topic=9)
    desk.take(joined)
    address = f"https://t.me/c/1234567890/{post.message_id}"
    assert f'<a href="{address}">看原消息</a>' in opened(desk, "received").text
    assert f"https://t.me/c/1234567890/9/{joined.message_id}" in opened(desk, "supported").text


def test_what_has_no_address_has_no_link(desk: Desk) -> None:
    desk.open_private(WANG)
    desk.report("西苑小区9栋的路灯不亮了")
    desk.report(chat=WANG.id, private=True)
    assert "看原消息" not in opened(desk, "received").text


# --- rights


def test_rights_are_those_of_the_figures(busy: Desk) -> None:
    for data in (f"numbers:{MONTH.as_data()}", f"behind:{MONTH.as_data()}:rc:0"):
        assert refused(busy, WANG, data, RIDERS) is Refusal.NO_RIGHT
    whole = visible(look(busy, LI, f"numbers:{MONTH.as_data()}").text)
    assert whole.startswith("东湖社区 · "), "a secretary's whole is the own unit"
    of_others = Question("month", Scope("xiyuan"))
    assert refused(busy, LI, f"numbers:{of_others.as_data()}") is Refusal.NO_RIGHT
    assert refused(busy, LI, f"behind:{of_others.as_data()}:rc:0") is Refusal.NO_RIGHT


def test_a_right_that_is_taken_away_closes_the_lists(busy: Desk) -> None:
    people.grant(busy.tx, SUN.id, Role.COORDINATOR, None, None, busy.now)
    assert labels(opened(busy, "received", SUN))
    people.revoke(busy.tx, SUN.id, Role.COORDINATOR, None, busy.now)
    page = opened(busy, "received", SUN)
    assert visible(page.text).startswith("西苑社区 · ")


def test_what_is_anothers_now_is_told_and_not_opened(busy: Desk) -> None:
    page = opened(busy, "transferred", LI)
    assert [line.split()[0] for line in lines(page)[::2]] == ["#T1002"]
    assert labels(page) == ["‹ 其他数字"]


@pytest.mark.parametrize(
    "data",
    [
        "numbers",
        "numbers:month",
        "numbers:somewhen:-",
        "numbers:month:u00000000",
        "behind:month:-",
        "behind:month:-:zz:0",
        "behind:month:-:rc",
        "behind:month:-:rc:-1",
        "behind:month:-:rc:x",
    ],
)
def test_what_no_button_had_is_refused(busy: Desk, data: str) -> None:
    assert refused(busy, CHEN, data) is Refusal.STALE_BUTTON


# --- discretion


def test_where_couriers_read_a_private_report_is_a_number_alone(desk: Desk) -> None:
    desk.open_private(WANG)
    desk.report("西苑小区9栋的路灯不亮了")
    number = desk.report("东湖花园3栋的垃圾桶坏了", chat=WANG.id, private=True).id
    act(desk, Move.RESOLVE, LI, number=number, words="换了新桶")
    act(desk, Move.DISPUTE, WANG, number=number, words="我家门口的还是坏的")
    for row in OFFERED:
        for measure in row:
            told = opened(desk, measure, chat=RIDERS).text
            for secret in ("东湖花园", "垃圾桶", "王骑手", "门口", "新桶"):
                assert secret not in told, measure
    assert f"#T{number}" in opened(desk, "received", chat=RIDERS).text
    assert "（私下上报）" in opened(desk, "received", chat=RIDERS).text
    assert "东湖花园3栋" in opened(desk, "received", chat=HALL).text
    assert "上报人 反映未解决：我家门口的还是坏的" in opened(desk, "unsolved", chat=HALL).text


# --- messages


def below_figures(desk: Desk, chat: int) -> Notice:
    """A message of figures."""
    desk.deliver()
    reply(desk.tx, Seat(chat), Markup("数字"), desk.now, rows=[[("查明细", f"numbers:{MONTH.as_data()}")]])
    desk.later()
    return desk.deliver()[-1]


def press(desk: Desk, data: str, below: Notice) -> None:
    tap = Tap(CHEN.id, CHEN.name, below.chat_id, below.message_id or 0, data)
    behind.show(desk.tx, tap, behind.look(desk.tx, desk.office, tap, desk.now), desk.now)
    desk.later()


@pytest.mark.parametrize("chat", [HALL, CHEN.id])
def test_the_figures_stay_and_the_list_is_turned_in_place(busy: Desk, chat: int) -> None:
    busy.open_private(CHEN)
    figures = below_figures(busy, chat)
    press(busy, f"numbers:{MONTH.as_data()}", figures)
    (numbers,) = [notice for notice in busy.deliver() if notice.kind is NoticeKind.ANSWER and notice.chat_id == chat]
    press(busy, f"behind:{MONTH.as_data()}:rc:0", numbers)
    (edit,) = [notice for notice in busy.deliver() if notice.target == numbers.id]
    assert "收到 4 件" in text_of(edit)
    press(busy, f"numbers:{MONTH.as_data()}", numbers)
    (edit,) = [notice for notice in busy.deliver() if notice.target == numbers.id]
    assert "点一个数" in text_of(edit)
    assert not [notice for notice in busy.notices(chat=chat) if notice.target == figures.id]
    waiting = [notice for notice in busy.queued(chat=chat, kind="deletion") if notice.target == numbers.id]
    assert len(waiting) == (chat == HALL), "in a group it is tidied away after a while"


def test_below_a_message_that_nobody_knows_nothing_is_shown(busy: Desk) -> None:
    tap = Tap(CHEN.id, CHEN.name, HALL, 4711, f"numbers:{MONTH.as_data()}")
    with pytest.raises(Refused) as caught:
        behind.show(busy.tx, tap, behind.look(busy.tx, busy.office, tap, busy.now), busy.now)
    assert caught.value.reason is Refusal.STALE_BUTTON


def test_a_unit_reads_its_own_in_its_chat(busy: Desk) -> None:
    page = opened(busy, "received", LI, chat=OFFICE)
    assert [line.split()[0] for line in lines(page)[::2]] == ["#T1004", "#T1001"]
    assert refused(busy, ZHOU, f"numbers:{Question('month', Scope('luminju')).as_data()}") is Refusal.NO_RIGHT
