"""The town: the people of the example, the groups they talk in, and the bot's account, all in one sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox import BotAccount, Chat, Person, Sandbox


@dataclass(frozen=True, slots=True)
class People:
    """Who plays. What each of them is for the bot is told in the chat, by /claim and /appoint."""

    wang: Person
    zhao: Person
    li: Person
    zhou: Person
    chen: Person


ROLES: dict[str, tuple[str, str]] = {
    "王师傅": ("外卖骑手", "courier"),
    "小赵": ("快递员", "courier"),
    "李书记": ("平东社区书记", "secretary of Pingdong"),
    "周书记": ("龙西社区书记", "secretary of Longxi"),
    "陈主任": ("协调员", "coordinator"),
}
"""What each of the people is, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Town:
    """`riders` is the reporting group, `pingdong` the unit's chat, `desk` the coordinators'."""

    sandbox: Sandbox
    bot: BotAccount
    people: People
    riders: Chat
    pingdong: Chat
    desk: Chat


def build_town(now: Callable[[], datetime]) -> Town:
    """Put everybody in place. Nothing is served yet; the bot is in no group yet."""
    sandbox = Sandbox(now=now, strict_rates=False)
    bot = sandbox.add_bot("蜂哨", "fengshao_bot", privacy=True)
    wang, zhao, li, zhou, chen = (sandbox.add_person(name) for name in ROLES)
    return Town(
        sandbox,
        bot,
        People(wang, zhao, li, zhou, chen),
        riders=sandbox.add_group("甘棠镇骑手随手拍", [chen, wang, zhao, li, zhou]),
        pingdong=sandbox.add_group("平东社区工作群", [chen, li]),
        desk=sandbox.add_group("甘棠镇协调群", [chen]),
    )
