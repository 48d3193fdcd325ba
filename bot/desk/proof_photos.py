"""Proof photos: photos without words below a card, and the later parts of an album that proves or objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import prompts
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.posts import Media, MediaPurpose, Post, StoredPost
from bot.domain.prompts import Asked
from bot.domain.tickets import State, Ticket
from storage import albums, media, posts
from storage.transaction import Tx

_ALBUM_TAIL = timedelta(minutes=1)
"""Parts of one album come within seconds: later bare photos of the resolver belong to the resolution."""


def take_bare_proof(tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], now: datetime) -> None:
    """A photo without words below a card: a late part of the proof, or the proof itself — then it is asked."""
    late = [one for one in about if one.resolved_at is not None and now - one.resolved_at < _ALBUM_TAIL]
    if late:
        for ticket in late:
            _keep_photo(tx, post, ticket.id, MediaPurpose.PROOF)
        return
    still_open = [one for one in about if one.state in {State.ASSIGNED, State.ACCEPTED}]
    if still_open:
        _keep_photo(tx, post, still_open[0].id, MediaPurpose.PROOF)
        seat = Seat(post.chat_id, post.topic, post.message_id)
        prompts.ask(tx, office, still_open[0], person, seat, Asked.DONE, now)


@dataclass(frozen=True, slots=True)
class SentBefore:
    """A person's own photos without words of a moment ago, as they wait for what is told of them."""

    posts: tuple[StoredPost, ...]

    @property
    def photos(self) -> tuple[Media, ...]:
        return tuple(item for post in self.posts for item in post.media)

    def take(self, tx: Tx) -> None:
        """They prove something: they wait for no report any more."""
        for post in self.posts:
            posts.forget(tx, post.id)


def sent_before(tx: Tx, office: Office, post: Post) -> SentBefore:
    """Photo first, deed right after: what the teller sent in the same chat within the join window, if not with it."""
    if post.media:
        return SentBefore(())
    since = post.sent_at - office.join_window
    waiting = posts.gathering_of(tx, post.chat_id, post.sender.id, post.topic, since)
    return SentBefore(tuple(one for one in waiting if one.media and not one.text))


def continues_album(tx: Tx, post: Post) -> bool:
    """A further part of an album whose first one was a ticket's proof or objection, by reply or as an answer."""
    if post.album is None or post.text:
        return False
    brought_to = albums.tickets_of(tx, post.chat_id, post.album)
    for ticket_id, purpose in brought_to:
        _keep_photo(tx, post, ticket_id, purpose)
    return bool(brought_to)


def _keep_photo(tx: Tx, post: Post, ticket_id: int, purpose: MediaPurpose) -> None:
    for photo in post.media:
        media.add(
            tx,
            photo,
            chat_id=post.chat_id,
            message_id=post.message_id,
            purpose=purpose,
            ticket_id=ticket_id,
            album=post.album,
        )
