"""Menus: what each chat shows is written down once, and all of it forgotten when the commands are others."""

from __future__ import annotations

from bot.domain.menus import Menu
from storage import menus
from storage.transaction import Tx


def test_a_menu_is_new_only_where_it_differs(tx: Tx) -> None:
    assert menus.note(tx, -1, Menu.UNIT)
    assert not menus.note(tx, -1, Menu.UNIT)
    assert menus.note(tx, -1, Menu.EVERYBODY)
    assert menus.note(tx, -2, Menu.EVERYBODY)


def test_forgotten_it_is_new_again(tx: Tx) -> None:
    menus.note(tx, -1, Menu.UNIT)
    menus.forget(tx, -1)
    assert menus.note(tx, -1, Menu.UNIT)


def test_other_commands_make_every_menu_new(tx: Tx) -> None:
    assert menus.note_commands(tx, "a")
    menus.note(tx, -1, Menu.UNIT)
    assert not menus.note_commands(tx, "a")
    assert not menus.note(tx, -1, Menu.UNIT)
    assert menus.note_commands(tx, "b")
    assert menus.note(tx, -1, Menu.UNIT)
