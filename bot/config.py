"""The config: read from TOML below the environment, with all faults at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config_faults import ConfigFaults, describe, dotted, known_keys, table_of_each
from bot.config_sections import (
    CEILINGS,
    SQLITE,
    TELEGRAM,
    AreaConfig,
    ClosureConfig,
    DeskConfig,
    HttpConfig,
    LimitsConfig,
    LogConfig,
    PostsConfig,
    PrivacyConfig,
    StorageConfig,
    TelegramConfig,
)
from bot.config_times import BulletinsConfig, DeadlinesConfig, RemindersConfig, SpecialConfig, UnitConfig
from bot.domain.areas import Area
from bot.domain.spelling import nearest

__all__ = ["Config", "ConfigFaults", "check_units", "load_config", "unknown_units"]

PREFIX = "FENGSHAO_"
_TOML_REMEDY = 'mend that line (text in plain quotes "", not “”; plain commas, not ，; each [table] once)'
_PATHS = (("telegram", "token_file"), ("storage", "media"), ("area", "book"), ("area", "model"), ("storage", "url"))


class Config(BaseSettings):
    """All of it. Build it with load_config: on its own it reads neither a file nor the environment."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", case_sensitive=True)

    telegram: TelegramConfig = TelegramConfig()
    storage: StorageConfig = StorageConfig()
    area: AreaConfig
    posts: PostsConfig = PostsConfig()
    limits: LimitsConfig = LimitsConfig()
    deadlines: DeadlinesConfig = DeadlinesConfig()
    reminders: RemindersConfig = RemindersConfig()
    bulletins: BulletinsConfig = BulletinsConfig()
    special: SpecialConfig = SpecialConfig()
    units: dict[str, UnitConfig] = Field(default_factory=dict)
    closure: ClosureConfig = ClosureConfig()
    desk: DeskConfig = DeskConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    texts: dict[str, str] = Field(default_factory=dict)
    http: HttpConfig = HttpConfig()
    log: LogConfig = LogConfig()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    @field_validator("posts")
    @classmethod
    def _downloadable(cls, posts: PostsConfig, info: ValidationInfo) -> PostsConfig:
        telegram = info.data.get("telegram")
        ceiling = CEILINGS["photo_limit_mb"]
        if telegram is not None and telegram.base_url == TELEGRAM and posts.photo_limit_mb > ceiling:
            shown = f"posts.photo_limit_mb = {posts.photo_limit_mb}"
            line = f"{shown}: more than Telegram hands out; write at most {ceiling}"
            raise PydanticCustomError("misfit", "{line}", {"line": line})
        return posts

    @field_validator("http")
    @classmethod
    def _webhook_is_heard(cls, http: HttpConfig, info: ValidationInfo) -> HttpConfig:
        telegram = info.data.get("telegram")
        if telegram is not None and telegram.mode == "webhook" and http.listen is None:
            line = 'http.listen = "": empty, but telegram.mode is "webhook"; write "127.0.0.1:8080"'
            raise PydanticCustomError("misfit", "{line}", {"line": line})
        return http


def load_config(
    path: Path,
    env: Mapping[str, str],
    check_texts: Callable[[Mapping[str, str]], list[str]] | None = None,
) -> Config:
    """Read the file, lay the environment (FENGSHAO_SECTION__KEY) over it, and check everything.

    Relative paths are taken from the config file's folder. `check_texts` gets the overrides of
    [texts] and says what is wrong with them, one line each. Raises ConfigFaults with every fault.
    """
    data = _read_file(path)
    over, origin = _from_environment(env, data)
    for mine, other in (("token", "token_file"), ("token_file", "token")):
        # The environment replaces the file's token, whichever of the two keys either of them uses.
        if over.get("telegram", {}).get(mine) and isinstance(data.get("telegram"), dict):
            data["telegram"].pop(other, None)
    if isinstance(storage := data.setdefault("storage", {}), dict):
        # The defaults are relative too.
        data["storage"] = {"url": StorageConfig().url, "media": str(StorageConfig().media)} | storage
    folder = path.resolve().parent
    for layer in (data, over):
        for section, key in _PATHS:
            _anchor(layer, folder, section, key)
    faults: list[str] = []
    config = None
    try:
        layers = (InitSettingsSource(Config, over), InitSettingsSource(Config, {"area": {}} | data))
        config = Config(_build_sources=(layers, {}))
    except ValidationError as error:
        faults = describe(error, Config, origin)
    if check_texts is not None and isinstance(texts := data.get("texts", {}), dict):
        faults += check_texts(texts | over.get("texts", {}))
    if faults or config is None:
        raise ConfigFaults(faults, _book_of(over) or _book_of(data))
    return config


