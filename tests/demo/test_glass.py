"""Under the glass: what is told of a report, a card, a closure, a proof, and of chatter."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.demo.glass import behind
from bot.demo.wording import CLOCKS, EVENTS, FACTS, KINDS, NOTICES, REASONS, RULES, RUNGS, STATES
from bot.desk import reminders
from bot.domain.deadlines import Clock, Rung
from bot.domain.notices import NoticeKind
from bot.domain.readings import Kind
from bot.domain.routing import Rule
from bot.domain.tickets import Move, State
from bot.notices.catalogue import ZH
from bot.notices.texts import Texts
from bot.sandbox import BotAccount, Chat, Message, Sandbox
from tests.desk.office import CHEN, HALL, HOUR, LI, OFFICE, RIDERS, WANG, Desk, a_desk

Json = dict[str, Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as desk:
        yield desk


class Town:
    """The messages of the desk's chats as the sandbox knows them: only their numbers matter here."""

    def __init__(self) -> None:
        sandbox = Sandbox()
        self.bot: BotAccount = sandbox.add_bot()
        self.person = sandbox.add_person("王骑手", id=WANG.id)
        self.chats = {number: Chat(number, "supergroup") for number in (RIDERS, OFFICE, HALL)}

    def message(
        self, chat: int, number: int, text: str = "", *, of_bot: bool = False, reply_to: Message | None = None
    ) -> Message:
        at = Sandbox().world.now()
        message = Message(number, self.chats[chat], self.bot if of_bot else self.person, at, number=number)
        message.words = message.words.__class__(text)
        message.reply_to = reply_to
        return message


@pytest.fixture
def town() -> Town:
    return Town()


def told(desk: Desk, town: Town, message: Message) -> Json:
    found = behind(desk.tx, desk.office, town.bot, message)
    assert found is not None
    return found


def facts(found: Json) -> dict[str, str]:
    return {label["zh"]: value["zh"] for label, value in found["facts"]}


def test_a_report_is_told_with_its_facts_and_why_it_was_read_so(desk: Desk, town: Town) -> None:
    ticket = desk.report("东湖花园3栋的垃圾桶坏了")
    found = told(desk, town, town.message(RIDERS, ticket.message_id))
    assert found["no"] == "T1001"
    assert facts(found) == {
        "状态": "待受理",
        "承办单位": "东湖社区",
        "点位": "东湖花园3栋",
        "类别": "环境卫生/垃圾桶",
        "时限等级": "B类 · 3天",
        "受理时限": "11月2日 16:00",
        "办结时限": "11月5日 12:00",
        "上报人": "王骑手",
        "上报时间": "11月2日 12:00",
    }
    assert [value["en"] for _, value in found["facts"]][4:6] == ["B · 3d", "2 Nov 16:00"]
    assert found["facts"][0] == [{"zh": "状态", "en": "State"}, {"zh": "待受理", "en": "to be accepted"}]
    (event,) = found["events"]
    assert event == {
        "at": int(desk.now.timestamp() * 1000),
        "what": {"zh": "上报", "en": "reported, ticket opened"},
        "who": "王骑手",
        "details": "东湖社区",
    }
    lines = [line["zh"] for line in found["reading"]]
    assert lines[:3] == ["读作上报", "“东湖花园”：点位（0-4）", "“3栋”：门牌、楼栋或方位（4-6）"]
    assert lines[-1] == "派给东湖社区：点位归它管"
    assert any(line.startswith("类别“环境卫生/垃圾桶”，把握 ") for line in lines)


def test_the_notices_are_told_with_what_became_of_them(desk: Desk, town: Town) -> None:
    ticket = desk.report()
    desk.tx.run(  # as if the riders' group had been slower than the office
        "UPDATE notices SET state = 'dropped', error = 'overtaken', sent_at = NULL"
        " WHERE id = (SELECT min(id) FROM notices WHERE kind = 'reaction')"
    )
    desk.tap(LI, "accept:1001")
    found = told(desk, town, town.message(RIDERS, ticket.message_id))
    states = [(notice["what"]["zh"], notice["state"], notice["at"] is None) for notice in found["notices"]]
    assert states == [
        ("工单卡片", "sent", False),
        ("表情👀", "dropped", True),
        ("表情✍", "sent", False),
        ("更新消息", "queued", True),
    ]
    assert [notice["error"] for notice in found["notices"]] == ["", "overtaken", "", ""]
    assert [event["what"]["en"] for event in found["events"]] == ["reported, ticket opened", "accepted"]


def test_cards_closures_orders_and_proofs_lead_to_the_same_ticket(desk: Desk, town: Town) -> None:
    ticket = desk.report()
    card = desk.the("card")
    on_card = town.message(OFFICE, card.message_id or 0, of_bot=True)
    desk.tap(LI, "resolve:1001", card)
    desk.deliver()
    proof = desk.say("", sender=LI, chat=OFFICE, photo=True)
    desk.deliver()
    closure = desk.the("closure")
    seen = [
        on_card,
        town.message(OFFICE, 999, "已处理", reply_to=on_card),
        town.message(OFFICE, proof.message_id),
        town.message(RIDERS, closure.message_id or 0, of_bot=True),
        town.message(RIDERS, ticket.message_id),
    ]
    assert [told(desk, town, message)["no"] for message in seen] == ["T1001"] * 5
    state = facts(told(desk, town, on_card))
    assert state["状态"] == "待复核"
    assert "复核时限" in state


