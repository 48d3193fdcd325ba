"""Forgetting at the desk, on the real schema: every trace of the person goes, and no count changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import forgetting, muting, privacy, revoking, statistics
from bot.desk.messages import edit_message, say
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.notices import Call, NoticeKind
from bot.domain.periods import read_period
from bot.domain.posts import Sender
from bot.domain.privacy import is_pseudonym
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from bot.notices.markup import Markup
from storage import events, forgettings, media, people, pseudonyms, rollups, traces
from tests.desk.office import CHEN, HALL, HE, HOUR, LI, MONDAY, OFFICE, RIDERS, ZONE, Desk, a_desk, buttons_of, text_of

WANG = Sender(987654321, "王骑手甲", "wang_rides")
"""Neither the id nor the names stand anywhere by accident."""
TRACES = ("987654321", "王骑手甲", "wang_rides")


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as desk:
        rollups.keep(desk.tx, ZONE)
        yield desk


def forget(desk: Desk, whom: Sender = WANG) -> None:
    """Asked for and confirmed in private, and carried out."""
    privacy.ask_to_forget(desk.tx, desk.office, desk.person(whom), Seat(whom.id), desk.now)
    desk.deliver()
    question = desk.notices(chat=whom.id)[-1]
    tap = Tap(whom.id, whom.name, whom.id, question.message_id or 0, f"forget:yes:{whom.id}")
    privacy.take_tap(desk.tx, desk.office, tap, desk.now)
    desk.deliver()
    carry_out(desk)


def carry_out(desk: Desk) -> None:
    while forgetting.go_on(desk.tx, desk.office, desk.now):
        pass
    desk.deliver()
    assert forgettings.every(desk.tx) == []


def traces_in(desk: Desk, looked_for: tuple[str, ...] = TRACES) -> list[str]:
    """Tables and rows in which something of the person stands."""
    return [
        f"{table}: {line}"
        for table, lines in desk.dump().items()
        for line in lines
        if any(trace in json.dumps([str(cell) for cell in line], ensure_ascii=False) for trace in looked_for)
    ]


def figures(desk: Desk) -> dict[str, Any]:
    period = read_period("2026-11", desk.now, ZONE)
    told = statistics.figures(desk.tx, desk.office.area, period, desk.now)
    kept = {name: rows for name, rows in desk.dump().items() if name in {"tallies", "day_tallies"}}
    return {"told": told, **kept}


def a_rich_past(desk: Desk) -> None:
    """Reports in the group and in private, one of them another's supported; an objection, a position, photos."""
    desk.open_private(WANG, LI)
    people.remember(desk.tx, WANG.id, WANG.name, WANG.username)
    first = desk.report("东湖花园3栋的垃圾桶坏了，我是王骑手甲13812345678", sender=WANG, photo=True)
    desk.later(HOUR)
    desk.report("西苑小区5栋的垃圾桶坏了", sender=HE)
    desk.say("西苑小区5栋的垃圾桶坏了", sender=WANG, photo=True)
    desk.say("北山新村2栋的路灯不亮", sender=WANG, chat=WANG.id, private=True)
    desk.deliver()
    desk.tap(LI, f"accept:{first.id}", desk.the("card", OFFICE))
    desk.say("已处理，换了新桶", sender=LI, chat=OFFICE, reply_to=desk.the("card", OFFICE).message_id)
    desk.deliver()
    desk.tap(WANG, f"dispute:{first.id}", desk.the("closure", RIDERS), chat=RIDERS)
    desk.say("还是坏的，我王骑手甲看着呢", sender=WANG, chat=RIDERS)
    desk.say("随便聊聊", sender=WANG, chat=WANG.id, private=True)
    desk.deliver()
    desk.tx.run(
        "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, state) VALUES"
        " (1, 1, :who, :raw, 0, 'done'), (1, 2, -1001, :raw, 0, 'quarantined')",
        who=WANG.id,
        raw=json.dumps(
            {"message": {"from": {"id": 5}, "reply_to_message": {"from": {"id": WANG.id, "first_name": WANG.name}}}}
        ),
    )


