"""Changes of the sandbox as lines for a reader."""

from datetime import UTC, datetime

from bot.demo.pictures import picture
from bot.demo.telling import Teller
from bot.demo.town import Town, build_town

AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def told(town: Town) -> list[str]:
    teller = Teller(UTC)
    return [line for change in town.sandbox.feed.kept for line in teller.tell(change)]


def test_posts_replies_and_albums() -> None:
    town = build_town(lambda: AT)
    sandbox, wang, zhao = town.sandbox, town.people.wang, town.people.zhao
    first = sandbox.post(town.riders, wang, "路灯不亮\n两天了", photo=picture("dark lamp"))
    sandbox.post(town.riders, zhao, "我也看到了，就在那个有点远的路口往东第二根杆子", reply_to=first)
    sandbox.post(town.riders, zhao, photos=[picture("dark lamp"), picture("dark lamp", 1)])
    assert told(town) == [
        "  09:05 [甘棠镇骑手随手拍] 王师傅：[照片] 路灯不亮",
        "      两天了",
        "  09:05 [甘棠镇骑手随手拍] 小赵 回复 王师傅“路灯不亮 两天了”：我也看到了，就在那个有点远的路口往东第二根杆子",
        "  09:05 [甘棠镇骑手随手拍] 小赵：[照片]",
        "  09:05 [甘棠镇骑手随手拍] 小赵：[照片]",
    ]


def test_an_edit_is_told_by_what_is_new_in_it() -> None:
    town = build_town(lambda: AT)
    teller = Teller(UTC)
    changes = town.sandbox.feed.kept
    post = town.sandbox.post(town.riders, town.people.wang, "龙西小区12栋窨井盖破损\n快来人")
    teller.tell(changes[-1])
    town.sandbox.edit(post, "龙西小区13栋窨井盖破损\n快来人")
    assert teller.tell(changes[-1]) == [
        "  09:05 [甘棠镇骑手随手拍] 王师傅 更新了“龙西小区12栋窨井盖破损 快来人”：",
        "      龙西小区13栋窨井盖破损",
    ]


def test_reactions_and_deletions() -> None:
    town = build_town(lambda: AT)
    sandbox, zhao, teller = town.sandbox, town.people.zhao, Teller(UTC)
    post = sandbox.post(town.riders, town.people.wang, "一二三四五六七八九十一二三四五六七八九十一二")
    changes = sandbox.feed.kept
    sandbox.react(post, zhao, "👍")
    seen = teller.tell(changes[-1])
    sandbox.react(post, zhao)
    seen += teller.tell(changes[-1])
    sandbox.delete(post)
    seen += teller.tell(changes[-1])
    quoted = "王师傅“一二三四五六七八九十一二三四五六七八九十…”"
    assert seen == [
        f"  09:05 [甘棠镇骑手随手拍] 小赵 👍 → {quoted}",
        f"  09:05 [甘棠镇骑手随手拍] 小赵 （取消） → {quoted}",
        f"  09:05 [甘棠镇骑手随手拍] （删除了 {quoted}）",
    ]


def test_a_private_chat_is_called_by_its_person() -> None:
    town = build_town(lambda: AT)
    town.sandbox.say(town.people.chen, town.bot, "你好")
    assert told(town) == ["  09:05 [与陈主任的私聊] 陈主任：你好"]
