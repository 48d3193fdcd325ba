"""Privacy: what is kept and for how long, what is kept of oneself, and the wish to be forgotten.

The rights are those of China's Personal Information Protection Law: to be told (article 17), to see and to have a copy
(45), to have it deleted (47), by a convenient way (50).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.messages import answer_for_a_while, reply, say, turn
from bot.desk.office import Office
from bot.desk.pictures import MadeDocument, reply_with_document
from bot.desk.reach import Seat
from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.people import ROLE_NAMES, Person
from bot.domain.privacy import Held
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.markup import Markup
from storage import forgettings, holdings, notices, people, ticket_lists
from storage.transaction import Tx

VERBS = frozenset({"forget"})
"""The first words of callback data that this file answers for."""


def show(tx: Tx, office: Office, seat: Seat, now: datetime) -> None:
    """/privacy: what the bot keeps, why, for how long, who answers for it, and what one may ask."""
    answer_for_a_while(tx, seat, told(office), now)


def told(office: Office) -> Markup:
    """The text of /privacy, with the times of this installation."""
    texts = office.texts
    contact = office.privacy_contact
    whom = texts.say("privacy.contact", contact=contact) if contact else texts.say("privacy.no_contact")
    return texts.say(
        "privacy.told",
        contact=whom,
        posts=_days(office.keep_posts),
        media=_days(office.keep_media),
        raw=_days(office.keep_inbox),
    )


def tell_what_is_kept(tx: Tx, office: Office, seat: Seat, now: datetime, *, pin: bool) -> None:
    """Once in a reporting group, however it was bound: what the bot keeps and what its reactions mean.

    Told again, when it has the right to, it is pinned. Where `privacy.notice` is off nothing is said.
    """
    if not office.privacy_notice:
        return
    key = f"privacy:{seat.chat_id}"
    say(tx, seat, NoticeKind.ANSWER, key, office.texts.say("privacy.notice"), now)
    if pin and (said := notices.of_key(tx, key)) is not None:
        draft = Draft(
            key=f"pin:{said.id}",
            kind=NoticeKind.EDIT,
            call=Call.PIN,
            chat_id=seat.chat_id,
            target=said.id,
            payload={},
        )
        notices.queue(tx, draft, now)


def _days(span: timedelta) -> int:
    """Whole days, at least one: what is kept goes at night."""
    return max(1, round(span / timedelta(days=1)))


def hold(tx: Tx, person_id: int) -> Held:
    """What is kept of this person."""
    return holdings.of_person(tx, person_id)


def send_data(tx: Tx, office: Office, seat: Seat, path: str | None, now: datetime) -> None:
    """The file at `path` in the media folder; None: it could not be written. Raises Refused."""
    if seat.chat_id < 0:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    lost = office.texts.say("mydata.lost")
    if path is None:
        reply(tx, seat, lost, now)
        return
    name = office.texts.plain("mydata.file", day=now.astimezone(office.zone).date().isoformat())
    reply_with_document(tx, seat, MadeDocument(path, name, office.texts.say("mydata.caption"), lost), now)


def ask_to_forget(tx: Tx, office: Office, person: Person, seat: Seat, now: datetime) -> None:
    """/forgetme: sure? Raises Refused in a group, and for whoever still holds an office."""
    if seat.chat_id < 0:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    _check(person)
    texts = office.texts
    if forgettings.is_waiting(tx, person.id):
        reply(tx, seat, texts.say("forget.underway"), now)
        return
    open_, reports = holdings.count_open(tx, person.id), ticket_lists.count_of_person(tx, person.id)
    rows = [
        [(texts.plain("button.forget"), f"forget:yes:{person.id}")],
        [(texts.plain("button.not_forget"), f"forget:no:{person.id}")],
    ]
    still = texts.say("forget.open", count=open_) if open_ else Markup("")
    kept = texts.say("forget.tickets" if reports else "forget.no_tickets", count=reports)
    reply(tx, seat, texts.say("forget.ask", kept=kept, open=still), now, rows=rows)


def _check(person: Person) -> None:
    """What somebody does in office is on record as long as the office is held. Raises Refused."""
    if person.appointments:
        raise Refused(Refusal.STILL_IN_OFFICE, roles="、".join(ROLE_NAMES[role] for role in person.appointments))


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """The buttons of /forgetme: forget:yes:WHO and forget:no:WHO, pressed by nobody else. Raises Refused."""
    if tap.chat_id != tap.person_id or tap.number(1) != tap.person_id:
        raise Refused(Refusal.NO_RIGHT)
    if tap.argument(0) == "no":
        return turn(tx, tap, office.texts.say("forget.kept"), now)
    if tap.argument(0) != "yes":
        raise Refused(Refusal.STALE_BUTTON)
    _check(people.load(tx, tap.person_id, tap.name))
    forgettings.ask(tx, tap.person_id, now)
    return turn(tx, tap, office.texts.say("forget.begun"), now)
