"""Discretion: what was said in private is not told where couriers read: of such a ticket they see the number alone."""

from __future__ import annotations

from bot.desk.office import Office
from bot.domain.tickets import Ticket


def for_others(office: Office, ticket: Ticket, chat_id: int) -> Ticket:
    """The ticket as those are told of it who reported the same elsewhere: a private one as theirs, by its number."""
    if not ticket.private or chat_id == ticket.chat_id:
        return ticket
    return ticket.model_copy(update={"place": office.texts.plain("closure.same"), "summary": "", "text": ""})


def for_couriers(office: Office, ticket: Ticket) -> Ticket:
    """The ticket as a list in a reporting group tells it: of a private one neither place nor words."""
    if not ticket.private:
        return ticket
    return ticket.model_copy(update={"place": office.texts.plain("list.private"), "summary": "", "text": ""})
