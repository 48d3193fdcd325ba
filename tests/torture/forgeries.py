"""What those may send who have no right to it: data of every verb, orders in every word, under every mask."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.areas import Role
from bot.domain.people import ANONYMOUS_ADMIN
from bot.domain.questions import Question
from bot.domain.statistics import Scope
from bot.domain.tickets import Move
from bot.sandbox import Message, Person
from handlers.taps import VERBS
from handlers.words import COMMANDS


class How(StrEnum):
    """What is wrong with a tap."""

    PRESSED = "pressed"
    """A real button, by somebody whose it is not."""
    FORGED = "forged"
    """Data that this message's buttons never had."""
    FOREIGN = "foreign"
    """Data of another message, mostly of another chat."""
    STALE = "stale"
    """By the secretary: a button of a ticket whose life is over."""
    REPLAYED = "replayed"
    """By the secretary: the very update that had its effect before, under a new number."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who sends. `user` is Telegram's object; `person` is who plays it in the sandbox, if anybody does."""

    name: str
    user: dict[str, object]
    person: Person | None = None


def masks() -> list[Actor]:
    """Senders that are no person at all."""
    robot = {"id": 7_000_000_099, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"}
    admin = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return [Actor("bot", robot), Actor("anonymous admin", admin), Actor("unmasked id", admin | {"is_bot": False})]


_UNITS = ("donghu", "xiyuan", "jiedao", "qingshi", "luminju", "nowhere", "", "-")
_ROLES = tuple(role.value for role in Role)
_QUESTIONS = tuple(Question(period, Scope(code)).as_data() for period in ("week", "all") for code in (None, "donghu"))
_PLAIN = ("0", "1", "2", "99999999999999999999", "-1", "yes", "no", "moved", "data", "units", "people", "xlsx", "１")
_ASKING = frozenset({"stats", "statsview", "statsfile", "statsmap", "numbers", "behind"})


def data_of(verb: str, tickets: list[int], somebody: int, chance: random.Random) -> str:
    """Data of this verb as a client could make it up: mostly well formed, of what there is."""
    if verb in _ASKING:
        tail = [chance.choice(_QUESTIONS), *chance.choices((*_PLAIN, *_UNITS), k=chance.randrange(3))]
        return ":".join([verb, *tail])
    subject = str(chance.choice([*tickets, *tickets, *tickets, somebody, 201, 301, 0]))
    words = (*_PLAIN, *_UNITS, *_ROLES, *(move.value for move in Move), "1d", "report", str(chance.choice(tickets)))
    tail = chance.choices(words, k=chance.randrange(4))
    return ":".join([verb, *([subject] if chance.random() < 0.9 else []), *tail]).encode()[:64].decode(errors="ignore")


def every_verb() -> list[str]:
    return sorted(VERBS)


OWN_COMMANDS = frozenset({"start", "help", "privacy", "mine", "mydata", "forgetme", "find"})
"""What everybody may ask, of the bot or of oneself; /find repeats what it was asked."""

OFFICE_COMMANDS = OWN_COMMANDS | {"stats", "todo", "special"}
"""And whoever works for some unit, of that unit."""

_REPLIES = (
    *("受理", "已处理", "修好了", "收到", "马上安排", "转 西苑社区", "退回 不是我们的", "延期 2天 等材料"),
    *("挂账 到3月15日 等材料", "并入 T1002", "备注 看过了", "情况不属实 已经清了", "撤回", "恢复", "没有解决"),
)
_REST = (
    "",
    "{t}",
    "{t} 已经清了",
    "{t} 西苑社区",
    "{t} T1001",
    "{t} 2天 等材料",
    "本周",
    "类别 路灯",
    "新增 某地 东湖社区",
)


def order(ticket: int, chance: random.Random, allowed: frozenset[str]) -> str:
    """An order in words, but none that its sender is `allowed`: a command, its Chinese word, or a reply to a card."""
    if chance.random() < 0.35:
        return chance.choice(_REPLIES)
    command = chance.choice([one for one in COMMANDS if one.name not in allowed])
    name = chance.choice((f"/{command.name}", command.word))
    return f"{name} {chance.choice(_REST)}".strip().replace("{t}", f"T{ticket}")


def data_on(message: Message) -> list[str]:
    """The data of a message's buttons."""
    return [button.data for row in message.buttons for button in row if button.data is not None]
