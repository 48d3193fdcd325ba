"""The tables of the config: every key, its default, and what it may hold. Those of time: bot/config_times.py."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from bot.config_faults import ConfigFaults, written
from bot.config_values import (
    TOKEN,
    AllowanceOrOff,
    FilePath,
    Listen,
    Section,
    SomeSpan,
    Span,
    Zone,
    as_written,
    read_token,
)
from bot.domain.durations import Duration

TELEGRAM = "https://api.telegram.org"
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}", re.ASCII)
_SHORTEST_SECRET = 16
SQLITE = "sqlite:///"
CEILINGS = {"group_limit": 20, "overall_limit": 30, "photo_limit_mb": 20}
"""What api.telegram.org allows: messages a minute to a group and a second to all; megabytes to download."""


class TelegramConfig(Section):
    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    base_url: str = TELEGRAM
    mode: Literal["polling", "webhook"] = "polling"
    poll_timeout: SomeSpan = as_written("25s")
    group_limit: int = Field(default=20, ge=1)
    overall_limit: int = Field(default=30, ge=1)
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")

    @field_validator("token")
    @classmethod
    def _token_is_one_word(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("not a bot token; copy it from BotFather, without spaces")
        return token

    @field_validator("token_file", mode="before")
    @classmethod
    def _no_file(cls, path: Any) -> Any:
        return None if path == "" else path

    @field_validator("token_file")
    @classmethod
    def _one_token(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        if path is None:
            return None
        token = info.data.get("token")
        if token is not None and token.get_secret_value():
            raise ValueError("telegram.token is given too; write one of the two")
        read_token(path)
        return path

    @field_validator("base_url")
    @classmethod
    def _root(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+\S*", url):
            raise ValueError(f'not the address of a Bot API server; write "{TELEGRAM}"')
        return url.rstrip("/")

    @field_validator("poll_timeout")
    @classmethod
    def _at_most_a_minute(cls, timeout: Duration) -> Duration:
        if timeout.flat().total_seconds() > 60:
            raise ValueError('longer than Telegram holds a call; write at most "60s"')
        return timeout

    @field_validator("group_limit", "overall_limit")
    @classmethod
    def _within_telegram(cls, limit: int, info: ValidationInfo) -> int:
        if info.data.get("base_url") == TELEGRAM and limit > CEILINGS[str(info.field_name)]:
            raise ValueError(f"more than Telegram allows; write at most {CEILINGS[str(info.field_name)]}")
        return limit

    @field_validator("webhook_url")
    @classmethod
    def _webhook_has_address(cls, url: str, info: ValidationInfo) -> str:
        if url and not re.fullmatch(r"https?://\S+", url):
            raise ValueError('not a web address; write "https://bot.example.org/telegram"')
        if not url and info.data.get("mode") == "webhook":
            raise ValueError('empty, but mode is "webhook"; write the https address that Telegram shall call')
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_plain(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        """Whoever knows the address and no secret is asked for could post orders in a coordinator's name."""
        if not _SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("not allowed by Telegram; write up to 256 letters, digits, - and _")
        if info.data.get("mode") == "webhook" and len(secret.get_secret_value()) < _SHORTEST_SECRET:
            raise ValueError(
                f'too short to keep strangers out, and mode is "webhook"; write {_SHORTEST_SECRET} or more letters and '
                "digits that nobody guesses (openssl rand -hex 16)"
            )
        return secret

    def bot_token(self) -> str:
        """The token, from the key or its file. Raises ConfigFaults when there is none."""
        try:
            token = read_token(self.token_file) if self.token_file else self.token.get_secret_value()
        except ValueError as fault:
            raise ConfigFaults([f"telegram.token_file = {written(str(self.token_file))}: {fault}"]) from None
        if not token:
            remedy = "get one from BotFather and write it there, in token_file, or in FENGSHAO_TELEGRAM__TOKEN"
            raise ConfigFaults([f"telegram.token: missing; {remedy}"])
        return token


class StorageConfig(Section):
    url: str = "sqlite:///fengshao.db"
    media: FilePath = Path("media")

    @field_validator("url")
    @classmethod
    def _engine(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            raise ValueError('PostgreSQL is not supported yet; write "sqlite:///fengshao.db"')
        if not url.startswith(SQLITE) or url.rstrip("/") + "/" == SQLITE or url.endswith((":memory:", "/")):
            raise ValueError('not the address of a database file; write "sqlite:///fengshao.db"')
        return url

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(self.url.removeprefix(SQLITE))

    @property
    def drawing(self) -> Path:
        """The folder beside it in which the drawing process keeps its list of fonts; it need not be there."""
        return self.path.parent / "matplotlib"


class AreaConfig(Section):
    book: FilePath = Field(examples=["area.toml"])
    timezone: Zone = as_written("Asia/Shanghai")
    pin_reach: int = Field(default=300, ge=1, le=5000)
    model: Path | None = None

    @field_validator("model", mode="before")
    @classmethod
    def _no_model(cls, model: Any) -> Any:
        return None if model == "" else model


class PostsConfig(Section):
    join_window: Span = as_written("2m")
    album_wait: SomeSpan = as_written("1s")
    duplicate_window: Span = as_written("3d")
    photo_limit_mb: int = Field(default=20, ge=1)


class LimitsConfig(Section):
    posts: AllowanceOrOff = as_written("15/10m")
    taps: AllowanceOrOff = as_written("60/1m")
    questions: AllowanceOrOff = as_written("20/1m")


class ClosureConfig(Section):
    photo: Literal["asked", "required", "off"] = "asked"
    board: bool = True
    confirmed: Literal["closes", "noted"] = "closes"


class DeskConfig(Section):
    department_transfer: Literal["ask", "direct"] = "ask"


class PrivacyConfig(Section):
    notice: bool = True
    contact: str = ""
    keep_posts: SomeSpan = as_written("365d")
    keep_media: SomeSpan = as_written("365d")


class HttpConfig(Section):
    listen: Listen = as_written("")


class LogConfig(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "json"
