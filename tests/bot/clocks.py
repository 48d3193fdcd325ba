"""A shell whose time stands still until it is moved, and what may wait in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.shell import Shell
from bot.domain.posts import Post, PostState, Sender
from storage import posts
from tests.handlers.conftest import folder
from tests.handlers.rooms import open_shell
from tests.sandbox.conftest import Clock as Hand

__all__ = ["folder", "gather", "hand", "shell"]


@pytest.fixture
def hand() -> Hand:
    """The time that stands still until it is moved: Friday 09:00 in Shanghai."""
    return Hand()


@pytest.fixture
async def shell(hand: Hand, folder: Path) -> AsyncIterator[Shell]:
    async with open_shell(folder, hand) as opened:
        yield opened


async def gather(shell: Shell, number: int, seconds: float) -> None:
    """A photo of a while ago that waits for its words, for so long yet."""

    def deed(tx: Any, office: Any, now: datetime) -> None:
        post = Post(-1001, number, Sender(101, "王师傅"), now - timedelta(minutes=5))
        posts.add(tx, post, PostState.GATHERING, now + timedelta(seconds=seconds), kept_at=post.sent_at)

    await shell.do(deed)
