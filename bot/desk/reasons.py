"""Reasons: /why tells what a post was understood to say, by which words and which rule, and what was corrected."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import stories
from bot.desk.acts import find_ticket
from bot.desk.office import Office
from bot.desk.senders import SENDING
from bot.domain.areas import Area
from bot.domain.decisions import Decision, read_decision
from bot.domain.people import Person
from bot.domain.readings import Reason
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Ticket
from bot.notices.markup import Markup
from bot.notices.reasons import Correction, explanation
from storage import events, supporters, tickets
from storage.transaction import Tx

_CORRECTIONS = frozenset({"added", "dispatch", "rerouted", "reject"})
"""Events that answer what was asked, or change whose it is."""


def explain(tx: Tx, office: Office, person: Person, number: int, *, in_group: bool = False) -> Markup:
    """The answer to /why, for whoever is something to the ticket: its unit, reviewers and coordinators, its reporter.

    Where couriers read (`in_group`), none of a private report; to them, nobody's words that were said in private.
    Raises Refused.
    """
    ticket = find_ticket(tx, person, number)
    held = capacities(person, ticket, office.area)
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    if in_group and ticket.private:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    told = events.history(tx, ticket.id)
    details = told[0].details if told else {}
    first = read_decision(details) if details else _as_it_stands(office.area, ticket)
    unnamed, discreet = supporters.unnamed_of(tx, ticket), in_group or held <= SENDING
    corrections = [
        Correction(stories.step_of(office, event, unnamed, discreet=discreet), read_decision(event.details))
        for event in told
        if event.kind in _CORRECTIONS
    ]
    spans = tuple([Reason.read(written) for written in tickets.why(tx, ticket.id)])
    return explanation(office.texts, ticket, replace(first, spans=spans), corrections, office.zone)


def _as_it_stands(area: Area, ticket: Ticket) -> Decision:
    """For a ticket from before decisions were kept: what the ticket itself says now."""
    return Decision(
        unit=area.unit_name(ticket.unit_code),
        rule=ticket.rule,
        candidates=tuple([area.unit_name(code) or code for code in ticket.candidates]),
        category=area.category_name(ticket.category),
        subcategory=area.subcategory_name(ticket.category, ticket.subcategory),
        confidence=ticket.confidence,
    )
