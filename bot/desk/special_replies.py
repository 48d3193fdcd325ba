"""Replies to what is told of a special action: its keepers change it in a few words, its lead unit reports."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.desk import special_actions, special_cards
from bot.desk.book import the_unit
from bot.desk.declining import decline
from bot.desk.office import Office
from bot.desk.reactions import acknowledge
from bot.desk.special_standing import find, keeps, leads
from bot.desk.subjects import wished_in
from bot.domain.notices import Reaction
from bot.domain.people import Person
from bot.domain.posts import Post
from bot.domain.refusals import Refusal, Refused
from bot.domain.special_actions import SpecialAction
from bot.reading.dates import after, when_at
from bot.reading.orders import is_courtesy, read_order
from storage import notices, people
from storage.transaction import Tx

_TITLE = re.compile(r"(?:改名|名称|改名称|改标题)(?:为|成|叫)?[\s:：]*(?P<rest>\S.*)", re.DOTALL)
_UNIT = re.compile(r"(?:牵头单位|牵头|换牵头|改由)(?:改为|换成|为|是)?[\s:：]*(?P<rest>\S+?)(?:牵头|负责)?")
_DAY = re.compile(r"(?:期限|改期限|改期|改|延期|延|推迟|完成日期)?(?:为|成|是)?[\s:：]*(?P<rest>\S.*)", re.DOTALL)
_TAIL = re.compile(r"(?:之前|以前|前|后|以后)?(?:完成|办完|结束|为止)?[。.！!\s]*")


def take(tx: Tx, office: Office, post: Post, now: datetime) -> bool:
    """Whether this was a reply to such a message. What it could not do is said so.

    Words that order something of tickets by their numbers are for those, wherever they are written.
    """
    if post.reply_to is None:
        return False
    notice = notices.of_message(tx, post.chat_id, post.reply_to)
    number = None if notice is None else special_cards.number_of(notice)
    if number is None or _orders_tickets(tx, office, post, now):
        return False
    person = people.load(tx, post.sender.id, post.sender.name)
    try:
        told = _obey(tx, office, post, person, find(tx, number), now)
    except Refused as refused:
        decline(tx, office, post, refused, now)
    else:
        acknowledge(tx, office, post, Reaction.RESOLVED, told, now)
    return True


def _orders_tickets(tx: Tx, office: Office, post: Post, now: datetime) -> bool:
    order, wished = read_order(post.text), wished_in(tx, office, post, now)
    return bool((order is not None and order.numbers) or (wished is not None and wished.numbers))


def _obey(tx: Tx, office: Office, post: Post, person: Person, action: SpecialAction, now: datetime) -> str:
    """What was done. Raises Refused."""
    if not post.media and is_courtesy(post.text) and (keeps(person, action, office) or leads(person, action)):
        return office.texts.say("special.heard")  # 收到 is no report
    if keeps(person, action, office) and (change := _change(office, post.text, now)) is not None:
        change(tx, office, person, action, now)
        return office.texts.say("special.changed")
    if leads(person, action):
        special_actions.report(tx, office, person, action, post, now)
        return office.texts.say("special.told")
    raise Refused(Refusal.SPECIAL_WORDS if keeps(person, action, office) else Refusal.NO_RIGHT)


_Change = Callable[[Tx, Office, Person, SpecialAction, datetime], object]


def _change(office: Office, written: str, now: datetime) -> _Change | None:
    """What the words of a keeper change; None where they change nothing. Raises Refused for a day that is none."""
    words = written.strip()
    if match := _TITLE.fullmatch(words):
        title = match["rest"]
        return lambda tx, office, person, action, now: special_actions.set_title(tx, office, person, action, title, now)
    if match := _UNIT.fullmatch(words):
        unit = the_unit(office, match["rest"])
        return lambda tx, office, person, action, now: special_actions.set_lead(tx, office, person, action, unit, now)
    day = _day(words, now.astimezone(office.zone).date())
    if day is None:
        return None
    return lambda tx, office, person, action, now: special_actions.set_day(tx, office, person, action, day, now)


def _day(words: str, today: date) -> date | None:
    """The day that is all the words say. Raises Refused(BAD_DATE) for one that the calendar does not have."""
    match = _DAY.fullmatch(words)
    when = None if match is None else when_at(match["rest"], 0, today)
    if match is None or when is None or not _TAIL.fullmatch(match["rest"], when.end):
        return None
    if when.length is not None:
        return after(today, when.length)
    if when.day is None:
        raise Refused(Refusal.BAD_DATE)
    return when.day
