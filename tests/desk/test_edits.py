"""Edited posts: before they are a ticket, of chatter, of a ticket, of a part that was joined to one."""

from __future__ import annotations

from bot.domain.tickets import State
from tests.desk.office import OFFICE, RIDERS, Desk, text_of
from tests.desk.test_intake import MINUTE, REPORT, gather


def test_an_edit_before_the_ticket_replaces_the_post(desk: Desk) -> None:
    post = desk.say("早上好", photo=True, album="a")
    desk.edit(post, REPORT)
    gather(desk)
    (ticket,) = desk.tickets()
    assert ticket.text == REPORT


def test_an_edit_of_chatter_may_become_a_report_within_the_hour(desk: Desk) -> None:
    early, late = desk.say("早上好"), desk.say("早上好")
    desk.later(59 * MINUTE)
    desk.edit(early, REPORT)
    assert len(desk.tickets()) == 1
    desk.later(MINUTE)
    desk.edit(late, REPORT)
    assert len(desk.tickets()) == 1


def test_an_edit_afterwards_is_added_and_moves_nothing(desk: Desk) -> None:
    post = desk.say(REPORT)
    desk.edit(post, "西苑小区5栋的垃圾桶坏了")
    ticket = desk.ticket()
    assert (ticket.unit_code, ticket.text) == ("donghu", "西苑小区5栋的垃圾桶坏了")
    assert desk.events() == ["opened", "added"]
    desk.edit(post, "西苑小区5栋的垃圾桶坏了")  # Telegram tells of edits without a visible change
    assert desk.events() == ["opened", "added"]


def test_an_edit_without_a_visible_change_leaves_what_was_added_alone(desk: Desk) -> None:
    post = desk.say("垃圾桶坏了")
    desk.deliver()
    desk.say("在东湖花园3栋", reply_to=desk.the("question", RIDERS).message_id)
    before = desk.dump()
    desk.edit(post, "垃圾桶坏了")
    assert desk.dump() == before
    desk.edit(post, "垃圾桶坏了，盖子也没了")
    assert desk.ticket().text == "垃圾桶坏了，盖子也没了\n在东湖花园3栋"


def test_an_edit_that_was_set_aside_does_not_undo_a_newer_one(desk: Desk) -> None:
    post = desk.say(REPORT)
    desk.later(2 * MINUTE)
    desk.edit(post, f"{REPORT}，很臭，请尽快")
    desk.now -= MINUTE
    desk.edit(post, f"{REPORT}，很臭")
    assert desk.ticket().text == f"{REPORT}，很臭，请尽快"
    assert desk.events() == ["opened", "added"]


def test_an_edit_of_a_joined_part_is_told_too(desk: Desk) -> None:
    post = desk.say(REPORT)
    part = desk.say("旁边路灯杆那个", reply_to=post.message_id)
    desk.edit(part, "错了，是5栋那个")
    assert desk.ticket().text == f"{REPORT}\n错了，是5栋那个"
    assert desk.events() == ["opened", "added", "added"]
    desk.edit(part, "错了，是5栋那个")
    assert desk.events() == ["opened", "added", "added"]


def test_an_edit_of_a_ticket_in_triage_sends_it_on(desk: Desk) -> None:
    post = desk.say("垃圾桶坏了")
    assert desk.ticket().state is State.TRIAGE
    desk.edit(post, REPORT)
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code, ticket.assigned_at) == (State.ASSIGNED, "donghu", desk.now)
    assert len(desk.tickets()) == 1
    assert "东湖花园3栋" in text_of(desk.the("card", OFFICE))
