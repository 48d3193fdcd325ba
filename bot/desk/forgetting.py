"""Forgetting: whoever asked for it is taken out of everything, piece by piece, after the last words to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import cards
from bot.desk.messages import edit_message
from bot.desk.office import Office
from storage import audit, forgettings, forgotten, pseudonyms, tickets, traces
from storage.forgettings import Forgetting
from storage.traces import Standing
from storage.transaction import Tx

_PATIENCE = timedelta(hours=1)
"""How long the last words to the person are waited for: who blocked the bot is forgotten as well."""

_CARDS = "cards"
_AT_ONCE = 10
"""Tickets that are changed, or whose cards are made anew, in one transaction."""


def go_on(tx: Tx, office: Office, now: datetime) -> bool:
    """One piece of the work. False: there is none for now."""
    for forgetting in forgettings.every(tx):
        if forgetting.begun:
            _go_on(tx, office, forgetting, now)
            return True
        waited = now - forgetting.asked_at
        if timedelta() <= waited < _PATIENCE and forgettings.is_talking(tx, forgetting.whom.person_id, now):
            continue
        _begin(tx, forgetting, now)
        return True
    return False


def _begin(tx: Tx, forgetting: Forgetting, now: datetime) -> None:
    begun = forgettings.begun(tx, forgetting, traces.ends(tx))
    pseudonyms.begin(tx, begun.whom, now)
    forgettings.save(tx, begun)


def _go_on(tx: Tx, office: Office, forgetting: Forgetting, now: datetime) -> None:
    if traces.has_more_names(forgetting):
        forgettings.save(tx, traces.learn(tx, forgetting))
        return
    if pseudonyms.forget_reports(tx, forgetting.whom, forgetting.ends["tickets"], _AT_ONCE):
        return
    for table in traces.WALKED:
        if forgetting.walked.get(table, 0) < forgetting.ends[table]:
            for message in traces.walk(tx, forgetting, table):
                _say_again(tx, forgetting, message, now)
            forgettings.save(tx, forgetting)
            return
    numbers = pseudonyms.tickets_of(tx, forgetting.whom, forgetting.walked.get(_CARDS, 0), _AT_ONCE)
    if numbers:
        _refresh(tx, office, forgetting, numbers, now)
        forgetting.walked[_CARDS] = numbers[-1]
        forgettings.save(tx, forgetting)
        return
    if traces.has_more_cards(forgetting):
        _refresh(tx, office, forgetting, traces.tickets_with_cards(tx, forgetting, _AT_ONCE), now)
        forgettings.save(tx, forgetting)
        return
    forgettings.finish(tx, forgetting)
    forgotten.note(tx, forgetting.whom.person_id, now)
    audit.append(tx, "forgotten", None, now)


def _refresh(tx: Tx, office: Office, forgetting: Forgetting, numbers: list[int], now: datetime) -> None:
    for number in numbers:
        if (ticket := tickets.load(tx, number)) is not None:
            cards.refresh(tx, office, ticket, -forgetting.whom.number, now)


def _say_again(tx: Tx, forgetting: Forgetting, message: Standing, now: datetime) -> None:
    """A message that named the person, and stands, says the same without the name and the buttons about them."""
    masked = {
        part: forgetting.whom.without_buttons(one)
        if part == "reply_markup"
        else forgetting.whom.mask_json(one, phones=True)
        for part, one in message.shown.items()
    }
    if masked == message.shown:
        return
    standing = message.notice
    key = f"edit:{standing.id}:{-forgetting.whom.number}:forgotten"
    edit_message(tx, standing, message.call, masked, key, now)
