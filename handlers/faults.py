"""What Telegram's refusals mean: one table from its words to what the outbox does about them."""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.desk.outcomes import Outcome, Report

_WORDS: tuple[tuple[str, Outcome], ...] = (
    ("message is not modified", Outcome.UNCHANGED),
    ("message to delete not found", Outcome.UNCHANGED),
    ("message to be replied not found", Outcome.NO_REPLY_TARGET),
    ("replied message not found", Outcome.NO_REPLY_TARGET),
    ("message thread not found", Outcome.NO_TOPIC),
    ("topic_deleted", Outcome.NO_TOPIC),
    ("topic_closed", Outcome.NO_TOPIC),
    ("message to edit not found", Outcome.TARGET_GONE),
    ("message can't be edited", Outcome.TARGET_GONE),
    ("message_id_invalid", Outcome.TARGET_GONE),
    ("there is no caption in the message to edit", Outcome.NO_CAPTION),
    ("reaction_invalid", Outcome.NO_REACTIONS),
    ("reactions_disabled", Outcome.NO_REACTIONS),
    ("reaction is not allowed", Outcome.NO_REACTIONS),
    ("wrong file identifier", Outcome.NO_PHOTO),
    ("wrong remote file", Outcome.NO_PHOTO),
    ("wrong type of file", Outcome.NO_PHOTO),
    ("can't use file of type", Outcome.NO_PHOTO),
    ("failed to get http url content", Outcome.NO_PHOTO),
    ("there is no photo in the request", Outcome.NO_PHOTO),
    ("not enough rights to send photos", Outcome.NO_PHOTO),
    ("photo_invalid_dimensions", Outcome.NO_PHOTO),
    ("image_process_failed", Outcome.NO_PHOTO),
    ("chat not found", Outcome.GONE),
    ("not enough rights to send", Outcome.NO_RIGHTS),
    ("have no rights to send", Outcome.NO_RIGHTS),
    ("chat_write_forbidden", Outcome.NO_RIGHTS),
    ("need administrator rights", Outcome.REFUSED),
)
"""Parts of the `description` of a 400, in lower case, as the Bot API server words them."""

_FORBIDDEN: tuple[tuple[str, Outcome], ...] = (
    ("kicked", Outcome.KICKED),
    ("not a member", Outcome.KICKED),
    ("was deleted", Outcome.GONE),
    ("blocked by the user", Outcome.BLOCKED),
    ("can't initiate", Outcome.BLOCKED),
    ("deactivated", Outcome.BLOCKED),
)

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def read_fault(error: TelegramError) -> Report:
    """What the outbox should make of a call that raised this."""
    words = error.message.rstrip(": ")  # the library writes "httpx.ReadError: " of an error without words
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return Report(Outcome.PATIENCE, wait=timedelta(seconds=seconds), error=words)
    if isinstance(error, ChatMigrated):
        return Report(Outcome.MIGRATED, moved_to=error.new_chat_id, error=words)
    if isinstance(error, Forbidden):
        return Report(_match(words, _FORBIDDEN, Outcome.NO_RIGHTS), error=words)
    if isinstance(error, BadRequest):
        return Report(_match(words, _WORDS, Outcome.REFUSED), error=words)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NEVER_LEFT):
        return Report(Outcome.NOT_POSTED, error=words)
    if isinstance(error, NetworkError):
        return Report(Outcome.UNKNOWN, error=words)
    if isinstance(error, InvalidToken) and "unauthorized" in words.lower():
        return Report(Outcome.NOT_POSTED, error=words)  # the token was taken back: what waits goes out with a new one
    if type(error) is TelegramError:
        return Report(Outcome.UNKNOWN, error=words)  # an answer that is no JSON: it may tell of a success
    return Report(Outcome.REFUSED, error=words)


def _match(words: str, table: tuple[tuple[str, Outcome], ...], otherwise: Outcome) -> Outcome:
    said = words.lower()
    return next((outcome for part, outcome in table if part in said), otherwise)
