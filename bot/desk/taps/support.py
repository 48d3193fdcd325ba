"""Presses of those who reported it (已解决, stars, 有异议, 撤回), and the ones that join reports and set them apart."""

from __future__ import annotations

from datetime import datetime

from bot.desk import audiences, reach, senders
from bot.desk.handling import check_open, perform
from bot.desk.office import Office
from bot.desk.taps.press import Press, done, show_buttons
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer
from bot.domain.tickets import Capacity, Move, State
from bot.domain.wishes import STARS, Wish
from bot.notices.kin_buttons import detach_buttons, merge_buttons
from bot.notices.markup import cut
from storage import posts, supporters, tickets
from storage.supporters import Supporter
from storage.transaction import Tx

LIKELIEST = 5
"""Tickets that 并单 offers: what a phone shows beside the card."""
MOST_REPORTS = 10

_CHOOSING = frozenset({Capacity.HANDLER, Capacity.COORDINATOR})
"""Who reads what the others reported."""


def solved(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """已解决: from the reporter it closes the ticket where the config says so; else it stands in the history."""
    held = capacities(press.person, press.ticket, office.area)
    move = senders.solving(office, held)
    if senders.has_said_it(tx, press.ticket, press.person, held):
        return done(office, press.ticket, Move.CONFIRM if press.ticket.state is State.CLOSED else move)
    return done(office, perform(tx, office, press.act(move), now), move)


def thank(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """One to five stars; other ones may be given later, the same ones change nothing."""
    stars = press.tap.number(1)
    check_open(tx, office, press.ticket, Move.THANK, press.person)
    if audiences.stars_of(tx, press.ticket, press.person.id) != stars:
        words = office.texts.plain("thank.stars", count=stars) if stars in STARS else ""
        perform(tx, office, press.act(Move.THANK, words=words, wish=Wish(stars=stars)), now)
    return done(office, press.ticket, Move.THANK)


def merge(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """并单: the likeliest tickets of the unit; with a number, into that one."""
    ticket = press.ticket
    if len(press.tap.arguments) > 1:
        into = press.tap.number(1)
        return done(office, perform(tx, office, press.act(Move.MERGE, wish=Wish(ticket=into)), now), Move.MERGE)
    check_open(tx, office, ticket, Move.MERGE, press.person)
    private = not reach.couriers_read(tx, press.tap.chat_id, press.tap.topic)
    near = tickets.near(tx, ticket, LIKELIEST, private=private)
    show_buttons(tx, press, merge_buttons(office.texts, ticket, near), now)
    return Answer()


def tell_number(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """写编号: how to name any other ticket."""
    check_open(tx, office, press.ticket, Move.MERGE, press.person)
    return Answer(office.texts.plain("merge.how"), alert=True)


def detach(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """拆出同报: at once where there is one report to choose, or it was chosen."""
    ticket = press.ticket
    check_open(tx, office, ticket, Move.DETACH, press.person)
    joined = [one for one in supporters.of_ticket(tx, ticket.id) if one.person_id != ticket.reporter_id]
    if len(press.tap.arguments) > 1 or len(joined) == 1:
        post_id = press.tap.number(1) if len(press.tap.arguments) > 1 else joined[0].post_id
        return done(office, perform(tx, office, press.act(Move.DETACH, wish=Wish(post=post_id)), now), Move.DETACH)
    if not capacities(press.person, ticket, office.area) & _CHOOSING:  # a sender's is the own report, by its button
        raise Refused(Refusal.NO_RIGHT)
    in_group = reach.couriers_read(tx, press.tap.chat_id, press.tap.topic)
    reports = [(one.post_id, _label(tx, office, one, in_group=in_group)) for one in joined[:MOST_REPORTS]]
    show_buttons(tx, press, detach_buttons(office.texts, ticket, reports), now)
    return Answer()


def _label(tx: Tx, office: Office, one: Supporter, *, in_group: bool) -> str:
    """Whose report, and what it says; who reported in private is not named, and not quoted where couriers read."""
    if one.private and in_group:
        return office.texts.plain("button.report_in_private")
    name = office.texts.plain("card.somebody") if one.private else one.name
    return office.texts.plain("button.report", name=cut(name, 20), text=cut(posts.load(tx, one.post_id).text, 30))
