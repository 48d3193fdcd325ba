"""Bulletins: the week on Monday, the quarter with its list, asked for at once; told once, whatever ends in between."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from python_calamine import CalamineWorkbook

from bot.sandbox import Message
from tests.handlers.photographs import scene, sent
from tests.stories.process import BotProcess
from tests.stories.town import FRIDAY_MORNING, PATIENCE, SHANGHAI, Town

WEEKLY: dict[str, Any] = {"bulletins.weekly": "30 8 * * mon"}
QUARTERLY: dict[str, Any] = {"bulletins.quarterly": "30 8 1 jan,apr,jul,oct *"}
EVERYBODY = {"bulletins.to": ["coordinators", "units", "groups"]}
DECEMBER = datetime(2026, 12, 30, 10, 0, tzinfo=SHANGHAI)


def size(message: Message) -> tuple[int, int]:
    assert message.photo is not None
    with Image.open(io.BytesIO(message.photo)) as picture:
        return picture.size


def files(town: Town, place: Any) -> dict[str, bytes]:
    """The documents of the bot in a chat."""
    found = [message.media for message in town.sandbox.messages(place, by=town.bot) if message.media]
    return {media.best.name: media.best.data for media in found if media.kind == "document"}


async def mended(town: Town) -> None:
    """A bin with a photo of before and one of after."""
    _, card = await town.report(photo=sent(scene(1)))
    town.post(town.li, "已处理，换了新桶", town.office, photo=sent(scene(2)), reply_to=card)
    await town.shown(town.riders, "已办结")
    await town.calm()


def told(town: Town) -> Callable[[], bool]:
    return lambda: town.value("SELECT count(*) FROM bulletins WHERE state <> 'due'") > 0


async def test_the_week_is_told_on_monday(folder: Path) -> None:
    async with Town(folder, config=WEEKLY | EVERYBODY) as town:
        await mended(town)
        await town.report("东湖花园9栋的垃圾桶坏了", town.zhao)
        await town.until_time(8, 29, days=2)
        assert not town.said(town.hall, "简报")
        await town.until_time(8, 30)
        await town.until(told(town))
        await town.calm()
        bulletin = town.only(town.hall, "青石市简报 · 2026年第47周（11月16日至22日）")
        assert size(bulletin)[0] == 1080
        assert (
            "收到 2" in bulletin.caption and "办结 1" in bulletin.caption and "按期率 100%（1/1）" in bulletin.caption
        )
        assert size(town.only(town.hall, "处理前后", "#T1001 东湖花园3栋"))[0] == 1280
        assert "收到 2" in town.only(town.office, "东湖社区简报").caption
        assert not town.said(town.depot, "简报")
        public = town.only(town.riders, "本群上报 2 件，已办结 1 件")
        assert size(public)[0] == 1280 and "东湖社区" not in public.caption and "T1001" not in public.caption
        for _ in range(2):
            await town.look_at_the_clock()
        assert len(town.said(town.hall, "简报")) == 1 and not files(town, town.hall)


async def test_who_is_late_for_a_week_is_named(folder: Path) -> None:
    """Due on Monday the 16th, named five working days later: in the bulletin of the week of the 23rd."""
    async with Town(folder, config=WEEKLY | EVERYBODY, start=FRIDAY_MORNING - timedelta(days=7)) as town:
        _, card = await town.report()
        await town.tap(town.li, card, "受理")
        await town.until_time(10, 5, days=10)
        await town.until_time(8, 30, days=6)
        await town.until(
            lambda: town.value("SELECT count(*) FROM bulletins WHERE period = '2026-W48' AND state = 'told'")
        )
        await town.calm()
        bulletin = town.only(town.hall, "简报 · 2026年第48周")
        assert "通报 1 件，未办结 1 件" in bulletin.caption
        assert "#T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 超时13天" in bulletin.caption
        assert "通报 1 件" in town.only(town.office, "东湖社区简报 · 2026年第48周").caption
        assert not town.said(town.riders, "第48周")


async def test_the_quarter_comes_with_pages_and_a_workbook(folder: Path) -> None:
    async with Town(folder, config=QUARTERLY, start=DECEMBER) as town:
        await mended(town)
        await town.report("东湖花园9栋的垃圾桶坏了=1+1", town.zhao)
        await town.until_time(8, 30, days=1)
        await town.until(told(town))
        await town.calm()
        town.only(town.hall, "青石市简报 · 2026年第4季度", "收到 2")
        sent_files = files(town, town.hall)
        assert sorted(sent_files) == ["问题清单-2026年第4季度-1.png", "问题清单-2026年第4季度.xlsx"]
        with Image.open(io.BytesIO(sent_files["问题清单-2026年第4季度-1.png"])) as page:
            assert page.width >= 1240 and page.height >= 1754
        book = CalamineWorkbook.from_filelike(io.BytesIO(sent_files["问题清单-2026年第4季度.xlsx"]))
        assert book.sheet_names == ["清单", "汇总"]
        (first, second) = book.get_sheet_by_name("清单").to_python()[3:]
        assert first[1] == "T1001" and first[8] == "东湖社区" and first[11] == "按期办结"
        assert second[1] == "T1002" and second[11] == "在办" and "赵" not in str(second)


async def test_an_end_in_between_loses_nothing_and_doubles_nothing(folder: Path) -> None:
    async with Town(folder, config=WEEKLY) as town:
        await mended(town)
        await town.calm()
        town.now.move(datetime(2026, 11, 23, 8, 30, 5, tzinfo=SHANGHAI) - town.now())
        await town.app.clock.sweep()
        assert town.value("SELECT state FROM bulletins") == "due", "claimed, and being drawn"
        await town.stop_bot()
        await town.start_bot()
        await town.until(told(town))
        await town.calm()
        assert len(town.said(town.hall, "青石市简报")) == 1
        await town.stop_bot()
        await town.start_bot()
        await town.look_at_the_clock()
        assert len(town.said(town.hall, "青石市简报")) == 1


def _make_it_due(database: Path) -> None:
    """As if the bot had been down since before the last Monday, half past eight: a process has the host's time."""
    now = datetime.now(SHANGHAI)
    monday = (now - timedelta(days=now.weekday())).replace(hour=8, minute=30, second=0, microsecond=0)
    planned = monday if monday <= now else monday - timedelta(days=7)
    moments = {"planned": planned, "reported": planned - timedelta(days=3), "now": now}
    values = {name: int(moment.timestamp() * 1000) for name, moment in moments.items()}
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE tickets SET created_at = :reported", values)
        connection.execute("UPDATE schedules SET next_at = :planned WHERE name = 'bulletin:week'", values)
        connection.execute("UPDATE clock SET seen_at = :now", values)


