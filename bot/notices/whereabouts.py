"""Where a ticket is, in words: as it was written, or why nothing can be said here."""

from __future__ import annotations

from bot.domain.tickets import Ticket
from bot.notices.markup import cut
from bot.notices.texts import Texts


def place_words(texts: Texts, ticket: Ticket, longest: int) -> str:
    """At most `longest` characters. In a bundle each report has a place of its own."""
    if ticket.place:
        return cut(ticket.place, longest)
    return texts.plain("card.places_of_bundle" if ticket.bundle else "card.no_place")
