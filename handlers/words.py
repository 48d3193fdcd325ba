"""Words that are commands: Telegram's are Latin only, so each has a Chinese one that does the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from bot.domain.bulletins import LAST_WORDS
from bot.domain.menus import Menu
from bot.domain.period_words import PATTERN


@dataclass(frozen=True, slots=True)
class Command:
    """`word` is the Chinese name; it is a command only before what `takes` matches whole.

    In private it may stand alone, too. Without `takes` it is never one in a group, where people say it in talk.
    `menu` is the shortest / menu that it stands in, None: in none; `grouped`: in those of groups, too. `also` is
    another Chinese word for the same.
    """

    name: str
    word: str
    description: str
    takes: re.Pattern[str] | None = None
    menu: Menu | None = Menu.COORDINATORS
    grouped: bool = True
    also: str = ""


_NOTHING = re.compile("")
_NUMBER = re.compile(r"[#＃]?[TtＴ]?\d{1,9}", re.ASCII)
_NUMBER_OR_NOTHING = re.compile(rf"(?:{_NUMBER.pattern})?", re.ASCII)
_NUMBER_AND_WORDS = re.compile(r"[#＃]?[TtＴ]?\d{1,9}(?:\s.*)?", re.ASCII | re.DOTALL)
_CORRECTION = re.compile(r"(?:[#＃]?[TtＴ]?\d{1,9}\s+)?(?:类别|分类|时限|等级|地点|位置)\s*\S.*", re.ASCII | re.DOTALL)
_PERIOD = re.compile(r"|今日|本周|本月|本季|本年|全部|[a-z]+|\d{4}[\dWQ-]*", re.ASCII)
_PART = r"[^\s，。！？、；：,.!?;:]{1,15}"
_QUESTION = re.compile(
    rf"|(?:{_PART}\s+){{0,3}}{PATTERN}(?:\s+{_PART}){{0,3}}|{_PART}(?:社区|街道|居委会|乡|镇|局)", re.ASCII
)
"""What figures are asked of: words around a period, or a unit by its name."""
_ENDED_PERIOD = re.compile(rf"{_PERIOD.pattern}|{'|'.join(LAST_WORDS)}", re.ASCII)
_WORDS = re.compile(r"[^\s，。！？、；：,.!?;:]{1,30}(?:\s+[^\s，。！？、；：,.!?;:]{1,30}){0,4}")
_PLACE = re.compile(r"(?:新增|添加|别名|去别名|归属|删除|列表)\s+\S.*")
_UNIT = re.compile(r"(?:改名|关键词|去关键词)\s+\S+\s+\S+")

_SPAN = r"\d{1,4}\s*(?:d|天|日|h|小时|m|分钟|周)"
_WHO = r"(?:\d{3,18}|@\w{3,32}|[^\s，。！？、；：,.!?;:]{1,15})"
_WHO_AND_SPAN = re.compile(rf"|{_SPAN}|{_WHO}(?:\s+{_SPAN})?", re.ASCII)
_WHO_OR_NOTHING = re.compile(rf"|{_WHO}", re.ASCII)

COMMANDS = (
    Command("todo", "待办", "待办的工单", _NOTHING, Menu.UNIT),
    Command("ticket", "工单", "看一个工单：/ticket T1024", _NUMBER, Menu.UNIT),
    Command("why", "为什么", "为什么这样派：/why T1024", _NUMBER, Menu.UNIT),
    Command("accept", "受理", "受理：/accept T1024，或回复卡片", _NUMBER, Menu.UNIT, grouped=False),
    Command("done", "办结", "办结：/done T1024 怎么处理的，或回复卡片", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("transfer", "转派", "转派：/transfer T1024 单位", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("return", "退回", "退回：/return T1024 原因", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("extend", "延期", "延期：/extend T1024 2天 原因", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("suspend", "挂账", "挂账：/suspend T1024 到3月15日 原因", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("resume", "恢复", "恢复办理：/resume T1024", _NUMBER, Menu.UNIT, grouped=False),
    Command("reject", "不予受理", "不予受理：/reject T1024 原因", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("merge", "并单", "并单：/merge T1024 T1023", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("note", "备注", "备注：/note T1024 内容", _NUMBER_AND_WORDS, Menu.UNIT, grouped=False),
    Command("review", "复核", "待复核的工单", _NOTHING),
    Command("correct", "更正", "更正：/correct T1024 类别 路灯（也可以改时限、地点）", _CORRECTION),
    Command("progress", "进度", "办到哪一步了：/progress T1024，或回复自己的上报", menu=Menu.EVERYBODY),
    Command("mine", "我的", "我上报的", menu=Menu.EVERYBODY),
    Command("stats", "统计", "统计：/stats 本月 龙西社区", _QUESTION, Menu.UNIT),
    Command("bulletin", "简报", "简报和问题清单：/bulletin 上季度（协调员）", _ENDED_PERIOD, also="清单"),
    Command("special", "专项", "专项行动（协调员、牵头单位）", _NUMBER_OR_NOTHING, Menu.UNIT),
    Command("triage", "待分派", "待分派和待同意的（协调员）", _NOTHING),
    Command("find", "查找", "查工单：/find 龙西小区 垃圾", _WORDS, Menu.UNIT),
    Command("place", "点位", "点位：新增、别名、归属、删除、列表（协调员）", _PLACE),
    Command("unit", "单位", "全部单位（协调员）", _UNIT),
    Command("export", "导出", "导出点位表（协调员，私聊）", grouped=False),
    Command("bind", "绑定", "绑定群或话题（协调员）"),
    Command("topics", "建话题", "给没有工作群的单位建话题（协调员）"),
    Command("appoint", "任命", "任命（回复本人的消息）"),
    Command("invite", "邀请", "生成邀请链接（私聊）", grouped=False),
    Command("revoke", "撤销任命", "撤销任命（回复本人的消息，或从名单里选）"),
    Command("staff", "人员", "人员名单（协调员）"),
    Command("mute", "禁言", "禁言（回复本人的消息：/mute 3d），或看名单（协调员）", _WHO_AND_SPAN),
    Command("unmute", "解除禁言", "解除禁言（协调员）", _WHO_OR_NOTHING),
    Command("audit", "审计", "谁做过什么（管理员，私聊）", menu=Menu.ADMINS, grouped=False),
    Command("claim", "认领", "认领管理员（首次安装）", menu=None),
    Command("privacy", "隐私", "您的个人信息：留什么、留多久", _NOTHING, Menu.EVERYBODY),
    Command("mydata", "我的数据", "我留着您的什么（私聊，一个文件）", menu=Menu.EVERYBODY, grouped=False),
    Command("forgetme", "忘记我", "把您的名字、照片都去掉（私聊）", menu=Menu.EVERYBODY, grouped=False),
    Command("help", "帮助", "怎么用", menu=Menu.EVERYBODY),
    Command("start", "开始", "开始", menu=None),
)


def menu(of: Menu, *, group: bool) -> list[Command]:
    """The commands behind the / of a chat, in the order of the table."""
    return [one for one in COMMANDS if one.menu is not None and of.holds(one.menu) and (one.grouped or not group)]


def mark() -> str:
    """Tells one set of commands from another: when it changes, every menu is set anew."""
    written = ";".join(f"{one.name} {one.word} {one.description} {one.menu} {one.grouped}" for one in COMMANDS)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


_BY_NAME = {command.name: command for command in COMMANDS}
_BY_WORD = {word: command for command in COMMANDS for word in (command.word, command.also) if word}
_MOST_ARGUMENTS = 2
"""Words behind a Chinese word in private: what is longer is talk, or a report."""


def split_head(text: str) -> tuple[str, str]:
    """The first word and the rest: behind a space, a full-width one (which Chinese keyboards type) or a new line."""
    head, rest = (*text.split(maxsplit=1), "", "")[:2]
    return head, rest.strip()


def find_command(text: str, username: str, *, private: bool) -> tuple[Command, str] | None:
    """The command that a message is, and what follows it; None for ordinary words and other bots' commands.

    A Chinese word is a command only before an argument that only a command has (a ticket number, a period):
    "统计 本周", not "统计 局门口井盖坏了"; "受理 T1024", while in a group a bare "受理" is a reply to a card.
    """
    head, rest = split_head(text)
    if head.startswith("/"):
        name, _, addressee = head[1:].partition("@")
        command = _BY_NAME.get(name.lower())
        ours = not addressee or addressee.lower() == username.lower()
        return (command, rest) if command and ours else None
    command = _BY_WORD.get(head)
    if command is None:
        return None
    if command.takes is not None:
        fits = command.takes.fullmatch(rest) is not None or (private and not rest)
    else:
        fits = private and len(rest.split()) <= _MOST_ARGUMENTS
    return (command, rest) if fits else None
