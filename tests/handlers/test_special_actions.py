"""/special at the edge: what is searched some places at a time is one list, and who may not see it is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from bot.desk import conversation, special_proposals
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.desk.special_lists import Listed
from bot.domain.posts import Post, Sender
from bot.domain.refusals import Refusal, Refused
from handlers.requests import Request
from handlers.special_actions import answer, see_request
from handlers.words import find_command
from storage import people
from storage.transaction import Tx
from tests.handlers.rooms import ask
from tests.stories.area import HALL, RIDERS

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CHEN, WANG = Sender(301, "陈协调"), Sender(101, "王师傅")


def _request(text: str = "/special", who: Sender = CHEN, chat: int = HALL) -> Request:
    found = find_command(text, "fengshao_bot", private=False)
    assert found is not None
    return Request(*found, who, Post(chat, 50, who, NOW, text), None)


async def _report(shell: Shell, *texts: str) -> None:
    for number, text in enumerate(texts):
        post = Post(RIDERS, 100 + number, WANG, NOW, text)
        await shell.do(partial(_take, post))


def _take(post: Post, tx: Tx, office: Office, now: datetime) -> None:
    conversation.take_message(tx, office, post, now)


async def test_the_pieces_make_one_list_most_often_first(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(special_proposals, "_PIECE", 1)
    east = [f"东湖花园{number}栋的垃圾桶坏了" for number in (3, 5, 7)]
    west = [f"西苑小区{number}栋的垃圾桶坏了" for number in (3, 5, 7, 9)]
    await _report(shell, *east, *west)
    seen = await see_request(shell, _request())
    assert isinstance(seen, Listed)
    assert "<b>1. 西苑小区 · 环境卫生</b> 4 件" in seen.text and "<b>2. 东湖花园 · 环境卫生</b> 3 件" in seen.text

    def say(tx: Tx, office: Office, now: datetime) -> None:
        answer(tx, office, _request(), people.load(tx, CHEN.id, CHEN.name), seen, now)

    await shell.do(say)
    said = await ask(shell, "SELECT kind FROM notices WHERE chat_id = :chat AND payload LIKE '%反复出现%'", chat=HALL)
    assert said == [("answer",)]


@pytest.mark.parametrize(
    ("who", "chat", "why"), [(WANG, HALL, Refusal.NO_RIGHT), (CHEN, RIDERS, Refusal.ONLY_IN_PRIVATE)]
)
async def test_who_may_not_see_it_is_refused(shell: Shell, who: Sender, chat: int, why: Refusal) -> None:
    seen: Any = await see_request(shell, _request(who=who, chat=chat))
    assert isinstance(seen, Refused) and seen.reason is why
    with pytest.raises(Refused):
        await shell.do(
            lambda tx, office, now: answer(tx, office, _request(), people.load(tx, who.id, who.name), seen, now)
        )


async def test_for_one_by_its_number_nothing_is_searched(shell: Shell) -> None:
    assert await see_request(shell, _request("/special 3")) is None
