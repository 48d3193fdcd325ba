"""The feed: live events, taking up where one left off, and when to load anew."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest

from bot.sandbox.page import BotState, Page, Phrase, Playing, PlayState, Spot
from tests.patience import PATIENCE
from tests.sandbox.page.conftest import House, Viewer


async def test_what_happens_to_a_message(house: House) -> None:
    async with house.feed() as viewer:
        posted = house.sandbox.post(house.group, house.wang, "坏了")
        told = await viewer.next()
        assert (told.kind, told.data["message"]["text"]) == ("message", "坏了")
        assert told.number == house.sandbox.feed.last_number
        house.sandbox.edit(posted, "坏了两个")
        told = await viewer.next()
        assert (told.kind, told.data["message"]["text"]) == ("edit", "坏了两个")
        house.sandbox.react(posted, house.li, "👍")
        told = await viewer.next()
        assert (told.kind, told.data["message"]["reactions"]) == ("reaction", [{"emoji": "👍", "by": [102]}])
        await house.take_in()
        told = await viewer.next()
        assert (told.kind, told.data["message"]["read"]) == ("edit", True)
        house.sandbox.delete(posted)
        told = await viewer.next()
        assert (told.kind, told.data) == ("delete", {"chat": house.group.id, "key": posted.key})


async def test_a_second_viewer_sees_the_same(house: House) -> None:
    async with house.feed() as one, house.feed() as other:
        status, body = await house.send(**{"as": 101, "chat": house.group.id, "text": "两边都看得到"})
        assert status == 200
        first, second = await one.next(), await other.next()
        assert first == second
        assert first.data["message"]["key"] == body["key"]


async def test_chats_change(house: House) -> None:
    async with house.feed() as viewer:
        house.sandbox.join(house.group, house.zhao)
        told = await viewer.next("chat")
        assert told.data["chat"]["members"] == [101, 102, house.bot.id, 103]
        assert "messages" not in told.data["chat"]
        posted = house.sandbox.post(house.group, house.wang, "看这里")
        house.sandbox.pin(posted, house.wang)
        while posted.key not in (await viewer.next("chat")).data["chat"]["pinned"]:
            pass
        fresh = house.sandbox.add_group("新群", [house.wang])
        while (await viewer.next("chat")).data["chat"]["id"] != fresh.id:
            pass


async def test_a_private_chat_opens(house: House) -> None:
    async with house.feed() as viewer:
        await house.post("/page/start", {"as": 103})
        assert (await viewer.next("message")).data["message"]["text"] == "/start"
        told = await viewer.next("chat")
        assert (told.data["chat"]["id"], told.data["chat"]["started"]) == (103, True)
        house.sandbox.say(house.zhao, house.bot, "还有")
        told = await viewer.next()
        assert told.kind == "message"
        house.sandbox.block(house.zhao, house.bot)
        assert (await viewer.next()).data["chat"]["started"] is False


async def test_taps_and_answers_go_to_everybody(house: House) -> None:
    keyboard = {"inline_keyboard": [[{"text": "受理", "callback_data": "a:1"}]]}
    await house.call("sendMessage", chat_id=house.group.id, text="工单", reply_markup=keyboard)
    card = house.sandbox.last(house.group)
    assert card is not None
    async with house.feed() as viewer:
        tap = house.sandbox.tap(house.li, card, "受理")
        told = await viewer.next()
        ids = {"tap": tap.id, "person": 102, "chat": house.group.id, "message": card.key}
        assert (told.kind, told.data) == ("tap", ids | {"text": "受理"})
        await house.call("answerCallbackQuery", callback_query_id=tap.id, text="已受理", show_alert=True)
        told = await viewer.next()
        assert (told.kind, told.data) == ("answer", ids | {"text": "已受理", "alert": True})


async def test_typing_and_commands(house: House) -> None:
    async with house.feed() as viewer:
        await house.call("sendChatAction", chat_id=house.group.id, action="typing")
        told = await viewer.next()
        assert (told.kind, told.data) == ("typing", {"chat": house.group.id, "name": "蜂哨"})
        await house.call("setMyCommands", commands=[{"command": "help", "description": "怎么用"}])
        told = await viewer.next()
        assert (told.kind, told.data) == ("commands", {})


async def test_what_happens_backstage(house: House) -> None:
    async with house.feed() as viewer:
        for state in ("down", "gone"):
            house.backstage.bot_state = BotState(state)
            house.backstage.tell("bot")
            told = await viewer.next()
            assert (told.kind, told.data) == ("bot", {"state": state})
        house.backstage.playing = Playing(PlayState.OVER, "morning", 2, Phrase("受理", "Accepted"))
        house.backstage.tell("player")
        told = await viewer.next()
        assert (told.kind, told.data["state"], told.data["step"]) == ("player", "over", 2)
        house.clock.move(hours=1)
        house.backstage.tell("time")
        told = await viewer.next()
        assert told.kind == "time"
        assert told.data["now"] == house.clock.at.timestamp() * 1000
        assert told.data["due"]["what"] == {"zh": "催办", "en": "Reminder"}
        house.backstage.refuses = True
        house.backstage.tell("time")
        assert (await viewer.next()).data["due"] is None
        house.backstage.tell("spot", Spot(house.group.id, 5, 101))
        told = await viewer.next()
        assert (told.kind, told.data) == ("spot", {"chat": house.group.id, "message": 5, "person": 101})


async def test_only_the_last_of_several_states_is_told(house: House) -> None:
    before = house.sandbox.feed.last_number
    for step in range(5):
        house.backstage.playing = Playing(PlayState.PLAYING, "morning", step)
        house.backstage.tell("player")
    house.sandbox.post(house.group, house.wang, "后来")
    async with house.feed(before) as viewer:
        told = await viewer.next()
        assert (told.kind, told.data["step"]) == ("player", 4)
        assert (await viewer.next()).kind == "message"


async def test_taking_up_where_one_left_off(house: House) -> None:
    world = (await house.world())["world"]
    before = house.sandbox.feed.last_number
    posted = [house.sandbox.post(house.group, house.wang, text) for text in ("一", "二", "三")]
    async with house.feed(before, world=world) as viewer:
        assert [(await viewer.next()).data["message"]["text"] for _ in range(3)] == ["一", "二", "三"]
    async with house.feed(before, world=world, headers={"Last-Event-ID": str(before + 2)}) as viewer:
        assert (await viewer.next()).data["message"]["text"] == "三"
    house.sandbox.delete(posted[0])
    async with house.feed(before, world=world) as viewer:
        told = [await viewer.next() for _ in range(3)]
        assert [one.kind for one in told] == ["message", "message", "delete"]
        assert [one.number for one in told] == [None, None, house.sandbox.feed.last_number]


async def ended_by_reload(viewer: Viewer) -> bool:
    told = await viewer.next()
    with pytest.raises(EOFError):
        await viewer.next()
    return told.kind == "reload"


async def test_when_to_load_anew(house: House) -> None:
    async with house.feed(0, world="another") as viewer:
        assert await ended_by_reload(viewer)
    async with house.feed(house.sandbox.feed.last_number + 1) as viewer:
        assert await ended_by_reload(viewer)
    known = (await house.world())["world"]
    for after in ("", "x", "-1", "٣", "9" * 400):
        async with house.http.get("/page/feed", params={"world": known, "after": after}) as response:
            assert await ended_by_reload(Viewer(response)), after


async def test_nobody_is_kept_who_fell_too_far_behind(house: House) -> None:
    for _ in range(10_001):
        house.sandbox.world.changed("call")
    async with house.feed(house.sandbox.feed.last_number - 10_001) as viewer:
        assert await ended_by_reload(viewer)
    async with house.feed(house.sandbox.feed.last_number - 9_999) as viewer:
        house.sandbox.post(house.group, house.wang, "到了")
        assert (await viewer.next()).kind == "message"


async def test_a_slow_browser_falls_behind_and_loads_anew(house: House) -> None:
    """It reads nothing while more happens than the sockets' buffers and the feed hold."""
    house.sandbox.feed.kept = deque(maxlen=100)
    async with house.feed() as viewer:
        for _ in range(600):
            house.sandbox.post(house.group, house.wang, "很长的消息。" * 680)
            await asyncio.sleep(0)
        kinds = []
        with pytest.raises(EOFError):
            while True:
                kinds.append((await viewer.next()).kind)
        assert kinds[-1] == "reload"
        assert 1 < len(kinds) < 500


