"""A desk at which the same kind of trouble comes back at one place, and what people do about it."""

from __future__ import annotations

from bot.desk import special_taps
from bot.desk.special_proposals import ROUND
from bot.domain.posts import Sender
from bot.domain.refusals import Refused
from bot.domain.repeating import Cron
from bot.domain.special_actions import SpecialRules
from bot.domain.taps import Answer, Tap
from storage.notices import Notice
from tests.desk.office import CHEN, DAY, HALL, MONDAY, OFFICE, Desk
from tests.desk.rounds import go_round

RULES = SpecialRules(propose=Cron("0 9 * * mon"))
NEXT_MONDAY = MONDAY + 7 * DAY


def press(desk: Desk, sender: Sender, data: str, message: Notice | None = None, chat: int = HALL) -> Answer:
    """A tap below a message of the bot. Raises Refused."""
    where, number = (message.chat_id, message.message_id or 0) if message else (chat, 1)
    return special_taps.take_tap(desk.tx, desk.office, Tap(sender.id, sender.name, where, number, data), desk.now)


def refusal(desk: Desk, sender: Sender, data: str, message: Notice | None = None, chat: int = HALL) -> str:
    """Why a tap was refused; "" where it was not."""
    try:
        press(desk, sender, data, message, chat)
    except Refused as refused:
        return refused.reason.value
    return ""


def trouble(desk: Desk, days: int = 3) -> None:
    """The bins of 东湖花园, on one day after the other."""
    for number in range(days):
        desk.report(f"东湖花园{number + 3}栋的垃圾桶坏了")
        desk.later(DAY)


def proposed(desk: Desk) -> list[Notice]:
    """What the weekly round says next Monday; its week began before the trouble."""
    go_round(desk, ROUND)
    trouble(desk)
    desk.now = NEXT_MONDAY
    go_round(desk, ROUND)
    return [notice for notice in desk.deliver() if notice.kind.value == "digest"]


def prepared(desk: Desk) -> Notice:
    """The card on which a coordinator chooses the date."""
    trouble(desk)
    press(desk, CHEN, "specialnew:1001:-")
    desk.deliver()
    return card(desk, HALL)


def opened(desk: Desk) -> Notice:
    """The same, after the date was chosen: 30 days."""
    own = prepared(desk)
    press(desk, CHEN, "specialdate:1:30", own)
    desk.deliver()
    return own


def card(desk: Desk, chat: int = OFFICE) -> Notice:
    """The newest card of a special action in a chat."""
    return [notice for notice in desk.notices(chat=chat) if ":card:" in notice.key][-1]


def shown(desk: Desk, standing: Notice) -> str:
    """What a message says now: its own words, or those of its last edit."""
    edits = [one for one in desk.notices(chat=standing.chat_id) if one.target == standing.id and "text" in one.payload]
    return str((edits[-1] if edits else desk.notice(standing.id)).payload["text"])


def labels(desk: Desk, standing: Notice) -> list[str]:
    """The buttons below it now."""
    edits = [one for one in desk.notices(chat=standing.chat_id) if one.target == standing.id]
    rows = (edits[-1] if edits else desk.notice(standing.id)).payload["reply_markup"]["inline_keyboard"]
    return [button["text"] for row in rows for button in row]
