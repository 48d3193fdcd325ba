"""Wording: what the bot's own terms are called for whoever looks under the glass, in Chinese and English.

What the bot says itself is told in its own words, as the operator has them: only the English stands here.
"""

from __future__ import annotations

from bot.domain.deadlines import Clock, Rung
from bot.domain.notices import NoticeKind
from bot.domain.readings import Kind
from bot.domain.routing import Rule
from bot.domain.tickets import State
from bot.notices.texts import Texts
from bot.sandbox.page.backstage import Phrase

STATES: dict[State, str] = {
    State.TRIAGE: "to be dispatched",
    State.ASSIGNED: "to be accepted",
    State.ACCEPTED: "in hand",
    State.SUSPENDED: "suspended",
    State.RESOLVED: "to be reviewed",
    State.CLOSED: "closed",
    State.REJECTED: "rejected",
    State.MERGED: "merged",
    State.WITHDRAWN: "withdrawn",
}

EVENTS: dict[str, str] = {
    "opened": "reported, ticket opened",
    "dispatch": "dispatched to {unit}",
    "rerouted": "sent on to {unit}, now that the place is known",
    "accept": "accepted",
    "control": "made safe",
    "repair": "mended",
    "resolve": "resolved",
    "confirm": "the reporter says: solved",
    "dispute": "the reporter says: not solved",
    "approve": "review passed",
    "rework": "sent back by the review",
    "reject": "rejected",
    "transfer": "transferred to {unit}",
    "return": "given back",
    "extend": "deadline extended",
    "suspend": "suspended",
    "resume": "back at work",
    "split": "split off for {unit}",
    "split_off": "split off, sent to {unit}",
    "whistle": "whistled for {unit}",
    "helped": "called for help, sent to {unit}",
    "rate": "the help was rated",
    "merge": "merged",
    "unmerge": "stands by itself again",
    "supported": "reported again by somebody",
    "unsupported": "a later report was split off",
    "detach": "a later report was split off",
    "note": "note",
    "correct": "set right",
    "object": "the reporter objects",
    "withdraw": "withdrawn",
    "acknowledge": "the reporter says: solved",
    "thank": "rated by the reporter",
    "doubt": "the photo was seen before",
    "requested": "asked a coordinator",
    "declined": "the coordinator declined",
    "added": "words added",
    "bundled": "reported once more",
    "added_photo": "photo added",
    "placed": "place chosen",
    "pinned": "position sent",
    "pin_differs": "the position says otherwise; the words count",
    "reminded": "{rung} ({clock})",
    "missed": "{clock}: over",
    "snoozed": "reminders put off",
    "photo_refused": "photo cannot be used",
    "photo_failed": "photo could not be fetched",
}
"""By the kind of a ticket's event: the moves, and what else its history tells."""

NOTICES: dict[NoticeKind, Phrase] = {
    NoticeKind.EMERGENCY: Phrase("紧急通知", "emergency"),
    NoticeKind.QUESTION: Phrase("提问", "question"),
    NoticeKind.REACTION: Phrase("表情", "reaction"),
    NoticeKind.CARD: Phrase("工单卡片", "card"),
    NoticeKind.CLOSURE: Phrase("办结消息", "closure"),
    NoticeKind.ANSWER: Phrase("答复", "answer"),
    NoticeKind.EDIT: Phrase("更新消息", "edit of a message"),
    NoticeKind.DELETION: Phrase("收走消息", "deletion"),
    NoticeKind.ALERT: Phrase("通知", "alert"),
    NoticeKind.REMINDER: Phrase("催办", "reminder"),
    NoticeKind.DIGEST: Phrase("日报", "digest"),
    NoticeKind.BOARD: Phrase("办结公示", "list of what was closed"),
    NoticeKind.THANKS: Phrase("每周感谢", "line of thanks"),
    NoticeKind.BULLETIN: Phrase("简报", "bulletin"),
}

CLOCKS: dict[Clock, Phrase] = {
    Clock.QUESTION: Phrase("回答时限", "time to say where it is"),
    Clock.DISPATCH: Phrase("分派时限", "time to dispatch"),
    Clock.RESPONSE: Phrase("受理时限", "time to accept"),
    Clock.CONTROL: Phrase("控制时限", "time to make it safe"),
    Clock.REPAIR: Phrase("修复时限", "time to mend it"),
    Clock.FIX: Phrase("办结时限", "time to fix"),
    Clock.REVIEW: Phrase("复核时限", "time to review"),
}

