"""Conversation: what a message without a command means — an awaited answer, an order by reply, or a report."""

from __future__ import annotations

from datetime import datetime

from bot.desk import answers, claims, intake, muting, prompts, racing, special_replies
from bot.desk.acts import load_ticket
from bot.desk.additions import join_part, joined
from bot.desk.consent import Carried
from bot.desk.declining import decline
from bot.desk.messages import reply
from bot.desk.office import Office
from bot.desk.people import help_for
from bot.desk.proof_photos import continues_album
from bot.desk.reach import Seat
from bot.desk.replies import acknowledge_move, answers_reply
from bot.desk.subjects import subject_of, wished_in
from bot.domain.areas import ChatKind
from bot.domain.moves import PASSES
from bot.domain.people import HANDLING_ROLES
from bot.domain.posts import Post
from bot.domain.prompts import PATIENCE, PATIENCE_FOR_PLACE, Asked
from bot.domain.readings import Kind, OrderWord
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move
from bot.reading.move_steps import read_step
from bot.reading.orders import puts_off, read_order
from storage import albums, chats, notices, people, posts
from storage import prompts as stored_prompts
from storage.chats import Binding
from storage.prompts import Prompt
from storage.transaction import Tx

_ABOUT_DONE = frozenset({Asked.PROOF, Asked.DONE})
"""Questions whose answer resolves the ticket: a promise, a denial, a question or a barrier is none (DESIGN 7)."""


