"""What an operator may order: a table of named operations, for the running bot and for a database without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from bot.desk import areas, outbox, quarantine
from bot.domain.area_changes import AreaChange
from bot.domain.areas import Area
from bot.domain.notices import NoticeState
from storage import audit, notices
from storage import outbox as stored_outbox
from storage.transaction import Tx

Arguments = TypeVar("Arguments", bound=BaseModel)

Refusals: tuple[type[Exception], ...] = (areas.NotNow,)
"""What an operation raises when it cannot be done: told to the operator in its own words, nothing was changed."""


class Order(BaseModel):
    """The arguments of an operation, as they travel."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Numbers(Order):
    """Rows by their id; None stands for all."""

    ids: tuple[int, ...] | None


class Some(Order):
    ids: tuple[int, ...]


class NewArea(Order):
    """An area, and the version of the one that it was compared to."""

    area: Area
    seen: int


class NewParts(Order):
    """A change of an area, and the version of the one that it was found against."""

    change: AreaChange
    seen: int


@dataclass(frozen=True, slots=True)
class Operation(Generic[Arguments]):
    """`do` runs in one transaction and gives what JSON can hold; it raises one of Refusals."""

    arguments: type[Arguments]
    do: Callable[[Tx, Arguments, datetime], Any]

    def read(self, arguments: Any) -> Arguments:
        """Raises ValueError for arguments of another shape."""
        return self.arguments.model_validate(arguments)


def _resend(tx: Tx, order: Numbers, now: datetime) -> list[int]:
    """All are those that the bot has not sent again by itself."""
    ids = order.ids
    if ids is None:
        listed = notices.in_states(tx, (NoticeState.UNCERTAIN, NoticeState.FAILED))
        ids = tuple(notice.id for notice in listed if not stored_outbox.was_sent_again(tx, notice.id))
    sent = [notice_id for notice_id in ids if outbox.resend(tx, notice_id, now)]
    if sent:
        audit.append(tx, "notices_resent", None, now, notices=sent)
    return sent


def _dismiss(tx: Tx, order: Numbers, now: datetime) -> list[int]:
    """All are those that the bot has sent again by itself: nobody misses a message by it."""
    ids = order.ids
    if ids is None:
        listed = notices.in_states(tx, (NoticeState.UNCERTAIN,))
        ids = tuple(notice.id for notice in listed if stored_outbox.was_sent_again(tx, notice.id))
    dismissed = [notice_id for notice_id in ids if outbox.dismiss(tx, notice_id)]
    if dismissed:
        audit.append(tx, "notices_dismissed", None, now, notices=dismissed)
    return dismissed


OPERATIONS: dict[str, Operation[Any]] = {
    "quarantine.retry": Operation(Numbers, lambda tx, order, now: quarantine.retry(tx, order.ids, now)),
    "quarantine.drop": Operation(Some, lambda tx, order, now: quarantine.drop(tx, order.ids, now)),
    "uncertain.resend": Operation(Numbers, _resend),
    "uncertain.dismiss": Operation(Numbers, _dismiss),
    "area.import": Operation(NewArea, lambda tx, order, now: areas.change(tx, order.area, order.seen, now)),
    "area.amend": Operation(NewParts, lambda tx, order, now: areas.amend(tx, order.change, order.seen, now)),
}