async def test_a_new_person_means_a_new_world(house: House) -> None:
    async with house.feed() as viewer:
        house.sandbox.add_person("新来的")
        assert await ended_by_reload(viewer)


async def test_other_bots_and_what_is_not_for_the_page(house: House) -> None:
    other = house.sandbox.add_bot("别的", "other_bot", "8000000002:x")
    async with house.feed() as viewer:
        house.sandbox.say(house.wang, other, "悄悄话")
        await house.call("getMe")
        await house.call("getUpdates", timeout=0)
        house.sandbox.post(house.group, house.wang, "大家好")
        assert (await viewer.next()).data["message"]["text"] == "大家好"


async def test_a_pulse_keeps_it_open_and_moves_the_number(house: House) -> None:
    house.page.stream.pulse = 0.05
    async with house.feed() as viewer:
        await viewer.block()  # how long to wait before connecting again
        pulse = await viewer.block()
        assert (pulse.kind, pulse.comment, pulse.number) == ("", True, house.sandbox.feed.last_number)
        await house.call("getMe")
        while (await viewer.block()).number != house.sandbox.feed.last_number:
            pass


async def test_a_fault_ends_the_feed_and_nothing_else(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async with house.feed() as viewer:
        house.sandbox.world.changed("message", house.group, nothing=1)
        with pytest.raises(EOFError):
            await viewer.next()
    assert "the feed broke off" in caplog.text
    assert (await house.world())["number"] == house.sandbox.feed.last_number


async def test_the_sandbox_stops_under_open_feeds(house: House) -> None:
    async with house.feed() as one, house.feed():
        await asyncio.wait_for(house.sandbox.stop(), PATIENCE)
        with pytest.raises(EOFError):
            await one.next()
    before = house.sandbox.feed.last_number
    await house.sandbox.start()
    house.sandbox.post(house.group, house.wang, "又开了")
    async with house.feed(before) as viewer:
        assert (await viewer.next()).data["message"]["text"] == "又开了"
    assert (await house.world())["bot"]["state"] == "up"


async def test_another_page_is_another_world(house: House) -> None:
    before = await house.world()
    await house.sandbox.stop()
    renewed = Page(house.sandbox, house.backstage)
    house.sandbox._server._also.clear()
    house.sandbox.serve_also(renewed.routes())
    await house.sandbox.start()
    assert (await house.world())["world"] != before["world"]
    async with house.feed(before["number"], world=before["world"]) as viewer:
        assert await ended_by_reload(viewer)


async def test_the_feed_answers_no_head(house: House) -> None:
    async with house.http.head("/page/feed") as answer:
        assert answer.status == 404
