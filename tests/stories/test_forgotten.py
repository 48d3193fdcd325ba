"""A courier asks what is kept, gets it as a file, asks to be forgotten, and is nowhere any more; the figures stay."""

from __future__ import annotations

import json
import os
from pathlib import Path

from structlog.testing import capture_logs

from bot.desk import people
from bot.domain.areas import Role
from bot.sandbox import Chat, Message
from storage.people import grant, revoke
from tests.sandbox.pictures import jpeg
from tests.stories.town import Town

NAME = "欧阳师傅"
ID = 987654321
PHONE = "13812345678"
TRACES = (NAME, str(ID), "ouyang_rides", PHONE)


def documents(town: Town, place: Chat) -> list[Message]:
    found = town.sandbox.messages(place, by=town.bot)
    return [message for message in found if message.media and message.media.kind == "document"]


def rows_with_traces(town: Town) -> list[str]:
    tables = [row["name"] for row in town.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return [
        f"{table}: {line}"
        for table in tables
        for row in town.rows(f"SELECT * FROM {table}")
        if any(trace in (line := json.dumps([str(cell) for cell in row], ensure_ascii=False)) for trace in TRACES)
    ]


def files_with_traces(folder: Path) -> list[str]:
    """Photos and what the bot made; the database is looked at row by row."""
    files = [path for path in (folder / "media").rglob("*") if path.is_file()]
    return [str(path) for path in files if any(trace.encode() in path.read_bytes() for trace in TRACES)]


def photos(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file() and "made" not in path.parts]


async def stats(town: Town) -> str:
    """What /stats tells the coordinators now, in words."""
    before = len(town.said(town.hall))
    town.post(town.chen, "/stats", town.hall)
    await town.until(lambda: len(town.said(town.hall)) > before)
    await town.calm()
    message = town.said(town.hall)[-1]
    return message.words.text


async def test_a_courier_is_forgotten(town: Town) -> None:
    courier = town.sandbox.add_person(NAME, id=ID, username="ouyang_rides")
    town.sandbox.join(town.riders, courier)
    with capture_logs() as logged:
        _, card = await town.report(f"东湖花园3栋的垃圾桶坏了，{NAME}，电话{PHONE}", courier, photo=jpeg())
        town.post(town.zhao, "东湖花园5栋的垃圾桶坏了")
        await town.calm()
        assert NAME in (card.words.text)
        assert len(photos(town.folder)) == 1
        counts, tallies = await stats(town), [tuple(row) for row in town.rows("SELECT * FROM tallies")]

        town.whisper(courier, "/start")
        town.whisper(courier, "我的数据")
        (file,) = await town.until(lambda: documents(town, town.private(courier)))
        assert file.media is not None
        assert file.media.best.name == "我的数据-2026-11-20.txt"
        told = file.media.best.data.decode("utf-8-sig")
        for kept in (NAME, str(ID), "@ouyang_rides", "T1001", "东湖花园3栋", PHONE, "文件：1 个"):
            assert kept in told, told
        assert "5栋" not in told, "what others reported is theirs"

        assert len(rows_with_traces(town)) > 10
        town.post(town.chen, f"查找 {NAME}", town.hall)
        await town.calm()
        assert "T1001" in town.said(town.hall)[-1].words.text

        town.whisper(courier, "忘记我")
        question = await town.shown(town.private(courier), "要我忘记您吗", button="先不要")
        assert "其中 1 件还没办完" in question.words.text
        await town.tap(courier, question, "先不要")
        await town.calm()
        assert town.value("SELECT count(*) FROM forgettings") == 0
        town.whisper(courier, "/forgetme")
        question = await town.shown(town.private(courier), "要我忘记您吗", button="确认，忘记我")
        await town.tap(courier, question, "确认，忘记我")
        await town.shown(town.private(courier), "这是我对您说的最后一句话")
        while town.value("SELECT count(*) FROM forgettings"):
            await town.look_at_the_clock()

        assert rows_with_traces(town) == []
        await town.until(lambda: not photos(town.folder))
        for path in (town.folder / "media" / "made").glob("*/*"):
            os.utime(path, (0, 0))  # as an hour later
        await town.app.fetcher._gallery.clear()
        assert files_with_traces(town.folder) == []
        for place in (town.office, town.hall, town.riders):
            for message in town.said(place):
                said = message.words.text
                assert not any(trace in said for trace in TRACES), said
        assert "已注销用户" in town.only(town.office, "#T1001").words.text
        assert await stats(town) == counts
        assert [tuple(row) for row in town.rows("SELECT * FROM tallies")] == tallies

        town.post(town.chen, f"查找 {NAME}", town.hall)
        await town.calm()
        assert "T1001" not in town.said(town.hall)[-1].words.text
        town.whisper(courier, "/mydata")
        await town.until(lambda: len(documents(town, town.private(courier))) == 2)
        again = documents(town, town.private(courier))[-1]
        assert again.media is not None
        assert "T1001" not in again.media.best.data.decode("utf-8-sig")
    assert not [entry for entry in logged if any(trace in str(entry) for trace in TRACES)]
    assert town.value("PRAGMA integrity_check") == "ok"


async def test_lists_and_cards_that_stand_show_nothing_of_a_former_officer(town: Town) -> None:
    """Muted under one name, secretary under another; named on buttons, in links, by the bare id, and in a card's steps.

    What the chats show, not only what the database holds.
    """
    old = "慕容旧名"
    courier = town.sandbox.add_person(old, id=ID, username="ouyang_rides")
    for place in (town.riders, town.office):
        town.sandbox.join(place, courier)
    code = await town.app.shell.do(lambda tx, office, now: people.offer_claim(tx, now))
    town.whisper(town.chen, f"/claim {code}")
    await town.calm()
    chatter = town.post(courier, "今天天气真好啊", town.riders)
    town.post(town.chen, "/mute 3h", town.riders, reply_to=chatter)
    await town.calm()
    town.whisper(town.chen, "/mute")
    listed = await town.shown(town.private(town.chen), str(ID), button=f"解除 {old}")
    await town.later(hours=4)
    courier.first_name = NAME
    town.whisper(courier, "/start")
    await town.calm()
    await town.app.shell.do(lambda tx, office, now: grant(tx, ID, Role.SECRETARY, "donghu", None, now))
    _, card = await town.report()
    await town.tap(courier, card, "受理")
    town.whisper(town.chen, "/revoke")
    asked = await town.shown(town.private(town.chen), "撤销", button=f"✕ {NAME} 东湖社区书记")
    await town.calm()
    assert NAME in card.words.text
    await town.app.shell.do(lambda tx, office, now: revoke(tx, ID, Role.SECRETARY, "donghu", now))

    town.whisper(courier, "/forgetme")
    question = await town.shown(town.private(courier), "要我忘记您吗", button="确认，忘记我")
    await town.tap(courier, question, "确认，忘记我")
    await town.calm()
    while town.value("SELECT count(*) FROM forgettings"):
        await town.look_at_the_clock()
    await town.calm()

    for place in (town.office, town.hall, town.riders, town.private(town.chen)):
        for message in town.said(place):
            said = message.words.text + str(message.buttons)
            assert not any(trace in said for trace in (old, *TRACES)), said
    assert "已注销用户1" in card.words.text
    assert "T1001" in card.words.text
    assert listed.button_texts == []
    assert not any("已注销" in text for text in asked.button_texts)
    assert rows_with_traces(town) == []