def take_message(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """Everything but commands and taps ends here. Chatter leaves no trace."""
    binding = chats.binding(tx, post.chat_id, post.topic)
    if binding is None and not post.private:
        return
    if muting.holds_back(tx, office, post, now):
        return
    if continues_album(tx, post) or claims.continues_claim(tx, office, post, now):
        return
    if not post.forwarded and special_replies.take(tx, office, post, now):
        return
    if not post.forwarded and (_answers_prompt(tx, office, post, now) or answers_reply(tx, office, post, now)):
        return
    rest = claims.without_claim(tx, office, post, now)
    if rest is not None and (_may_report_here(tx, post, binding) or _may_prove(tx, post, binding)):
        intake.take_post(tx, office, rest, binding, now)
    if rest is None and stored_prompts.waiting(tx, post.sender.id, post.chat_id, now) is not None:
        return
    if post.private and posts.find(tx, post.chat_id, post.message_id) is None:
        _explain(tx, office, post, now)


def _explain(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """In private nobody is left without an answer: what was no report gets the help."""
    person = people.load(tx, post.sender.id, post.sender.name)
    known = people.may_report_privately(tx, person.id)
    text = help_for(office, person) if known else office.texts.say("start.stranger")
    reply(tx, Seat(post.chat_id), text, now)


def take_edit(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """An edited message: only a report's own words matter."""
    binding = chats.binding(tx, post.chat_id, post.topic)
    if _may_report_here(tx, post, binding) and not muting.holds_back(tx, office, post, now):
        intake.take_edit(tx, office, post, binding, now)


def _may_report_here(tx: Tx, post: Post, binding: Binding | None) -> bool:
    """A reporting group, or a private chat with somebody who has reported before or holds a role."""
    if post.private:
        return people.may_report_privately(tx, post.sender.id)
    return binding is not None and binding.kind is ChatKind.REPORT


def _may_prove(tx: Tx, post: Post, binding: Binding | None) -> bool:
    """A photo without words in a unit's chat, of who works for it: the deed that it shows may be told right after."""
    if binding is None or binding.kind is not ChatKind.UNIT or post.text or not post.media:
        return False
    own = not post.forwarded and post.reply_to is None
    return own and people.load(tx, post.sender.id, post.sender.name).holds(*HANDLING_ROLES)


def _answers_prompt(tx: Tx, office: Office, post: Post, now: datetime) -> bool:
    prompt = stored_prompts.waiting(tx, post.sender.id, post.chat_id, now)
    if prompt is None:
        return False
    if prompt.asked is Asked.PLACE:
        return _answers_place(tx, office, post, prompt, now)
    if prompt.asked is Asked.CLAIM and not claims.is_answer(prompt, post):
        return False
    if _is_for_another(tx, office, post, prompt, now) or _is_news(tx, office, post, prompt):
        return False
    step = _step_told(tx, prompt, post) if prompt.asked in _ABOUT_DONE else None
    if step is None and prompt.asked in _ABOUT_DONE and (puts_off(post.text) or _only_guards(tx, prompt, post)):
        needed = Refusal.MISSING_PHOTO if office.proof == "required" else Refusal.MISSING_PROOF
        decline(tx, office, post, Refused(needed), now)
        return True
    person = people.load(tx, post.sender.id, post.sender.name)
    try:
        if step is not None:
            carried: Carried | None = answers.pass_step(tx, office, prompt, person, post, step, now)
        else:
            carried = answers.answer(tx, office, prompt, person, post, now)
    except Refused as refused:
        decline(tx, office, post, racing.mended(tx, office, person, prompt.ticket_id, refused), now)
        return True
    if carried is None:
        return True
    if post.album is not None:
        albums.note(tx, post.chat_id, post.message_id, post.album)
    acknowledge_move(tx, office, post, [carried], step or prompts.MOVES[prompt.asked], now)
    return True


def _step_told(tx: Tx, prompt: Prompt, post: Post) -> Move | None:
    """The step still to come that the answer tells of; who pressed 办结 and says 已修复 means the whole."""
    step = read_step(post.text)
    if step is None or PASSES[step.move] not in load_ticket(tx, prompt.ticket_id).to_come:
        return None
    return step.move if step.move is Move.CONTROL or prompt.asked is Asked.DONE else None


def _only_guards(tx: Tx, prompt: Prompt, post: Post) -> bool:
    """Of a ticket that is fixed in steps the first was told, and not the last."""
    step = read_step(post.text)
    return step is not None and step.move is Move.CONTROL and bool(load_ticket(tx, prompt.ticket_id).stages)


def _is_for_another(tx: Tx, office: Office, post: Post, prompt: Prompt, now: datetime) -> bool:
    """Words that name other tickets, a reply to what is about others alone, or one that accepts: it says by itself
    what it is for.
    """
    order, wished = read_order(post.text), wished_in(tx, office, post, now)
    move = prompts.MOVES[prompt.asked]
    numbers = {*(order.numbers if order is not None else ()), *(wished.numbers if wished is not None else ())}
    if numbers:
        return prompt.ticket_id not in numbers or (wished is not None and wished.move is not move)
    if post.reply_to is None:
        return False
    about, _ = subject_of(tx, office, post, now)
    if about and prompt.ticket_id not in {ticket.id for ticket in about}:
        return True
    notice = notices.of_message(tx, post.chat_id, post.reply_to)
    if not about or (notice is not None and notice.id == prompt.notice_id):
        return False
    if prompt.asked in answers.ORDERED:  # below the card: what is ordered there is ordered, and answers nothing
        return order is not None or (wished is not None and wished.move is not move)
    return wished is not None or (order is not None and order.word is OrderWord.ACCEPT)


def _is_news(tx: Tx, office: Office, post: Post, prompt: Prompt) -> bool:
    """A courier who was asked for a reason rides on, and reports what is broken elsewhere."""
    if prompt.asked is not Asked.OBJECT or post.reply_to is not None:
        return False
    reading, known = office.reader.read(post.text), load_ticket(tx, prompt.ticket_id).place_name
    named = {problem.spot.name for problem in reading.problems if problem.spot is not None}
    return reading.kind is Kind.REPORT and bool(named - {None, known})


def _answers_place(tx: Tx, office: Office, post: Post, prompt: Prompt, now: datetime) -> bool:
    """A courier who was asked where often answers without replying: soon after, a bare place is the answer."""
    asked_at = prompt.expires_at - PATIENCE_FOR_PLACE
    if post.reply_to is not None or now - asked_at > PATIENCE:
        return False
    if post.pin is not None:
        join_part(tx, office, posts.load(tx, load_ticket(tx, prompt.ticket_id).post_id), post, now)
        return True
    if not post.text or office.reader.read(post.text).kind is Kind.REPORT:
        return False
    whole = posts.load(tx, load_ticket(tx, prompt.ticket_id).post_id)
    if not any(p.spot and p.spot.name for p in office.reader.read(joined(whole.text, post.text)).problems):
        return False
    join_part(tx, office, whole, post, now)
    return True
