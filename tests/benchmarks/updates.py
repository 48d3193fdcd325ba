"""The input of every contestant: answers of getUpdates, 100 photo posts with a caption each, from many chats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.commands.books import read_book

BOOK = Path(__file__).parents[2] / "examples" / "huangshan" / "area.toml"
BATCH = 100
CHATS = 50
COURIERS = 400
FIRST_CHAT = -1002000000001
_FIRST_UPDATE = 500_000_000
_SENT_AT = 1_790_000_000  # 2026-09-21
_FAULTS = (
    "垃圾桶坏了",
    "路灯不亮，晚上很黑",
    "窨井盖破损，骑车差点摔了",
    "门口垃圾没人清理，味道很大",
    "消防通道被车堵住了",
    "污水管漏水，地面都是水",
    "共享单车乱停乱放，过不去",
    "绿化带里有人倒了建筑垃圾",
)


def chats() -> list[int]:
    return [FIRST_CHAT - number for number in range(CHATS)]


def captions(count: int) -> list[str]:
    """Reports as couriers write them, each of a place of the example area and one of eight faults."""
    places = [place.name for place in read_book(BOOK).places]
    return [
        f"{places[number % len(places)]}{number % 30 + 1}栋的{_FAULTS[number % len(_FAULTS)]}"
        for number in range(count)
    ]


def answers(count: int) -> list[bytes]:
    """The bodies of as many answers of getUpdates as hold `count` posts."""
    posts = [_update(number, caption) for number, caption in enumerate(captions(count))]
    return [
        json.dumps({"ok": True, "result": posts[start : start + BATCH]}).encode() for start in range(0, count, BATCH)
    ]


def _update(number: int, caption: str) -> dict[str, Any]:
    """One update with every field that Telegram sends for such a post."""
    courier = number % COURIERS
    sizes = ((90, 67, 1_400), (320, 240, 18_000), (800, 600, 83_000), (1280, 960, 171_000))
    return {
        "update_id": _FIRST_UPDATE + number,
        "message": {
            "message_id": 10_000 + number,
            "from": {
                "id": 300_000_000 + courier,
                "is_bot": False,
                "first_name": f"骑手{courier}",
                "username": f"rider_{courier}",
                "language_code": "zh-hans",
            },
            "chat": {"id": chats()[number % CHATS], "title": f"骑手随手拍{number % CHATS}群", "type": "supergroup"},
            "date": _SENT_AT + number,
            "photo": [
                {
                    "file_id": f"AgACAgUAAxkBAAIB{number:07d}{width:04d}ZxYAAVKq3m5hN0tqGx8AAbF2s1bTXQACQ8cxG_Yt{side}",
                    "file_unique_id": f"AQADQ8cx{number:07d}{side}",
                    "file_size": size,
                    "width": width,
                    "height": height,
                }
                for side, (width, height, size) in zip("smxy", sizes, strict=True)
            ],
            "caption": caption,
        },
    }