RUNGS: dict[Rung, str] = {
    Rung.EARLY: "early reminder",
    Rung.REMINDER: "reminder",
    Rung.ESCALATION: "escalation",
    Rung.NAMING: "naming",
}

KINDS: dict[Kind, Phrase] = {
    Kind.REPORT: Phrase("读作上报", "read as a report"),
    Kind.REPLY: Phrase("读作答复：不是上报，不开单", "read as an answer: no report, no ticket"),
    Kind.COMMAND: Phrase("读作命令", "read as a command"),
    Kind.CHATTER: Phrase("读作闲聊：不出声，也不留存", "read as chatter: no answer, and nothing is kept"),
}

REASONS: dict[str, Phrase] = {
    "place": Phrase("点位", "a place of the area book"),
    "unit": Phrase("单位名", "a unit's name"),
    "address": Phrase("门牌、楼栋或方位", "the tail of an address"),
    "category": Phrase("类别的词", "a word of the category"),
    "fault": Phrase("说的是出了问题", "tells that something is wrong"),
    "emergency": Phrase("紧急的词", "a word of danger"),
    "earlier": Phrase("接着刚才的上报说", "goes on with the report of a moment ago"),
}
"""By the kind of a matched span."""

RULES: dict[Rule, Phrase] = {
    Rule.PLACE: Phrase("点位归它管", "the place is its own"),
    Rule.UNIT_NAME: Phrase("上报里写了它的名字", "the post names it"),
    Rule.CHAT_UNIT: Phrase("这个群归它管", "the chat is its own"),
    Rule.SENDER_UNIT: Phrase("上报人常在它的辖区", "the reporter is usually there"),
    Rule.AMBIGUOUS: Phrase("同名点位不止一处，请人来定", "several units have a place of this name: a person decides"),
    Rule.CATEGORY_UNIT: Phrase("这类问题由它统管", "it has this category everywhere"),
    Rule.PIN: Phrase("发来的定位离它的点位最近", "its place is nearest to the position that was sent"),
    Rule.BOUNDARY: Phrase("发来的定位在它的边界里", "its boundary holds the position that was sent"),
    Rule.VENUE: Phrase("发来的定位写着它的点位", "the position that was sent bears the name of its place"),
    Rule.LEARNED: Phrase("以往的工单里，这样写的都归它管", "earlier tickets in these words were its own"),
    Rule.EARLIER: Phrase("没写地点，按刚报过的地点", "no place is named: that of the sender's last report"),
    Rule.DISPATCHED: Phrase("协调员分派", "a coordinator dispatched it"),
}

FACTS: dict[str, Phrase] = {
    "state": Phrase("状态", "State"),
    "unit": Phrase("承办单位", "Unit"),
    "place": Phrase("点位", "Place"),
    "category": Phrase("类别", "Category"),
    "class": Phrase("时限等级", "Class"),
    "reporter": Phrase("上报人", "Reporter"),
    "created": Phrase("上报时间", "Reported at"),
    "reopened": Phrase("返工次数", "Reworks"),
    "siblings": Phrase("同一条上报的其他工单", "Other tickets of this post"),
}


def state_phrase(texts: Texts, state: State) -> Phrase:
    return Phrase(texts.plain(f"state.{state.value}"), STATES[state])


def rung_phrase(texts: Texts, rung: Rung) -> Phrase:
    return Phrase(texts.plain(f"rung.{rung.value}"), RUNGS[rung])


def event_phrase(texts: Texts, kind: str, unit: str) -> Phrase:
    """What happened, without who did it and what they said."""
    told = texts.plain(f"event.{kind}", name="", words="", unit=unit)
    return Phrase(told.strip(" ：:"), EVENTS[kind].format(unit=unit))


def reminded_phrase(texts: Texts, rung: Rung, clock: Clock) -> Phrase:
    """催办（受理时限）."""
    what, which = rung_phrase(texts, rung), CLOCKS[clock]
    return Phrase(f"{what.zh}（{which.zh}）", EVENTS["reminded"].format(rung=what.en, clock=which.en))


def missed_phrase(clock: Clock) -> Phrase:
    """超时（办结时限）."""
    which = CLOCKS[clock]
    return Phrase(f"超时（{which.zh}）", EVENTS["missed"].format(clock=which.en))


def as_json(phrase: Phrase) -> dict[str, str]:
    return {"zh": phrase.zh, "en": phrase.en}
