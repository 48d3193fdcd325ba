"""Menus: a chat's / menu follows what the chat is for, and a person's private one the roles that they hold."""

from __future__ import annotations

from datetime import datetime

from bot.desk.office import Office
from bot.domain.menus import Menu, menu_of_chat, menu_of_person
from bot.domain.notices import Call, Draft, NoticeKind
from storage import chats, menus, notices, people
from storage.transaction import Tx


def follow_person(tx: Tx, person_id: int, now: datetime) -> None:
    """After a role was given or taken, or once the person has started the bot: before that, Telegram knows no chat."""
    if people.has_private_chat(tx, person_id):
        _set(tx, person_id, menu_of_person(people.load(tx, person_id)), now)


def follow_chat(tx: Tx, chat_id: int, now: datetime) -> None:
    """After a group was bound, or the bot came back to it."""
    kinds = [bound.kind for bound in chats.every_binding(tx) if bound.chat_id == chat_id]
    if kinds and not chats.is_parked(tx, chat_id):
        _set(tx, chat_id, menu_of_chat(kinds), now)


def renew(tx: Tx, office: Office, mark: str, now: datetime) -> None:
    """At a start: chats and staff that have no menu yet, or all of them where the commands are others (`mark`)."""
    menus.note_commands(tx, mark)
    for chat_id in dict.fromkeys(bound.chat_id for bound in chats.every_binding(tx)):
        if chats.title(tx, chat_id) is not None:  # one that only the book has named is not known to be there
            follow_chat(tx, chat_id, now)
    for person in people.staff(tx):
        follow_person(tx, person.id, now)


def _set(tx: Tx, chat_id: int, menu: Menu, now: datetime) -> None:
    if not menus.note(tx, chat_id, menu):
        return
    draft = Draft(
        key=f"menu:{chat_id}:{int(now.timestamp() * 1000)}",
        kind=NoticeKind.EDIT,
        call=Call.SET_MENU,
        chat_id=chat_id,
        payload={"menu": menu.value},
        coalesce=f"menu:{chat_id}",
    )
    notices.queue(tx, draft, now)