def test_no_row_names_the_person_and_every_count_stays(desk: Desk) -> None:
    a_rich_past(desk)
    assert len(traces_in(desk)) > 20
    tickets, before = len(desk.tickets()), figures(desk)
    rows = {table: len(lines) for table, lines in desk.dump().items()}
    forget(desk)
    assert traces_in(desk) == []
    assert traces_in(desk, ("13812345678",)) == []
    assert len(desk.tickets()) == tickets
    assert figures(desk) == before
    after = {table: len(lines) for table, lines in desk.dump().items()}
    counted = ("tickets", "ticket_events", "posts", "supporters", "media", "people")
    assert {table: after[table] for table in counted} == {table: rows[table] for table in counted}


def test_cards_that_stand_say_the_same_without_the_name(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了", sender=WANG)
    card = desk.the("card", OFFICE)
    assert WANG.name in text_of(card)
    forget(desk)
    edit = [notice for notice in desk.notices(chat=OFFICE, kind="edit") if notice.target == card.id][-1]
    assert "已注销用户" in text_of(edit)
    assert WANG.name not in text_of(edit)
    assert buttons_of(edit) == buttons_of(card)


def test_a_list_of_the_muted_that_stands_loses_name_number_and_button(desk: Desk) -> None:
    desk.report(sender=WANG)
    for whom in (WANG, HE):
        muting.mute(desk.tx, desk.office, desk.person(CHEN), whom, HOUR, Seat(HALL, None, 9), desk.now)
        desk.later()
    muting.show(desk.tx, desk.office, desk.person(CHEN), Seat(HALL, None, 9), desk.now)
    desk.deliver()
    asked = desk.notices(chat=HALL, kind="answer")[-1]
    assert "987654321" in text_of(asked)
    assert buttons_of(asked) == [f"解除 {HE.name}", f"解除 {WANG.name}"]
    desk.later(2 * HOUR)
    forget(desk)
    assert traces_in(desk) == []
    (edit,) = [notice for notice in desk.notices(chat=HALL, kind="edit") if notice.target == asked.id]
    assert edit.state == "sent"
    assert buttons_of(edit) == [f"解除 {HE.name}"]
    assert "已注销用户1：到" in text_of(edit)
    assert [text for text in map(text_of, desk.notices(chat=HALL, kind="edit")) if "/unmute 已注销用户1" in text]


def test_a_list_that_names_the_person_on_buttons_alone_loses_them(desk: Desk) -> None:
    """Its words are what they were."""
    revoking.ask(desk.tx, desk.office, desk.person(CHEN), LI, Seat(HALL, None, 9), desk.now)
    desk.deliver()
    asked = desk.notices(chat=HALL, kind="answer")[-1]
    assert LI.name in str(buttons_of(asked))
    assert LI.name not in text_of(asked)
    people.revoke(desk.tx, LI.id, Role.SECRETARY, "donghu", desk.now)
    desk.open_private(LI)
    forget(desk, LI)
    assert traces_in(desk, (LI.name,)) == []
    (edit,) = [notice for notice in desk.notices(chat=HALL, kind="edit") if notice.target == asked.id]
    assert (text_of(edit), buttons_of(edit)) == (text_of(asked), [])


@pytest.mark.parametrize("piece", [1, 500])
def test_a_message_that_came_to_name_the_person_by_an_edit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """Whether its first words named them too, and whether both are looked at in one piece or not."""
    monkeypatch.setattr(traces, "PIECE", piece)
    desk.report(sender=WANG)
    for number, words in enumerate(["名单", f"名单 {WANG.name}"]):
        say(desk.tx, Seat(HALL), NoticeKind.ANSWER, f"list:{number}", Markup(words), desk.now)
    desk.deliver()
    said = desk.notices(chat=HALL, kind="answer")[-2:]
    for one in said:
        edit_message(desk.tx, one, Call.EDIT_TEXT, {"text": f"上报 {WANG.name}"}, f"turn:{one.id}", desk.now)
    desk.deliver()
    forget(desk)
    for one in said:
        edits = [notice for notice in desk.notices(chat=HALL, kind="edit") if notice.target == one.id]
        assert [edit.key.endswith(":forgotten") for edit in edits] == [False, True]
        assert text_of(edits[-1]) == "上报 已注销用户1"
        assert edits[-1].state == "sent"


@pytest.mark.parametrize("piece", [1, 500])
def test_the_card_of_a_ticket_on_which_the_person_only_acted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """A former officer, whose name stands in the card's last steps; other tickets' cards are left alone."""
    monkeypatch.setattr(traces, "PIECE", piece)
    ticket = desk.report(sender=WANG)
    card = desk.the("card", OFFICE)
    desk.tap(LI, f"accept:{ticket.id}", card)
    desk.deliver()
    assert LI.name in text_of([one for one in desk.notices(kind="edit") if one.target == card.id][-1])
    desk.report("西苑小区5栋的垃圾桶坏了", sender=HE)
    people.revoke(desk.tx, LI.id, Role.SECRETARY, "donghu", desk.now)
    desk.open_private(LI)
    edits = len(desk.notices(chat=OFFICE, kind="edit"))
    forget(desk, LI)
    (edit,) = desk.notices(chat=OFFICE, kind="edit")[edits:]
    assert edit.target == card.id
    assert "已注销用户1" in text_of(edit)
    assert LI.name not in text_of(edit)
    assert edit.state == "sent"


@pytest.mark.parametrize("piece", [2, 500])
def test_names_from_before_go_as_well(desk: Desk, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    """Of somebody whom a message linked to, who supported a report, who acted on it."""
    monkeypatch.setattr(traces, "PIECE", piece)
    old = ("慕容旧名甲", "慕容旧名乙", "慕容旧名丙")
    first, second, third = (Sender(WANG.id, name) for name in old)
    muting.mute(desk.tx, desk.office, desk.person(CHEN), first, HOUR, Seat(HALL, None, 9), desk.now)
    desk.later()
    muting.show(desk.tx, desk.office, desk.person(CHEN), Seat(HALL, None, 9), desk.now)
    desk.deliver()
    listed = desk.notices(chat=HALL, kind="answer")[-1]
    desk.later(2 * HOUR)
    desk.report(sender=HE)
    desk.say("东湖花园3栋的垃圾桶坏了", sender=second)
    desk.deliver()
    people.grant(desk.tx, WANG.id, Role.SECRETARY, "donghu", None, desk.now)
    people.remember(desk.tx, WANG.id, third.name, None)
    desk.tap(third, "accept:1001", desk.the("card", OFFICE))
    people.revoke(desk.tx, WANG.id, Role.SECRETARY, "donghu", desk.now)
    say(desk.tx, Seat(HALL), NoticeKind.ANSWER, "told", Markup("、".join(old)), desk.now)
    desk.deliver()
    told = desk.notices(chat=HALL, kind="answer")[-1]
    people.remember(desk.tx, WANG.id, WANG.name, WANG.username)
    assert all(traces_in(desk, (name,)) for name in old)
    desk.open_private(WANG)
    forget(desk)
    assert traces_in(desk, (*old, *TRACES)) == []
    (edit,) = [notice for notice in desk.notices(chat=HALL, kind="edit") if notice.target == told.id]
    assert text_of(edit) == "、".join(["已注销用户1"] * 3)
    (edit,) = [notice for notice in desk.notices(chat=HALL, kind="edit") if notice.target == listed.id]
    assert buttons_of(edit) == []
    assert "已注销用户1：到" in text_of(edit)


def test_an_edit_that_waits_is_said_and_what_stood_before_does_not_come_back(desk: Desk) -> None:
    desk.report(sender=WANG)
    say(desk.tx, Seat(HALL), NoticeKind.ANSWER, "list", Markup(f"名单 {WANG.name}"), desk.now)
    desk.deliver()
    said = desk.notices(chat=HALL, kind="answer")[-1]
    desk.open_private(WANG)
    forgettings.ask(desk.tx, WANG.id, desk.now)
    edit_message(desk.tx, said, Call.EDIT_TEXT, {"text": f"办了，{WANG.name}"}, "turn", desk.now)
    carry_out(desk)
    sent = [one for one in desk.notices(chat=HALL, kind="edit") if one.target == said.id and one.state == "sent"]
    assert [text_of(edit) for edit in sent] == ["办了，已注销用户1"]


def test_the_ticket_goes_on_without_its_reporter(desk: Desk) -> None:
    """It is accepted, resolved, reviewed; nobody is told who cannot be told, and nothing fails."""
    desk.open_private(WANG)
    desk.report("东湖花园3栋的垃圾桶坏了", sender=WANG)
    desk.say("东湖花园5栋的路灯不亮", sender=WANG, chat=WANG.id, private=True)
    desk.deliver()
    forget(desk)
    for ticket in desk.tickets():
        desk.later(HOUR)
        desk.tap(CHEN, f"accept:{ticket.id}", chat=HALL)
        desk.say(f"#T{ticket.id} 已处理，换了新的", sender=CHEN, chat=HALL)
        desk.deliver()
        desk.tap(CHEN, f"approve:{ticket.id}", chat=HALL)
        desk.deliver()
    assert desk.notices(state="failed") == []
    assert [notice for notice in desk.notices() if is_pseudonym(notice.chat_id) and notice.state == "queued"] == []
    assert traces_in(desk) == []


def test_photos_are_given_up_and_found_no_more(desk: Desk) -> None:
    desk.report(sender=WANG, photo=True)
    desk.report("西苑小区5栋的垃圾桶坏了", sender=HE, photo=True)
    for row in desk.tx.rows("SELECT id FROM media"):
        media.note_stored(desk.tx, row["id"], f"ab/{row['id']}.jpg", f"hash{row['id']}", 1)
    forget(desk)
    assert [path for _, path, _ in media.expired(desk.tx)] == ["ab/1.jpg"]
    assert [tuple(row) for row in desk.tx.rows("SELECT state, sha256 FROM media ORDER BY id")] == [
        ("expired", None),
        ("stored", "hash2"),
    ]


def test_who_is_known_again_is_a_new_acquaintance(desk: Desk) -> None:
    desk.report(sender=WANG)
    forget(desk)
    again = desk.report("西苑小区5栋的垃圾桶坏了", sender=WANG)
    assert again.reporter_id == WANG.id
    forget(desk)
    assert traces_in(desk) == []
    assert len({ticket.reporter_id for ticket in desk.tickets()}) == 2, "two pseudonyms: nobody can join them"


def test_others_of_the_same_name_stay(desk: Desk) -> None:
    other = Sender(5550001, WANG.name)
    desk.report(sender=WANG)
    desk.report("西苑小区5栋的垃圾桶坏了", sender=other)
    forget(desk)
    theirs = desk.ticket(1002)
    assert (theirs.reporter_id, theirs.reporter_name) == (other.id, other.name)
    assert events.history(desk.tx, 1002)[0].actor_name == other.name


def test_last_words_are_waited_for_but_not_for_ever(desk: Desk) -> None:
    desk.open_private(WANG)
    desk.report(sender=WANG)
    forgettings.ask(desk.tx, WANG.id, desk.now)
    privacy.show(desk.tx, desk.office, Seat(WANG.id), desk.now)
    assert not forgetting.go_on(desk.tx, desk.office, desk.now), "something is still to be said"
    desk.later(timedelta(hours=1))
    carry_out(desk)
    assert traces_in(desk) == []


def test_nothing_is_forgotten_that_came_after_it_began(desk: Desk) -> None:
    desk.report(sender=WANG)
    forgettings.ask(desk.tx, WANG.id, desk.now)
    assert forgetting.go_on(desk.tx, desk.office, desk.now)
    fresh = desk.report("西苑小区5栋的垃圾桶坏了", sender=WANG)
    carry_out(desk)
    assert desk.ticket(fresh.id).reporter_id == WANG.id


def test_it_goes_on_where_it_was_in_many_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "PIECE", 3)
    a_rich_past(desk)
    forget(desk)
    assert traces_in(desk) == []


def test_who_holds_an_office_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        privacy.ask_to_forget(desk.tx, desk.office, desk.person(LI), Seat(LI.id), desk.now)
    assert refused.value.reason is Refusal.STILL_IN_OFFICE
    people.revoke(desk.tx, LI.id, Role.SECRETARY, "donghu", desk.now)
    desk.open_private(LI)
    forget(desk, LI)
    assert traces_in(desk, (LI.name,)) == []


@pytest.mark.parametrize(
    ("who", "chat", "data"),
    [
        (HE, WANG.id, f"forget:yes:{WANG.id}"),
        (HE, HE.id, f"forget:yes:{WANG.id}"),
        (WANG, RIDERS, f"forget:yes:{WANG.id}"),
        (WANG, WANG.id, f"forget:maybe:{WANG.id}"),
    ],
)
def test_nobody_else_has_somebody_forgotten(desk: Desk, who: Sender, chat: int, data: str) -> None:
    desk.report(sender=WANG)
    with pytest.raises(Refused):
        privacy.take_tap(desk.tx, desk.office, Tap(who.id, who.name, chat, 1, data), desk.now)
    assert forgettings.every(desk.tx) == []


def test_only_in_private(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        privacy.ask_to_forget(desk.tx, desk.office, desk.person(WANG), Seat(RIDERS), desk.now)
    assert refused.value.reason is Refusal.ONLY_IN_PRIVATE
    with pytest.raises(Refused) as refused:
        privacy.send_data(desk.tx, desk.office, Seat(RIDERS), "made/x.txt", MONDAY)
    assert refused.value.reason is Refusal.ONLY_IN_PRIVATE


def test_the_question_says_what_becomes_of_open_tickets(desk: Desk) -> None:
    desk.open_private(WANG)
    desk.report(sender=WANG)
    privacy.ask_to_forget(desk.tx, desk.office, desk.person(WANG), Seat(WANG.id), desk.now)
    (asked,) = desk.queued(chat=WANG.id)
    assert "1 件还没办完" in text_of(asked)
    assert buttons_of(asked) == ["确认，忘记我", "先不要"]


def test_every_column_of_a_person_is_known(desk: Desk) -> None:
    """The columns of ids that the schema has are those that this changes, deletes or walks."""
    named = {(table, column) for table, column in pseudonyms.IDS}
    assert named <= {
        (table, row["name"])
        for table in desk.dump()
        for row in desk.tx.rows(f"SELECT name FROM pragma_table_info('{table}')")
    }


def test_who_has_reported_nothing_is_not_told_of_their_tickets(desk: Desk) -> None:
    privacy.ask_to_forget(desk.tx, desk.office, desk.person(HE), Seat(HE.id), desk.now)
    assert "0 件" not in text_of(desk.notices(chat=HE.id)[-1])
    desk.report(sender=HE)
    desk.later()
    privacy.ask_to_forget(desk.tx, desk.office, desk.person(HE), Seat(HE.id), desk.now)
    assert "留下：1 件工单" in text_of(desk.notices(chat=HE.id)[-1])
