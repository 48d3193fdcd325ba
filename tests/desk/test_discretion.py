"""Discretion: what was said in private is shown nowhere that couriers read."""

from __future__ import annotations

import pytest

from bot.desk import list_pages, reviews
from bot.desk.reach import Seat
from bot.desk.reasons import explain
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move, State
from bot.domain.wishes import Wish
from tests.desk.office import CHEN, HALL, HE, LI, RIDERS, SUN, WANG, ZHOU, Desk, text_of
from tests.desk.test_handling import act

SECRET = "东湖花园3栋的垃圾桶坏了，我住501"


def in_private(desk: Desk, text: str = SECRET) -> int:
    """A report of WANG's, who is known, in private. Returns its number."""
    desk.report("西苑小区9栋的路灯不亮了")
    return desk.report(text, chat=WANG.id, private=True).id


def shown_to_couriers(desk: Desk) -> str:
    """All words that left for the reporting group."""
    desk.deliver()
    return "\n".join(text_of(one) for one in desk.notices(chat=RIDERS))


def test_why_of_a_private_report_is_told_in_private_alone(desk: Desk) -> None:
    number = in_private(desk)
    person = desk.person(LI)
    with pytest.raises(Refused) as refused:
        explain(desk.tx, desk.office, person, number, in_group=True)
    assert refused.value.reason is Refusal.ONLY_IN_PRIVATE
    assert "3栋" in explain(desk.tx, desk.office, person, number)


def test_why_quotes_to_couriers_nobody_who_spoke_in_private(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了", sender=HE)
    number = desk.ticket().id
    desk.say("西苑小区9栋的路灯不亮了")
    desk.say("东湖花园3栋的垃圾桶坏了", chat=WANG.id, private=True)
    post = desk.say("东湖花园3栋的垃圾桶坏了，我住501", chat=WANG.id, private=True)
    assert desk.ticket(number).supporters == (post.sender.id,)
    assert "501" in explain(desk.tx, desk.office, desk.person(LI), number)
    assert "501" not in explain(desk.tx, desk.office, desk.person(LI), number, in_group=True)
    assert "501" not in explain(desk.tx, desk.office, desk.person(HE), number)


@pytest.mark.parametrize(
    ("name", "query", "who"), [("todo", "", LI), ("mine", "", WANG), ("find", "东湖花园", LI), ("triage", "", CHEN)]
)
def test_lists_tell_couriers_no_more_than_the_number(desk: Desk, name: str, query: str, who: object) -> None:
    number = in_private(desk)
    act(desk, Move.RETURN, LI, number=number, words="501没有人") if name == "triage" else None
    person = desk.person(who)  # type: ignore[arg-type]
    page = list_pages.first(desk.tx, desk.office, person, name, query, Seat(RIDERS), desk.now)
    assert "3栋" not in page.text and "垃圾桶" not in page.text
    assert ("私下上报" in page.text) is (name != "find"), "what words find they tell by it"
    page = list_pages.first(desk.tx, desk.office, person, name, query, Seat(person.id), desk.now)
    assert "3栋" in page.text and f"T{number}" in page.text


def test_the_number_of_a_private_report_finds_nothing_in_the_group(desk: Desk) -> None:
    number = in_private(desk)
    person = desk.person(LI)
    page = list_pages.first(desk.tx, desk.office, person, "find", f"T{number}", Seat(RIDERS), desk.now)
    assert "3栋" not in page.text and page.rows == []


def test_what_a_coordinator_is_asked_is_not_told_to_couriers(desk: Desk) -> None:
    number = in_private(desk)
    desk.tap(LI, f"suspendto:{number}:1w")
    desk.tx.run("UPDATE requests SET words = '501没有人'")
    person = desk.person(CHEN)
    assert "501" in list_pages.first(desk.tx, desk.office, person, "triage", "", Seat(HALL), desk.now).text
    assert "501" not in list_pages.first(desk.tx, desk.office, person, "triage", "", Seat(RIDERS), desk.now).text


def test_the_list_of_reviews_tells_couriers_the_number(desk: Desk) -> None:
    number = in_private(desk)
    act(desk, Move.RESOLVE, LI, number=number, words="501门口已清理")
    for chat, told in ((RIDERS, False), (ZHOU.id, True)):
        reviews.show(desk.tx, desk.office, desk.person(ZHOU), Seat(chat), desk.now)
        said = text_of(desk.queued(chat=chat, kind="answer")[-1])
        assert (f"T{number}" in said, "3栋" in said, "501" in said) == (True, told, told)


@pytest.mark.parametrize("end", [Move.APPROVE, Move.CONFIRM, Move.DISPUTE, Move.REJECT])
def test_who_was_merged_into_a_private_report_hears_its_number_alone(desk: Desk, end: Move) -> None:
    number = in_private(desk)
    own = desk.report("东湖花园8栋的垃圾桶坏了", sender=HE)
    act(desk, Move.MERGE, LI, number=own.id, wish=Wish(ticket=number))
    if end is Move.REJECT:
        act(desk, Move.REJECT, CHEN, number=number, words="情况不属实")
    else:
        photo = desk.post(photo=True).media
        act(desk, Move.RESOLVE, LI, number=number, words="501门口已清理", photos=photo)
        desk.deliver()
        act(desk, end, ZHOU if end is Move.APPROVE else WANG, number=number, words="还是坏的，501")
    told = shown_to_couriers(desk)
    assert f"#T{number}" in told and "您同报的问题" in told
    assert "3栋" not in told and "501" not in told
    assert [one.call.value for one in desk.notices(chat=RIDERS, kind="closure")] == ["sendMessage"]
    assert "3栋" in "\n".join(text_of(one) for one in desk.notices(chat=WANG.id, kind="closure"))


def test_what_a_supporter_disputes_in_private_is_not_told_in_the_group(desk: Desk) -> None:
    """西苑社区 has no chat: its card stands in the group."""
    ticket = desk.report("西苑小区3栋的垃圾桶坏了", sender=HE)
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.say("西苑小区3栋的垃圾桶坏了", chat=WANG.id, private=True)
    act(desk, Move.RESOLVE, SUN, number=ticket.id, words="换了")
    desk.deliver()
    photo = desk.post(photo=True).media
    act(desk, Move.DISPUTE, WANG, number=ticket.id, words="我住501，还是坏的", photos=photo)
    told = shown_to_couriers(desk)
    assert desk.ticket(ticket.id).state is State.ACCEPTED
    assert "没有通过" in told and "501" not in told
    alerts = desk.notices(chat=RIDERS, kind="alert")
    assert [one.call.value for one in alerts] == ["sendMessage"]
