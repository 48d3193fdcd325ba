"""Exporting: the figures of a question as a file, for whoever may see them, where nobody else reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.desk import asking, statistics
from bot.desk.messages import reply
from bot.desk.office import Office
from bot.desk.pictures import MadeDocument, reply_with_document
from bot.desk.reach import Seat
from bot.domain.questions import Question, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Figures
from bot.domain.taps import Answer, Tap
from bot.notices.markup import Markup
from bot.notices.statistics import whose
from storage import people
from storage.transaction import Tx

VERB = "statsfile"
VERBS = frozenset({VERB})
"""The first word of the callback data that this file answers for: `statsfile:PERIOD:SCOPE:xlsx`, or `csv`."""
SUFFIXES = ("xlsx", "csv")
MOST = 50_000
"""Tickets in one file that is sent: what is longer nobody opens on a phone, and Telegram takes 50 MB."""

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """A file that somebody asked for, and may have: of these figures."""

    question: Question
    suffix: str
    figures: Figures

    @property
    def is_empty(self) -> bool:
        return self.figures.total.is_quiet and not self.figures.total.open


def wish(tx: Tx, office: Office, tap: Tap, now: datetime) -> Wish:
    """What a button asks for. It only reads. Raises Refused."""
    question, suffix = asked_for(tx, office, tap)
    period = asking.period_of(question, office, now)
    return Wish(question, suffix, statistics.figures(tx, office.area, period, now, question.scope))


def asked_for(tx: Tx, office: Office, tap: Tap) -> tuple[Question, str]:
    """The question and the kind of file. Raises Refused where this person may not have it, or not here."""
    seat = Seat(tap.chat_id, tap.topic)
    suffix = tap.arguments[2] if len(tap.arguments) == 3 else ""
    if suffix not in SUFFIXES:
        raise Refused(Refusal.STALE_BUTTON)
    question = read_question(tap.arguments, office.area)
    asked, question = asking.allowed(tx, office, people.load(tx, tap.person_id), seat, question)
    if not asked.takes_files:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    return question, suffix


@dataclass(frozen=True, slots=True)
class Made:
    """The file at `path` in the media folder, None: it could not be made; how many tickets it lists and leaves out."""

    path: str | None
    listed: int = 0
    left_out: int = 0


def send(tx: Tx, office: Office, tap: Tap, wish: Wish, made: Made, now: datetime) -> Answer:
    """Whoever lost the right while it was made gets nothing. Raises Refused."""
    asked_for(tx, office, tap)
    seat, texts = Seat(tap.chat_id, tap.topic), office.texts
    if wish.is_empty:
        reply(tx, seat, texts.say("statsfile.quiet"), now)
        return Answer()
    lost = texts.say("statsfile.lost")
    if made.path is None:
        reply(tx, seat, lost, now)
        return Answer()
    figures = wish.figures
    facts = {"whose": whose(office.area, figures.scope), "period": figures.period.label}
    caption = texts.say("statsfile.caption", **facts, count=made.listed + made.left_out)
    if made.left_out:
        caption = Markup(caption + texts.say("statsfile.left_out", count=made.listed, left=made.left_out))
    document = MadeDocument(made.path, file_name(office, wish), caption, lost)
    also = [] if wish.suffix == "csv" else [[(texts.plain("statsfile.csv"), f"{VERB}:{wish.question.as_data()}:csv")]]
    reply_with_document(tx, seat, document, now, rows=also)
    return Answer()


def file_name(office: Office, wish: Wish) -> str:
    """What the reader's device calls it."""
    named = (whose(office.area, wish.figures.scope), wish.figures.period.label)
    told, period = (_NOT_IN_A_NAME.sub("", part)[:_LONGEST_NAME] for part in named)
    return office.texts.plain("statsfile.name", whose=told, period=period, suffix=wish.suffix)