def test_a_reminder_leads_to_the_ticket_it_names(desk: Desk, town: Town) -> None:
    desk.report()
    desk.later(5 * HOUR)
    reminders.sweep(desk.tx, desk.office, desk.now)
    desk.deliver()
    reminder = desk.the("reminder")
    found = told(desk, town, town.message(OFFICE, reminder.message_id or 0, of_bot=True))
    assert found["no"] == "T1001"
    assert found["events"][-1]["what"] == {"zh": "催办（受理时限）", "en": "reminder (time to accept)"}
    assert (found["events"][-1]["who"], found["events"][-1]["details"]) == ("蜂哨", "东湖社区")


def test_several_tickets_of_one_post_name_each_other(desk: Desk, town: Town) -> None:
    post = desk.say("东湖花园3栋垃圾桶坏了；东湖花园5栋路灯不亮")
    found = told(desk, town, town.message(RIDERS, post.message_id))
    assert (found["no"], facts(found)["同一条上报的其他工单"]) == ("T1001", "T1002")


def test_triage_says_that_a_person_decides(desk: Desk, town: Town) -> None:
    ticket = desk.report("垃圾桶坏了没人管")
    found = told(desk, town, town.message(RIDERS, ticket.message_id))
    assert found["reading"][-1]["zh"] == "看不出归谁管：请协调员分派"
    assert (facts(found)["承办单位"], facts(found)["点位"]) == ("–", "–")
    assert "回答时限" in facts(found)
    ambiguous = desk.report("幸福里3栋垃圾桶坏了")
    found = told(desk, town, town.message(RIDERS, ambiguous.message_id))
    assert found["reading"][-1]["zh"] == "同名点位不止一处，请人来定"
    desk.tap(CHEN, f"dispatch:{ambiguous.id}:donghu", chat=HALL)
    found = told(desk, town, town.message(RIDERS, ambiguous.message_id))
    assert found["reading"][-1]["en"] == "goes to 东湖社区: a coordinator dispatched it"
    event = found["events"][-1]
    assert (event["what"], event["details"]) == ({"zh": "分派给东湖社区", "en": "dispatched to 东湖社区"}, "")


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("route 3", "派给东湖社区：地名表第 3 条规则", "goes to 东湖社区: route 3 of the area book"),
        ("a rule of another year", "派给东湖社区：a rule of another year", "goes to 东湖社区: a rule of another year"),
    ],
)
def test_a_route_is_told_by_its_number_and_an_unknown_rule_as_it_stands(
    desk: Desk, town: Town, rule: str, zh: str, en: str
) -> None:
    ticket = desk.report()
    desk.tx.run("UPDATE tickets SET rule = :rule", rule=rule)
    found = told(desk, town, town.message(RIDERS, ticket.message_id))
    assert found["reading"][-1] == {"zh": zh, "en": en}


def test_the_operator_s_own_words_are_told() -> None:
    with a_desk(texts=Texts({"rung.reminder": "催一催", "event.accept": "{name} 已经接单"})) as desk:
        ticket = desk.report()
        desk.later(5 * HOUR)
        reminders.sweep(desk.tx, desk.office, desk.now)
        desk.tap(LI, "accept:1001")
        town = Town()
        seen = [event["what"]["zh"] for event in told(desk, town, town.message(RIDERS, ticket.message_id))["events"]]
        assert seen == ["上报", "超时（受理时限）", "催一催（受理时限）", "已经接单"]


def test_chatter_has_no_ticket_but_a_reading(desk: Desk, town: Town) -> None:
    said = desk.say("今天风好大")
    found = told(desk, town, town.message(RIDERS, said.message_id, "今天风好大"))
    assert (found["no"], found["facts"], found["events"], found["notices"]) == ("", [], [], [])
    assert [line["zh"] for line in found["reading"]] == [KINDS[Kind.CHATTER].zh]


def test_there_is_nothing_behind_a_greeting_or_a_bare_photo(desk: Desk, town: Town) -> None:
    assert behind(desk.tx, desk.office, town.bot, town.message(RIDERS, 3, "大家好", of_bot=True)) is None
    assert behind(desk.tx, desk.office, town.bot, town.message(RIDERS, 4)) is None


def test_everything_has_its_words() -> None:
    told_of = {key.removeprefix("event.") for key in ZH if key.startswith("event.")}
    assert set(EVENTS) == told_of - {"words"}
    assert set(Move) <= set(EVENTS)
    for table, known in ((STATES, State), (RUNGS, Rung), (CLOCKS, Clock), (NOTICES, NoticeKind), (RULES, Rule)):
        assert set(table) == set(known)


def test_every_language_is_itself() -> None:
    phrases = [phrase for table in (NOTICES, CLOCKS, KINDS, REASONS, RULES, FACTS) for phrase in table.values()]
    for phrase in phrases:
        assert any("一" <= character <= "鿿" for character in phrase.zh)
    for english in (*(phrase.en for phrase in phrases), *EVENTS.values(), *STATES.values(), *RUNGS.values()):
        assert english.isascii()
