"""Files of commands: whole or not at all, whatever name was given, and no device is done away with."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import click
import pytest

from bot.commands.files import write_whole


def test_another_takes_its_place_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "figures.png"
    for data in (b"old", b"new"):
        write_whole(file, data)
    assert (file.read_bytes(), [*tmp_path.iterdir()]) == (b"new", [file])


@pytest.mark.parametrize("name", ["", "nowhere/f.png", "file/f.png", "x" * 300 + ".png"])
def test_what_cannot_be_written_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_bytes(b"kept")
    with pytest.raises(click.ClickException, match="cannot be written: ") as caught:
        write_whole(Path(name), b"data")
    assert "\n" not in caught.value.message
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"kept"]


def test_the_longest_name_that_a_file_may_have(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 251 + ".png")
    write_whole(file, b"data")
    assert file.read_bytes() == b"data"


def test_a_link_stays_one(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    link = tmp_path / "figures.png"
    link.symlink_to(there / "figures.png")
    write_whole(link, b"data")
    assert link.is_symlink()
    assert (there / "figures.png").read_bytes() == b"data"


def test_a_pipe_takes_the_data_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = threading.Thread(target=write_whole, args=(pipe, b"data"))
    writing.start()
    assert pipe.read_bytes() == b"data"
    writing.join()
    assert pipe.is_fifo()
