"""Reactions: one sign a post, of the least advanced of its tickets."""

from __future__ import annotations

import pytest

from bot.desk.reactions import follow_tickets, react
from bot.domain.notices import Reaction
from bot.domain.tickets import Move, State, Ticket
from storage import posts, tickets
from tests.desk.office import CHEN, HOUR, OFFICE, RIDERS, Desk
from tests.desk.test_handling import act, brought_to


def settled(desk: Desk, ticket: Ticket, state: State) -> None:
    done = state in {State.RESOLVED, State.CLOSED}
    tickets.save(desk.tx, ticket.model_copy(update={"state": state, "resolved_at": desk.now if done else None}))


@pytest.mark.parametrize(
    ("first", "second", "delivered", "sign"),
    [
        (State.ASSIGNED, State.ASSIGNED, True, "✍"),
        (State.ASSIGNED, State.ASSIGNED, False, "👀"),
        (State.RESOLVED, State.ASSIGNED, True, "✍"),
        (State.RESOLVED, State.RESOLVED, True, "👌"),
        (State.CLOSED, State.RESOLVED, True, "👌"),
        (State.WITHDRAWN, State.ASSIGNED, True, "✍"),
        (State.REJECTED, State.RESOLVED, True, "👌"),  # a rejection says itself in words
        (State.REJECTED, State.ASSIGNED, True, "✍"),
    ],
)
def test_the_least_advanced_shows(desk: Desk, first: State, second: State, delivered: bool, sign: str) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了；西苑小区5栋的路灯不亮了")
    if delivered:
        desk.deliver()
    for ticket, state in zip(desk.tickets(), (first, second), strict=True):
        settled(desk, ticket, state)
    follow_tickets(desk.tx, desk.office, posts.load(desk.tx, desk.ticket().post_id), "test", desk.now)
    assert desk.sign(post) == sign


def test_of_nothing_but_rejections_the_sign_stays(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    desk.deliver()
    act(desk, Move.REJECT, CHEN)
    assert not desk.queued(chat=RIDERS, kind="reaction")


def test_the_newest_sign_overtakes_the_one_that_waits(desk: Desk) -> None:
    for occasion, reaction in (("1", Reaction.STORED), ("2", Reaction.DELIVERED), ("2", Reaction.RESOLVED)):
        react(desk.tx, OFFICE, 5, reaction, occasion, desk.now)
    desk.later(HOUR)
    (left,) = desk.deliver()
    assert left.payload["reaction"] == [{"type": "emoji", "emoji": "✍"}], "one occasion is one sign"
