"""Claims: a secretary writes that something is mended without replying; the ticket that is meant is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.desk import prompts, reach
from bot.desk.acts import Act
from bot.desk.consent import Carried
from bot.desk.handling import may_handle, perform
from bot.desk.office import Office
from bot.desk.proof_photos import sent_before
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.posts import Post
from bot.domain.prompts import PATIENCE, Asked, Said
from bot.domain.readings import Kind, Problem, ReadingContext
from bot.domain.tickets import Move, Ticket
from bot.notices.markup import cut
from bot.notices.move_buttons import claim_buttons
from bot.reading.claims import undone
from bot.reading.orders import claims_done
from storage import albums, people, tickets
from storage import prompts as stored_prompts
from storage.prompts import Prompt
from storage.transaction import Tx

MOST = 5
"""Tickets that are offered: more than that nobody reads through."""

_LOOKED_AT = 200
_CLAUSE = re.compile(r"[，,。；;！!\n]+")
_BUILDING = re.compile(r"[0-9A-Z一二三四五六七八九十]{1,4}(?:栋|幢|号楼|座)")
_NO = re.compile(r"(?:都?不是|不对|都不对)(?:的|了)?[。!！~ ]*")
_YES = re.compile(r"(?:是|对|嗯|没错|好)(?:的|了|呀|啊|就是)*[。!！~ ]*")


def without_claim(tx: Tx, office: Office, post: Post, now: datetime) -> Post | None:
    """What of a post may be a report: all of it (the post itself), or nothing, where somebody who handles tickets
    tells a deed and no more. The own open tickets that the deed may be of are asked for.

    3栋垃圾桶已修好，5栋路灯坏了: the second half stays.
    """
    if post.forwarded or post.reply_to is not None or not post.text or not claims_done(post.text):
        return post
    person = people.load(tx, post.sender.id, post.sender.name)
    units = person.handled_units
    if not units:
        return post
    told, rest = _apart(office, post.text)
    own = may_handle(office, person, tickets.of_units(tx, units, _LOOKED_AT))
    if reach.couriers_read(tx, post.chat_id, post.topic):
        own = [ticket for ticket in own if not ticket.private]
    before = sent_before(tx, office, post)
    shown = (*before.photos, *post.media)
    meant = claimed(office, told, own, has_photo=bool(shown))
    if meant:
        _ask(tx, office, replace(post, text=told, media=shown), person, meant[:MOST], now)
        if not rest:  # what is reported beside the deed may be what they show
            before.take(tx)
    return replace(post, text=rest) if rest else None


def _apart(office: Office, text: str) -> tuple[str, str]:
    """The deed, and what is reported beside it; mostly nothing is, and all of it belongs to the deed."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    new = [one for one in clauses if not claims_done(one) and office.reader.read(one).kind is Kind.REPORT]
    if not new or len(new) == len(clauses):
        return text, ""
    return "，".join(one for one in clauses if one not in new), "，".join(new)


def claimed(office: Office, text: str, own: list[Ticket], *, has_photo: bool) -> list[Ticket]:
    """Those of the tickets that the words may be about, the best match first: by place, building and thing.

    Words that name nothing (已处理) are about one of few only where a photo came with them.
    """
    reading = office.reader.read(undone(text), ReadingContext(has_photo=True))
    problems = reading.problems or (Problem(summary=""),)
    ranked = [
        (score, -ticket.id, ticket)
        for ticket in own
        if (score := max(_likeness(text, problem, ticket) for problem in problems)) >= 0
    ]
    best = max([score for score, _, _ in ranked], default=0)
    if best == 0 and not has_photo:
        return []
    return [ticket for score, _, ticket in sorted(ranked, key=lambda one: one[:2], reverse=True) if score == best]


_AGAINST = -1


def _likeness(text: str, problem: Problem, ticket: Ticket) -> int:
    """How much speaks for this ticket; less than nothing where something speaks against it."""
    spot = problem.spot
    score = 0
    if spot is not None and spot.name is not None:
        if ticket.place_name not in {None, spot.name}:
            return _AGAINST
        score += 2 * (ticket.place_name == spot.name)
    said = spot.building if spot is not None and spot.building else _building(text)
    if said is not None:
        there = _building(ticket.place or "") or _building(ticket.text)
        if there is not None and there != said:
            return _AGAINST
        score += 2 * (there == said)
    if problem.category is not None:
        if ticket.category not in {None, problem.category}:
            return _AGAINST
        score += ticket.category == problem.category
        if problem.subcategory is not None and ticket.subcategory is not None:
            if ticket.subcategory != problem.subcategory:
                return _AGAINST
            score += 1
    return score


def _building(text: str) -> str | None:
    match = _BUILDING.search(text)
    return match[0] if match is not None else None


def _ask(tx: Tx, office: Office, post: Post, person: Person, meant: list[Ticket], now: datetime) -> None:
    first, texts = meant[0], office.texts
    if len(meant) == 1:
        text = texts.say(
            "prompt.claim", number=first.number, place=cut(first.place or "", 60), summary=cut(first.summary, 60)
        )
    else:
        text = texts.say("prompt.claims")
    said = Said(
        words=post.text,
        photos=post.media,
        chat_id=post.chat_id,
        message_id=post.message_id,
        album=post.album,
        several=len(meant) > 1,
    )
    seat = Seat(post.chat_id, post.topic, post.message_id)
    prompts.put(tx, first, person, seat, Asked.CLAIM, text, claim_buttons(texts, meant), said, now)


def continues_claim(tx: Tx, office: Office, post: Post, now: datetime) -> bool:
    """A photo without words that belongs to the claim: of its album, or sent just behind it."""
    if post.text or not post.media or post.reply_to is not None:
        return False
    prompt = stored_prompts.waiting(tx, post.sender.id, post.chat_id, now)
    if prompt is None or prompt.asked is not Asked.CLAIM:
        return False
    asked_at = prompt.expires_at - PATIENCE
    if now - asked_at > office.join_window and (post.album is None or prompt.said.album != post.album):
        return False
    more = prompt.said.model_copy(update={"photos": (*prompt.said.photos, *post.media)})
    stored_prompts.say_more(tx, post.sender.id, post.chat_id, more)
    return True


def confirm(tx: Tx, office: Office, said: Said, person: Person, number: int, now: datetime) -> Ticket:
    """是: the deed resolves this ticket, with the words and photos of the claim. Raises Refused."""
    act = Act(person, number, Move.RESOLVE, said.words, photos=said.photos)
    ticket = perform(tx, office, replace(act, chat_id=said.chat_id, message_id=said.message_id), now)
    if said.album is not None:
        albums.note(tx, said.chat_id, said.message_id, said.album)
    return ticket


def is_answer(prompt: Prompt, post: Post) -> bool:
    """Whether a message answers the question of which ticket a deed was told; other words mean what they always do."""
    said = post.text.strip()
    is_yes = _YES.fullmatch(said) is not None and not prompt.said.several
    return post.reply_to is None and (is_yes or _NO.fullmatch(said) is not None)


def answer(tx: Tx, office: Office, prompt: Prompt, person: Person, post: Post, now: datetime) -> Carried | None:
    """是 resolves the first ticket that was offered, 不是 takes the question away (None). Raises Refused."""
    ticket = None
    if _YES.fullmatch(post.text.strip()):
        ticket = confirm(tx, office, prompt.said, person, prompt.ticket_id, now)
    prompts.settle(tx, person.id, post.chat_id, now)
    return Carried(ticket, proposed=False) if ticket is not None else None
