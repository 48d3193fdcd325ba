"""Privacy: the pseudonym that takes the place of a person who asked to be forgotten, and what is put into words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape, unescape
from typing import Any

_FIRST = 2**52
"""Ids of Telegram have at most 52 significant bits: https://core.telegram.org/bots/api#user. These lie behind."""

_SHORTEST = 2
"""Characters of a name that is looked for in words: one character stands in too many other words."""

_SHORTEST_CUT, _LONGEST_CUT = 8, 41
"""How many characters of a longer name are left before the ellipsis, where the bot cuts names: at 20 or 40 units."""

_PHONE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]){8}(?![0-9])")
"""A mobile number of mainland China, also in groups."""

_STAR = "＊"

_DATA = frozenset({"callback_data", "data"})
"""Keys under which Telegram sends back what a button of the bot bears."""


def is_pseudonym(chat_or_person: int) -> bool:
    """Whether this id is that of somebody forgotten: nothing can be sent there."""
    return chat_or_person >= _FIRST


def fingerprint(person_id: int, salt: str) -> str:
    """By which somebody forgotten is known again in a backup, and not known otherwise: 32 hex digits.

    It is slow on purpose (scrypt, RFC 7914; some hundredths of a second): there are some 10¹⁰ ids that could be tried.
    """
    made = hashlib.scrypt(str(person_id).encode(), salt=salt.encode(), n=2**12, r=8, p=1, dklen=16)
    return made.hex()


def has_phone(text: str) -> bool:
    return _PHONE.search(text) is not None


def is_severed(message_id: int) -> bool:
    """Whether this message of a forgotten person is known no more; Telegram's numbers begin with 1."""
    return message_id <= 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """One person and who is remembered instead. `names` are all that the person was called, the username among them."""

    number: int
    person_id: int
    names: tuple[str, ...]

    @property
    def pseudonym(self) -> int:
        """The id that stands for the person: another for each, so that counts of people stay what they were."""
        return _FIRST + self.number

    @property
    def alias(self) -> str:
        return f"已注销用户{self.number}"

    def mask(self, text: str) -> str:
        """The text without the person's names, links and id: in words of others, and in what the bot said."""
        link = f'<a href="tg://user?id={self.person_id}">'
        # Whatever a link to the person says is the person: also a name from before, or one that was cut.
        text = re.sub(f"{re.escape(link)}[^<]*", lambda _: link + escape(self.alias), text)
        text = text.replace(f"tg://user?id={self.person_id}", f"tg://user?id={self.pseudonym}")
        for name in _looked_for(self.names):
            text = text.replace(name, self.alias)
        text = _bare(self.person_id).sub(self.alias, text)
        return text.replace(f"{self.alias}（{self.alias}）", self.alias)

    def mask_own(self, text: str) -> str:
        """The person's own words without names and telephone numbers, as long as before: spans point into them."""
        for name in _looked_for(self.names):
            text = text.replace(name, _STAR * len(name))
        return _PHONE.sub(lambda found: _STAR * len(found[0]), text)

    def may_stand_in(self, text: str) -> bool:
        """Whether the person may be named in this JSON or text: False costs a hundredth of reading it."""
        return any(trace in text for trace in _traces(self.names, self.person_id))

    def mask_json(self, value: Any, ids: frozenset[str] = frozenset(), *, phones: bool = False) -> Any:
        """Every string within masked; numbers are this person only under one of the keys `ids`.

        With `phones` telephone numbers go as well: where the person's own words may stand.
        """
        if isinstance(value, str):
            # Telephone numbers first: the alias ends with a digit, behind which none would be seen.
            return self.mask(_PHONE.sub(lambda found: _STAR * len(found[0]), value) if phones else value)
        if isinstance(value, list):
            return [self.mask_json(one, ids, phones=phones) for one in value]
        if isinstance(value, dict):
            return {key: self._mask_entry(key, one, ids, phones) for key, one in value.items()}
        return value

    def _mask_entry(self, key: str, value: Any, ids: frozenset[str], phones: bool) -> Any:
        if key in ids and value == self.person_id:
            return self.pseudonym
        if key == "callback_data" and isinstance(value, str):
            return self._mask_data(value)
        return self.mask_json(value, ids, phones=phones)

    def _mask_data(self, data: str) -> str:
        return ":".join(str(self.pseudonym) if part == str(self.person_id) else part for part in data.split(":"))

    def without_buttons(self, keyboard: dict[str, Any]) -> dict[str, Any]:
        """A keyboard without the buttons that are about the person, and the others without the name."""
        rows = [
            [self.mask_json(button) for button in row if not self._is_meant(button)]
            for row in keyboard.get("inline_keyboard", [])
        ]
        return {**keyboard, "inline_keyboard": [row for row in rows if row]}

    def _is_meant(self, button: dict[str, Any]) -> bool:
        return str(self.person_id) in str(button.get("callback_data", "")).split(":")

    def forget_user(self, value: Any) -> Any:
        """An update as Telegram sends it, without this person: objects with the id lose all but a pseudonym."""
        if isinstance(value, list):
            return [self.forget_user(one) for one in value]
        if not isinstance(value, dict):
            return self.mask(value) if isinstance(value, str) else value
        if value.get("id") == self.person_id:
            kept = {key: value[key] for key in ("is_bot", "type") if key in value}
            return {"id": self.pseudonym, "first_name": self.alias, **kept}
        return {
            key: self._mask_data(one) if key in _DATA and isinstance(one, str) else self.forget_user(one)
            for key, one in value.items()
        }


