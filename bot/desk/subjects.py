"""Subjects: which tickets a message is about, and which move of theirs its words wish for."""

from __future__ import annotations

from datetime import datetime

from bot.desk import deliveries
from bot.desk.office import Office
from bot.desk.ordering import find_order
from bot.desk.senders import own_report
from bot.desk.support import tickets_of
from bot.domain.moves import PASSES
from bot.domain.orders import MoveOrder
from bot.domain.posts import Post, StoredPost
from bot.domain.tickets import Move, Ticket
from bot.reading.move_steps import read_step
from bot.reading.orders import read_order
from storage import notices, posts, tickets
from storage.transaction import Tx


def subject_of(tx: Tx, office: Office, reply: Post, now: datetime) -> tuple[list[Ticket], StoredPost | None]:
    """The tickets that the replied-to message of the bot, or post of a courier, is about, and the post.

    A card that stands twice, since nobody knew whether the first had arrived, is known by the number it shows.
    """
    if reply.reply_to is None:
        return [], None
    notice = notices.of_message(tx, reply.chat_id, reply.reply_to)
    number = notice.ticket_id if notice is not None and notice.ticket_id is not None else reply.reply_number
    if notice is None and number is not None:
        deliveries.recognise(tx, office, reply.chat_id, reply.reply_to, number, now)
    if number is not None and (ticket := tickets.load(tx, number)) is not None:
        return [ticket], own_report(tx, ticket, reply.sender.id)
    if (post := posts.find(tx, reply.chat_id, reply.reply_to)) is not None:
        return tickets_of(tx, post), post
    return [], None


def wished_in(tx: Tx, office: Office, post: Post, now: datetime) -> MoveOrder | None:
    """The move that the words of a message order, or the step of a fix that they tell as made.

    已修复 is a step where one of the tickets has it still to come; of every other it says that it is resolved. 已控制
    says nothing else: a ticket without that step refuses it.
    """
    if (order := find_order(office, post.text, now)) is not None:
        return order
    step = read_step(post.text)
    if step is None or any(PASSES[step.move] in ticket.to_come for ticket in _meant(tx, office, post, step, now)):
        return step
    return step if step.move is Move.CONTROL and read_order(post.text) is None else None


def _meant(tx: Tx, office: Office, post: Post, step: MoveOrder, now: datetime) -> list[Ticket]:
    if not step.numbers:
        return subject_of(tx, office, post, now)[0]
    return [ticket for number in step.numbers if (ticket := tickets.load(tx, number)) is not None]
