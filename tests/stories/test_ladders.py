"""Ladders: at night, in an emergency, of a unit of its own, told to whom the config says, and to a shut chat."""

from __future__ import annotations

from pathlib import Path

from tests.stories.test_chats import KICKED
from tests.stories.test_reminders import accepted, reminders, rungs
from tests.stories.town import FRIDAY_MORNING, Town

AFTERNOON = FRIDAY_MORNING.replace(hour=16, minute=30)
NO_DIGEST = {"reminders.digest": "", "reminders.thanks": ""}
MANHOLE = "东湖花园3栋门口的井盖坏了"
"""6 hours to mend it."""
LAMP = "西苑小区2栋的路灯不亮了"


async def test_quiet_hours_hold_reminders_back_until_the_morning(folder: Path) -> None:
    """Due at 22:30: in the morning the unit hears of the highest rung, once, and of nothing that was done by then."""
    async with Town(folder, start=AFTERNOON, config=NO_DIGEST) as town:
        await accepted(town, MANHOLE)
        post, card = await town.report("东湖花园8栋门口的井盖坏了", town.zhao)
        await town.tap(town.li, card, "受理")
        for hour, minute in ((20, 59), (21, 1), (22, 32), (23, 59), (7, 0)):
            await town.until_time(hour, minute)
            assert not reminders(town, town.office), f"quiet at {hour}:{minute}"
        town.post(town.li, "已修好", town.office, reply_to=card)
        await town.shown(town.riders, "已办结", "东湖花园8栋")
        await town.until_time(7, 59)
        assert not reminders(town, town.office)
        for _ in range(2):
            await town.until_time(8, 2)
            (line,) = reminders(town, town.office)
            assert line.startswith("催办 · 待办结 #T1001") and "已超时 9小时" in line
        assert rungs(town, town.hall) == ["督办"]
        assert post.reactions_by


async def test_an_emergency_is_told_at_its_deadline_after_a_quarter_and_after_an_hour_also_at_night(
    folder: Path,
) -> None:
    """Two hours to fix it, from ten in the evening: midnight, a quarter past, one o'clock."""
    async with Town(folder, start=FRIDAY_MORNING.replace(hour=22), config=NO_DIGEST) as town:
        town.post(town.wang, "东湖花园3栋着火了")
        card = await town.shown(town.office, "#T1001", button="受理")
        await town.tap(town.li, card, "受理")
        await town.later(hours=1, minutes=59)
        assert rungs(town, town.office) == ["临期提醒"] and not reminders(town, town.hall)
        await town.later(minutes=1, seconds=10)
        assert rungs(town, town.office) == ["临期提醒", "催办"]
        town.only(town.office, "🚨 紧急提醒：催办 1 件", "请尽快办结")
        await town.later(minutes=14)
        assert not reminders(town, town.hall)
        await town.later(minutes=1)
        (line,) = reminders(town, town.hall)
        assert line.startswith("督办 · 待办结 #T1001 东湖社区") and line.endswith("已超时 15分钟")
        await town.later(minutes=45)
        assert rungs(town, town.hall) == ["督办", "通报"]
        await town.later(hours=20)
        assert len(reminders(town, town.hall)) == 2 and len(reminders(town, town.office)) == 2


async def test_a_unit_has_a_ladder_of_its_own(folder: Path) -> None:
    own = {"units.luminju.before_due": ["2h"], "units.luminju.overdue": ["0s", "4h"]}
    async with Town(folder, config=NO_DIGEST | own) as town:
        town.post(town.wang, LAMP)  # a day
        await town.calm()
        await town.tap(town.chen, town.only(town.depot, "#T1001"), "受理")
        await town.until_time(8, 2)
        assert rungs(town, town.depot) == ["临期提醒"]
        await town.until_time(10, 2)
        assert rungs(town, town.depot) == ["临期提醒", "催办"] and not reminders(town, town.hall)
        await town.until_time(14, 2)
        assert rungs(town, town.hall) == ["督办"]
        await town.until_time(12, 0, days=20)
        assert len(reminders(town, town.hall)) == 1, "its ladder has no third rung"


async def test_the_config_says_who_is_told(folder: Path) -> None:
    told = {"reminders.early_to": [], "reminders.reminder_to": ["unit", "coordinators"], "reminders.escalation_to": []}
    async with Town(folder, config=NO_DIGEST | told) as town:
        await accepted(town)
        await town.until_time(18, 0, days=2)
        assert not reminders(town, town.office)
        await town.until_time(10, 2)
        assert rungs(town, town.office) == rungs(town, town.hall) == ["催办"]
        assert "东湖社区" in reminders(town, town.hall)[0] and "东湖社区" not in reminders(town, town.office)[0]
        await town.until_time(10, 2)
        assert rungs(town, town.hall) == ["催办"]


async def test_what_waited_for_a_shut_chat_is_looked_at_again_when_it_opens(folder: Path) -> None:
    """Two are due while the bot is out; one of them is done before it is back."""
    async with Town(folder, config=NO_DIGEST) as town:
        await accepted(town)
        _, card = await town.report("东湖花园8栋的垃圾桶坏了", town.zhao)
        await town.tap(town.li, card, "受理")
        await town.calm()
        town.sandbox.faults.add("reject", chat_id=town.office.id, times=None, code=403, description=KICKED)
        await town.until_time(16, 2, days=2)
        await town.shown(town.hall, "发不到", "移出")
        await town.until_time(14, 0, days=1)
        assert not reminders(town, town.office)
        town.whisper(town.li, "已修好 #T1002")
        town.sandbox.faults.clear()
        await town.tap(town.chen, card, "办结")
        await town.calm()
        town.sandbox.remove_bot(town.office, town.bot, by=town.chen)
        town.sandbox.add_bot_to(town.office, town.bot, by=town.chen, admin=True)
        await town.calm()
        assert [line.split()[3] for line in reminders(town, town.office)] == ["#T1001"]
