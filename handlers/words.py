"""Words that are commands: Telegram's are Latin only, so each has a Chinese one that does the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`word` is the Chinese name; in groups a bare word that people also say in talk is left alone."""

    name: str
    word: str
    description: str
    word_in_groups: bool = True


COMMANDS = (
    Command("todo", "待办", "待办的工单"),
    Command("ticket", "工单", "看一个工单：/ticket T1024"),
    Command("accept", "受理", "受理：/accept T1024，或回复卡片"),
    Command("done", "办结", "办结：/done T1024 怎么处理的，或回复卡片"),
    Command("mine", "我的", "我上报的", word_in_groups=False),
    Command("stats", "统计", "统计（协调员）"),
    Command("bind", "绑定", "绑定群（管理员）", word_in_groups=False),
    Command("appoint", "任命", "任命（回复本人的消息）", word_in_groups=False),
    Command("staff", "人员", "人员名单（协调员）", word_in_groups=False),
    Command("claim", "认领", "认领管理员（首次安装）", word_in_groups=False),
    Command("help", "帮助", "怎么用", word_in_groups=False),
    Command("start", "开始", "开始", word_in_groups=False),
)

_BY_NAME = {command.name: command for command in COMMANDS}
_BY_WORD = {command.word: command for command in COMMANDS}
_MOST_ARGUMENTS = 2


def split_head(text: str) -> tuple[str, str]:
    """The first word and the rest: behind a space, a full-width one (which Chinese keyboards type) or a new line."""
    head, rest = (*text.split(maxsplit=1), "", "")[:2]
    return head, rest.strip()


def find_command(text: str, username: str, *, private: bool) -> tuple[Command, str] | None:
    """The command that a message is, and what follows it; None for ordinary words and other bots' commands.

    A Chinese word is a command only when it stands alone or before an argument that only a command has
    (a ticket number, a period): "统计 本周", not "统计局门口井盖坏了".
    """
    head, rest = split_head(text)
    if head.startswith("/"):
        name, _, addressee = head[1:].partition("@")
        command = _BY_NAME.get(name.lower())
        ours = not addressee or addressee.lower() == username.lower()
        return (command, rest) if command and ours else None
    command = _BY_WORD.get(head)
    if command is None or not (private or command.word_in_groups) or len(rest.split()) > _MOST_ARGUMENTS:
        return None
    return command, rest
