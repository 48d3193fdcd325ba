"""Going live: the first admin claims, binds groups by buttons, appoints people by replying to them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import people
from bot.sandbox import Chat, Person
from bot.sandbox.accounts import ORDINARY_RIGHTS
from tests.stories.area import UNITS
from tests.stories.town import BIN, Town


@pytest.fixture
async def town(folder: Path) -> AsyncIterator[Town]:
    """A town whose book knows neither people nor chats."""
    async with Town(folder, book=UNITS) as running:
        yield running


async def make_admin(town: Town, who: Person) -> None:
    code = await town.app.shell.do(lambda tx, office, now: people.offer_claim(tx, now))
    town.whisper(who, f"/claim {code}")
    await town.shown(town.private(who), "认领成功")
    await town.calm()


async def bind(town: Town, place: Chat, *buttons: str) -> str:
    """Go through /bind; what the bot says at the end."""
    town.post(town.chen, "/bind", place)
    message = await town.shown(place, "这个群是做什么的")
    for button in buttons:
        await town.until(lambda button=button: button in message.button_texts)
        await town.tap(town.chen, message, button)
    await town.calm()
    return message.text


async def appoint(town: Town, whom: Person, place: Chat, *buttons: str) -> str:
    said = town.post(whom, "大家好", place)
    town.post(town.chen, "/appoint", place, reply_to=said)
    message = await town.shown(place, "任命", button=buttons[0])
    for button in buttons:
        await town.until(lambda button=button: button in message.button_texts)
        await town.tap(town.chen, message, button)
    await town.calm()
    return message.text


async def test_a_wrong_code_makes_nobody_admin(town: Town) -> None:
    town.whisper(town.qian, "/claim AAAA-BBBB-CCCC")
    await town.shown(town.private(town.qian), "认领码不对")
    town.post(town.qian, "/bind", town.office)
    await town.calm()
    assert town.value("SELECT count(*) FROM grants") == 0
    assert not town.said(town.office)


async def test_a_code_serves_once_and_only_in_private(town: Town) -> None:
    code = await town.app.shell.do(lambda tx, office, now: people.offer_claim(tx, now))
    town.post(town.qian, f"/claim {code}", town.office)
    await town.calm()
    assert town.value("SELECT count(*) FROM grants") == 0
    town.whisper(town.chen, f"/claim {code}")
    await town.shown(town.private(town.chen), "认领成功")
    town.whisper(town.qian, f"/claim {code}")
    await town.shown(town.private(town.qian), "认领码不对")
    assert [row["person_id"] for row in town.rows("SELECT * FROM grants")] == [town.chen.id]


async def test_from_nothing_to_the_first_ticket(town: Town) -> None:
    await make_admin(town, town.chen)
    assert "上报群" in await bind(town, town.riders, "上报群（骑手发问题）")
    assert "东湖社区的工作群" in await bind(town, town.office, "单位工作群", "青石街道 ›", "东湖社区")
    done = await bind(town, town.hall, "协调群")
    assert "这里是协调群" in done and "权限齐全" in done
    said = await appoint(town, town.li, town.office, "书记", "青石街道 ›", "东湖社区")
    assert said == "已任命 李书记 为东湖社区书记。"

    post = town.post(town.wang, BIN)
    card = await town.shown(town.office, "#T1001", button="受理")
    await town.tap(town.li, card, "受理")
    await town.calm()
    assert town.ticket()["state"] == "accepted" and town.sign(post) == "✍"

    town.post(town.chen, "/staff", town.hall)
    staff = await town.shown(town.hall, "人员")
    await town.calm()
    assert "陈协调：管理员" in staff.text and "李书记：东湖社区书记" in staff.text
    commands = [message.text for message in town.sandbox.messages(town.hall) if message.text.startswith("/")]
    assert commands == [], "answered commands are tidied away"


async def test_a_group_without_rights_is_told_what_is_missing(town: Town) -> None:
    await make_admin(town, town.chen)
    town.sandbox.demote(town.office, town.bot)
    said = await bind(town, town.office, "单位工作群", "青石街道 ›", "东湖社区")
    assert "还缺这些权限" in said and "删除消息" in said and "置顶消息" in said
    town.sandbox.promote(town.hall, town.bot, rights=ORDINARY_RIGHTS - {"can_pin_messages"})
    said = await bind(town, town.hall, "协调群")
    assert "置顶消息" in said and "删除消息" not in said


async def test_bots_channels_and_anonymous_admins_hold_no_role(town: Town) -> None:
    await make_admin(town, town.chen)
    other = town.sandbox.add_bot("别的", "other_bot", "7000000002:sandbox-token-of-the-second-bot-000000")
    town.sandbox.add_bot_to(town.office, other, by=town.chen)
    channel = town.sandbox.add_channel("通知", town.chen)
    masks = [
        town.post(town.li, "匿名", town.office, as_anonymous_admin=True),
        town.post(town.li, "频道", town.office, as_channel=channel),
        town.post(town.chen, "转来的", town.office, from_linked_channel=channel),
    ]
    for mask in masks:
        town.post(town.chen, "/appoint", town.office, reply_to=mask)
    await town.calm()
    assert not [message for message in town.said(town.office) if message.button_texts]
    assert [row["person_id"] for row in town.rows("SELECT * FROM grants")] == [town.chen.id]


async def test_appointing_twice_says_so(town: Town) -> None:
    await make_admin(town, town.chen)
    await appoint(town, town.li, town.office, "书记", "青石街道 ›", "东湖社区")
    said = await appoint(town, town.li, town.office, "书记", "青石街道 ›", "东湖社区")
    assert said == "李书记 已经是东湖社区书记。"


async def test_a_coordinator_cannot_make_an_equal(town: Town) -> None:
    await make_admin(town, town.chen)
    await appoint(town, town.zhou, town.hall, "协调员", "全辖区")
    said = town.post(town.qian, "我来了", town.office)
    town.post(town.zhou, "/appoint", town.office, reply_to=said)
    message = await town.shown(town.office, "任命")
    assert message.button_texts == ["书记", "部门经办人", "网格员", "复核员"]
    answer = await town.tap(town.zhou, message, f"role:{town.qian.id}:admin", forged=True)
    assert answer.show_alert
    answer = await town.tap(town.qian, message, "书记")
    assert answer.show_alert, "whom it is about may not press"
    await town.calm()
    assert town.value("SELECT count(*) FROM grants WHERE person_id = :id", id=town.qian.id) == 0


async def test_before_any_binding_a_group_gets_one_line(town: Town) -> None:
    group = town.sandbox.add_group("新来的群", [town.qian])
    town.sandbox.add_bot_to(group, town.bot, by=town.qian)
    await town.shown(group, "请管理员发送 /bind")
    town.post(town.qian, BIN, group)
    await town.calm()
    assert not town.tickets() and len(town.said(group)) == 1


async def test_start_greets_and_the_claim_code_is_new_at_each_start(town: Town) -> None:
    first = town.value("SELECT code_hash FROM claims")
    await town.stop_bot()
    await town.start_bot()
    assert town.value("SELECT count(*) FROM claims") == 1 and town.value("SELECT code_hash FROM claims") != first
    town.qian.start(town.bot)
    await town.shown(town.private(town.qian), "我是蜂哨")
