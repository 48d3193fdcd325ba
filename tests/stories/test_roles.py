"""Roles: by a link that is good once, gone again with the next tap, for one street, and all of it on the audit."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Chat, Message, Person
from tests.stories.area import CHATS, PEOPLE, UNITS
from tests.stories.town import Town

STREET = -1005
BOSS = """\
[[person]]
telegram_id = 501
name = "方主任"
role = "admin"

[[person]]
telegram_id = 502
name = "马协调"
role = "coordinator"
unit = "jiedao"
"""
STREET_CHAT = f"""\
[[chat]]
id = {STREET}
kind = "coordinators"
unit = "jiedao"
"""


class Streets(Town):
    """The town with an administrator 方主任, and 马协调 who coordinates 青石街道 alone, in a chat of its own."""

    def _settle(self) -> None:
        super()._settle()
        self.fang = self.sandbox.add_person("方主任", id=501)
        self.ma = self.sandbox.add_person("马协调", id=502)
        for place in (self.riders, self.hall, self.office):
            self.sandbox.join(place, self.fang)
            self.sandbox.join(place, self.ma)
        self.street = self.sandbox.add_group("街道协调群", [self.ma, self.fang], id=STREET)
        self.sandbox.add_bot_to(self.street, self.bot, by=self.fang, admin=True)
        self.bot.updates.clear()


@pytest.fixture
async def town(folder: Path) -> AsyncIterator[Streets]:
    async with Streets(folder, book="\n".join([UNITS, PEOPLE, BOSS, CHATS, STREET_CHAT])) as running:
        yield running


async def press(town: Town, who: Person, message: Message, *buttons: str) -> str:
    """Press one button after the other as the message turns; what it says at the end."""
    for button in buttons:
        await town.until(lambda button=button: button in message.button_texts)
        answer = await town.tap(who, message, button)
        assert not answer.show_alert, answer.text
    await town.calm()
    return message.text


async def invite(town: Town, who: Person, *buttons: str) -> str:
    """/invite in private; what the link carries."""
    who.start(town.bot)
    town.whisper(who, "/invite")
    await press(town, who, await town.shown(town.private(who), "邀请谁"), *buttons)
    link = await town.shown(town.private(who), "https://t.me/")
    found = re.search(r"https://t\.me/(\w+)\?start=([A-Za-z0-9_-]{1,64})", link.text)
    assert found is not None and found[1] == town.bot.username, link.text
    return found[2]


async def revoke(town: Town, who: Person, whom: Person, place: Chat, *buttons: str) -> str:
    """/revoke as a reply to a word of theirs; what the message says at the end."""
    said = town.post(whom, "大家好", place)
    town.post(who, "/revoke", place, reply_to=said)
    return await press(town, who, await town.shown(place, "撤销谁的任命"), *buttons)


async def test_a_link_makes_a_secretary_once(town: Streets) -> None:
    town.post(town.wang, "北山新村4栋的垃圾桶坏了")
    await town.shown(town.hall, "#T1001", "待分派")
    payload = await invite(town, town.chen, "书记", "青石街道 ›", "北山社区")
    town.qian.start(town.bot, payload)
    await town.shown(town.private(town.qian), "您现在是北山社区书记")
    await town.shown(town.private(town.chen), "钱路人 接受了邀请，现在是北山社区书记")
    card = await town.shown(town.riders, "#T1001", "钱路人 请受理", button="受理")
    assert not (await town.tap(town.qian, card, "受理")).show_alert
    await town.calm()
    assert town.ticket()["state"] == "accepted"
    town.zhao.start(town.bot, payload)
    await town.shown(town.private(town.zhao), "这个邀请链接已经用过")
    await town.calm()
    assert town.value("SELECT count(*) FROM grants WHERE person_id = :id", id=town.zhao.id) == 0
    kept = town.rows("SELECT payload FROM notices") + town.rows("SELECT token_hash, role FROM invitations")
    assert payload not in str([tuple(row) for row in kept]), "once sent, the link stands nowhere"


async def test_a_link_is_made_in_private_only(town: Streets) -> None:
    town.post(town.chen, "/invite", town.hall)
    told = await town.shown(town.hall, "请私下发给我")
    assert not told.button_texts
    typed = town.post(town.wang, "/invite")
    await town.calm()
    assert town.sign(typed) == "🤷" and not town.said(town.riders)
    assert town.value("SELECT count(*) FROM invitations") == 0


async def test_a_link_grows_old_and_dies_with_the_right_of_its_maker(town: Streets) -> None:
    old = await invite(town, town.chen, "书记", "青石街道 ›", "北山社区")
    await town.later(days=7)
    town.qian.start(town.bot, old)
    await town.shown(town.private(town.qian), "这个邀请链接已经用过、过期")
    fresh = await invite(town, town.chen, "网格员", "青石街道 ›", "北山社区")
    await revoke(town, town.fang, town.chen, town.hall, "✕ 陈协调 协调员", "确定撤销")
    town.zhao.start(town.bot, fresh)
    await town.shown(town.private(town.zhao), "这个邀请链接已经用过、过期")
    await town.calm()
    assert town.value("SELECT count(*) FROM grants WHERE person_id IN (401, 102)") == 0


async def test_who_is_revoked_loses_the_right_with_the_next_tap(town: Streets) -> None:
    town.li.start(town.bot)
    _, card = await town.report()
    assert not (await town.tap(town.li, card, "受理")).show_alert
    said = await revoke(town, town.chen, town.li, town.office, "✕ 李书记 东湖社区书记", "确定撤销")
    assert "已撤销 李书记 的东湖社区书记" in said
    answer = await town.tap(town.li, card, "办结")
    assert answer.show_alert and "没有这个权限" in answer.text
    word = town.post(town.li, "已清理", town.office, reply_to=card)
    await town.shown(town.private(town.li), "您不再是东湖社区书记（由 陈协调 撤销）")
    await town.calm()
    assert town.sign(word) == "🤷" and town.ticket()["state"] == "accepted"


async def test_nobody_revokes_an_equal_nor_the_last_administrator(town: Streets) -> None:
    said = town.post(town.ma, "大家好", town.hall)
    town.post(town.chen, "/revoke", town.hall, reply_to=said)
    await town.shown(town.hall, "没有您能撤销的任命")
    town.post(town.fang, "/revoke", town.hall)
    listed = await town.shown(town.hall, "撤销谁的任命")
    answer = await town.tap(town.chen, listed, f"revoked:{town.ma.id}:coordinator:jiedao", forged=True)
    assert answer.show_alert
    answer = await town.tap(town.fang, listed, "✕ 方主任 管理员")
    assert answer.show_alert and "最后一位管理员" in answer.text
    await town.calm()
    assert town.value("SELECT count(*) FROM grants WHERE revoked_at IS NOT NULL") == 0


async def test_a_streets_coordinator_has_the_street_and_no_more(town: Streets) -> None:
    town.ma.start(town.bot)
    town.post(town.wang, "幸福里3栋的垃圾桶坏了")
    card = await town.shown(town.street, "#T1001", "待分派", button="东湖社区")
    await town.shown(town.hall, "#T1001", "待分派")
    await press(town, town.ma, card, "东湖社区")
    await town.shown(town.office, "#T1001", button="受理")
    town.post(town.zhao, "垃圾桶坏了")
    elsewhere = await town.shown(town.hall, "#T1002", "待分派")
    await town.calm()
    assert not town.said(town.street, "#T1002"), "nobody knows whose it is"
    answer = await town.tap(town.ma, elsewhere, "dispatch:1002:donghu", forged=True)
    assert answer.show_alert
    town.whisper(town.ma, "/todo")
    todo = await town.shown(town.private(town.ma), "待办")
    assert "T1002" not in todo.text
    town.whisper(town.ma, "/staff")
    staff = await town.shown(town.private(town.ma), "人员", "李书记：")
    assert "陈协调" not in staff.text
    town.whisper(town.ma, "/audit")
    await town.shown(town.private(town.ma), "没有这个权限")
    town.whisper(town.ma, "/stats 本周")
    await town.until(lambda: [m for m in town.said(town.private(town.ma)) if "青石街道" in m.words.text])


async def test_a_streets_coordinator_appoints_in_the_street(town: Streets) -> None:
    said = town.post(town.qian, "我来了", town.office)
    town.post(town.ma, "/appoint", town.office, reply_to=said)
    asked = await town.shown(town.office, "任命")
    answer = await town.tap(town.ma, asked, f"appoint:{town.qian.id}:officer:luminju", forged=True)
    assert answer.show_alert
    assert await press(town, town.ma, asked, "网格员", "青石街道 ›", "北山社区") == "已任命 钱路人 为北山社区网格员。"


async def test_everything_stands_on_the_audit(town: Streets) -> None:
    payload = await invite(town, town.chen, "书记", "青石街道 ›", "北山社区")
    town.qian.start(town.bot, payload)
    await town.shown(town.private(town.qian), "您现在是北山社区书记")
    await revoke(town, town.chen, town.li, town.office, "✕ 李书记 东湖社区书记", "确定撤销")
    for who in (town.chen, town.wang):
        town.whisper(who, "/audit")
        await town.shown(town.private(who), "没有这个权限")
    town.fang.start(town.bot)
    town.whisper(town.fang, "审计")
    told = await town.shown(town.private(town.fang), "审计")
    lines = [line.split(" ", 2)[2] for line in told.text.split("\n")[1:]]
    assert lines == [
        "陈协调 撤销了 李书记 的东湖社区书记",
        "钱路人 打开 陈协调 的邀请链接，成为北山社区书记",
        "陈协调 生成了北山社区书记的邀请链接",
        "后台 导入辖区：6 个单位，5 个点位",
    ]
    town.post(town.fang, "/audit", town.hall)
    await town.shown(town.hall, "请私下发给我")


async def test_masks_and_forwards_invite_and_revoke_nobody(town: Streets) -> None:
    said = town.post(town.li, "大家好", town.office)
    before = town.value("SELECT count(*) FROM audit")
    for command in ("/revoke", "/appoint", "/staff", "/topics", "/bind"):
        town.post(town.fang, command, town.office, reply_to=said, as_anonymous_admin=True)
        town.post(town.qian, command, town.office, reply_to=said)
    await town.calm()
    assert not [message for message in town.said(town.office) if message.button_texts]
    assert town.value("SELECT count(*) FROM audit") == before
