"""How long chatter is kept: the code, the pinned notice and both READMEs say the same."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from bot.desk.office import Office
from bot.notices.catalogue import ZH
from tests.docs.pages import text


def test_two_days_and_the_night_after() -> None:
    kept = {field.name: field.default for field in dataclasses.fields(Office)}["keep_inbox"]
    assert kept == timedelta(days=2)
    assert "闲聊不存档，满两天后的当夜删除" in ZH["privacy.notice"]
    assert "闲聊本身只留在原始消息里，满两天后的当夜删除" in text("README.zh-CN.md")
    assert "which is deleted\nin the night after it is two days old" in text("README.md")
