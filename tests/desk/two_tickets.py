"""Two tickets of one thing that nothing joined, and the buttons below their cards."""

from __future__ import annotations

import pytest

from bot.domain.notices import NoticeKind
from bot.domain.posts import Post, Sender
from bot.domain.tickets import Ticket
from storage import messages
from storage.notices import Notice
from tests.desk.office import HE, OFFICE, Desk, data_of

ZHANG = Sender(403, "张骑手")
BIN = "东湖花园3栋的垃圾桶坏了"


def card_of(desk: Desk, number: int, chat: int = OFFICE) -> Notice:
    """The message of the ticket's card."""
    return [one for one in messages.standing(desk.tx, number, NoticeKind.CARD) if one.chat_id == chat][-1]


def shown(desk: Desk, number: int = 1001, chat: int = OFFICE) -> Notice:
    """The newest form of the ticket's card, buttons included."""
    desk.deliver()
    forms = [one for one in desk.notices(chat=chat) if one.ticket_id == number and "reply_markup" in one.payload]
    return [one for one in forms if one.kind in {NoticeKind.CARD, NoticeKind.EDIT}][-1]


def press(desk: Desk, who: Sender, label: str, number: int = 1001) -> str:
    """A button of the ticket's card as it looks now; what the presser is told."""
    answer = desk.tap(who, data_of(shown(desk, number), label), card_of(desk, number))
    desk.deliver()
    desk.later()
    return answer.text


@pytest.fixture
def two(desk: Desk) -> tuple[Ticket, Ticket]:
    """Two tickets of one thing that nothing joined."""
    return desk.report(BIN), desk.report("东湖花园后门的垃圾桶坏了", sender=HE)


def joined(desk: Desk, *senders: Sender) -> list[Post]:
    desk.report(BIN)
    posts = [desk.say(BIN, sender) for sender in senders]
    desk.deliver()
    return posts
