"""Somebody forgotten comes back by no list, figure, file, map, card or command, whoever asks for whatever there is."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from bot.sandbox import Chat, Message, Person
from tests.sandbox.pictures import jpeg
from tests.stories.town import Town

NAME, ID, USERNAME, PHONE = "欧阳师傅", 987654321, "ouyang_rides", "13812345678"
TRACES = (NAME, str(ID), USERNAME, PHONE)

ASKED = (
    *("/stats", "/stats 本月 上报人", "统计 谁报得最多", "/stats 东湖花园", "/map", "地图", "/bulletin 本月"),
    *("清单 本月", "/why T1001", "/why T1002", "/progress T1001"),
    *(f"/ticket T{number}" for number in range(1001, 1005)),
    *("/find 东湖花园", "/find 已注销用户", "/find 已并单", "/todo", "/triage", "/review", "/special", "/special 1"),
    *("/unit", "/staff", "/audit", "/mine", "/mydata", "/export"),
)
OF_GROUPS = ("/stats", "/ticket T1001", "/find 东湖花园", "/todo")
FILES = ("导出", "也要 CSV")
"""What is pressed below the figures."""


async def make_a_past(town: Town) -> Person:
    """Reports of all sorts: open, resolved with a photo, merged by a coordinator, supported, in private, in a special
    action, and an objection in the own words.
    """
    courier = town.sandbox.add_person(NAME, id=ID, username=USERNAME)
    town.sandbox.join(town.riders, courier)
    await town.look_at_the_clock()
    _, card = await town.report(f"东湖花园3栋的垃圾桶坏了，我是{NAME}，电话{PHONE}", courier, photo=jpeg())
    await town.later(hours=1)
    await town.report(f"东湖花园5栋的垃圾桶坏了，{NAME}", courier)
    await town.later(hours=1)
    await town.report("东湖花园7栋的垃圾桶坏了", town.zhao, photo=jpeg("blue"))
    town.post(courier, "东湖花园7栋的垃圾桶坏了", photo=jpeg("green"))
    town.whisper(courier, f"东湖花园9栋的路灯不亮，打{PHONE}找{NAME}")
    await town.calm()
    town.post(town.chen, "T1002 并入 T1001", town.hall)
    await town.calm()
    town.post(town.li, "已处理，换了新桶", town.office, photo=jpeg("white"), reply_to=card)
    closure = await town.shown(town.riders, "#T1001", button="未解决")
    await town.tap(courier, closure, "未解决")
    town.post(courier, f"还是坏的，{NAME}看着呢", photo=jpeg("black"))
    await town.calm()
    return courier


async def have_forgotten(town: Town, courier: Person) -> None:
    town.whisper(courier, "/start")
    town.whisper(courier, "/forgetme")
    question = await town.shown(town.private(courier), "要我忘记您吗", button="确认，忘记我")
    await town.tap(courier, question, "确认，忘记我")
    await town.shown(town.private(courier), "这是我对您说的最后一句话")
    while town.value("SELECT count(*) FROM forgettings"):
        await town.look_at_the_clock()
    await town.calm()


def said_by(town: Town, message: Message) -> Iterator[str]:
    """The words, the buttons and their data, and what is in a file of a message."""
    yield message.words.text
    yield str(message.rows)
    if message.media is not None:
        best = message.media.best
        yield best.name
        yield from read(best.data)


def read(data: bytes) -> Iterator[str]:
    """A file as text; each part of a workbook, which is a ZIP."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for part in book.namelist():
                yield book.read(part).decode("utf-8", errors="replace")
    else:
        yield data.decode("utf-8", errors="replace")


async def ask(town: Town, who: Person, place: Chat | None, asked: tuple[str, ...]) -> int:
    """What this person can ask there, and the files of it. Returns how many messages were read."""
    where = place or town.private(who)
    before = town.said(where)
    for words in asked:
        if place is None:
            town.whisper(who, words)
        else:
            town.post(who, words, place)
        await town.calm()
    for label in FILES:
        for message in [one for one in town.said(where, button=label) if one not in before][:1]:
            await town.tap(who, message, label)
            await town.calm()
    found = [message for message in town.said(where) if message not in before]
    for message in found:
        for words in said_by(town, message):
            assert not [trace for trace in TRACES if trace in words], words
    return len(found)


def by_command(config: Path, folder: Path) -> Iterator[str]:
    """What the operator's commands print and write."""
    period = ("--config", str(config), "--period", "all")
    for arguments in (
        ("tickets", "--config", str(config), "--json"),
        ("tickets", "--config", str(config), "--csv"),
        ("tickets", "--config", str(config)),
        ("stats", *period, "--json"),
        ("stats", *period, "--xlsx", str(folder / "stats.xlsx")),
        ("uncertain", "list", "--config", str(config), "--json"),
        ("quarantine", "list", "--config", str(config), "--json"),
        ("area", "export", "--config", str(config)),
    ):
        done = CliRunner().invoke(main, list(arguments))
        assert done.exit_code == 0, (arguments, done.output)
        yield done.stdout
    yield from read((folder / "stats.xlsx").read_bytes())


async def test_no_command_file_or_list_brings_a_name_back(town: Town, tmp_path: Path) -> None:
    courier = await make_a_past(town)
    assert town.value("SELECT count(*) FROM tickets WHERE reporter_id = :id", id=ID) == 3
    await have_forgotten(town, courier)
    assert await ask(town, town.chen, None, ASKED) > 20
    assert await ask(town, town.chen, town.hall, OF_GROUPS) >= len(OF_GROUPS)
    assert await ask(town, town.li, None, OF_GROUPS) >= len(OF_GROUPS)
    assert await ask(town, town.zhao, None, ("/mine", "/progress T1003", "/mydata")) >= 3
    printed = await asyncio.to_thread(lambda: [*by_command(town.config_file, tmp_path)])
    assert any("T1001" in words for words in printed)
    for words in printed:
        assert not [trace for trace in TRACES if trace in words], words[:2000]
