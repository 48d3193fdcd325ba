"""The map in the chat: the picture of the figures turns into it and back, its file goes where files may go."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path

from PIL import Image

from bot.sandbox import Message
from tests.stories.area import BOOK
from tests.stories.town import Town

MAPPED = BOOK.replace(
    'name = "东湖花园"\nunit = "donghu"\n', 'name = "东湖花园"\nunit = "donghu"\nlat = 30.0\nlon = 118.0\n'
)
GROUND = {
    "type": "Polygon",
    "coordinates": [[[118.01, 30.01], [118.02, 30.01], [118.02, 30.02], [118.01, 30.02], [118.01, 30.01]]],
}


def picture(message: Message) -> bytes:
    assert message.photo is not None
    with Image.open(io.BytesIO(message.photo)) as opened:
        assert opened.width == 1080
    return message.photo


async def test_a_coordinator_looks_at_the_map_and_takes_its_data(folder: Path) -> None:
    book = MAPPED.replace('name = "西苑社区"\n', 'name = "西苑社区"\nboundary = "west.geojson"\n')
    await asyncio.to_thread((folder / "west.geojson").write_text, json.dumps(GROUND))
    async with Town(folder, book=book) as town:
        await town.report()
        town.post(town.zhao, location=(30.015, 118.015))
        town.post(town.zhao, "路灯不亮")
        await town.until(lambda: len(town.tickets()) == 2)
        await town.calm()
        town.post(town.chen, "/stats", town.hall)
        figures = await town.shown(town.hall, button="地图")
        await town.calm()
        first = picture(figures)
        await town.tap(town.chen, figures, "地图")
        await town.until(lambda: "‹ 返回统计" in figures.button_texts)
        assert picture(figures) != first
        assert "图上 2 件：已超时 0，未结未超时 2，已了结 0" in figures.caption
        await town.tap(town.chen, figures, "全部")
        await town.until(lambda: "✓ 全部" in figures.button_texts)
        assert figures.caption.startswith("青石市 · 地图 · 全部")

        await town.tap(town.chen, figures, "地图数据")
        file = await town.shown(town.hall, "地图数据")
        assert file.media is not None and file.media.kind == "document"
        assert file.media.best.name == "地图-全部.geojson"
        told = json.loads(file.media.best.data)
        assert [feature["id"] for feature in told["features"]] == ["unit:xiyuan", "ticket:1002", "ticket:1001"]
        assert [feature["properties"].get("position") for feature in told["features"]] == [None, "pin", "place"]
        for words in ("王师傅", "小赵", "垃圾桶坏了", "3栋"):
            assert words not in file.media.best.data.decode()

        await town.tap(town.chen, figures, "‹ 返回统计")
        await town.until(lambda: "地图" in figures.button_texts)
        assert "收到" in figures.caption


async def test_where_nothing_has_a_position_one_line_says_what_to_do(town: Town) -> None:
    await town.report()
    town.post(town.chen, "/stats", town.hall)
    figures = await town.shown(town.hall, button="地图")
    await town.calm()
    answer = await town.tap(town.chen, figures, "地图")
    assert answer.show_alert
    assert "/export" in answer.text
    assert "地图" in figures.button_texts
    refused = await town.tap(town.wang, figures, "地图")
    assert refused.text != answer.text
