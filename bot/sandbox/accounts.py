"""The bots of the box, the accounts that Telegram itself posts as, and the rights an administrator may have."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.updates import UpdateQueue

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688
TELEGRAM_ID = 777000

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
ORDINARY_RIGHTS = frozenset(RIGHTS) - {"can_promote_members"}


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates posted to, and what went wrong last."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str = ""


@dataclass(slots=True, eq=False)
class BotAccount:
    """A bot. With `privacy` on (BotFather's default) it sees in groups only what is meant for it."""

    id: int
    first_name: str
    username: str
    token: str
    privacy: bool
    updates: UpdateQueue
    last_name: str = ""
    last_message_id: int = 0
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)
    is_bot: bool = field(default=True, init=False)

    @property
    def full_name(self) -> str:
        return self.first_name

    def next_message_id(self) -> int:
        """The account's own counter, for private chats and basic groups."""
        self.last_message_id += 1
        return self.last_message_id