def _states(database: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [state for (state,) in connection.execute("SELECT state FROM bulletins")]


async def test_kill_9_between_claim_and_telling(folder: Path) -> None:
    async with Town(folder, config=WEEKLY | {"reminders.quiet": ""}) as town:
        await town.report()
        await town.stop_bot()
        database = folder / "fengshao.db"
        _make_it_due(database)
        process = BotProcess(town.config_file)
        try:
            async with asyncio.timeout(PATIENCE * 2):
                process.start()
                while _states(database) != ["due"]:  # noqa: ASYNC110 - what the process commits is told to nobody
                    await asyncio.sleep(0.01)
                await process.kill()
                assert not town.said(town.hall, "青石市简报")
                assert _states(database) == ["due"], "it takes longer to draw than to be killed"
                process.start()
                while _states(database) != ["told"] or not town.said(town.hall, "青石市简报"):  # noqa: ASYNC110 - likewise
                    await asyncio.sleep(0.05)
            assert await process.terminate() == 0
        finally:
            await process.kill()
        assert len(town.said(town.hall, "青石市简报")) == 1


async def test_after_weeks_of_downtime_the_last_week_is_told_once(folder: Path) -> None:
    async with Town(folder, config=WEEKLY) as town:
        await mended(town)
        await town.stop_bot()
        town.now.move(timedelta(days=5))
        await town.start_bot()
        await town.until(told(town))
        await town.calm()
        town.only(town.hall, "简报 · 2026年第47周")
        await town.stop_bot()
        town.now.move(timedelta(days=15))
        await town.start_bot()
        await town.until(lambda: town.value("SELECT count(*) FROM bulletins WHERE state = 'quiet'") == 1)
        await town.calm()
        assert len(town.said(town.hall, "简报")) == 1, "nothing happened in the week of 30 November"
        assert town.value("SELECT max(period) FROM bulletins") == "2026-W49"


async def test_a_coordinator_asks_for_it(folder: Path) -> None:
    async with Town(folder, start=FRIDAY_MORNING) as town:
        await town.report()
        town.post(town.chen, "清单 本季", town.hall)
        await town.shown(town.hall, "青石市简报 · 2026年第4季度", "收到 1")
        await town.until(lambda: len(files(town, town.hall)) == 2)
        town.post(town.chen, "简报 上季度", town.hall)
        await town.shown(town.hall, "2026年第3季度没有上报")
        town.post(town.chen, "/bulletin 后天", town.hall)
        await town.shown(town.hall, "没有“后天”这样的时段", "上季度")
        town.post(town.chen, "/bulletin 本季", town.riders)
        await town.shown(town.riders, "请私下发给我")
        await town.calm()
        assert not town.said(town.riders, "简报")
        stranger = town.post(town.zhou, "/bulletin 本季", town.hall)
        await town.until(lambda: town.sign(stranger) == "🤷")
