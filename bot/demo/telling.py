"""Telling: the sandbox's changes as lines for a reader: who said what where, what was pressed, what was edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from bot.sandbox import Change, Chat, Message
from bot.sandbox.taps import Tap
from bot.sandbox.transcript import lines_of

_INDENT = "      "
_QUOTED = 20
_QUOTATION = "┌"


class Teller:
    """Remembers how each message looked, so that an edit is told by what is new in it. Times are in `zone`."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._looked: dict[int, list[str]] = {}
        self._tellers: dict[str, Callable[[Change], list[str]]] = {
            "message": self._message,
            "edit": self._edit,
            "delete": self._delete,
            "reaction": self._reaction,
            "tap": self._tap,
            "tap_answer": self._tap_answer,
        }

    def tell(self, change: Change) -> list[str]:
        """The lines of one change; none for those that nobody in the town sees."""
        teller = self._tellers.get(change.kind)
        return teller(change) if teller is not None else []

    def _head(self, change: Change) -> str:
        return f"  {change.at.astimezone(self._zone):%H:%M} [{_title(change.chat)}]"

    def _look(self, message: Message) -> list[str]:
        """What stands in the message and its buttons: no name, no quotation, no reactions, which are told apart."""
        lines = [line.strip() for line in lines_of(message, None)]
        if lines[0].startswith(_QUOTATION):
            del lines[0]
        if message.reactions:
            del lines[-1]
        lines[0] = lines[0].partition("：")[2]
        return lines

    def _message(self, change: Change) -> list[str]:
        message: Message = change.details["message"]
        first, *rest = self._looked[message.key] = self._look(message)
        to = message.reply_to
        reply = f" 回复 {_who(to)}{_quote(_words(to))}" if to is not None and not to.deleted else ""
        return [f"{self._head(change)} {_who(message)}{reply}：{first}", *_indented(rest)]

    def _edit(self, change: Change) -> list[str]:
        """The message as it began before, and the lines that are new in it."""
        message: Message = change.details["message"]
        before = self._looked.get(message.key, [""])
        lines = self._looked[message.key] = self._look(message)
        told = [
            f"{self._head(change)} {_who(message)} 更新了{_quote(' '.join(before[:2]))}：",
            *_indented(_fresh(lines, before)),
        ]
        return told if message.rows or not _has_buttons(before) else [*told, f"{_INDENT}（按钮收起）"]

    def _delete(self, change: Change) -> list[str]:
        message: Message = change.details["message"]
        return [f"{self._head(change)} （删除了 {_who(message)}{_quote(_words(message))}）"]

    def _reaction(self, change: Change) -> list[str]:
        message: Message = change.details["message"]
        account = change.details["account"]
        emojis = " ".join(message.reactions_by.get(account.id, ())) or "（取消）"
        return [f"{self._head(change)} {account.full_name} {emojis} → {_who(message)}{_quote(_words(message))}"]

    def _tap(self, change: Change) -> list[str]:
        tap: Tap = change.details["tap"]
        label = next((b.text for row in tap.message.rows for b in row if b.data == tap.data), tap.data)
        return [f"{self._head(change)} {tap.person.full_name} 点了 [{label}]"]

    def _tap_answer(self, change: Change) -> list[str]:
        tap: Tap = change.details["tap"]
        if tap.answered is None or not tap.answered.text:
            return []
        kind = "弹窗" if tap.answered.show_alert else "提示"
        return [f"{_INDENT}（只有{tap.person.full_name}看到的{kind}：{tap.answered.text}）"]


def _title(chat: Chat | None) -> str:
    if chat is None:
        return ""
    return f"与{chat.title}的私聊" if chat.kind == "private" else chat.title


def _who(message: Message) -> str:
    return message.sender.full_name if message.sender else _title(message.chat)


def _words(message: Message) -> str:
    return message.words.text or ("[照片]" if message.media else "")


def _quote(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line[:_QUOTED]}…”" if len(line) > _QUOTED else f"“{line}”"


def _fresh(lines: list[str], before: list[str]) -> list[str]:
    return [line for line in lines if line not in before]


def _has_buttons(lines: list[str]) -> bool:
    return lines[-1].startswith("[") and lines[-1].endswith("]")


def _indented(lines: list[str]) -> list[str]:
    return [f"{_INDENT}{line}" for line in lines]
