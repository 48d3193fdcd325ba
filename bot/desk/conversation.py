"""Conversation: what a message without a command means — an awaited answer, an order by reply, or a report."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import handling, intake, prompts
from bot.desk.additions import add_to_tickets, joined
from bot.desk.handling import Act, may_handle, perform
from bot.desk.messages import answer_briefly, reply
from bot.desk.office import Office
from bot.desk.people import help_for
from bot.desk.reach import Seat
from bot.desk.reactions import react
from bot.domain.areas import ChatKind
from bot.domain.notices import Reaction
from bot.domain.people import Person
from bot.domain.posts import MediaPurpose, Post, PostState, StoredPost
from bot.domain.prompts import PATIENCE, PATIENCE_FOR_PLACE, Asked
from bot.domain.readings import Kind, OrderWord
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.notices.times import moment, short
from bot.reading.orders import read_order
from storage import chats, media, notices, people, posts, tickets
from storage import prompts as stored_prompts
from storage.chats import Binding
from storage.prompts import Prompt
from storage.transaction import Tx

_HANDLER_ORDERS = {OrderWord.ACCEPT: Move.ACCEPT, OrderWord.RESOLVE: Move.RESOLVE, OrderWord.CONFIRM: Move.RESOLVE}
_REPORTER_ORDERS = {
    OrderWord.CONFIRM: Move.CONFIRM,
    OrderWord.RESOLVE: Move.CONFIRM,
    OrderWord.DISPUTE: Move.DISPUTE,
}
_ALBUM_TAIL = timedelta(minutes=1)
"""Parts of one album come within seconds: later bare photos of the resolver belong to the resolution."""


def take_message(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """Everything but commands and taps ends here. Chatter leaves no trace."""
    binding = chats.binding(tx, post.chat_id, post.topic)
    if binding is None and not post.private:
        return
    person = people.load(tx, post.sender.id, post.sender.name)
    if not post.forwarded and (
        _answers_prompt(tx, office, post, person, now) or _answers_reply(tx, office, post, person, now)
    ):
        return
    if _may_report_here(tx, post, binding):
        intake.take_post(tx, office, post, binding, now)
    if post.private and posts.find(tx, post.chat_id, post.message_id) is None:
        _explain(tx, office, post, person, now)


def _explain(tx: Tx, office: Office, post: Post, person: Person, now: datetime) -> None:
    """In private nobody is left without an answer: what was no report gets the help."""
    known = people.may_report_privately(tx, person.id)
    text = help_for(office, person) if known else office.texts.say("start.stranger")
    reply(tx, Seat(post.chat_id), text, now)


def take_edit(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """An edited message: only a report's own words matter."""
    binding = chats.binding(tx, post.chat_id, post.topic)
    if _may_report_here(tx, post, binding):
        intake.take_edit(tx, office, post, binding, now)


def _may_report_here(tx: Tx, post: Post, binding: Binding | None) -> bool:
    """A reporting group, or a private chat with somebody who has reported before or holds a role."""
    if post.private:
        return people.may_report_privately(tx, post.sender.id)
    return binding is not None and binding.kind is ChatKind.REPORT


def _answers_prompt(tx: Tx, office: Office, post: Post, person: Person, now: datetime) -> bool:
    prompt = stored_prompts.waiting(tx, person.id, post.chat_id, now)
    if prompt is None:
        return False
    if prompt.asked is Asked.PLACE:
        return _answers_place(tx, office, post, prompt, now)
    try:
        prompts.answer(tx, office, prompt, person, post, now)
    except Refused as refused:
        decline(tx, office, post, refused, now)
    else:
        react(tx, post.chat_id, post.message_id, Reaction.RESOLVED, "order", now)
    return True


def _answers_place(tx: Tx, office: Office, post: Post, prompt: Prompt, now: datetime) -> bool:
    """A courier who was asked where often answers without replying: soon after, a bare place is the answer."""
    asked_at = prompt.expires_at - PATIENCE_FOR_PLACE
    if post.reply_to is not None or not post.text or now - asked_at > PATIENCE:
        return False
    if office.reader.read(post.text).kind is Kind.REPORT:
        return False
    whole = posts.load(tx, handling.load_ticket(tx, prompt.ticket_id).post_id)
    if not any(p.spot and p.spot.name for p in office.reader.read(joined(whole.text, post.text)).problems):
        return False
    posts.add(tx, post, PostState.JOINED, joined_to=whole.id)
    add_to_tickets(tx, office, whole, post, now)
    return True


def _answers_reply(tx: Tx, office: Office, post: Post, person: Person, now: datetime) -> bool:
    """A reply to a card, a closure, a question or a post. False when it is none of our business."""
    if post.reply_to is None:
        return False
    about, whole = _subject(tx, post.chat_id, post.reply_to)
    if not about:
        return False
    if own := may_handle(office, person, about):
        _take_handlers_reply(tx, office, post, person, own, now)
        return True
    if whole is not None and person.id == whole.sender.id:
        return _take_reporters_reply(tx, office, post, person, about, whole, now)
    if any(Capacity.COORDINATOR in capacities(person, ticket, office.area) for ticket in about):
        _take_handlers_reply(tx, office, post, person, about, now)
        return True
    if read_order(post.text) is None:
        return False
    react(tx, post.chat_id, post.message_id, Reaction.NO_RIGHT, "order", now)
    return True