@lru_cache(maxsize=8)
def _looked_for(names: tuple[str, ...]) -> list[str]:
    """The longest first, each also as it stands in HTML, and where a line or a button had no room for all of it."""
    whole = [name for name in names if len(name) >= _SHORTEST]
    cut = [f"{name[:kept]}…" for name in whole for kept in range(_SHORTEST_CUT, min(len(name), _LONGEST_CUT))]
    written = {form for name in (*whole, *cut) for form in (name, escape(name), escape(name, False))}
    return sorted(written, key=len, reverse=True)


@lru_cache(maxsize=8)
def _bare(person_id: int) -> re.Pattern[str]:
    """An id as a word of its own: no part of a ticket's number (#T101, T101), of a date, a time, an address or a link,
    and no count and no house: whoever came early to Telegram has an id as short as these.
    """
    return re.compile(rf"(?<![0-9A-Za-z_#=/.:：+-]){person_id}(?![0-9A-Za-z_]|[.:/-][0-9]|\s*[{_COUNTED}])")


_COUNTED = "年月日号时点分秒天周件条个人次张栋幢楼层室单弄户米元岁"
"""What stands behind a number that is no id."""


@lru_cache(maxsize=8)
def _traces(names: tuple[str, ...], person_id: int) -> tuple[str, ...]:
    """As names stand in JSON: as they are, or with escapes, as Telegram writes it."""
    forms: dict[str, None] = {str(person_id): None}
    for name in _looked_for(names):
        escaped = json.dumps(name)[1:-1]
        forms |= dict.fromkeys((name, json.dumps(name, ensure_ascii=False)[1:-1], escaped, _upper(escaped)))
    return tuple(forms)


def _upper(escaped: str) -> str:
    return re.sub(r"\\u[0-9a-f]{4}", lambda found: "\\u" + found[0][2:].upper(), escaped)


def linked_names(said: Any, person_id: int) -> Iterable[str]:
    """What the links to a person say, in every string within."""
    if isinstance(said, str):
        for inside in re.findall(f'<a href="tg://user\\?id={person_id}">([^<]*)</a>', said):
            yield unescape(inside)
    elif isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from linked_names(one, person_id)


def authors(update: dict[str, Any]) -> Iterable[int]:
    """Who wrote or tapped this update."""
    for part in update.values():
        if isinstance(part, dict) and isinstance(sender := part.get("from"), dict) and "id" in sender:
            yield sender["id"]


@dataclass(frozen=True, slots=True)
class Reported:
    """One report as its sender is shown it. `photos` is how many files are kept of it."""

    number: str
    at: datetime
    words: str
    place: str
    state: str
    private: bool
    photos: int


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a ticket's history by this person."""

    number: str
    at: datetime
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Held:
    """All that is kept of one person. `messages` counts what was said between the bot and the person in private,
    `raw` the updates that wait for the nightly clean-up.
    """

    person_id: int
    name: str
    username: str
    started: bool
    roles: tuple[tuple[str, str, datetime, datetime | None], ...] = ()
    """Role, unit code or "", from, until."""
    mutes: tuple[tuple[datetime, datetime | None, int], ...] = ()
    """From, until (None: until it is lifted), and how many reports were held back."""
    reports: tuple[Reported, ...] = ()
    joined: tuple[Reported, ...] = ()
    """Reports that were joined to somebody else's ticket, or are none yet."""
    said: tuple[Said, ...] = ()
    positions: tuple[tuple[datetime, float, float], ...] = ()
    messages: int = 0
    raw: int = 0
    audited: int = 0
    other: dict[str, int] = field(default_factory=dict)
    """Rows of further kinds, by the name of the kind."""

    @property
    def is_empty(self) -> bool:
        """Nothing but the question itself."""
        return not (self.name or self.roles or self.reports or self.joined or self.said or self.audited or self.other)