def unknown_units(config: Config, area: Area) -> list[str]:
    """The codes of [units.CODE] that the area does not hold."""
    return [code for code in config.units if code not in area.unit_by_code]


def check_units(config: Config, area: Area) -> None:
    """Raises ConfigFaults where the config says something of a unit that the area does not hold, one line each."""
    if unknown := unknown_units(config, area):
        raise ConfigFaults(_no_such_unit(code, area) for code in unknown)


def _no_such_unit(code: str, area: Area) -> str:
    named = next((unit.code for unit in area.units if unit.name == code), None)
    meant = named or nearest(code, area.unit_by_code)
    remedy = f"write {dotted('units', meant)}" if meant else "write the code of one, or take the table out"
    return f"{dotted('units', code)}: no such unit in the area; {remedy}"


def _book_of(layer: dict[str, Any]) -> Path | None:
    area = layer.get("area")
    book = area.get("book") if isinstance(area, dict) else None
    return Path(book) if isinstance(book, str) and book else None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigFaults([f"{path}: no such file; copy config.example.toml there and edit it"]) from None
    except OSError as error:
        raise ConfigFaults([f"{path}: cannot be read ({error.strerror}); mend its name or its rights"]) from None
    except UnicodeDecodeError as error:
        raise ConfigFaults([f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigFaults([f"{path}: not TOML: {error}; {_TOML_REMEDY}"]) from None
    except (ValueError, RecursionError):  # tomllib lets these through
        raise ConfigFaults(
            [f"{path}: not TOML: a number of thousands of digits, or brackets as deep; mend it"]
        ) from None


def _from_environment(env: Mapping[str, str], file: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """FENGSHAO_SECTION__KEY as tables, and which variable each key came from."""
    layer: dict[str, Any] = {}
    origin: dict[str, str] = {}
    sections = known_keys(Config)
    for name in sorted(env):
        section, double, key = name.removeprefix(PREFIX).partition("__")
        if not name.startswith(PREFIX) or not double:
            continue
        section = section.lower()
        above, table = [section], sections.get(section)
        if section in sections and (each := table_of_each(Config, section)) is not None and "__" in key:
            code, _, key = key.rpartition("__")
            above.append(_as_spelt(code, file.get(section)))
            table = each
        key = _as_spelt(key, table.model_fields if table is not None else ())
        target = layer
        for one in above:
            target = target.setdefault(one, {})
        target[key] = _value_of(env[name])
        origin[dotted(*above, key)] = name
    return layer, origin


def _as_spelt(name: str, known: Any) -> str:
    """A, B and codes may have capitals in the file; a variable is written in capitals throughout."""
    spelt = known if isinstance(known, Collection) else ()
    return next((one for one in spelt if one.lower() == name.lower()), name.lower())


def _value_of(text: str) -> Any:
    """A list is written as in TOML: ["75%"]; everything else is plain text."""
    if not text.lstrip().startswith("["):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def _anchor(data: dict[str, Any], folder: Path, section: str, key: str) -> None:
    """Make a path absolute, taken from the config file's folder."""
    table = data.get(section)
    value = table.get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(value, str) or not value:
        return
    if (section, key) != ("storage", "url"):
        table[key] = str(folder / Path(value).expanduser())
    elif value.startswith(SQLITE) and value != SQLITE:
        table[key] = SQLITE + str(folder / value.removeprefix(SQLITE))
