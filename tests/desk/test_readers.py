"""Readers: the unit's chat, else its people, else who coordinates it; those above; and what the config says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.office import USUAL_AUDIENCE
from bot.desk.readers import AUDIENCES, audience, readers
from bot.domain.areas import ChatKind
from bot.domain.deadlines import Audience, Clock, Rung
from storage import chats
from tests.desk.office import DAY, HALL, HOUR, OFFICE, SUN, Desk, an_office
from tests.desk.sweeping import an_accepted, swept

STREET = -1005
ABOVE = {Audience.PARENT, Audience.COORDINATORS}


@pytest.mark.parametrize(
    ("text", "there", "chat"),
    [
        ("东湖花园3栋的垃圾桶坏了", True, OFFICE),  # the unit's chat
        ("西苑小区3栋的垃圾桶坏了", True, SUN.id),  # else its secretary in private
        ("西苑小区3栋的垃圾桶坏了", False, HALL),  # who has not started the bot: the coordinators
    ],
)
def test_where_a_unit_is_reminded(desk: Desk, text: str, there: bool, chat: int) -> None:
    if there:
        desk.open_private(SUN)
    desk.report(text)
    lines = swept(desk, 4 * HOUR)
    assert list(lines) == [chat]
    assert ("西苑社区 " in lines[chat][1]) is (chat == HALL), "only who is not the unit needs its name"


def test_an_escalation_goes_to_the_coordinators_and_the_parent_unit(desk: Desk) -> None:
    an_accepted(desk)
    chats.bind(desk.tx, STREET, ChatKind.UNIT, "jiedao", None, desk.now)
    told = swept(desk, 4 * DAY)
    assert set(told) == {HALL, STREET}
    assert all("东湖社区 " in lines[1] for lines in told.values())


def test_the_config_says_who_is_told_of_a_rung(desk: Desk) -> None:
    an_accepted(desk)
    everybody = {**USUAL_AUDIENCE, Rung.REMINDER: frozenset({Audience.UNIT, Audience.COORDINATORS})}
    desk.office = an_office(audience=everybody)
    told = swept(desk, 3 * DAY)
    assert set(told) == {OFFICE, HALL}
    assert "东湖社区" in told[HALL][1] and "东湖社区" not in told[OFFICE][1]


def test_a_rung_that_the_config_gives_to_nobody_is_told_to_nobody(desk: Desk) -> None:
    an_accepted(desk)
    desk.office = an_office(audience={**USUAL_AUDIENCE, Rung.REMINDER: frozenset()})
    assert swept(desk, 3 * DAY) == {}
    assert set(swept(desk, DAY)) == {HALL}


def test_what_the_coordinators_have_to_do_is_told_to_them_alone() -> None:
    office = an_office()
    for clock in (Clock.QUESTION, Clock.DISPATCH, Clock.REVIEW):
        assert audience(office, clock, Rung.REMINDER) == {Audience.COORDINATORS}
    for clock in (Clock.RESPONSE, Clock.CONTROL, Clock.REPAIR, Clock.FIX):
        assert audience(office, clock, Rung.REMINDER) == {Audience.UNIT}
        assert audience(office, clock, Rung.ESCALATION) == ABOVE


def test_who_has_an_hour_gets_no_early_word_and_nobody_is_named_for_answering_late() -> None:
    office = an_office()
    silent = {(clock, rung) for clock in Clock for rung in Rung if not audience(office, clock, rung)}
    assert silent == {(Clock.DISPATCH, Rung.EARLY), (Clock.RESPONSE, Rung.EARLY), (Clock.RESPONSE, Rung.NAMING)}


def test_every_audience_reads_somewhere(desk: Desk) -> None:
    assert set(AUDIENCES) == set(Audience)
    chats.bind(desk.tx, STREET, ChatKind.UNIT, "jiedao", None, desk.now)
    ticket = desk.report()
    found = readers(
        desk.tx, replace(desk.office, audience={Rung.NAMING: frozenset(Audience)}), ticket, Clock.FIX, Rung.NAMING
    )
    assert {one: [seat.chat_id for seat in seats] for one, seats in found.items()} == {
        Audience.UNIT: [OFFICE],
        Audience.PARENT: [STREET],
        Audience.COORDINATORS: [HALL],
    }
