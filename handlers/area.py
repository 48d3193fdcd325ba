"""The commands about the area book: place and unit, each with its verbs in Chinese and Latin."""

from __future__ import annotations

from datetime import datetime

from bot.desk import book, place_lists, unit_book
from bot.desk.book import By, Order
from bot.desk.office import Office
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require
from handlers.requests import Request
from storage.transaction import Tx

PLACE_VERBS: dict[str, Order] = {
    "新增": book.add,
    "添加": book.add,
    "add": book.add,
    "别名": book.add_alias,
    "alias": book.add_alias,
    "去别名": book.drop_alias,
    "unalias": book.drop_alias,
    "归属": book.move,
    "move": book.move,
    "删除": place_lists.ask_removal,
    "remove": place_lists.ask_removal,
    "列表": place_lists.show,
    "list": place_lists.show,
}
UNIT_VERBS: dict[str, Order] = {
    "列表": unit_book.show,
    "list": unit_book.show,
    "改名": unit_book.rename,
    "rename": unit_book.rename,
    "关键词": unit_book.add_keyword,
    "keyword": unit_book.add_keyword,
    "去关键词": unit_book.drop_keyword,
    "unkeyword": unit_book.drop_keyword,
}


def place(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """/place 新增 龙西嘉园 龙西社区"""
    require(person, Action.KEEP_PLACES)
    verb, *words = request.rest.split() or [""]
    order = PLACE_VERBS.get(verb.lower())
    if order is None:
        raise Refused(Refusal.PLACE_USAGE)
    order(tx, office, By(person, request.seat), words, now)


def unit(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """/unit alone shows the tree."""
    require(person, Action.KEEP_PLACES)
    verb, *words = request.rest.split() or ["列表"]
    order = UNIT_VERBS.get(verb.lower())
    if order is None:
        raise Refused(Refusal.UNIT_USAGE)
    order(tx, office, By(person, request.seat), words, now)
