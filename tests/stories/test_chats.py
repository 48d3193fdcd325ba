"""What happens to chats and messages behind the bot's back: kicked, muted, blocked, migrated, deleted, topics."""

from __future__ import annotations

from pathlib import Path

from tests.stories.area import CHATS, OFFICE, PEOPLE, UNITS
from tests.stories.town import BIN, Town


def other_bin(number: int) -> str:
    return f"东湖花园{number}栋的垃圾桶坏了"


async def test_kicked_it_tells_once_and_reads_below_the_post_until_it_is_back(town: Town) -> None:
    await town.report()
    town.sandbox.remove_bot(town.office, town.bot, by=town.chen)
    alert = await town.shown(town.hall, "发不到“东湖社区工作群”", "移出")
    await town.calm()
    for number in (5, 6):
        post = town.post(town.wang, other_bin(number))
        await town.calm()
        card = town.only(town.riders, f"东湖花园{number}栋", "李书记 请受理", button="受理")
        assert card.reply_to is post
    assert town.said(town.hall, "发不到") == [alert], "told once"
    town.sandbox.add_bot_to(town.office, town.bot, by=town.chen, admin=True)
    await town.calm()
    town.post(town.wang, other_bin(7))
    await town.calm()
    town.only(town.office, "东湖花园7栋", button="受理")
    assert not town.rows("SELECT * FROM notices WHERE state IN ('queued', 'failed', 'uncertain')")


KICKED = "Forbidden: bot was kicked from the supergroup chat"


async def test_what_was_refused_waits_and_flows_when_the_bot_is_back(town: Town) -> None:
    """The update that tells of it may come late: the refused call says so, too."""
    await town.report()
    refusals = town.sandbox.faults.add("reject", chat_id=town.office.id, times=None, code=403, description=KICKED)
    town.post(town.wang, other_bin(5))
    town.post(town.wang, other_bin(6))
    await town.shown(town.hall, "发不到", "移出")
    await town.calm()
    assert refusals.struck == 1, "one refusal is enough"
    await town.later(hours=1)
    assert refusals.struck == 1
    town.sandbox.faults.clear()
    town.sandbox.remove_bot(town.office, town.bot, by=town.chen)
    town.sandbox.add_bot_to(town.office, town.bot, by=town.chen, admin=True)
    await town.calm()
    for number in (1001, 1002, 1003):
        town.only(town.office, f"#T{number}", button="受理")
    assert len(town.said(town.hall, "发不到")) == 1


async def test_a_muted_bot_is_told_of_and_speaks_again(town: Town) -> None:
    town.sandbox.restrict(town.office, town.bot)
    await town.shown(town.hall, "发不到“东湖社区工作群”", "没有发言权限")
    await town.calm()
    town.sandbox.promote(town.office, town.bot)
    await town.calm()
    await town.report()


async def test_who_blocked_the_bot_is_reached_again_later(town: Town) -> None:
    await town.report()
    town.whisper(town.wang, "东湖花园6栋垃圾桶满了")
    await town.calm()
    town.sandbox.block(town.wang, town.bot)
    await town.calm()
    assert not town.said(town.hall), "there is nothing to say to him"
    card = town.only(town.office, "#T1002")
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.calm()
    assert not town.said(town.private(town.wang), "已办结")
    town.only(town.hall, "发不到“王师傅”", "停用了我")
    town.wang.start(town.bot)
    await town.shown(town.private(town.wang), "已办结", button="已解决")


async def test_a_group_that_became_a_supergroup_keeps_its_bindings(folder: Path) -> None:
    """Its old messages stay behind: a card that must change is posted anew."""
    book = "\n".join([UNITS, PEOPLE, CHATS.replace(str(OFFICE), "-4001")])
    async with Town(folder, book=book) as town:
        small = town.sandbox.add_group("东湖社区小群", [town.chen, town.li], supergroup=False, id=-4001)
        town.sandbox.add_bot_to(small, town.bot, by=town.chen, admin=True)
        await town.calm()
        town.post(town.wang, BIN)
        await town.shown(small, "#T1001", button="受理")
        await town.calm()
        large = town.sandbox.migrate(small)
        await town.calm()
        assert not town.said(large, "/bind")
        town.post(town.wang, other_bin(5))
        await town.shown(large, "#T1002", button="受理")
        town.whisper(town.li, "/accept T1001")
        card = await town.shown(large, "#T1001", "处理中")
        await town.calm()
        town.post(town.li, "已清理", large, reply_to=card)
        await town.calm()
        assert town.ticket(0)["state"] == "resolved"
        assert town.value("SELECT count(*) FROM bindings WHERE chat_id = -4001") == 0


async def test_a_migration_the_outbox_hears_of_first(folder: Path) -> None:
    book = "\n".join([UNITS, PEOPLE, CHATS.replace(str(OFFICE), "-4001")])
    async with Town(folder, book=book) as town:
        small = town.sandbox.add_group("东湖社区小群", [town.chen, town.li], supergroup=False, id=-4001)
        town.sandbox.add_bot_to(small, town.bot, by=town.chen, admin=True)
        await town.calm()
        large = town.sandbox.migrate(small)
        town.bot.updates.clear()
        town.post(town.wang, BIN)
        await town.shown(large, "#T1001", button="受理")
        await town.calm()
        assert len(town.said(large)) == 1


async def test_a_deleted_post_does_not_lose_its_messages(town: Town) -> None:
    post, card = await town.report()
    town.sandbox.delete(post)
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    assert closure.reply_to is None or closure.reply_to.deleted
    await town.tap(town.wang, closure, "已解决")
    await town.calm()
    assert town.ticket()["state"] == "closed"
    assert not town.rows("SELECT * FROM notices WHERE state = 'failed'")


async def test_a_deleted_card_is_made_again(town: Town) -> None:
    _, card = await town.report()
    town.sandbox.delete(card)
    town.whisper(town.li, "/accept T1001")
    again = await town.shown(town.office, "#T1001", "处理中", button="办结")
    await town.calm()
    assert again is not card and len(town.said(town.office)) == 1
    town.post(town.li, "已清理", town.office, reply_to=again)
    await town.calm()
    assert town.ticket()["state"] == "resolved" and len(town.said(town.office)) == 1
