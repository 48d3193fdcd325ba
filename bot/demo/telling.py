"""Telling: the sandbox's changes as lines for a reader: who said what where, what was pressed, what was edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from bot.sandbox import Change, Chat, Message
from bot.sandbox.taps import Tap
from bot.sandbox.transcript import lines_of

_INDENT = "      "
_QUOTED = 18


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
        """The message without its reactions, which are told by themselves."""
        lines = [line.rstrip() for line in lines_of(message, None)]
        return lines[:-1] if message.reactions else lines

    def _message(self, change: Change) -> list[str]:
        message: Message = change.details["message"]
        lines = self._looked[message.key] = self._look(message)
        return [f"{self._head(change)} {lines[0].strip()}", *(f"{_INDENT}{line.strip()}" for line in lines[1:])]

    def _edit(self, change: Change) -> list[str]:
        message: Message = change.details["message"]
        before, lines = self._looked.get(message.key, []), self._look(message)
        self._looked[message.key] = lines
        fresh = [line.strip() for line in lines if line not in before]
        fresh = [line.replace("（已编辑）", "") for line in fresh]
        gone = [button for button in _buttons(before) if button not in _buttons(lines)]
        who = message.sender.full_name if message.sender else _title(message.chat)
        told = [f"{self._head(change)} {who} 更新了{_quote(message)}：", *(f"{_INDENT}{line}" for line in fresh)]
        return [*told, f"{_INDENT}（不再有按钮 {' '.join(gone)}）"] if gone and not message.rows else told

    def _delete(self, change: Change) -> list[str]:
        return [f"{self._head(change)} （删除：{_who(change.details['message'])}{_quote(change.details['message'])}）"]

    def _reaction(self, change: Change) -> list[str]:
        message: Message = change.details["message"]
        account = change.details["account"]
        emojis = " ".join(message.reactions_by.get(account.id, ())) or "（取消）"
        return [f"{self._head(change)} {account.full_name} {emojis} → {_who(message)}{_quote(message)}"]

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


def _quote(message: Message) -> str:
    words = message.words.text.replace("\n", " ")
    if not words:
        return "的照片" if message.media else "的消息"
    return f"“{words[:_QUOTED]}…”" if len(words) > _QUOTED else f"“{words}”"


def _buttons(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip().startswith("[") and line.strip().endswith("]")]
