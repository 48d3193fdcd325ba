"""Files: who may read the token, the database and the photos, and whether the bot may write where it must."""

from __future__ import annotations

import os
import shlex
import stat
import tomllib
from pathlib import Path

from bot.doctor.findings import Finding, fault, ok, warning

_OTHERS = stat.S_IROTH | stat.S_IWOTH
_GROUP = stat.S_IRGRP | stat.S_IWGRP


def config(path: Path) -> Finding:
    return _secret("config", path) if _holds_secret(path) else _readable("config", path)


def token(path: Path) -> Finding:
    return _secret("token file", path)


def _holds_secret(path: Path) -> bool:
    """Whether the token or the webhook's secret stands in it, rather than in a file of its own or the environment."""
    telegram = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("telegram", {})
    return any(telegram.get(key) for key in ("token", "webhook_secret"))


def _secret(name: str, path: Path) -> Finding:
    if (opened := _open_to(path)) is not None:
        return warning(name, f"{path} holds a secret, and {opened} may read it", _closing(path, 600))
    return ok(name, f"{path}, for its owner alone")


def _readable(name: str, path: Path) -> Finding:
    """One without a secret; who writes to it decides all the same what the bot does."""
    if path.stat().st_mode & stat.S_IWOTH:
        return warning(name, f"{path} may be written by everybody", _shutting(path))
    return ok(name, f"{path}; no secret stands in it")


def database(path: Path) -> Finding:
    name, folder = "database file", path.parent
    if not path.exists():
        return _to_be_made(name, path)
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(folder, os.W_OK | os.X_OK):
        return fault(name, f"{path} or its folder may not be written by this user", _owning(path))
    if folder.stat().st_mode & (stat.S_IWOTH | stat.S_ISVTX) == stat.S_IWOTH:
        return warning(name, f"everybody on this host may put another file in the place of {path}", _shutting(folder))
    if (opened := _open_to(path)) is not None:
        return warning(name, f"{path} holds what couriers wrote, and {opened} may read it", _closing(path, 600))
    return ok(name, f"{path}, for its owner alone")


def media(folder: Path) -> Finding:
    name = "media folder"
    if not folder.exists():
        return _to_be_made(name, folder)
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return fault(name, f"{folder} is no folder that this user may write to", _owning(folder))
    if (opened := _open_to(folder)) is not None:
        return warning(name, f"{folder} holds couriers' photos, and {opened} may look into it", _closing(folder, 700))
    return ok(name, f"{folder}, for its owner alone")


def _to_be_made(name: str, path: Path) -> Finding:
    """The bot makes it, with the folders that lead there."""
    above = next(folder for folder in path.parents if folder.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        return fault(name, f"{path} is not there, and this user may not make it in {above}", _owning(above))
    return ok(name, f"{path} is not there yet; the bot makes it")


def _open_to(path: Path) -> str | None:
    """Who but the owner may read or write. A group is meant where somebody else's file lets this user read by it."""
    found = path.stat()
    if found.st_mode & _OTHERS:
        return "everybody on this host"
    if found.st_mode & _GROUP and found.st_uid == os.geteuid():
        return "its group"
    return None


def _closing(path: Path, mode: int) -> str:
    """Somebody else's file must stay readable by the group by which this user reads it."""
    how = str(mode) if path.stat().st_uid == os.geteuid() else "o-rwx"
    return f"chmod {how} {shlex.quote(str(path))}"


def _shutting(path: Path) -> str:
    return f"chmod o-w {shlex.quote(str(path))}"


def _owning(path: Path) -> str:
    return f"run this as the bot's user, or give the file to it: chown -R fengshao {shlex.quote(str(path))}"
