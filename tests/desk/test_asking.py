"""Who may ask for which figures, and what stands below them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import asking
from bot.desk.asking import Asker
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, Role
from bot.domain.periods import read_period
from bot.domain.posts import Sender
from bot.domain.questions import Question, Unclear, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope
from storage import chats, people
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk

WEEK = Question("week")


def asker(desk: Desk, sender: Sender, chat: int | None = None, topic: int | None = None) -> Asker:
    """In private unless a chat is given."""
    return asking.asker(desk.tx, desk.office, desk.person(sender), Seat(chat or sender.id, topic))


def asked(desk: Desk, sender: Sender, question: Question, chat: int | None = None) -> Question:
    seat = Seat(chat or sender.id)
    return asking.allowed(desk.tx, desk.office, desk.person(sender), seat, question)[1]


def grant(desk: Desk, sender: Sender, role: Role, unit: str | None) -> None:
    people.remember(desk.tx, sender.id, sender.name, None)
    people.grant(desk.tx, sender.id, role, unit, None, desk.now)


def labels(desk: Desk, sender: Sender, question: Question, chat: int | None = None) -> list[str]:
    found = asker(desk, sender, chat)
    rows = asking.buttons(desk.office.texts, desk.office.area, found, question)
    return [label for row in rows for label, _ in row]


@pytest.mark.parametrize(
    ("sender", "scope"),
    [(CHEN, Scope()), (LI, Scope("donghu")), (SUN, Scope("xiyuan")), (ZHOU, Scope("jiedao"))],
)
def test_a_question_without_a_unit_is_of_the_own_ground(desk: Desk, sender: Sender, scope: Scope) -> None:
    assert asked(desk, sender, WEEK) == Question("week", scope)
    narrow = Question("week", Scope(category="sanitation"))
    assert asked(desk, sender, narrow).scope == replace(scope, category="sanitation")


@pytest.mark.parametrize("chat", [None, RIDERS, OFFICE, HALL])
def test_a_courier_and_a_stranger_have_no_figures(desk: Desk, chat: int | None) -> None:
    for sender in (WANG, HE):
        with pytest.raises(Refused) as caught:
            asker(desk, sender, chat)
        assert caught.value.reason is (Refusal.OWN_FIGURES if chat is None else Refusal.NO_RIGHT)


@pytest.mark.parametrize(
    ("sender", "unit", "sees"),
    [
        (CHEN, "xiyuan", True),
        (LI, "donghu", True),
        (LI, "xiyuan", False),
        (LI, "jiedao", False),
        (LI, "luminju", False),
        (ZHOU, "donghu", True),
        (ZHOU, "luminju", False),
    ],
)
def test_a_unit_must_lie_on_the_own_ground(desk: Desk, sender: Sender, unit: str, sees: bool) -> None:
    question = Question("week", Scope(unit))
    if sees:
        assert asked(desk, sender, question) == question
    else:
        with pytest.raises(Refused) as caught:
            asked(desk, sender, question)
        assert caught.value.reason is Refusal.NO_RIGHT


def test_who_has_two_units_sees_the_first_and_switches_to_the_other(desk: Desk) -> None:
    grant(desk, LI, Role.GRID, "beishan")
    assert asker(desk, LI).grounds == ("donghu", "beishan")
    assert asked(desk, LI, WEEK).scope == Scope("donghu")
    shown = labels(desk, LI, Question("week", Scope("beishan")))
    assert "东湖社区" in shown and "✓ 北山社区" in shown


def test_a_unit_within_the_own_street_is_no_ground_of_its_own(desk: Desk) -> None:
    grant(desk, ZHOU, Role.SECRETARY, "donghu")
    assert asker(desk, ZHOU).grounds == ("jiedao",)


def test_in_the_coordinators_chat_of_a_unit_the_ground_is_that_units(desk: Desk) -> None:
    chats.bind(desk.tx, OFFICE, ChatKind.COORDINATORS, "jiedao", None, desk.now)
    assert asker(desk, CHEN, OFFICE).grounds == ("jiedao",)
    assert asker(desk, CHEN, HALL).grounds == (None,)
    assert asker(desk, LI, OFFICE).grounds == ("donghu",), "what is wider than the own ground stays out of reach"
    with pytest.raises(Refused):
        asked(desk, CHEN, Question("week", Scope("luminju")), OFFICE)


def test_a_role_of_a_unit_that_is_gone_is_no_ground(desk: Desk) -> None:
    grant(desk, HE, Role.SECRETARY, "nowhere")
    with pytest.raises(Refused):
        asker(desk, HE)


def test_a_written_question_is_narrowed_to_the_own_ground(desk: Desk) -> None:
    def read(sender: Sender, written: str) -> Question:
        return asking.read(desk.tx, desk.office, asker(desk, sender), written, desk.now)

    assert read(CHEN, "上月 东湖社区 环境卫生") == Question("2026-10", Scope("donghu", "sanitation"))
    assert read(LI, "本月 照明") == Question("month", Scope("donghu", "lighting"))
    assert read(CHEN, "东湖花园") == Question("week", Scope(place="东湖花园"))
    with pytest.raises(Refused):
        read(LI, "西苑社区")
    with pytest.raises(Unclear) as caught:
        read(CHEN, "东胡花园")
    assert caught.value.offered == (Scope(place="东湖花园"),)
    for sender, offered in ((CHEN, (Scope("xiyuan"),)), (LI, ())):
        with pytest.raises(Unclear) as caught:
            read(sender, "西园社区")
        assert caught.value.offered == offered


def test_views_that_would_say_nothing_more_are_not_offered(desk: Desk) -> None:
    views = {"单位", "类别", "点位", "更多"}
    assert views & set(labels(desk, CHEN, WEEK)) == views
    assert views & set(labels(desk, CHEN, Question("week", Scope("jiedao")))) == views
    assert views & set(labels(desk, LI, Question("week", Scope("donghu")))) == {"类别", "点位", "更多"}
    narrow = Question("week", Scope("donghu", "sanitation", "东湖花园"))
    assert views & set(labels(desk, CHEN, narrow)) == {"更多"}


def test_the_way_back_widens_step_by_step_as_far_as_the_own_ground(desk: Desk) -> None:
    def back(sender: Sender, scope: Scope) -> Scope | None:
        rows = asking.buttons(desk.office.texts, desk.office.area, asker(desk, sender), Question("week", scope))
        label, data = rows[-1][-1]
        return read_question(data.split(":")[1:], desk.office.area).scope if label == "‹ 返回" else None

    assert back(CHEN, Scope("donghu", "sanitation", "东湖花园")) == Scope("donghu", "sanitation")
    assert back(CHEN, Scope("donghu", "sanitation")) == Scope("donghu")
    assert back(CHEN, Scope("donghu")) == Scope()
    assert back(CHEN, Scope()) is None
    assert back(LI, Scope("donghu")) is None
    assert back(LI, Scope("donghu", "sanitation")) == Scope("donghu")


def test_an_empty_period_leads_to_the_last_one_that_has_data(desk: Desk) -> None:
    last = read_period("2026-W40", desk.now, desk.office.zone)
    rows = asking.buttons(desk.office.texts, desk.office.area, asker(desk, CHEN), WEEK, last)
    assert ("看2026年第40周", "stats:2026-W40:-") in [button for row in rows for button in row]
