"""Albums: a late part finds the tickets that the earlier ones were brought to, and as what."""

from __future__ import annotations

from bot.domain.posts import Media, MediaKind, MediaPurpose
from storage import albums, media, tickets
from storage.transaction import Tx
from tests.storage.histories import a_ticket

GROUP = -1001


def _bring(tx: Tx, message: int, purpose: MediaPurpose, *to: int, album: str | None = None) -> None:
    for ticket in to:
        photo = Media(MediaKind.PHOTO, f"photo {message}", f"unique {message}", 4096)
        media.add(tx, photo, chat_id=GROUP, message_id=message, purpose=purpose, ticket_id=ticket, album=album)


def test_a_late_part_finds_every_ticket_once(tx: Tx) -> None:
    one, two = (tickets.add(tx, a_ticket(), []).id for _ in range(2))
    for message in (50, 51):
        _bring(tx, message, MediaPurpose.PROOF, one, two, album="a")
    _bring(tx, 52, MediaPurpose.OBJECTION, two, album="b")
    assert albums.tickets_of(tx, GROUP, "a") == [(one, MediaPurpose.PROOF), (two, MediaPurpose.PROOF)]
    assert albums.tickets_of(tx, GROUP, "b") == [(two, MediaPurpose.OBJECTION)]
    assert albums.tickets_of(tx, GROUP - 1, "a") == []


def test_the_first_part_is_known_as_one_afterwards(tx: Tx) -> None:
    ticket = tickets.add(tx, a_ticket(), []).id
    _bring(tx, 50, MediaPurpose.STAGE, ticket)
    assert albums.tickets_of(tx, GROUP, "a") == []
    albums.note(tx, GROUP, 50, "a")
    assert albums.tickets_of(tx, GROUP, "a") == [(ticket, MediaPurpose.STAGE)]
