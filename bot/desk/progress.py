"""进度: one line a ticket to whoever wonders, deleted later."""

from __future__ import annotations

from datetime import datetime

from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.posts import Post
from bot.domain.tickets import State, Ticket
from bot.notices.markup import Markup
from bot.notices.times import moment, short
from storage.transaction import Tx


def tell_progress(tx: Tx, office: Office, post: Post, about: list[Ticket], now: datetime) -> None:
    """One line a ticket (unit, state, due), deleted later."""
    texts = office.texts
    lines = [
        texts.say(
            "progress",
            number=ticket.number,
            state=_how_far(office, ticket),
            unit=office.area.unit_name(ticket.unit_code) or office.texts.plain("name.coordinators"),
            due=_when(office, ticket),
        )
        for ticket in about
    ]
    answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), "\n".join(lines), now)


def _how_far(office: Office, ticket: Ticket) -> Markup:
    """The state; of a fix in steps the last that was made, so that a courier knows whether anybody is still at risk."""
    state = office.texts.say(f"state.{ticket.state.value}")
    if ticket.stage is None or ticket.state is not State.ACCEPTED or ticket.reopened:
        return state
    return office.texts.say("progress.stage", state=state, step=office.texts.plain(f"progress.{ticket.stage.value}"))


def _when(office: Office, ticket: Ticket) -> str:
    if ticket.state.is_over or ticket.resolved_at is not None:
        ended = ticket.closed_at or ticket.resolved_at or ticket.created_at
        done = ticket.state in {State.RESOLVED, State.CLOSED}
        return office.texts.say("progress.over" if done else "progress.settled", at=short(ended, office.zone))
    if ticket.due_at is None:
        return office.texts.say("todo.no_due")
    return office.texts.say("progress.due", due=moment(ticket.due_at, office.zone))