def _subject(tx: Tx, chat_id: int, message_id: int) -> tuple[list[Ticket], StoredPost | None]:
    """The tickets that a message of the bot or a courier's post is about, and the post."""
    if (notice := notices.of_message(tx, chat_id, message_id)) is not None and notice.ticket_id is not None:
        ticket = tickets.load(tx, notice.ticket_id)
        return ([ticket], posts.load(tx, ticket.post_id)) if ticket else ([], None)
    if (post := posts.find(tx, chat_id, message_id)) is not None:
        return tickets.of_post(tx, post.id), post
    return [], None


def _take_handlers_reply(
    tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], now: datetime
) -> None:
    order = read_order(post.text)
    if order is not None and order.word in _HANDLER_ORDERS:
        move = _HANDLER_ORDERS[order.word]
        _obey(tx, office, post, person, _still_open_to(move, about), move, order.words, now)
    elif post.media and not post.text:
        _take_bare_proof(tx, office, post, person, about, now)


def _still_open_to(move: Move, about: list[Ticket]) -> list[Ticket]:
    """Of several tickets, those the move can still change; of none, all: so that the refusal says why."""
    sources = {Move.ACCEPT: {State.ASSIGNED}, Move.RESOLVE: {State.ASSIGNED, State.ACCEPTED}}[move]
    return [ticket for ticket in about if ticket.state in sources] or about[:1]


def _obey(
    tx: Tx,
    office: Office,
    post: Post,
    person: Person,
    about: list[Ticket],
    move: Move,
    words: str,
    now: datetime,
) -> None:
    """Make the move on each ticket; the person sees 👌, or one line that says what to do instead."""
    try:
        for ticket in about:
            act = Act(
                person=person,
                ticket_id=ticket.id,
                move=move,
                words=words,
                photos=post.media,
                chat_id=post.chat_id,
                message_id=post.message_id,
            )
            perform(tx, office, act, now)
    except Refused as refused:
        decline(tx, office, post, refused, now)
        return
    prompts.settle_about(tx, person.id, post.chat_id, [ticket.id for ticket in about], now)
    react(tx, post.chat_id, post.message_id, Reaction.RESOLVED, "order", now)


def _take_bare_proof(tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], now: datetime) -> None:
    """A photo without words below a card: a late part of the proof, or the proof itself — then it is asked."""
    ticket = about[0]
    late = ticket.resolved_at is not None and now - ticket.resolved_at < _ALBUM_TAIL
    if not late and ticket.state not in {State.ASSIGNED, State.ACCEPTED}:
        return
    for photo in post.media:
        media.add(
            tx,
            photo,
            chat_id=post.chat_id,
            message_id=post.message_id,
            purpose=MediaPurpose.PROOF,
            ticket_id=ticket.id,
        )
    if not late:
        seat = Seat(post.chat_id, post.topic, post.message_id)
        prompts.ask(tx, office, ticket, person, seat, Asked.DONE, now)


def _take_reporters_reply(
    tx: Tx,
    office: Office,
    post: Post,
    person: Person,
    about: list[Ticket],
    whole: StoredPost,
    now: datetime,
) -> bool:
    order = read_order(post.text)
    if order is not None and order.word is OrderWord.PROGRESS:
        tell_progress(tx, office, post, about, now)
        return True
    if order is not None and order.word in _REPORTER_ORDERS and (settled := _resolved(about)):
        _obey_reporter(tx, office, post, person, settled, _REPORTER_ORDERS[order.word], order.words, now)
        return True
    if all(ticket.state.is_over for ticket in about) or posts.find(tx, post.chat_id, post.message_id):
        return False
    posts.add(tx, post, PostState.JOINED, joined_to=whole.id)
    intake.note_media(tx, post, whole.id)
    add_to_tickets(tx, office, whole, post, now)
    return True


def _resolved(about: list[Ticket]) -> list[Ticket]:
    return [ticket for ticket in about if ticket.state in {State.RESOLVED, State.CLOSED}]


def _obey_reporter(
    tx: Tx,
    office: Office,
    post: Post,
    person: Person,
    about: list[Ticket],
    move: Move,
    words: str,
    now: datetime,
) -> None:
    """未解决 and 已解决 by word; thanks for what is closed already change nothing."""
    if move is Move.CONFIRM:
        about = [ticket for ticket in about if ticket.state is State.RESOLVED]
    if about:
        _obey(tx, office, post, person, about, move, words, now)


def tell_progress(tx: Tx, office: Office, post: Post, about: list[Ticket], now: datetime) -> None:
    """One line a ticket (unit, state, due), deleted later."""
    texts = office.texts
    lines = [
        texts.say(
            "progress",
            number=ticket.number,
            state=texts.say(f"state.{ticket.state.value}"),
            unit=office.area.unit_name(ticket.unit_code) or office.texts.plain("name.coordinators"),
            due=_when(office, ticket),
        )
        for ticket in about
    ]
    answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), "\n".join(lines), now)


def _when(office: Office, ticket: Ticket) -> str:
    if ticket.state.is_over or ticket.resolved_at is not None:
        ended = ticket.closed_at or ticket.resolved_at or ticket.created_at
        return office.texts.say("progress.over", at=short(ended, office.zone))
    if ticket.due_at is None:
        return office.texts.say(f"state.{ticket.state.value}")
    return office.texts.say("progress.due", due=moment(ticket.due_at, office.zone))


def decline(tx: Tx, office: Office, post: Post, refused: Refused, now: datetime) -> None:
    """Say why not: 🤷 to somebody without the right, one short-lived line to the others."""
    if refused.reason is Refusal.NO_RIGHT:
        react(tx, post.chat_id, post.message_id, Reaction.NO_RIGHT, "order", now)
        return
    text = office.texts.say(f"refusal.{refused.reason.value}", **refused.facts)
    answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), text, now)
