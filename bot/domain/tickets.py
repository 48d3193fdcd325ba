"""A ticket: its number, its states, and the names of its moves (the table of moves is bot/domain/moves.py)."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.stages import Stage, Stages


class State(StrEnum):
    TRIAGE = "triage"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        return self in _OVER


_OVER = frozenset({State.CLOSED, State.REJECTED, State.MERGED, State.WITHDRAWN})


class Move(StrEnum):
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    CONTROL = "control"
    REPAIR = "repair"
    RESOLVE = "resolve"
    TRANSFER = "transfer"
    RETURN = "return"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    SPLIT = "split"
    WHISTLE = "whistle"
    MERGE = "merge"
    UNMERGE = "unmerge"
    NOTE = "note"
    CORRECT = "correct"
    REJECT = "reject"
    OBJECT = "object"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    ACKNOWLEDGE = "acknowledge"
    DISPUTE = "dispute"
    THANK = "thank"
    DETACH = "detach"
    APPROVE = "approve"
    REWORK = "rework"
    RATE = "rate"
    DOUBT = "doubt"


class Capacity(StrEnum):
    """What a person is to one ticket at one moment (bot/domain/rights.py)."""

    HANDLER = "handler"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    REPORTER = "reporter"
    SUPPORTER = "supporter"
    LEAD = "lead"  # answers for the unit that whistled for this one's help
    BOT = "bot"  # the bot itself: what falls due, and what a photo shows


class Ticket(BaseModel):
    """One problem at one place. `id` is the number people see: 1024 is T1024."""

    model_config = ConfigDict(frozen=True)

    id: int
    state: State
    post_id: int
    chat_id: int
    message_id: int
    topic: int | None = None
    private: bool = False
    reporter_id: int
    reporter_name: str
    text: str
    summary: str
    place: str | None = None
    place_name: str | None = None
    address: str = ""
    """Number, building and entrance, written one way: 12栋2单元. Tells duplicates apart."""
    unit_code: str | None = None
    bot_unit: str | None = None
    """The unit that the bot gave it to unaided; None where a person was first."""
    candidates: tuple[str, ...] = ()
    rule: str | None = None
    category: str | None = None
    subcategory: str | None = None
    confidence: float = 0.0
    time_class: TimeClass
    limit: Duration
    stages: Stages | None = None
    """The steps of its fix, as its 小类 had them when it was opened."""
    stage: Stage | None = None
    """The last of these steps that is done."""
    emergency: bool = False
    reopened: int = 0
    extended: int = 0
    returners: tuple[str, ...] = ()
    """The units that gave it back: none of them gets it again unasked."""
    designated: bool = False
    """A coordinator named the unit for good (指定承办): it cannot be returned."""
    objected: bool = False
    bundle: bool = False
    """The first of several reports that one person sent in a short time (bot/desk/bundles.py)."""
    supporters: tuple[int, ...] = ()
    """The people who reported the same later."""
    parent_id: int | None = None
    lead_unit: str | None = None
    """The unit that whistled: this ticket is help for its `parent_id`, and the reporting group hears nothing of it."""
    merged_into: int | None = None
    state_before: State | None = None
    """What it was when it was suspended or merged."""
    suspended_until: datetime | None = None
    stars: int | None = None
    created_at: datetime
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    respond_by: datetime | None = None
    """When it was to be accepted, as `due_at` says of its resolution."""

    @property
    def number(self) -> str:
        return f"T{self.id}"

    @property
    def to_come(self) -> tuple[Stage, ...]:
        """The steps before the last that are still to be made. A 返工 runs none again."""
        return () if self.stages is None or self.reopened else self.stages.after(self.stage)

    @property
    def is_urgent(self) -> bool:
        return self.emergency or self.time_class is TimeClass.URGENT


_NUMBER = re.compile(r"#?\s*[TtＴ]?\s*(\d{1,9})", re.ASCII)


def read_number(written: str) -> int | None:
    """The ticket meant by T1024, #T1024, t1024 or 1024; None when it is no ticket number."""
    match = _NUMBER.fullmatch(written.strip())
    return int(match[1]) if match else None
