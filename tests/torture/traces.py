"""Traces: somebody of whom every name, number and word can be looked for, in rows, in messages and in raw bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.sandbox import Chat, Message, Person
from tests.sandbox.pictures import jpeg
from tests.torture.arena import Arena
from tests.torture.invariant import LOOKS, Scene
from tests.torture.tally import Finding, Sort

_FIRST = 7_654_321_000_000
"""Of six bytes, as SQLite keeps it: by chance it stands nowhere."""

_AT_ANY_TIME = {"_updates", "_notices", "_cards", "_clocks", "_events", "_file"}
"""The looks of Invariant I that need no message of those who were forgotten."""


@dataclass(frozen=True)
class Somebody:
    """One courier, known by `number` from all others. What is `said` goes with the words of a report."""

    number: int

    @cached_property
    def id(self) -> int:
        return _FIRST + self.number

    @cached_property
    def name(self) -> str:
        return f"阙逢昭阳{self.number:04d}"

    @cached_property
    def username(self) -> str:
        return f"quefeng_rides_{self.number:04d}"

    @cached_property
    def phone(self) -> str:
        return f"1390000{self.number:04d}"

    @cached_property
    def said(self) -> str:
        return f"屠维旃蒙{self.number:04d}"

    def texts(self) -> tuple[str, ...]:
        """What names the person, as it stands in a row or a message."""
        return self.name, json.dumps(self.name)[1:-1], str(self.id), self.username, self.phone

    def raw(self) -> tuple[bytes, ...]:
        """The same in bytes, and the id as SQLite writes a number."""
        return *(text.encode() for text in self.texts()), self.id.to_bytes(6)


def come(arena: Arena, who: Somebody) -> tuple[Person, Chat]:
    """The person joins the first group; the private chat with the bot."""
    person = arena.sandbox.add_person(who.name, id=who.id, username=who.username)
    arena.sandbox.join(arena.groups[0], person)
    return person, arena.sandbox.private(person, arena.bot)


def report(arena: Arena, person: Person, who: Somebody) -> Message:
    """With a photo of its own, a name, a telephone number and words that nobody else says."""
    photo = jpeg((who.number % 256, who.number // 256, 99), (16, 16))
    words = f"东湖花园{who.number + 1}栋的垃圾桶坏了，我是{who.name}，电话{who.phone}，{who.said}"
    return arena.sandbox.post(arena.groups[0], person, words, photo=photo)


def in_rows(arena: Arena, looked_for: Iterable[str]) -> Iterator[str]:
    """Tables with a row in which one of these stands."""
    tables = arena.look("SELECT name FROM sqlite_schema WHERE type = 'table'")
    wanted = tuple(looked_for)
    for table in tables:
        lines = (str(tuple(row)) for row in arena.look(f"SELECT * FROM {table['name']}"))
        if any(text in line for line in lines for text in wanted):
            yield table["name"]


def in_messages(arena: Arena, looked_for: Iterable[str]) -> Iterator[str]:
    """Standing messages of the bot, in chats of others, that name one of these."""
    wanted = tuple(looked_for)
    for place in (*arena.groups, arena.office, arena.hall):
        for message in arena.sandbox.messages(place, by=arena.bot):
            if any(text in message.words.text for text in wanted):
                yield repr(message)


def in_bytes(folder: Path, looked_for: Iterable[bytes]) -> Iterator[str]:
    """Files below the folder with one of these in them: the database, its log of writes, photos, the bot's own log."""
    wanted = tuple(looked_for)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = file.read_bytes()
        for trace in wanted:
            if (at := data.find(trace)) >= 0:
                yield f"{file.relative_to(folder)} at {at}: {data[max(at - 60, 0) : at + 40]!r}"


def looked_at(arena: Arena, but: str = "") -> Iterator[Finding]:
    """What of Invariant I can be asked where some people are nobody any more; one look may be left out."""
    with closing(sqlite3.connect(f"file:{arena.file}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        scene = Scene(database, arena.sandbox, arena.bot, (), arena.clock.now())
        for look in LOOKS:
            if look.__name__ in _AT_ANY_TIME - {but}:
                yield from look(scene)


def left_of(arena: Arena, who: Somebody) -> Iterator[Finding]:
    """Where the person still stands, in rows and in messages."""
    for table in in_rows(arena, who.texts()):
        yield Finding(Sort.BROKEN, f"{who.number} still stands in {table}")
    for message in in_messages(arena, who.texts()):
        yield Finding(Sort.BROKEN, f"{who.number} still stands in {message}")
