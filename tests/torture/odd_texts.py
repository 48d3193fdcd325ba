"""Odd strings, as people and jokers type them, and the judge of what becomes of them: Telegram's parser in a box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from bot.sandbox import limits
from bot.sandbox.entities import units
from bot.sandbox.formatting import read_words
from bot.sandbox.markup import read_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.rejections import Refused

LONGEST = 4096

_PIECES = (
    *(
        "<b>",
        "</b>",
        "<a href='x'>",
        '<a href="tg://user?id=1">',
        "</a>",
        "<",
        ">",
        "&",
        "&lt;",
        "&amp;amp;",
        "&#x202e;",
    ),
    *(
        "<tg-spoiler>",
        "<!--",
        "]]>",
        "<br/>",
        "{name}",
        "{0}",
        "{",
        "}",
        "{{",
        "%s",
        "%(x)d",
        "\\",
        "`",
        "*",
        "_",
        "[x](y)",
    ),
    *("\n", "\r\n", "\t", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\u00a0", "\u3000", "\ufeff"),
    *("\u200b", "\u200d", "\u200e", "\u202e", "\u2066", "\u2069", "\ud800", "\udfff", "\uffff", "\U0010ffff", "\ufdfa"),
    *("😀", "👨‍👩‍👧", "🏳️‍🌈", "🇨🇳", "e\u0301", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞", "ﷺ", "ﬁ", "ß", "İ", "א", "م"),
    *(
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+86",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "'",
        '"',
        ",",
        ";",
        "|",
        "＝1",
        "%0A",
        "../../etc/passwd",
    ),
    *("@somebody", "#T1001", "https://example.org/a?b=c&d", "tg://resolve?domain=x", "/start", "13912345678", "12:30"),
    *("东湖花园3栋", "的垃圾桶坏了", "王师傅", "。", "，", "；", "一"),
)

ODD = st.one_of(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=10)), min_size=1, max_size=30).map("".join),
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=60),
    st.builds(lambda piece, times: (piece * times)[:LONGEST], st.sampled_from(_PIECES), st.integers(1, LONGEST)),
)


def faults_of(payload: Mapping[str, Any]) -> Iterator[str]:
    """Why Telegram would refuse a call with this payload, in its words; nothing where it takes it."""
    for field, longest in (("text", limits.TEXT_UNITS), ("caption", limits.CAPTION_UNITS)):
        if payload.get(field):
            yield from _of_words(str(payload[field]), longest)
    if "reply_markup" in payload:
        yield from _of_buttons(payload["reply_markup"])


def faults_of_alert(text: str) -> Iterator[str]:
    """Of the answer to a tap, which takes no markup."""
    if units(text) > limits.TAP_ANSWER_UNITS:
        yield f"an alert of {units(text)} units: {text[:60]!r}"
    yield from _of_encoding(text)


def _of_words(html: str, longest: int) -> Iterator[str]:
    try:
        read_words(html, "HTML", longest=longest)
    except Refused as refused:
        yield f"{refused}: {html[:80]!r}"
    yield from _of_encoding(html)


def _of_buttons(markup: Any) -> Iterator[str]:
    try:
        rows = read_markup(Parameters({"reply_markup": markup}, {}), only_inline=True)
    except Refused as refused:
        yield f"{refused}: {str(markup)[:80]}"
        return
    for row in rows:
        for button in row:
            yield from _of_encoding(button.text)


def _of_encoding(text: str) -> Iterator[str]:
    """Telegram takes UTF-8 alone: half a character would never leave."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        yield f"half a character: {text[:60]!r}"
