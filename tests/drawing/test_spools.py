"""Spools: what is still being written is waited for, to its end and no further."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.drawing.spools import rows_of
from bot.notices.pictures.workbook import END_OF_SPOOL, Cell, Column, Leaf, Spool, packed


def leaf(pieces: tuple[bytes, ...] | Spool) -> Leaf:
    return Leaf("单", "", "", (Column("列", 10),), pieces)


ROWS: list[list[list[Cell]]] = [[["甲"], ["乙"]], [], [["丙\n丁"]]]


def test_pieces_in_memory_and_in_a_file_are_the_same(tmp_path: Path) -> None:
    pieces = tuple(map(packed, ROWS))
    file = tmp_path / "rows"
    file.write_bytes(b"".join(piece + b"\n" for piece in pieces) + END_OF_SPOOL + b"[[9]]\n")
    assert [*rows_of(leaf(pieces))] == [*rows_of(leaf(Spool(str(file), 3)))] == ROWS


def test_what_is_not_there_yet_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece may arrive in parts."""
    file = tmp_path / "rows"
    data = b"".join(packed(rows) + b"\n" for rows in ROWS) + END_OF_SPOOL
    waited = threading.Event()
    monkeypatch.setattr("bot.drawing.spools.time.sleep", lambda seconds: waited.set())
    with file.open("wb") as rows:

        def write() -> None:
            for place in range(len(data)):
                waited.clear()
                waited.wait(5)
                rows.write(data[place : place + 1])
                rows.flush()

        writing = threading.Thread(target=write)
        writing.start()
        assert [*rows_of(leaf(Spool(str(file), 3)))] == ROWS
        writing.join()
