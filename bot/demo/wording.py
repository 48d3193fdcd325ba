"""Wording: what the bot's own terms are called for whoever looks under the glass, in Chinese and English."""

from __future__ import annotations

from bot.domain.deadlines import Clock, Rung
from bot.domain.notices import NoticeKind
from bot.domain.readings import Kind
from bot.sandbox.page.backstage import Phrase

EVENTS: dict[str, Phrase] = {
    "opened": Phrase("上报，开单", "reported, ticket opened"),
    "dispatch": Phrase("分派", "dispatched"),
    "rerouted": Phrase("按补充的地点转派", "sent on, now that the place is known"),
    "accept": Phrase("受理", "accepted"),
    "resolve": Phrase("办结", "resolved"),
    "confirm": Phrase("上报人确认已解决", "the reporter says: solved"),
    "dispute": Phrase("上报人反映未解决", "the reporter says: not solved"),
    "approve": Phrase("复核通过", "review passed"),
    "rework": Phrase("复核退回返工", "sent back by the review"),
    "reject": Phrase("不予受理", "rejected"),
    "added": Phrase("补充说明", "words added"),
    "added_photo": Phrase("补充照片", "photo added"),
    "reminded": Phrase("到期未办", "deadline missed"),
    "photo_refused": Phrase("照片无法使用", "photo cannot be used"),
    "photo_failed": Phrase("照片没能取回", "photo could not be fetched"),
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
}

CLOCKS: dict[Clock, Phrase] = {
    Clock.DISPATCH: Phrase("分派时限", "time to dispatch"),
    Clock.RESPONSE: Phrase("受理时限", "time to accept"),
    Clock.FIX: Phrase("办结时限", "time to fix"),
    Clock.REVIEW: Phrase("复核时限", "time to review"),
}

RUNGS: dict[Rung, Phrase] = {
    Rung.EARLY: Phrase("临期提醒", "early reminder"),
    Rung.REMINDER: Phrase("催办", "reminder"),
    Rung.ESCALATION: Phrase("督办", "escalation"),
    Rung.NAMING: Phrase("通报", "naming"),
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
}
"""By the kind of a matched span."""

RULES: dict[str, Phrase] = {
    "place": Phrase("点位归它管", "the place is its own"),
    "unit name": Phrase("上报里写了它的名字", "the post names it"),
    "chat unit": Phrase("这个群归它管", "the chat is its own"),
    "sender unit": Phrase("上报人常在它的辖区", "the reporter is usually there"),
    "ambiguous": Phrase("同名点位不止一处，请人来定", "several units have a place of this name: a person decides"),
    "category unit": Phrase("这类问题由它统管", "it has this category everywhere"),
    "dispatched": Phrase("协调员分派", "a coordinator dispatched it"),
}
"""By what decided the unit; a route of the area book is told by its number."""

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


def as_json(phrase: Phrase) -> dict[str, str]:
    return {"zh": phrase.zh, "en": phrase.en}
