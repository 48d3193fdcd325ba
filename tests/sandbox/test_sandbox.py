"""The public face: driving, waiting, watching, the real library as a client."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from bot.sandbox import PortTaken, Sandbox
from tests.patience import PATIENCE
from tests.sandbox.conftest import Box
from tests.sandbox.pictures import jpeg


async def test_the_library_plays_a_ticket(box: Box, library: Bot) -> None:
    posted = box.sandbox.post(box.group, box.wang, "广场花苑3栋的垃圾桶坏了", photo=jpeg())
    (update,) = await library.get_updates(timeout=5)
    assert update.message is not None and update.message.caption == "广场花苑3栋的垃圾桶坏了"
    await library.set_message_reaction(box.group.id, posted.message_id, "👀")
    card = await library.send_photo(
        box.group.id,
        update.message.photo[-1].file_id,
        caption="<b>待受理</b> #T1024 广场花苑3栋",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(posted.message_id),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("受理", callback_data="accept:1024")]]),
    )
    shown = box.sandbox.last(box.group, by=box.bot)
    assert shown is not None
    assert (shown.html, shown.button_texts, shown.reply_to) == ("<b>待受理</b> #T1024 广场花苑3栋", ["受理"], posted)
    assert [entity.type for entity in card.caption_entities] == ["bold", "hashtag"]
    tap = box.sandbox.tap(box.li, shown, "受理")
    (update,) = await library.get_updates(offset=update.update_id + 1)
    assert update.callback_query is not None
    await update.callback_query.answer("已受理")
    assert (await tap.answer()).text == "已受理"
    await library.edit_message_caption(box.group.id, card.message_id, caption="处理中")
    await library.send_media_group(box.group.id, [InputMediaPhoto(jpeg()), InputMediaPhoto(jpeg("blue"), caption="后")])
    assert [message.caption for message in box.sandbox.messages(box.group, by=box.bot)] == ["处理中", "", "后"]
    assert shown.button_texts == [] and posted.reactions == ["👀"]


async def test_the_librarys_errors(box: Box, library: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # otherwise the library warns when it makes a RetryAfter
    with pytest.raises(BadRequest, match="Message is too long"):
        await library.send_message(box.group.id, "字" * 5000)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await library.send_message(102, "x")
    box.sandbox.faults.add("too_many", retry_after=9)
    with pytest.raises(RetryAfter) as caught:
        await library.send_message(box.group.id, "x")
    assert caught.value.retry_after == timedelta(seconds=9)
    await library.set_webhook("https://bot.example/hook")
    with pytest.raises(Conflict):
        await library.get_updates()
    stranger = Bot("1:nobody", base_url=f"{box.sandbox.base_url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_ways(box: Box, way: str) -> None:
    fields = {"chat_id": str(box.group.id), "text": "3", "disable_notification": "true"}
    address = f"/bot{box.bot.token}/SENDMESSAGE"
    if way == "query":
        answer = await box.client.get(address, params=fields)
    elif way == "form":
        answer = await box.client.post(address, data=fields)
    elif way == "json":
        answer = await box.client.post(address, json=fields | {"chat_id": box.group.id, "disable_notification": True})
    else:
        answer = await box.client.post(address, files={key: (None, value) for key, value in fields.items()})
    assert answer.json()["result"]["text"] == "3"
    call = box.sandbox.calls[-1]
    assert (call.method, call["chat_id"], call["text"], call["disable_notification"]) == (
        "sendMessage",
        box.group.id,
        "3",
        True,
    )
    assert box.sandbox.calls.of("sendMessage", chat_id=box.group.id) == [call]


async def test_until_wakes_at_a_change(box: Box) -> None:
    asked = 0

    def arrived() -> bool:
        nonlocal asked
        asked += 1
        last = box.sandbox.last(box.group)
        return last is not None and last.text == "到了"

    waiting = asyncio.create_task(box.sandbox.until(arrived, timeout=5))
    await asyncio.sleep(0)
    box.sandbox.post(box.group, box.wang, "还没")
    await asyncio.sleep(0.01)
    box.sandbox.post(box.group, box.wang, "到了")
    assert await waiting
    assert asked <= 4


async def test_until_tells_what_it_saw_in_vain(box: Box) -> None:
    box.sandbox.post(box.group, box.wang, "垃圾桶坏了")
    await box.ask("sendMessage", chat_id=box.group.id)
    with pytest.raises(AssertionError, match=r"(?s)王师傅：垃圾桶坏了.*refused: sendMessage.*message text is empty"):
        await box.sandbox.until(lambda: False, timeout=0.01)


async def test_changes_are_fed_in_order(box: Box) -> None:
    before = box.sandbox.feed.last_number
    watching = box.sandbox.changes()
    posted = box.sandbox.post(box.group, box.wang, "甲")
    box.sandbox.edit(posted, "乙")
    box.sandbox.react(posted, box.li, "👍")
    box.sandbox.delete(posted)
    seen = [await anext(watching) for _ in range(4)]
    assert [change.kind for change in seen] == ["message", "edit", "reaction", "delete"]
    assert all(change.chat is box.group and change.details["message"] is posted for change in seen)
    caught_up = box.sandbox.changes(after=before + 2)
    assert (await anext(caught_up)).kind == "reaction"
    watching.close()
    caught_up.close()


async def test_an_edit_is_told_with_its_date(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "3栋")
    box.clock.move(seconds=5)
    box.sandbox.edit(posted, "5栋")
    box.sandbox.touch(posted)
    _, edited, touched = await box.news()
    assert edited["edited_message"]["text"] == touched["edited_message"]["text"] == "5栋"
    assert edited["edited_message"]["edit_date"] == edited["edited_message"]["date"] + 5


async def test_transcript(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "3栋垃圾桶坏了\n快来", photo=jpeg())
    buttons = {"inline_keyboard": [[{"text": "受理", "callback_data": "a"}, {"text": "退回", "callback_data": "r"}]]}
    await box.send("工单", reply_markup=buttons, reply_parameters={"message_id": posted.message_id})
    box.sandbox.react(posted, box.li, "👍")
    assert box.sandbox.transcript(box.group, zone=None).splitlines()[2:] == [
        "王师傅：[照片] 3栋垃圾桶坏了",
        "    快来",
        "    👍",
        "    ┌ 回复 王师傅：[照片] 3栋垃圾桶坏了 快来",
        "蜂哨：工单",
        "    [受理] [退回]",
    ]
    assert "11-20 01:00 蜂哨：工单" in box.sandbox.transcript(box.group, zone=UTC)


def test_nobody_writes_where_they_are_not() -> None:
    sandbox = Sandbox()
    bot, wang, li = sandbox.add_bot(), sandbox.add_person("王师傅"), sandbox.add_person("李书记")
    group = sandbox.add_group("群", [wang], supergroup=False)
    for place, who in ((group, li), (group, None), (sandbox.private(wang, bot), li)):
        with pytest.raises(ValueError, match=r"not in|say who|private chat of"):
            sandbox.post(place, who, "x")
    sandbox.migrate(group)
    with pytest.raises(ValueError, match="no more messages"):
        sandbox.post(group, wang, "x")
    assert sandbox.messages(group, by=wang) == [sandbox.last(group)]


async def test_a_port_that_is_taken_is_told_from_every_other_trouble() -> None:
    first, second = Sandbox(), Sandbox()
    async with first:
        port = int(first.base_url.rpartition(":")[2])
        with pytest.raises(PortTaken):
            await second.start(port=port)
        with pytest.raises(OSError, match="attempting to bind") as elsewhere:
            await second.start("192.0.2.1")
        assert not isinstance(elsewhere.value, PortTaken)
        async with second:
            assert second.base_url != first.base_url


async def test_it_stops_under_a_waiting_poll_and_starts_again() -> None:
    sandbox = Sandbox()
    bot = sandbox.add_bot()
    await sandbox.start()
    async with httpx.AsyncClient(verify=False) as client:
        poll = asyncio.create_task(client.get(f"{sandbox.base_url}/bot{bot.token}/getUpdates?timeout=30"))
        await sandbox.until(lambda: bot.updates.polled)
        await asyncio.wait_for(sandbox.stop(), PATIENCE)
        with pytest.raises(httpx.HTTPError):
            (await poll).raise_for_status()
        address = sandbox.base_url
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{address}/bot{bot.token}/getMe")
        await sandbox.start()
        assert sandbox.base_url == address
        answer = await client.get(f"{address}/bot{bot.token}/getMe")
        assert answer.json()["result"]["username"] == "fengshao_bot"
    await sandbox.stop()


async def test_a_bot_that_dies_in_the_middle_of_a_call_has_called_nothing(
    box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    host, _, port = box.sandbox.base_url.removeprefix("http://").rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /bot{box.bot.token}/sendMessage HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 100\r\n"
    writer.write(head.encode() + b'Content-Type: application/json\r\n\r\n{"chat_id":')
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.transport.abort()
    await box.client.get(f"/bot{box.bot.token}/getMe")
    assert [call.method for call in box.sandbox.calls] == ["getMe"]
    assert not caplog.records
