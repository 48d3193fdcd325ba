"""Stories at the desk: a ticket's history, told in full where the card leaves lines out."""

from __future__ import annotations

from bot.desk.cards import refresh
from bot.desk.stories import history, story
from bot.domain.tickets import Move
from tests.desk.office import LI, OFFICE, WANG, ZHOU, Desk, text_of
from tests.desk.test_handling import act


def test_reminders_stand_in_the_story_but_not_on_the_card(desk: Desk) -> None:
    desk.report()
    desk.tx.run(
        "INSERT INTO ticket_events (ticket_id, kind, state, details, done_at, entered_at)"
        ' VALUES (1001, \'reminded\', \'assigned\', \'{"clock": "fix", "rung": "reminder"}\', 0, 0)'
    )
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    assert "催办" not in text_of(desk.queued(chat=OFFICE, kind="edit")[0])
    assert "催办" in story(desk.tx, desk.office, desk.ticket())


def test_clocks_of_one_ticket_that_were_told_at_once_are_one_line(desk: Desk) -> None:
    desk.report()
    for moment, clock, rung in ((0, "response", "reminder"), (0, "fix", "reminder"), (60_000, "fix", "escalation")):
        desk.tx.run(
            "INSERT INTO ticket_events (ticket_id, kind, state, details, done_at, entered_at)"
            " VALUES (1001, 'reminded', 'assigned', :details, :moment, :moment)",
            details=f'{{"clock": "{clock}", "rung": "{rung}"}}',
            moment=moment,
        )
    told = [step.words for step in history(desk.tx, desk.office, desk.ticket()) if step.kind == "reminded"]
    assert told == ["催办", "督办"]


def test_the_history_does_not_name_who_reported_in_private(desk: Desk) -> None:
    desk.report()
    desk.say("东湖花园9栋的垃圾桶坏了", chat=WANG.id, private=True)
    act(desk, Move.RESOLVE, LI, number=1002)
    act(desk, Move.REWORK, ZHOU, number=1002)
    names = [step.name for step in history(desk.tx, desk.office, desk.ticket(1002))]
    assert names == ["上报人", "李书记", "周复核"]
