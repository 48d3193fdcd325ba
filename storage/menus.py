"""Menus: which list of commands each chat was given last, and for which set of commands."""

from __future__ import annotations

from bot.domain.menus import Menu
from storage.transaction import Tx

_ALL = 0
"""No chat has this id: its row keeps the mark of the commands that there were."""


def note(tx: Tx, chat_id: int, menu: Menu) -> bool:
    """Keep what a chat shows from now on. False when it shows that already."""
    return _put(tx, chat_id, menu.value)


def forget(tx: Tx, chat_id: int) -> None:
    """The chat did not get it."""
    tx.run("DELETE FROM menus WHERE chat_id = :chat", chat=chat_id)


def note_commands(tx: Tx, mark: str) -> bool:
    """Keep the mark of the commands that there are. When they are others than before, no chat's menu is right:
    all are forgotten, and True is returned.
    """
    if not _put(tx, _ALL, mark):
        return False
    tx.run("DELETE FROM menus WHERE chat_id <> :all", all=_ALL)
    return True


def _put(tx: Tx, chat_id: int, menu: str) -> bool:
    return bool(
        tx.run(
            "INSERT INTO menus (chat_id, menu) VALUES (:chat, :menu)"
            " ON CONFLICT (chat_id) DO UPDATE SET menu = excluded.menu WHERE menu <> excluded.menu",
            chat=chat_id,
            menu=menu,
        )
    )
