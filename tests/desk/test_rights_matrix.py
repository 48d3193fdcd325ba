"""The matrix of rights: every move × every state × every role × own or other unit, on the real desk.

What is expected stands here in words of its own, beside the table of moves; what happens, happens in the database.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.desk.acts import Act
from bot.desk.consent import carry_out
from bot.domain.areas import Role, TimeClass
from bot.domain.durations import Duration
from bot.domain.moves import MOVES
from bot.domain.people import THE_BOT, Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.stages import Stages
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.domain.wishes import NOTHING, Correction, Rating, Wish
from storage import people, supporters, tickets
from tests.desk.office import CHEN, DAY, HE, LI, MONDAY, SUN, WANG, ZHOU, Desk, a_desk

OWN, OTHER, ABOVE, ELSEWHERE, WHOLE = "donghu", "xiyuan", "jiedao", "luminju", None
"""The ticket's unit, its neighbour, the street above both, a department beside the street, the whole area."""
GROUNDS = (OWN, OTHER, ABOVE, ELSEWHERE, WHOLE)
HANDLING = frozenset({Role.SECRETARY, Role.OFFICER, Role.GRID})
WATCHING = {
    Role.REVIEWER: Capacity.REVIEWER,
    Role.COORDINATOR: Capacity.COORDINATOR,
    Role.ADMIN: Capacity.COORDINATOR,
}


@dataclass(frozen=True)
class Actor:
    """Somebody who tries every move: with one role for one ground, or without any."""

    name: str
    person: Sender | None = None
    role: Role | None = None
    ground: str | None = None
    revoked: bool = False


def _actors() -> Iterator[Actor]:
    number = 600
    for role in Role:
        for ground in GROUNDS:
            number += 1
            yield Actor(f"{role.value}-{ground}", Sender(number, f"{role.value}{number}"), role, ground)
    for role in (Role.SECRETARY, Role.ADMIN):
        number += 1
        yield Actor(f"revoked-{role.value}", Sender(number, "撤了的"), role, OWN, revoked=True)
    yield Actor("reporter", WANG)
    yield Actor("supporter", HE)
    yield Actor("stranger", Sender(999, "钱路人"))
    yield Actor("bot")


ACTORS = tuple(_actors())
WISHES = {
    Move.DISPATCH: Wish(units=(OWN,)),
    Move.TRANSFER: Wish(units=("xiyuan",)),
    Move.SPLIT: Wish(units=("xiyuan",)),
    Move.WHISTLE: Wish(units=("luminju",)),
    Move.EXTEND: Wish(span=Duration.parse("1d")),
    Move.SUSPEND: Wish(until=MONDAY + 30 * DAY),
    Move.MERGE: Wish(ticket=1002),
    Move.CORRECT: Wish(change=Correction(time_class=TimeClass.A)),
    Move.THANK: Wish(stars=5),
    Move.RATE: Wish(rating=Rating(came=True, in_time=True, solved=True)),
}
STEPS_OF_THE_FIX = Stages.model_validate({"control": "1h", "repair": "1d", "restore": "3d"})
STEPS: dict[State, list[tuple[Move, Sender]]] = {
    State.TRIAGE: [(Move.RETURN, LI)],
    State.ASSIGNED: [],
    State.ACCEPTED: [(Move.ACCEPT, LI)],
    State.SUSPENDED: [(Move.SUSPEND, CHEN)],
    State.RESOLVED: [(Move.RESOLVE, LI)],
    State.CLOSED: [(Move.RESOLVE, LI), (Move.APPROVE, ZHOU)],
    State.REJECTED: [(Move.REJECT, CHEN)],
    State.MERGED: [(Move.MERGE, LI)],
    State.WITHDRAWN: [(Move.WITHDRAW, WANG)],
}
"""How the ticket of 东湖社区 comes into each state."""


def _do(desk: Desk, move: Move, person: Person, number: int = 1001, wish: Wish | None = None) -> bool:
    """Make the move, or propose it: True where it was only proposed."""
    order = Act(person, number, move, "换了新桶", WISHES.get(move, NOTHING) if wish is None else wish)
    return carry_out(desk.tx, desk.office, order, desk.now).proposed


def _appoint(desk: Desk) -> None:
    for actor in ACTORS:
        if actor.person is not None and actor.role is not None:
            people.remember(desk.tx, actor.person.id, actor.person.name, None)
            people.grant(desk.tx, actor.person.id, actor.role, actor.ground, None, desk.now)
            if actor.revoked:
                people.revoke(desk.tx, actor.person.id, actor.role, actor.ground, desk.now)


def _settled(desk: Desk, state: State) -> int:
    """A ticket of 东湖社区, fixed in steps, with a supporter unless it was withdrawn; T1002 to merge with."""
    desk.report("东湖花园3栋的垃圾桶坏了")
    tickets.save(desk.tx, desk.ticket().model_copy(update={"stages": STEPS_OF_THE_FIX}))
    desk.report("东湖花园5栋的垃圾桶坏了")
    if state is not State.WITHDRAWN:
        desk.report("东湖花园7栋的垃圾桶坏了", sender=HE)
        _do(desk, Move.MERGE, desk.person(LI), 1003, Wish(ticket=1001))
    for move, who in STEPS[state]:
        desk.later()
        _do(desk, move, desk.person(who))
    desk.deliver()
    desk.later()
    return 1001


def _helping(desk: Desk, state: State) -> int:
    """Help that 西苑社区 has whistled for at 东湖社区, put into this state by hand; T1002 to merge with."""
    desk.report("西苑小区3栋的垃圾桶坏了")
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.open_private(SUN)  # help is read in a chat of the unit, or in private
    _do(desk, Move.WHISTLE, desk.person(SUN), wish=Wish(units=(OWN,)))
    (part,) = tickets.helping(desk.tx, 1001)
    desk.deliver()
    tickets.save(desk.tx, part.model_copy(update={"state": state, "state_before": State.ACCEPTED}))
    desk.later()
    return part.id


