"""Rights: deny by default, in private; masks, forwards and forged data move nothing; a race has one winner."""

from __future__ import annotations

import pytest

from bot.domain.questions import Question
from bot.domain.statistics import Scope
from bot.sandbox import Forward
from tests.stories.town import NEW, Town


async def test_a_strangers_tap_is_told_in_private_and_changes_nothing(town: Town) -> None:
    _, card = await town.report()
    for who in (town.qian, town.zhou):
        answer = await town.tap(who, card, "受理")
        assert answer.show_alert and "没有这个权限" in answer.text
    await town.calm()
    assert town.ticket()["state"] == "assigned"
    assert town.said(town.office) == [card]


async def test_a_strangers_word_gets_a_shrug(town: Town) -> None:
    _, card = await town.report()
    said = town.post(town.qian, "已处理", town.office, reply_to=card)
    typed = town.post(town.qian, "/done T1001 清了", town.office)
    await town.calm()
    assert town.sign(said) == town.sign(typed) == "🤷"
    assert town.ticket()["state"] == "assigned"
    assert town.said(town.office) == [card], "never words in the group"


async def test_only_the_reporter_closes_or_disputes(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    for who in (town.zhao, town.li, town.chen):
        for button in ("已解决", "未解决"):
            answer = await town.tap(who, closure, button)
            assert answer.show_alert, f"{who.full_name} may not press {button}"
    said = town.post(town.zhao, "没有解决", reply_to=closure)
    await town.calm()
    assert town.ticket()["state"] == "resolved" and town.sign(said) == "🤷"


async def test_another_communitys_secretary_is_a_stranger(town: Town) -> None:
    _, card = await town.report()
    town.sandbox.join(town.office, town.sun)
    answer = await town.tap(town.sun, card, "受理")
    assert answer.show_alert
    await town.calm()
    assert town.ticket()["state"] == "assigned"


FORGED = [
    "accept:1001",
    "resolve:1001",
    "approve:1001",
    "rework:1001",
    "confirm:1001",
    "dispatch:1001:xiyuan",
    "preset:1001:resolve:1",
    "preset:1001:approve:1",
    "preset:1001:dispute:1",
    "done:1001",
    "cancel:1001",
    "units:1001::0",
    "card:1001",
    "photos:1001",
    "bind:report",
    "bindto:xiyuan",
    "bindunits:jiedao:0",
    "role:401:admin",
    "appoint:401:secretary:donghu",
    "appoints:401:secretary:jiedao:0",
    "gbindto:xiyuan",
    "bindhall:jiedao",
    "bindask:whole",
    "topics:jiedao",
    "invite:admin",
    "invited:secretary:donghu",
    "revokes:0:0",
    "revoked:201:secretary:donghu",
    "audit:0",
    "stats:week",
    "stats:week:-",
    "stats:2026-W99:-",
    "statsview:week:-:people",
    "statsview:week:-:units:99999999999999999999",
    "accept:9999",
    "accept:١٠٠١",
    "accept:",
    "accept",
    ":",
    "",
    "preset:1001:resolve:99",
    "preset:1001:resolve:-1",
    "units:1001:nowhere:-3",
    "units:1001::99999999999999999999",
    "accept:99999999999999999999999999",
    "kein:Verb",
    "桶" * 21,
]


async def test_forged_data_of_a_stranger_has_no_effect(town: Town) -> None:
    _, card = await town.report()
    before = card.html, card.button_texts
    for data in FORGED:
        answer = await town.tap(town.qian, card, data, forged=True)
        assert answer.show_alert and answer.text, f"{data!r} was answered with {answer}"
    await town.calm()
    assert town.ticket()["state"] == "assigned"
    assert (card.html, card.button_texts) == before
    assert town.said(town.office) == [card]
    assert town.value("SELECT count(*) FROM grants WHERE person_id = :id", id=town.qian.id) == 0
    assert town.value("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_forged_data_of_a_secretary_stays_within_the_table(town: Town) -> None:
    _, card = await town.report()
    of_unit = Question("week", Scope("donghu")).as_data()
    figures = ("stats:week:-", f"stats:{of_unit}", f"statsview:{of_unit}:units", f"statsview:{of_unit}:people")
    moves = ("approve:1001", "confirm:1001", "dispatch:1001:xiyuan", "reject:1001", "preset:1001:approve:1")
    for data in moves + figures:
        answer = await town.tap(town.li, card, data, forged=True)
        assert answer.show_alert, f"{data!r} was answered with {answer}"
    await town.calm()
    assert town.ticket()["state"] == "assigned" and card.button_texts == NEW and "#T1001" in card.text


async def test_masks_and_forwards_give_no_orders(town: Town) -> None:
    _, card = await town.report()
    channel = town.sandbox.add_channel("通知", town.chen)
    town.post(town.li, "已处理", town.office, reply_to=card, as_anonymous_admin=True)
    town.post(town.li, "已处理", town.office, reply_to=card, as_channel=channel)
    town.post(town.chen, "/done T1001 清了", town.office, as_anonymous_admin=True)
    elsewhere = Forward(town.now(), hidden_name="某人")
    town.post(town.li, "/done T1001 清了", town.office, forward=elsewhere)
    town.post(town.li, "已处理", town.office, reply_to=card, forward=elsewhere)
    await town.calm()
    assert town.ticket()["state"] == "assigned"
    assert town.said(town.office) == [card]


async def test_masks_report_nothing(town: Town) -> None:
    channel = town.sandbox.add_channel("通知", town.chen)
    for mask in ({"as_anonymous_admin": True}, {"as_channel": channel}, {"from_linked_channel": channel}):
        town.post(town.chen, "东湖花园3栋的垃圾桶坏了", **mask)
    await town.calm()
    assert not town.tickets()


async def test_of_two_taps_the_second_is_told_who_did_it(town: Town) -> None:
    _, card = await town.report()
    first, second = (town.sandbox.tap(who, card, "受理") for who in (town.li, town.chen))
    won, lost = await first.answer(30), await second.answer(30)
    assert won.text.startswith("已受理")
    assert "李书记 已在" in lost.text and "受理了" in lost.text and not lost.show_alert
    await town.calm()
    assert town.value("SELECT count(*) FROM ticket_events WHERE kind = 'accept'") == 1


async def test_a_tap_sent_twice_counts_once(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="未解决")
    await town.calm()
    taps = [town.sandbox.tap(town.wang, closure, "未解决") for _ in range(3)]
    for tap in taps:
        await tap.answer(30)
    await town.calm()
    assert town.ticket()["reopened"] == 1


@pytest.mark.parametrize("command", ["/stats", "/staff", "/bind", "/accept T1001"])
async def test_a_riders_commands_are_shrugged_at(town: Town, command: str) -> None:
    await town.report()
    typed = town.post(town.wang, command)
    await town.calm()
    assert town.sign(typed) == "🤷" and not town.said(town.riders)


async def test_a_stranger_reads_no_ticket(town: Town) -> None:
    await town.report()
    town.whisper(town.qian, "/ticket T1001")
    await town.calm()
    assert not town.said(town.private(town.qian), "#T1001")
    assert town.said(town.private(town.qian), "没有这个权限")
