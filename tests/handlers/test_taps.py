"""Taps: whatever a client sends, the presser gets an answer and nothing breaks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import CallbackQuery

from bot.desk import binding, taps, telling, topics
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.posts import Post, PostState, Sender
from bot.domain.refusals import Refused
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Move, State, Ticket
from bot.notices.markup import length
from handlers import inbox as handlers_inbox
from handlers import taps as handlers_taps
from handlers.taps import VERBS, answer_tap, press, read_tap, shown
from storage import people as stored_people
from storage import posts as stored_posts
from storage import tickets
from storage.transaction import Tx
from tests.handlers.rooms import ask, through_inbox
from tests.stories.area import OFFICE, RIDERS

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STRANGER, LI, CHEN = 401, 201, 301
USER = {"id": LI, "is_bot": False, "first_name": "李书记", "username": "li"}
CARD = {"message_id": 70, "chat": {"id": OFFICE, "type": "supergroup", "title": "x"}, "date": 1, "text": "工单"}


def _query(**fields: Any) -> CallbackQuery:
    raw = {"id": "1", "from": USER, "chat_instance": "1", "data": "accept:1001", "message": CARD} | fields
    found = CallbackQuery.de_json(raw, None)
    assert found is not None
    return found


def test_a_tap_with_all_that_belongs_to_it() -> None:
    tap = read_tap(_query(message=CARD | {"message_thread_id": 7, "is_topic_message": True}))
    assert tap == Tap(LI, "李书记", OFFICE, 70, "accept:1001", 7, "li")


@pytest.mark.parametrize("text", ["好" * 200, "好" * 201, "😀" * 100, "😀" * 101])
def test_an_answer_is_as_long_as_telegram_shows(text: str) -> None:
    """200 UTF-16 units: an emoji is two of them."""
    seen = shown(Answer(text))
    assert length(seen) <= 200
    assert seen == text if length(text) <= 200 else seen.endswith("…")


def test_a_thread_is_no_topic() -> None:
    tap = read_tap(_query(message=CARD | {"message_thread_id": 69}))
    assert tap is not None
    assert tap.topic is None


def test_a_message_too_old_to_see_is_still_tapped() -> None:
    tap = read_tap(_query(message={"message_id": 70, "chat": CARD["chat"], "date": 0}))
    assert tap == Tap(LI, "李书记", OFFICE, 70, "accept:1001", None, "li")


@pytest.mark.parametrize(
    "fields",
    [
        {"message": None, "inline_message_id": "9"},
        {"data": None, "game_short_name": "chess"},
        {"from": USER | {"is_bot": True}},
        {"from": USER | {"id": 1087968824}},
        {"message": CARD | {"chat": {"id": CHEN, "type": "private", "first_name": "陈"}}},
    ],
    ids=["below an inline message", "a game", "a bot", "an anonymous admin", "in another one's private chat"],
)
def test_what_is_no_tap(fields: dict[str, Any]) -> None:
    assert read_tap(_query(**fields)) is None


# --- forged data


def _a_ticket(tx: Tx, state: State = State.ASSIGNED) -> int:
    post = Post(RIDERS, 50, Sender(101, "王师傅"), NOW, "垃圾桶坏了")
    return tickets.add(
        tx,
        Ticket(
            id=0,
            state=state,
            post_id=stored_posts.add(tx, post, PostState.REPORTED, kept_at=NOW),
            chat_id=RIDERS,
            message_id=50,
            reporter_id=101,
            reporter_name="王师傅",
            text="垃圾桶坏了",
            summary="垃圾桶坏了",
            unit_code="donghu",
            time_class=TimeClass.B,
            limit=Duration.parse("3d"),
            created_at=NOW,
        ),
        [],
    ).id


async def _press(shell: Shell, data: str, person: int = CHEN) -> Answer:
    tap = Tap(person, "谁", OFFICE, 70, data)
    try:
        return await shell.do(lambda tx, office, now: press(tx, office, tap, None, now))
    except Refused as refused:
        return taps.refusal(shell.office, refused)


def _stale(office: Office) -> Answer:
    return Answer(office.texts.plain("refusal.stale_button"), alert=True)


UNREADABLE = ["", ":", "dance", "dance:1001", "受理:1001", "\x00", ":::::", "accept\n:1001", "a" * 64]
ARGUMENTS = [
    "",
    ":",
    ":x",
    ":-1",
    ":0",
    ":9999",
    ":1001:",
    ":1001:x:y:z",
    ":99999999999999999999999999",
    ":１００１",
    ":1001:\x00",
    ":1e3",
    ": 1001",
]


@pytest.mark.parametrize("data", UNREADABLE)
async def test_data_that_no_button_had(shell: Shell, data: str) -> None:
    assert await _press(shell, data) == _stale(shell.office)


@pytest.mark.parametrize("person", [STRANGER, CHEN], ids=["a stranger", "a coordinator"])
async def test_forged_arguments_of_every_verb(shell: Shell, person: int) -> None:
    await shell.do(lambda tx, office, now: _a_ticket(tx, State.CLOSED))
    before = await ask(shell, "SELECT * FROM tickets")
    for verb in sorted(VERBS):
        for arguments in ARGUMENTS:
            answer = await _press(shell, f"{verb}{arguments}", person)
            assert answer.alert or not answer.text or person == CHEN, (verb, arguments, answer)
    assert await ask(shell, "SELECT * FROM tickets") == before
    assert await ask(shell, "SELECT kind FROM ticket_events") == []
    assert await ask(shell, "SELECT person_id FROM grants WHERE granted_by IS NOT NULL") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.text(max_size=64),
        st.lists(
            st.one_of(
                st.sampled_from(
                    [*sorted(VERBS), "1001", "role", "coordinator", "admin", "donghu", "unit", "report", "resolve"]
                ),
                st.integers().map(str),
                st.text(max_size=4),
            ),
            max_size=5,
        ).map(":".join),
    )
)
async def test_no_data_breaks_anything(shell: Shell, data: str) -> None:
    answer = await _press(shell, data, STRANGER)
    assert answer.alert or not answer.text
    assert await ask(shell, "SELECT role FROM grants WHERE person_id = :id", id=STRANGER) == []


async def test_a_stranger_is_refused_by_a_real_button_and_a_secretary_is_not(shell: Shell) -> None:
    await shell.do(lambda tx, office, now: _a_ticket(tx))
    refused = await _press(shell, "accept:1001", STRANGER)
    assert refused == Answer(shell.office.texts.plain("refusal.no_right"), alert=True)
    done = await _press(shell, "accept:1001", LI)
    assert not done.alert
    assert await ask(shell, "SELECT state FROM tickets") == [("accepted",)]


# --- all or nothing


async def _take(shell: Shell, data: str, person: int = CHEN) -> tuple[str, list[Answer]]:
    """A tap that waits in the inbox. Returns the state it ends in, and the answers."""
    update = {"update_id": 5, "callback_query": {"id": "9", "data": data, "message": CARD, "from": {"id": person}}}
    answers: list[Answer] = []

    async def handle(update: dict[str, Any]) -> None:
        answers.append(await answer_tap(shell, Tap(person, "谁", OFFICE, 70, data), None))

    return await through_inbox(shell, update, handle), answers


@pytest.mark.parametrize("data", ["bind:report", f"appoint:{STRANGER}:secretary:donghu"])
async def test_a_refusal_undoes_what_was_written_before_it_and_settles_the_tap(shell: Shell, data: str) -> None:
    """The message that these would turn is none that the bot knows: a copy of one whose sending was never answered."""
    await shell.do(lambda tx, office, now: stored_people.remember(tx, STRANGER, "谁", None))
    held = await ask(shell, "SELECT chat_id, topic, kind, unit_code FROM bindings")
    assert await _take(shell, data) == ("done", [_stale(shell.office)])
    assert await ask(shell, "SELECT chat_id, topic, kind, unit_code FROM bindings") == held
    assert await ask(shell, "SELECT 1 FROM grants WHERE person_id = :id", id=STRANGER) == []
    assert await ask(shell, "SELECT 1 FROM audit WHERE action IN ('bind', 'appoint')") == []
    assert await ask(shell, "SELECT mark FROM sightings") == [("c:9",)], "answered for good, with its mark"


async def test_a_fault_of_the_program_is_no_stale_button(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers_inbox, "_BETWEEN_TRIES", (0.0,))
    monkeypatch.setitem(telling._TELL, Move.ACCEPT, lambda *_: {}["gone"])
    await shell.do(lambda tx, office, now: _a_ticket(tx))
    assert await _take(shell, "accept:1001", LI) == ("quarantined", [])
    assert await ask(shell, "SELECT state FROM tickets") == [("assigned",)]
    assert await ask(shell, "SELECT kind FROM ticket_events") == []


def test_no_word_belongs_to_two_rooms() -> None:
    """The last one would win, and nobody would notice."""
    unseen = [room.VERBS for room in (*handlers_taps._UNSEEN, binding, topics)]
    rooms = [taps.TICKET_VERBS, *unseen, *(verbs for verbs, _ in handlers_taps._SEEN_BEFORE)]
    assert sum(map(len, rooms)) == len(VERBS)
