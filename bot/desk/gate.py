"""The gate: nobody takes more of the bot than their share, and whoever is held back is told so once."""

from __future__ import annotations

from datetime import datetime

from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.paces import Use, is_open, take, tell
from bot.domain.posts import Post
from bot.domain.refusals import Refusal, Refused
from storage import paces
from storage.transaction import Tx


def is_open_to(tx: Tx, office: Office, person_id: int, use: Use, now: datetime) -> bool:
    """Whether one more is taken of this person now. Changes nothing."""
    allowance = office.per_person.get(use)
    return allowance is None or is_open(allowance, paces.load(tx, person_id, use), now)


def lets_in(tx: Tx, office: Office, person_id: int, use: Use, now: datetime) -> bool:
    """Take one more of this person, if it may be."""
    allowance = office.per_person.get(use)
    if allowance is None:
        return True
    taken = take(allowance, paces.load(tx, person_id, use), now)
    if taken is not None:
        paces.save(tx, person_id, use, taken)
    return taken is not None


def count(tx: Tx, office: Office, person_id: int, use: Use, now: datetime) -> None:
    """One more was taken of this person, whatever comes of it: that it may be was looked at before (`is_open_to`)."""
    lets_in(tx, office, person_id, use, now)


def require(tx: Tx, office: Office, person_id: int, use: Use, now: datetime) -> None:
    """Raises Refused(TOO_FAST) where no more of this is taken of this person now."""
    if not lets_in(tx, office, person_id, use, now):
        raise Refused(Refusal.TOO_FAST)


def is_to_tell(tx: Tx, office: Office, person_id: int, use: Use, now: datetime) -> bool:
    """Whether to say that it was too much: once in the time of the limit. The second call says no."""
    allowance, pace = office.per_person.get(use), paces.load(tx, person_id, use)
    told = tell(allowance, pace, now) if allowance is not None and pace is not None else None
    if told is not None:
        paces.save(tx, person_id, use, told)
    return told is not None


def hold_back(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """A question too many gets one mild line, and those behind it nothing."""
    if is_to_tell(tx, office, post.sender.id, Use.QUESTIONS, now):
        seat = Seat(post.chat_id, post.topic, post.message_id)
        answer_briefly(tx, seat, office.texts.say("refusal.too_fast"), now)
