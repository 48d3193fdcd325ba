"""Connections: what is asked of one that is being closed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.connection import open_writer
from storage.errors import StorageClosed


async def test_what_waited_is_done_and_what_comes_while_it_closes_is_refused(tmp_path: Path) -> None:
    connection = await open_writer(tmp_path / "a.db")
    waiting = asyncio.ensure_future(connection.run(lambda sqlite: sqlite.execute("SELECT 1").fetchone()[0]))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(connection.close())
    await asyncio.sleep(0)
    with pytest.raises(StorageClosed):
        await connection.run(lambda sqlite: sqlite.execute("SELECT 2").fetchone())
    assert await waiting == 1
    await closing
    with pytest.raises(StorageClosed):
        await connection.run(lambda sqlite: sqlite.execute("SELECT 3").fetchone())
