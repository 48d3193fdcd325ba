"""Files: a secret that others read, folders that nobody may write to, and what the bot has yet to make."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.doctor import files
from bot.doctor.findings import Finding
from tests.doctor.practice import FAULT, OK, WARNING

TOKEN = "7000000001:sandbox-token-of-the-first-bot-0000"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """An installation as it should be."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "fengshao.db").touch()
    for name in ("token", "fengshao.db"):
        (tmp_path / name).chmod(0o600)
    (tmp_path / "media").mkdir(mode=0o700)
    write(tmp_path, 'token_file = "token"')
    return tmp_path


def write(folder: Path, telegram: str) -> None:
    config = folder / "config.toml"
    config.write_text(f'[telegram]\n{telegram}\n[area]\nbook = "area.toml"\n')
    config.chmod(0o644)


def look(folder: Path) -> dict[str, Finding]:
    found = [
        files.config(folder / "config.toml"),
        files.token(folder / "token"),
        files.database(folder / "fengshao.db"),
        files.media(folder / "media"),
    ]
    return {one.name: one for one in found}


def test_all_is_closed(here: Path) -> None:
    assert {name: found.state for name, found in look(here).items()} == dict.fromkeys(
        ("config", "token file", "database file", "media folder"), OK
    )


@pytest.mark.parametrize(
    ("name", "file", "mode", "remedy"),
    [
        ("token file", "token", 0o644, "chmod 600"),
        ("token file", "token", 0o640, "chmod 600"),
        ("database file", "fengshao.db", 0o604, "chmod 600"),
        ("media folder", "media", 0o755, "chmod 700"),
        ("config", "config.toml", 0o666, "chmod o-w"),
    ],
)
def test_what_others_may_read_is_to_be_closed(here: Path, name: str, file: str, mode: int, remedy: str) -> None:
    (here / file).chmod(mode)
    found = look(here)[name]
    assert found.state is WARNING
    assert found.remedy == f"{remedy} {here / file}"
    assert TOKEN not in found.found


def test_a_folder_in_which_others_may_put_another_database_is_to_be_closed(here: Path) -> None:
    here.chmod(0o777)
    found = look(here)["database file"]
    assert (found.state, found.remedy) == (WARNING, f"chmod o-w {here}")
    here.chmod(0o1777)
    assert look(here)["database file"].state is OK, "a sticky folder lets nobody take away another's file"


@pytest.mark.parametrize("secret", [f'token = "{TOKEN}"', 'webhook_secret = "abc"'])
def test_a_config_with_a_secret_is_closed_as_a_token_is(here: Path, secret: str) -> None:
    write(here, secret)
    assert look(here)["config"].state is WARNING
    (here / "config.toml").chmod(0o600)
    assert look(here)["config"].state is OK


def test_a_group_may_read_what_root_has_given_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """root:fengshao 640, as configuration tools make it: to close it would lock the bot out."""
    (here / "token").chmod(0o640)
    monkeypatch.setattr(files.os, "geteuid", lambda: os.getuid() + 1)
    assert look(here)["token file"].state is OK
    (here / "token").chmod(0o644)
    assert look(here)["token file"].remedy == f"chmod o-rwx {here / 'token'}"


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("database file", lambda here: None),
        ("database file", lambda here: (here / "fengshao.db").unlink()),
        ("media folder", lambda here: None),
        ("media folder", lambda here: (here / "media").rmdir()),
    ],
)
def test_what_may_not_be_written_is_a_fault(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str, spoil: Callable[[Path], None]
) -> None:
    spoil(here)
    monkeypatch.setattr(files.os, "access", lambda path, mode: False)
    assert look(here)[name].state is FAULT


def test_a_file_in_the_place_of_the_folder(here: Path) -> None:
    (here / "media").rmdir()
    (here / "media").touch()
    assert look(here)["media folder"].state is FAULT


def test_what_the_bot_has_yet_to_make(here: Path) -> None:
    (here / "media").rmdir()
    (here / "fengshao.db").unlink()
    found = look(here)
    for name in ("database file", "media folder"):
        assert found[name].state is OK
        assert "the bot makes it" in found[name].found
