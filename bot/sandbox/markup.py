"""Reading `reply_markup`: inline buttons are kept; keyboards under the text field are accepted and not shown."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import limits, rejections
from bot.sandbox.contents import Button, Rows
from bot.sandbox.parameters import Parameters

_URL = re.compile(r"(?:https?|tg|ton)://|(?:[\w-]+\.)+\w{2,}(?:[/?#]|$)", re.IGNORECASE)


def read_markup(asked: Parameters, *, only_inline: bool = False) -> Rows:
    """The inline buttons of a call. Raises Refused in Telegram's words."""
    try:
        given = asked.json("reply_markup", "reply keyboard markup")
    except rejections.Refused:
        raise rejections.MARKUP_UNREADABLE.refused() from None
    if given is None:
        return ()
    if not isinstance(given, dict):
        raise rejections.MARKUP_NOT_AN_OBJECT.refused()
    rows = given.get("inline_keyboard")
    if rows is None:
        if only_inline and given:
            raise rejections.INLINE_KEYBOARD_EXPECTED.refused()
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise rejections.MARKUP_ROWS.refused()
    read = tuple(tuple(_button(button) for button in row) for row in rows)
    if sum(map(len, read)) > limits.BUTTONS:
        raise rejections.MARKUP_TOO_LONG.refused()
    return tuple(row for row in read if row)


def _button(given: Any) -> Button:
    if not isinstance(given, dict):
        raise rejections.BUTTON_UNREADABLE.refused(why="InlineKeyboardButton must be an Object")
    text = given.get("text")
    if not isinstance(text, str):
        raise rejections.BUTTON_UNREADABLE.refused(why='Can\'t find field "text"')
    if not text.strip():
        raise rejections.BUTTON_TEXT_EMPTY.refused()
    if given.get("url"):
        url = str(given["url"])
        if not _URL.match(url):
            raise rejections.BUTTON_URL_INVALID.refused(url=url)
        return Button(text, url=url)
    data = given.get("callback_data")
    if not data:
        raise rejections.BUTTON_UNREADABLE.refused(why="Text buttons are unallowed in the inline keyboard")
    if len(str(data).encode()) > limits.CALLBACK_BYTES:
        raise rejections.BUTTON_DATA_INVALID.refused()
    return Button(text, data=str(data))
