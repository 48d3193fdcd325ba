"""Presses that show a ticket's photos, for whoever is something to it."""

from __future__ import annotations

from datetime import datetime

from bot.desk import reach, stories
from bot.desk.messages import send_photo_briefly
from bot.desk.office import Office
from bot.desk.taps.press import Press
from bot.domain.posts import MediaKind
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer
from storage import media
from storage.transaction import Tx

MOST_PHOTOS = 10
"""How many one press shows, as many as an album holds: a chat's minute has room for twenty messages."""


def _check(tx: Tx, office: Office, press: Press) -> None:
    """Raises Refused; also where couriers read, of what was reported in private."""
    if not capacities(press.person, press.ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    if press.ticket.private and reach.couriers_read(tx, press.tap.chat_id, press.tap.topic):
        raise Refused(Refusal.ONLY_IN_PRIVATE)


def show_photos(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """The report's further photos below the card, tidied away later."""
    _check(tx, office, press)
    seat = press.seat
    apart = not reach.couriers_read(tx, press.tap.chat_id, press.tap.topic)
    kept = media.of_report(tx, press.ticket.id, press.ticket.post_id, private=apart)
    photos = [item for item in kept if item.kind is MediaKind.PHOTO]
    for photo in photos[1:MOST_PHOTOS]:
        send_photo_briefly(tx, seat, photo.file_id, now)
    return Answer()


def show_all_photos(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """The photos of before and after, for whoever reads the whole ticket: a review looks at the proof.

    The proofs are the last ones, and never left out for want of room.
    """
    _check(tx, office, press)
    seat = press.seat
    apart = not reach.couriers_read(tx, press.tap.chat_id, press.tap.topic)
    for file_id in stories.photos(tx, press.ticket, private=apart)[-MOST_PHOTOS:]:
        send_photo_briefly(tx, seat, file_id, now)
    return Answer()
