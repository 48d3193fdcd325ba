"""My data: the file says all that is held, in words, and stays whole whatever somebody wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.privacy import Held, Reported, Said
from bot.notices.my_data import my_data
from tests.notices.samples import AREA, DAY, NOON, TEXTS, ZONE


def written(held: Held) -> str:
    return my_data(TEXTS, AREA, held, ZONE, timedelta(days=2), NOON).decode("utf-8-sig")


def test_every_kind_has_its_section() -> None:
    report = Reported("T1024", NOON, "东湖花园3栋的\n垃圾桶坏了", "东湖花园3栋", "accepted", False, 2)
    held = Held(
        42,
        "王骑手",
        "wang_rides",
        True,
        roles=(("grid", "donghu", NOON - DAY, NOON), ("coordinator", "", NOON, None)),
        reports=(report,),
        joined=(Reported("", NOON, "", "湖边", "", True, 0),),
        said=(Said("T1024", NOON, "dispute", "还是坏的"),),
        positions=((NOON, 30.25, 118.125),),
        messages=3,
        raw=1,
        audited=4,
    )
    assert written(held).splitlines() == [
        "蜂哨留着的关于您的数据　2026-11-02 12:00 导出",
        "",
        "【您是谁】",
        "编号：42",
        "名字：王骑手",
        "用户名：@wang_rides",
        "您打开过和我的私聊，我可以私下给您发消息。",
        "",
        "【您担任过的】",
        "网格员 东湖社区　2026-11-01 12:00 至 2026-11-02 12:00",
        "协调员 　2026-11-02 12:00 起",
        "",
        "【您上报的（1 件）】",
        "T1024　2026-11-02 12:00　处理中　东湖花园3栋",
        "　原话：东湖花园3栋的 垃圾桶坏了",
        "　存着照片等文件：2 个",
        "",
        "【您发的，并到别的工单里的，或者还没有成为工单的（1 条）】",
        "　2026-11-02 12:00　　湖边（私下上报）",
        "",
        "【您对这些工单做过的、说过的（1 条）】",
        "T1024　2026-11-02 12:00　反映未解决　还是坏的",
        "",
        "【您发过的定位（WGS-84）】",
        "2026-11-02 12:00　30.25, 118.125",
        "",
        "【其他】",
        "我私下给您发过的消息：3 条",
        "您最近私下发来的原始消息：1 条，满 2 天后的当夜删除",
        "您对机器人设置做过的操作：4 条（管理员的 /audit 里看得到）",
        "",
        "照片原图在您自己的聊天记录里。任职期间办理工单的记录写在各工单的历程里，不在这个文件里。",
    ]


def test_a_stranger_reads_that_there_is_nothing() -> None:
    assert "除了这次询问，没有关于您的记录。" in written(Held(42, "", "", False, messages=1, raw=1))


@pytest.mark.parametrize("words", ["\ud83d", "{number}", "<b>&", "\u202e反的"])
def test_whatever_was_written(words: str) -> None:
    report = Reported("T1024", NOON, words, words, "closed", False, 0)
    assert "T1024" in written(Held(42, words, "", False, reports=(report,)))
