"""Every command stands in the docs as it is, and the docs name no other: in chat and on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.cli import COMMANDS as PROGRAMS
from bot.cli import main
from handlers.words import COMMANDS, Command, find_command
from tests.docs.pages import PAGES, ROOT, blocks, codes, ids, promises, rows, text

_NOT_OURS = {"newbot", "setprivacy"}  # BotFather's
_PATHS = {"health", "metrics", "opt", "srv"}
_CALL = re.compile(r"(?:^|[ &]|bin/)fengshao ((?:[a-z][a-z-]*)(?: [^`#|>]*)?)")


def _calls(page: Path) -> list[list[str]]:
    """What stands behind `fengshao` in code, word by word."""
    said = promises(page)
    lines = [*codes(said), *blocks(said)]
    return [match[1].split("  ")[0].split() for line in lines for match in _CALL.finditer(line)]


def test_every_command_stands_in_the_table_with_its_word() -> None:
    told = {row[0].strip("`"): row[1] for row in rows(text("docs/words.md"), "## Commands")}
    assert told == {f"/{command.name}": command.word for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_table_says_what_counts_in_a_group(command: Command) -> None:
    told = {row[1]: row[3] for row in rows(text("docs/words.md"), "## Commands")}[command.word]
    if told == "–":
        assert command.takes is None
    else:
        found = find_command(told, "fengshao_bot", private=False)
        assert found is not None
        assert found[0] is command


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_the_docs_name_no_command_that_is_none(page: Path) -> None:
    named = {match[1] for code in codes(promises(page)) if (match := re.match(r"/([a-z]+)\b", code))}
    assert named - {command.name for command in COMMANDS} - _NOT_OURS - _PATHS == set()


def test_every_program_stands_in_the_table() -> None:
    told = [row[0].strip("`") for row in rows(text("docs/operating.md"), "## What the commands do")]
    assert sorted(told) == sorted(f"fengshao {name}" for name in PROGRAMS)


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_the_docs_call_no_program_that_is_none(page: Path) -> None:
    for words in _calls(page):
        if words[0] in {"--help", "COMMAND"}:
            continue
        assert words[0] in PROGRAMS, words
        _check(words)


def _check(words: list[str]) -> None:
    """The subcommand and the options of one call exist."""
    command = main.get_command(click.Context(main), words[0])
    rest = words[1:]
    if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        for name in rest[0].split("|"):
            assert name in command.commands, words
        command = command.commands[rest[0].split("|")[0]]
        rest = rest[1:]
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    used = {word for word in rest if word.startswith("--")}
    assert used <= known, words


def test_every_subcommand_is_told() -> None:
    told = {row[0].strip("`"): row[1] for row in rows(text("docs/operating.md"), "## What the commands do")}
    for name in PROGRAMS:
        command = main.get_command(click.Context(main), name)
        if isinstance(command, click.Group):
            assert set(codes(told[f"fengshao {name}"])) == set(command.commands)


def test_the_unit_starts_what_there_is() -> None:
    unit = (ROOT / "docs" / "fengshao.service").read_text(encoding="utf-8")
    (start,) = re.findall(r"^ExecStart=.*?fengshao (.*)$", unit, re.MULTILINE)
    _check(start.split())
