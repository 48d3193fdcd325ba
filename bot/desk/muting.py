"""Muting: whoever misuses the bot is not listened to for a while, by a coordinator's word, and without a stir.

What a muted person writes gets no answer and becomes nothing, but for one thing: words that tell of danger become a
ticket that a coordinator looks at before any unit is sent out. A false alarm costs one look, a fire that nobody was
told of costs more. Whoever holds an office is not muted: the office is to be taken away first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import gate, reach
from bot.desk.messages import answer_briefly, reply, say, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import NoticeKind
from bot.domain.paces import Use
from bot.domain.people import NOBODY, ROLE_NAMES, Person
from bot.domain.posts import Post, Sender
from bot.domain.readings import Kind
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require_on
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup, cut, mention
from bot.notices.times import moment
from storage import audit, mutes, people, posts
from storage.mutes import Mute
from storage.transaction import Tx

VERBS = frozenset({"unmute"})
"""The first words of callback data that this file answers for."""

LONGEST = timedelta(days=366)
_OF_ONESELF = frozenset({"forget"})
_SHOWN = 20
_LABEL = 20


def _running(tx: Tx, person_id: int, now: datetime) -> Mute | None:
    mute = mutes.running(tx, person_id, now)
    return mute if mute is not None and not people.load(tx, person_id).appointments else None


def is_muted(tx: Tx, person_id: int, now: datetime) -> bool:
    return _running(tx, person_id, now) is not None


def require_heard(tx: Tx, tap: Tap, now: datetime) -> None:
    """Raises Refused(MUTED), but not for what one has a right to have done about oneself."""
    if tap.verb not in _OF_ONESELF and is_muted(tx, tap.person_id, now):
        raise Refused(Refusal.MUTED)


def holds_back(tx: Tx, office: Office, post: Post, now: datetime) -> bool:
    """Whether this message becomes nothing, and gets nothing. A report among them is counted.

    Words of danger are let through, with the further parts of the album that they came with.
    """
    mute = _running(tx, post.sender.id, now)
    if mute is None:
        return False
    if post.album is not None and posts.of_album(tx, post.chat_id, post.album) is not None:
        return False
    reading = office.reader.read(post.text) if post.text else None
    if reading is not None and reading.emergency:
        return False
    if reading is not None and reading.kind is Kind.REPORT:
        mutes.note_held(tx, mute.id)
    return True


def tell(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """Why nothing is answered, to the muted person in private: a few times, and then no more."""
    mute = _running(tx, post.sender.id, now)
    if mute is not None and gate.lets_in(tx, office, post.sender.id, Use.QUESTIONS, now):
        reply(tx, Seat(post.chat_id), office.texts.say("mute.told", until=_until(office, mute.until)), now)


def check(office: Office, by: Person) -> None:
    """Raises Refused(NO_RIGHT): nobody is of one street alone, so whoever mutes coordinates the whole area."""
    require_on(by, Action.MUTE, None, office.area)


def mute(tx: Tx, office: Office, by: Person, whom: Sender, span: timedelta | None, seat: Seat, now: datetime) -> None:
    """/mute: for so long, or until it is lifted. Raises Refused."""
    check(office, by)
    if whom.id in NOBODY or (span is not None and not timedelta() < span <= LONGEST):
        raise Refused(Refusal.MUTE_USAGE)
    if held := people.load(tx, whom.id).appointments:
        raise Refused(Refusal.IN_OFFICE, name=whom.name, roles="、".join(ROLE_NAMES[role] for role in held))
    people.remember(tx, whom.id, whom.name, whom.username)
    until = now + span if span is not None else None
    mutes.add(tx, whom.id, by.id, until, now)
    audit.append(tx, "mute", by.id, now, whom=whom.id, until=_until(office, until))
    person, number = mention(whom.id, whom.name), str(whom.id)
    _confirm(tx, office, by, seat, _say(office, "mute.done", person, until=_until(office, until), number=number), now)


def unmute(tx: Tx, office: Office, by: Person, whom: Sender, seat: Seat, now: datetime) -> None:
    """/unmute. Raises Refused."""
    _lift(tx, office, by, whom.id, whom.name, now)
    _confirm(tx, office, by, seat, _say(office, "mute.lifted", mention(whom.id, whom.name)), now)


def _lift(tx: Tx, office: Office, by: Person, person_id: int, name: str, now: datetime) -> None:
    check(office, by)
    if not mutes.end(tx, person_id, by.id, now):
        raise Refused(Refusal.NOT_MUTED, name=name)
    audit.append(tx, "unmute", by.id, now, whom=person_id)


def show(tx: Tx, office: Office, by: Person, seat: Seat, now: datetime) -> None:
    """/mute alone: who is muted, never where couriers read. Raises Refused."""
    check(office, by)
    if reach.couriers_read(tx, seat.chat_id, seat.topic):
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    text, rows = _list(tx, office, now)
    reply(tx, seat, text, now, rows=rows)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """The buttons of the list: unmute:WHO. Raises Refused."""
    by = people.load(tx, tap.person_id, tap.name)
    whom = tap.number(0)
    _lift(tx, office, by, whom, people.load(tx, whom).name or str(whom), now)
    text, rows = _list(tx, office, now)
    return turn(tx, tap, text, now, rows)


def find_person(tx: Tx, written: str) -> Sender:
    """Who is meant by an id, a @username or a name. Raises Refused where that is nobody, or several."""
    found = people.called(tx, written)
    if len(found) != 1:
        raise Refused(Refusal.WHICH_PERSON, name=written)
    return Sender(found[0].id, found[0].name, found[0].username)


def _list(tx: Tx, office: Office, now: datetime) -> tuple[Markup, Buttons]:
    running = mutes.every_running(tx, now)
    if not running:
        return office.texts.say("mute.none"), []
    lines = [office.texts.say("mute.head", count=len(running))]
    for one in running[:_SHOWN]:
        facts = {"number": one.person_id, "until": _until(office, one.until), "held": one.held}
        lines.append(office.texts.say("mute.line", person=cut(one.person_name, _LABEL), by=one.by_name, **facts))
    if len(running) > _SHOWN:
        lines.append(office.texts.say("mute.more", count=len(running) - _SHOWN))
    rows = [
        [(office.texts.plain("button.unmute", name=cut(one.person_name, _LABEL)), f"unmute:{one.person_id}")]
        for one in running[:_SHOWN]
    ]
    return Markup("\n".join(lines)), rows


def _until(office: Office, until: datetime | None) -> str:
    if until is None:
        return office.texts.plain("mute.open")
    return office.texts.plain("mute.until", until=moment(until, office.zone))


def _say(office: Office, key: str, person: Markup, **facts: str) -> Markup:
    return office.texts.say(key, person=person, **facts)


def _confirm(tx: Tx, office: Office, by: Person, seat: Seat, text: Markup, now: datetime) -> None:
    """Where couriers read, nothing tells who was muted: the coordinator hears it in private, where that is open."""
    if not reach.couriers_read(tx, seat.chat_id, seat.topic):
        reply(tx, seat, text, now)
        return
    for own in reach.privately(tx, (by,)):
        say(tx, own, NoticeKind.ANSWER, f"muted:{own.chat_id}:{int(now.timestamp() * 1000)}", text, now)
        return
    answer_briefly(tx, seat, office.texts.say("mute.noted"), now)