def held(actor: Actor, state: State, *, helping: bool) -> Capacity | None:
    """What this actor is to the ticket: written down here, not asked of the code."""
    if actor.name == "bot":
        return Capacity.BOT
    if actor.name == "reporter":
        return None if helping else Capacity.REPORTER
    if actor.name == "supporter":
        return None if helping or state is State.WITHDRAWN else Capacity.SUPPORTER
    if actor.revoked or actor.role is None:
        return None
    in_triage = state is State.TRIAGE and not helping  # given back, it has no unit; its ground is where it was
    if actor.role in HANDLING and actor.ground == OWN:
        return None if in_triage else Capacity.HANDLER
    if actor.role in HANDLING and actor.ground == OTHER and helping:
        return Capacity.LEAD
    return WATCHING.get(actor.role) if actor.ground in {OWN, ABOVE, WHOLE} else None


NO_RIGHT = frozenset({Refusal.NO_RIGHT, Refusal.NOT_REPORTER})
NOT_NOW = frozenset({Refusal.WRONG_STATE, Refusal.ALREADY_DONE})
OTHERWISE: dict[tuple[Move, bool], Refusal] = {
    (Move.CONTROL, True): Refusal.NO_STAGE,  # who leads answers for the steps
    (Move.REPAIR, True): Refusal.NO_STAGE,
    (Move.RATE, False): Refusal.NOT_HELP,
    (Move.SPLIT, True): Refusal.IS_HELP,
    (Move.WHISTLE, True): Refusal.IS_HELP,
    (Move.MERGE, True): Refusal.IS_HELP,
    (Move.WITHDRAW, False): Refusal.HAS_SUPPORTERS,
    (Move.DETACH, True): Refusal.STALE_BUTTON,  # help has no supporters
}
"""What is refused for what the ticket is, to those who have the right: (move, of help)."""


def tried(desk: Desk, number: int, actor: Actor, move: Move) -> Refusal | bool:
    """Try a move and undo it: why it was refused, else whether it was only proposed. A refusal changes no row."""
    person = THE_BOT if actor.person is None else people.load(desk.tx, actor.person.id, actor.person.name)
    wish = WISHES.get(move, NOTHING)
    if move is Move.DETACH:
        wish = Wish(post=next((one.post_id for one in supporters.of_ticket(desk.tx, number)), None))
    changes = desk._connection.total_changes
    desk._connection.execute("SAVEPOINT attempt")
    try:
        proposed = _do(desk, move, person, number, wish)
    except Refused as refused:
        assert desk._connection.total_changes == changes, f"{actor.name} {move}: refused, and something was written"
        return refused.reason
    else:
        _check_goal(desk.ticket(number), move, proposed=proposed)
        return proposed
    finally:
        desk._connection.execute("ROLLBACK TO attempt")
        desk._connection.execute("RELEASE attempt")


def _check_goal(after: Ticket, move: Move, *, proposed: bool) -> None:
    target = MOVES[move].target
    if not proposed and isinstance(target, State):
        assert after.state is target or (move is Move.DISPATCH and after.state is State.ASSIGNED)


def expected(actor: Actor, move: Move, state: State, *, helping: bool) -> str:
    rule, capacity = MOVES[move], held(actor, state, helping=helping)
    if capacity not in rule.who | rule.asks:
        return "no right"
    if state not in rule.sources:
        return "not now"
    if move is Move.DETACH and capacity is Capacity.REPORTER:
        return "no right"  # the post that supports it is another's
    if (move, helping) in OTHERWISE:
        return OTHERWISE[move, helping].value
    return "made" if capacity in rule.who else "proposed"


def happened(outcome: Refusal | bool) -> str:
    if isinstance(outcome, Refusal):
        return "no right" if outcome in NO_RIGHT else "not now" if outcome in NOT_NOW else outcome.value
    return "proposed" if outcome else "made"


PER_STATE = len(Move) * len(ACTORS)


@pytest.mark.parametrize("helping", [False, True], ids=["own", "help"])
@pytest.mark.parametrize("state", State, ids=lambda state: f"{state.value}-{PER_STATE}-attempts")
def test_every_move_by_everybody(state: State, helping: bool, capsys: pytest.CaptureFixture[str]) -> None:
    found: Counter[str] = Counter()
    wrong = []
    with a_desk() as desk:
        _appoint(desk)
        number = (_helping if helping else _settled)(desk, state)
        assert desk.ticket(number).state is state
        for actor in ACTORS:
            for move in Move:
                wanted = expected(actor, move, state, helping=helping)
                got = happened(tried(desk, number, actor, move))
                found[got] += 1
                if got != wanted:
                    wrong.append(f"{actor.name} {move.value}: {got}, not {wanted}")
    with capsys.disabled():
        counted = ", ".join(f"{count} {what}" for what, count in sorted(found.items()))
        sys.stdout.write(f"\n{state.value}{' (help)' if helping else ''}: {found.total()} attempts: {counted}\n")
    assert not wrong
    assert found.total() == PER_STATE


def test_the_matrix_is_whole() -> None:
    """Every role for every ground, beside those who need none; every move, every state."""
    assert {(actor.role, actor.ground) for actor in ACTORS if actor.role} == {(r, g) for r in Role for g in GROUNDS}
    assert set(STEPS) == set(State)
    assert (len(Move), len(State), len(ACTORS)) == (28, 9, 41)
