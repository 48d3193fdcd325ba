"""Traces: the long tables are read whole, some hundred rows in each transaction, and lose a person who is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.notices import Call, NoticeKind, NoticeState
from bot.domain.privacy import Forgotten, authors, has_phone, linked_names
from storage import notices
from storage.forgettings import Forgetting, also_called
from storage.json_text import from_text, to_text
from storage.notices import Notice, read_notice
from storage.pseudonyms import forget_post
from storage.transaction import Row, Tx

PIECE = 500
"""Rows of a table that are looked at in one transaction: a few milliseconds."""

_WHO = frozenset({"by", "whom", "chat", "person"})
"""Keys under which JSON of ours has a person's id, or the private chat that bears the same."""


def ends(tx: Tx) -> dict[str, int]:
    """The last row of each table that is walked: what comes later is a new acquaintance."""
    return {table: tx.value(f"SELECT coalesce(max(id), 0) FROM {table}") for table in ("tickets", *WALKED)}


def has_more_names(forgetting: Forgetting) -> bool:
    return any(forgetting.walked.get(f"names in {table}", 0) < forgetting.ends[table] for table in _NAMED)


def learn(tx: Tx, forgetting: Forgetting) -> Forgetting:
    """The same with the names that the next piece of a table has beside the person's id, and how far that is.

    Before anything is walked: what somebody was called until they took another name stands in words, too.
    """
    for table, read in _NAMED.items():
        after = forgetting.walked.get(f"names in {table}", 0)
        if after < forgetting.ends[table]:
            until = min(after + PIECE, forgetting.ends[table])
            forgetting.walked[f"names in {table}"] = until
            return also_called(forgetting, read(tx, forgetting.whom.person_id, after, until))
    return forgetting


def _names_in_posts(tx: Tx, person_id: int, after: int, until: int) -> list[str]:
    rows = tx.rows(
        "SELECT DISTINCT sender_name, sender_username FROM posts WHERE id > :after AND id <= :until"
        " AND sender_id = :id",
        after=after,
        until=until,
        id=person_id,
    )
    return [name for row in rows for name in row]


def _names_in_events(tx: Tx, person_id: int, after: int, until: int) -> list[str]:
    rows = tx.rows(
        "SELECT DISTINCT actor_name FROM ticket_events WHERE id > :after AND id <= :until AND actor_id = :id",
        after=after,
        until=until,
        id=person_id,
    )
    return [row["actor_name"] for row in rows]


def _names_in_notices(tx: Tx, person_id: int, after: int, until: int) -> list[str]:
    """What links to the person say."""
    rows = tx.rows(
        "SELECT payload FROM notices WHERE id > :after AND id <= :until AND instr(payload, :link)",
        after=after,
        until=until,
        link=f"tg://user?id={person_id}",
    )
    return [name for row in rows for name in linked_names(from_text(row["payload"]), person_id)]


