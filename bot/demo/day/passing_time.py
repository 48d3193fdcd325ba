"""Story: the clock. What is not done in time is recalled to those who can do it, and never in the riders' group."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.demo.pictures import picture
from bot.demo.stage import NotHappened, Stage
from bot.demo.story import Story
from bot.desk.office import Office
from bot.desk.reminder_notices import TOGETHER
from bot.domain.deadlines import Clock
from storage import deadlines, tickets
from storage.transaction import Tx

PASSING_TIME = Story("time", "时限", "Deadlines")

_LATE = "平东小区门口"
_DONE_IN_TIME = (
    ("平东小学", "closed manhole", 2),
    ("东方丽景2栋", "clean street", 2),
    ("广场北路", "lit lamp", 0),
    ("幸福新村", "lit lamp", 2),
)
"""Where, and the photo after the work: one that was seen before would prove nothing."""


async def _due(stage: Stage, place: str, clock: Clock) -> datetime:
    """When this clock of the ticket at this place runs out. Raises NotHappened when none runs."""

    def find(tx: Tx, office: Office, now: datetime) -> datetime | None:
        for ticket in tickets.every(tx):
            running = deadlines.running(tx, ticket.id)
            if ticket.place is not None and place in ticket.place and clock in running:
                return running[clock].due_at
        return None

    moment = await stage.look(find)
    if moment is None:
        raise NotHappened(f"the clock “{clock}” of the ticket at {place} should run")
    return moment


@PASSING_TIME.step(
    "the others",
    "李书记下午处理掉大部分工单，只有平东小区门口的路灯一直没点“受理”。",
    "In the afternoon Li resolves most of them. Only the street lamp at Pingdong estate has not even been accepted.",
    later=timedelta(minutes=20),
)
async def work_off(stage: Stage) -> None:
    pingdong, li = stage.town.pingdong, stage.people.li
    for place, after, turn in _DONE_IN_TIME:
        card = await stage.says(pingdong, place, buttons=["办结"])
        await stage.post(li, pingdong, "已处理完毕", photo=picture(after, turn), reply_to=card)
        await stage.says(stage.town.riders, "已办结", place, buttons=["已解决", "未解决"])
        await stage.leap(timedelta(minutes=2))


@PASSING_TIME.step(
    "not accepted",
    "受理时限（4 小时）到了：平东社区工作群收到催办。李书记点“受理”。",
    "The time to accept (4 hours) is over: the community's chat is reminded. Li accepts.",
)
async def not_accepted(stage: Stage) -> None:
    pingdong, li = stage.town.pingdong, stage.people.li
    await stage.leap_to(await _due(stage, _LATE, Clock.RESPONSE) + TOGETHER)
    await stage.says(pingdong, "催办", _LATE, "待受理")
    await stage.leap(timedelta(minutes=2))
    await stage.tap(li, await stage.says(pingdong, "待受理", _LATE, buttons=["受理"]), "受理", told="已受理")


@PASSING_TIME.step(
    "early reminder",
    "办结时限过了 75%，正是凌晨：夜里不打扰，早上八点才发临期提醒。",
    "Three quarters of the time to fix it are over in the small hours: the bot lets people sleep and reminds them at "
    "eight.",
)
async def early(stage: Stage) -> None:
    pingdong = stage.town.pingdong
    await stage.leap_to_time(time(7, 30))
    stage.check("nobody should be reminded at night", stage.find(pingdong, "临期提醒", _LATE) is None)
    await stage.leap_to_time(time(8, 1))
    await stage.says(pingdong, "临期提醒", _LATE, "待办结")


@PASSING_TIME.step(
    "morning",
    "八点半：工作群收到本单位的日报，协调群收到全区的日报，骑手群只有一份办结公示，不点谁的名。",
    "Half past eight: the community gets its digest, the coordinators the area's, and the riders' group the list of "
    "what was closed, which names nobody.",
)
async def morning(stage: Stage) -> None:
    town = stage.town
    await stage.leap_to_time(time(8, 30))
    await stage.says(town.pingdong, "平东社区", "今天到期", _LATE)
    await stage.says(town.desk, "黄山区", "平东社区：今天到期")
    board = await stage.says(town.riders, "办结公示", "广场花苑小区3栋", "龙西小区12栋")
    stage.check("the board should name no courier", not any(p in board.words.text for p in ("王师傅", "小赵")))


@PASSING_TIME.step(
    "due",
    "时限到了还没办结：催办发到平东社区工作群。",
    "The deadline has come: a reminder goes to the community's chat.",
)
async def due(stage: Stage) -> None:
    await stage.leap_to(await _due(stage, _LATE, Clock.FIX) + TOGETHER)
    await stage.says(stage.town.pingdong, "催办", _LATE, "待办结")


@PASSING_TIME.step(
    "a day late",
    "第二天的日报写着超时；满一个工作日，督办发到协调群，由协调员过问。骑手群里始终没有一句催促。",
    "The next digest counts it as overdue; after one working day an escalation reaches the coordinators. The riders' "
    "group has not seen one word of this.",
)
async def a_day_late(stage: Stage) -> None:
    town = stage.town
    await stage.leap_to_time(time(8, 30))
    await stage.says(town.pingdong, "平东社区", "超时", _LATE)
    await stage.leap_to(await _due(stage, _LATE, Clock.FIX) + timedelta(days=1) + TOGETHER)
    await stage.says(town.desk, "督办", _LATE, "已超时")
    for word in ("催办", "督办", "临期提醒"):
        stage.check("reminders should not reach the riders' group", stage.find(town.riders, word) is None)


@PASSING_TIME.step(
    "done at last",
    "李书记办结，附照片。",
    "Li resolves it at last, with a photo.",
    later=timedelta(minutes=30),
)
async def at_last(stage: Stage) -> None:
    pingdong = stage.town.pingdong
    card = await stage.says(pingdong, "处理中", _LATE, buttons=["办结"])
    await stage.post(stage.people.li, pingdong, "已修复，灯亮了", photo=picture("lit lamp", 3), reply_to=card)
    await stage.says(stage.town.riders, "已办结", _LATE, buttons=["已解决"])


@PASSING_TIME.step(
    "review",
    "上报人没有再点按钮：陈主任在协调群发“待办”，点编号打开工单，复核通过，结案。上报人还可以点“未解决”。",
    "The reporter pressed nothing any more: Chen lists what waits, opens the ticket by its number and approves it. It "
    "is closed, and the reporter may still object.",
    later=timedelta(minutes=45),
)
async def review(stage: Stage) -> None:
    town, chen = stage.town, stage.people.chen
    card = await stage.says(town.pingdong, "待复核", _LATE, "上报人")
    stage.check("the unit should not review its own work", not card.button_texts)
    await stage.post(chen, town.desk, "待办")
    todo = await stage.says(town.desk, "待办", _LATE)
    (line,) = [line for line in todo.words.text.split("\n") if _LATE in line]
    await stage.tap(chen, todo, line.split()[0].removeprefix("#"))
    whole = await stage.says(town.desk, "待复核", _LATE, buttons=["复核通过", "退回返工"])
    await stage.tap(chen, whole, "复核通过", told="复核通过")
    await stage.says(town.pingdong, "已结案", _LATE, "陈主任 复核通过")
    closure = await stage.says(town.riders, "已结案", _LATE)
    stage.check("the reporter of a reviewed ticket may still object", closure.button_texts == ["未解决"])
