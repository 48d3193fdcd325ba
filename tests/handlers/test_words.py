"""Commands and the Chinese words that do the same: whose they are, and where they are only talk."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from bot.domain.menus import Menu
from handlers import words
from handlers.words import COMMANDS, Command, find_command, mark, menu

BOT = "Fengshao_bot"


def _found(text: str, *, private: bool = False) -> tuple[str, str] | None:
    found = find_command(text, BOT, private=private)
    return (found[0].name, found[1]) if found else None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_a_word_that_does_the_same(command: Command) -> None:
    name, word, takes = command.name, command.word, command.takes
    grouped = takes is not None and takes.fullmatch("") is not None
    for private in (True, False):
        assert _found(f"/{name}", private=private) == (name, "")
    assert _found(word, private=True) == (name, "")
    assert _found(word) == ((name, "") if grouped else None)


def test_names_and_words_are_told_apart_and_telegram_takes_them() -> None:
    assert len({command.name for command in COMMANDS}) == len({command.word for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
        assert len(f"{command.word}：{command.description}") <= 256


SLASHED: dict[str, tuple[str, str] | None] = {
    "/todo@fengshao_bot": ("todo", ""),
    "/TODO@FENGSHAO_BOT": ("todo", ""),
    "/todo@other_bot": None,
    "/todo@": ("todo", ""),
    "/done T1024 换了新桶": ("done", "T1024 换了新桶"),
    "/done@fengshao_bot  T1024": ("done", "T1024"),
    "/done T1024\n换了新桶": ("done", "T1024\n换了新桶"),
    "/claim\nABCD-1234": ("claim", "ABCD-1234"),
    "/claim\u3000ABCD-1234": ("claim", "ABCD-1234"),
    "  /todo  ": ("todo", ""),
    "/dance": None,
    "/": None,
    "todo": None,
    "看 /todo": None,
}


@pytest.mark.parametrize("text", SLASHED)
@pytest.mark.parametrize("private", [True, False])
def test_commands(text: str, private: bool) -> None:
    assert _found(text, private=private) == SLASHED[text]


WORDS: dict[str, tuple[tuple[str, str] | None, tuple[str, str] | None]] = {  # in private, in a group
    "工单 T1024": (("ticket", "T1024"), ("ticket", "T1024")),
    "工单\u3000T1024": (("ticket", "T1024"), ("ticket", "T1024")),
    "为什么 T1024": (("why", "T1024"), ("why", "T1024")),
    "为什么还没修": (None, None),
    "为什么 还没修": (None, None),
    "统计 本周": (("stats", "本周"), ("stats", "本周")),
    "统计 本周 龙西社区": (("stats", "本周 龙西社区"), ("stats", "本周 龙西社区")),
    "统计 龙西社区 环境卫生 上月": (("stats", "龙西社区 环境卫生 上月"), ("stats", "龙西社区 环境卫生 上月")),
    "统计 龙西社区": (("stats", "龙西社区"), ("stats", "龙西社区")),
    "统计 10月": (("stats", "10月"), ("stats", "10月")),
    "统计 社区": (None, None),
    "统计 龙西小区的垃圾桶坏了": (None, None),
    "办结 T1024 换了新桶": (("done", "T1024 换了新桶"), ("done", "T1024 换了新桶")),
    "我的": (("mine", ""), None),
    "我的 车 坏了": (("mine", "车 坏了"), None),
    "绑定": (("bind", ""), None),
    "统计局门口井盖坏了": (None, None),
    "统计 局门口 的 井盖坏了": (None, None),
    "受理": (("accept", ""), None),
    "受理了": (None, None),
    "工单 东湖花园3栋垃圾桶坏了": (None, None),
    "统计 2026Q4": (("stats", "2026Q4"), ("stats", "2026Q4")),
    "待办 事项都做完了": (None, None),
    "": (None, None),
    " \n ": (None, None),
}


@pytest.mark.parametrize("text", WORDS)
def test_words(text: str) -> None:
    assert (_found(text, private=True), _found(text)) == WORDS[text]


@pytest.mark.parametrize("group", [True, False])
def test_a_longer_menu_holds_the_shorter_ones(group: bool) -> None:
    menus = [{one.name for one in menu(of, group=group)} for of in Menu]
    assert menus == sorted(menus, key=len)
    assert all(shorter <= longer for shorter, longer in pairwise(menus))
    assert not {"start", "claim"} & menus[-1]
    assert len(menus[-1]) <= 100, "https://core.telegram.org/bots/api#setmycommands"


def test_the_couriers_menu_is_short() -> None:
    assert {"mine", "help"} <= {one.name for one in menu(Menu.EVERYBODY, group=True)}
    assert not {"todo", "bind", "appoint", "stats"} & {one.name for one in menu(Menu.EVERYBODY, group=True)}


def test_what_is_said_in_private_only_stands_in_no_groups_menu() -> None:
    assert not {"invite", "audit"} & {one.name for one in menu(Menu.ADMINS, group=True)}
    assert {"invite", "audit"} <= {one.name for one in menu(Menu.ADMINS, group=False)}


def test_other_commands_have_another_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    before = mark()
    assert before == mark()
    monkeypatch.setattr(words, "COMMANDS", COMMANDS[1:])
    assert mark() != before