_NAMED: dict[str, Callable[[Tx, int, int, int], list[str]]] = {
    "posts": _names_in_posts,
    "ticket_events": _names_in_events,
    "notices": _names_in_notices,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of words in some chat, the call that edits it, and what it shows since its last edit: of the payload
    the words, and the buttons where it has any.
    """

    notice: Notice
    call: Call
    shown: dict[str, Any]


def walk(tx: Tx, forgetting: Forgetting, table: str) -> list[Standing]:
    """The next piece of a table; notes in `forgetting` how far it is.

    Gives the messages that stand in some chat and may name the person.
    """
    after = forgetting.walked.get(table, 0)
    until = min(after + PIECE, forgetting.ends[table])
    standing = [
        message
        for row in tx.rows(f"SELECT * FROM {table} WHERE id > :after AND id <= :until", after=after, until=until)
        if (message := _STEPS[table](tx, forgetting.whom, row)) is not None
    ]
    forgetting.walked[table] = until
    return standing


def tickets_with_cards(tx: Tx, forgetting: Forgetting, limit: int) -> list[int]:
    """The next tickets whose cards, or edits of them, named the person, whoever that was to the ticket: also somebody
    who acted on it once. Notes how far it is; there may be none in a piece (`has_more_cards`).

    Asked when all is walked: the pseudonym's name stands in what is kept of the card, not yet on the card.
    """
    after = forgetting.walked.get(_CARDS, 0)
    until = min(after + PIECE, forgetting.ends["notices"])
    found = tx.rows(
        "SELECT id, ticket_id FROM notices WHERE id > :after AND id <= :until AND ticket_id IS NOT NULL"
        " AND kind IN ('card', 'edit') AND instr(payload, :alias) ORDER BY id LIMIT :limit",
        after=after,
        until=until,
        alias=forgetting.whom.alias,
        limit=limit,
    )
    forgetting.walked[_CARDS] = found[-1]["id"] if len(found) == limit else until
    return sorted({row["ticket_id"] for row in found})


def has_more_cards(forgetting: Forgetting) -> bool:
    return forgetting.walked.get(_CARDS, 0) < forgetting.ends["notices"]


_CARDS = "cards of others"


def _walk_post(tx: Tx, whom: Forgotten, row: Row) -> None:
    """What became no report, or was joined to somebody else's."""
    if row["sender_id"] == whom.person_id:
        forget_post(tx, whom, row["id"])


def _walk_event(tx: Tx, whom: Forgotten, row: Row) -> None:
    own = row["actor_id"] == whom.person_id
    typed = row["typed_by"] == whom.person_id
    if not own and not typed and not whom.may_stand_in(f"{row['words']}{row['details']}"):
        return
    words = row["words"]
    if words is not None:
        words = whom.mask_own(words) if own or typed else whom.mask(words)
    details = to_text(whom.mask_json(from_text(row["details"]))) if row["details"] else row["details"]
    if not own and not typed and (words, details) == (row["words"], row["details"]):
        return
    tx.run(
        "UPDATE ticket_events SET actor_id = :actor, actor_name = :name, typed_by = :typed, words = :words,"
        " details = :details WHERE id = :id",
        id=row["id"],
        actor=whom.pseudonym if own else row["actor_id"],
        name=whom.alias if own and row["actor_name"] is not None else row["actor_name"],
        typed=whom.pseudonym if typed else row["typed_by"],
        words=words,
        details=details,
    )


def _walk_notice(tx: Tx, whom: Forgotten, row: Row) -> Standing | None:
    """What was said to the person goes whole; what was said to others loses the name."""
    if row["chat_id"] == whom.person_id:
        tx.run(
            "UPDATE notices SET key = 'forgotten:' || id, chat_id = :new, topic = NULL, message_id = NULL,"
            " reply_to = NULL,"
            ' coalesce = NULL, payload = \'{"text":""}\', error = NULL, gone_at = coalesce(gone_at, sent_at),'
            " state = CASE state WHEN 'sent' THEN 'sent' ELSE 'dropped' END WHERE id = :id",
            id=row["id"],
            new=whom.pseudonym,
        )
        return None
    own = row["ticket_id"] is not None and has_phone(row["payload"]) and _is_of(tx, whom, row["ticket_id"])
    if not own and not whom.may_stand_in(row["payload"]):
        return None
    payload = from_text(row["payload"])
    masked = whom.mask_json(payload, _WHO, phones=own)
    if masked == payload:
        return None
    # Read before this row is changed: it may be what the message shows.
    standing = _standing(tx, read_notice(row))
    tx.run("UPDATE notices SET payload = :payload WHERE id = :id", id=row["id"], payload=to_text(masked))
    return standing


def _is_of(tx: Tx, whom: Forgotten, ticket_id: int) -> bool:
    return bool(tx.value("SELECT reporter_id = :who FROM tickets WHERE id = :id", id=ticket_id, who=whom.pseudonym))


def _standing(tx: Tx, said: Notice) -> Standing | None:
    """The message that this notice made, or changed. None: it stands no more, it is no message of words, or it is a
    card, which is made anew. An edit that still waits counts as shown: the next one overtakes it.
    """
    message = said if said.target is None else notices.load(tx, said.target)
    if message is None or message.state is not NoticeState.SENT or message.gone:
        return None
    if message.kind is NoticeKind.CARD or message.call not in _EDITS:
        return None
    call, key = _EDITS[message.call]
    row = tx.row(f"{_EDITED} AND call IN ('editMessageText', 'editMessageCaption') {_LAST}", id=message.id, after=0)
    payload = from_text(row["payload"]) if row else message.payload
    if key not in payload:
        return None
    after = row["id"] if row else 0
    if row := tx.row(f"{_EDITED} AND call = 'editMessageReplyMarkup' {_LAST}", id=message.id, after=after):
        payload = payload | from_text(row["payload"])
    return Standing(message, call, {part: payload[part] for part in (key, "reply_markup") if part in payload})


_EDITED = (
    "SELECT id, payload FROM notices WHERE target = :id AND id > :after AND state IN ('sent', 'sending', 'queued')"
)
_LAST = "ORDER BY id DESC LIMIT 1"

_EDITS = {
    Call.SEND_MESSAGE: (Call.EDIT_TEXT, "text"),
    Call.SEND_PHOTO: (Call.EDIT_CAPTION, "caption"),
    Call.SEND_DOCUMENT: (Call.EDIT_CAPTION, "caption"),
}


def _walk_update(tx: Tx, whom: Forgotten, row: Row) -> None:
    """A raw update that was settled is of no more use; one set aside loses the person, or goes if it is theirs."""
    if row["state"] == "waiting":
        return
    if row["lane"] != whom.person_id and not whom.may_stand_in(row["raw"]):
        return
    update = from_text(row["raw"])
    left = whom.forget_user(update)
    if left == update and row["lane"] != whom.person_id:
        return
    own = row["lane"] == whom.person_id or whom.person_id in set(authors(update))
    if row["state"] == "quarantined" and not own:
        raw, state = to_text(left), "quarantined"
    else:
        raw, state = "{}", "ignored" if row["state"] == "quarantined" else row["state"]
    tx.run(
        "UPDATE inbox SET raw = :raw, state = :state, error = :error, lane = :lane WHERE id = :id",
        id=row["id"],
        raw=raw,
        state=state,
        error=whom.mask(row["error"]) if row["error"] and state == "quarantined" else None,
        lane=whom.pseudonym if row["lane"] == whom.person_id else row["lane"],
    )


def _walk_audit(tx: Tx, whom: Forgotten, row: Row) -> None:
    own = row["person_id"] == whom.person_id
    if not own and not whom.may_stand_in(row["details"]):
        return
    details = from_text(row["details"])
    masked = whom.mask_json(details, _WHO)
    if own or masked != details:
        tx.run(
            "UPDATE audit SET person_id = :person, details = :details WHERE id = :id",
            id=row["id"],
            person=whom.pseudonym if own else row["person_id"],
            details=to_text(masked),
        )


_STEPS: dict[str, Callable[[Tx, Forgotten, Row], Standing | None]] = {
    "posts": _walk_post,
    "ticket_events": _walk_event,
    "notices": _walk_notice,
    "inbox": _walk_update,
    "audit": _walk_audit,
}
WALKED = tuple(_STEPS)
"""Tables that are read whole, in this order: nothing in them is found by a person."""
