"""The file of /mydata: made of what is there, beside the writes; in a group, and on a full disk, there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.shell import Shell
from bot.domain.posts import Post, Sender
from handlers import privacy
from handlers.requests import Request
from handlers.words import find_command
from storage import people
from tests.handlers.rooms import ask
from tests.sandbox.conftest import Clock

WANG = Sender(101, "王师傅")


def a_request(clock: Clock, *, private: bool = True) -> Request:
    found = find_command("我的数据", "fengshao_bot", private=True)
    assert found is not None
    post = Post(101 if private else -1001, 5, WANG, clock(), "我的数据", private=private)
    return Request(found[0], found[1], WANG, post, None)


class Cupboard:
    """Keeps files, unless it is full."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.is_full = False

    async def keep(self, data: bytes, suffix: str) -> str:
        if self.is_full:
            raise OSError("no space left on device")
        self.kept[f"made/1{suffix}"] = data
        return f"made/1{suffix}"


async def send(shell: Shell, request: Request, seen: str | None) -> list[tuple[Any, ...]]:
    person = await shell.look(lambda tx, office, now: people.load(tx, WANG.id, WANG.name))
    await shell.do(lambda tx, office, now: privacy.send_data(tx, office, request, person, seen, now))
    return await ask(shell, "SELECT call, payload FROM notices")


async def test_the_file_is_kept_and_sent(shell: Shell, clock: Clock) -> None:
    await shell.do(lambda tx, office, now: people.remember(tx, WANG.id, WANG.name, "wang"))
    cupboard, request = Cupboard(), a_request(clock)
    path = await privacy.write_data(shell, request, cupboard.keep)
    assert path == "made/1.txt"
    assert "用户名：@wang" in cupboard.kept[path].decode("utf-8-sig")
    ((call, payload),) = await send(shell, request, path)
    assert call == "sendDocument"
    assert '"made":"made/1.txt"' in payload


async def test_a_disk_that_takes_no_file(shell: Shell, clock: Clock) -> None:
    cupboard, request = Cupboard(), a_request(clock)
    cupboard.is_full = True
    path = await privacy.write_data(shell, request, cupboard.keep)
    assert path is None
    ((call, payload),) = await send(shell, request, path)
    assert call == "sendMessage"
    assert "文件没有送到" in payload


async def test_nothing_is_made_for_a_group(shell: Shell, clock: Clock) -> None:
    cupboard, request = Cupboard(), a_request(clock, private=False)
    assert await privacy.write_data(shell, request, cupboard.keep) is None
    assert cupboard.kept == {}
    assert await privacy.write_data(shell, replace(request, post=a_request(clock).post), None) is None
