"""Debian's Chromium through Playwright: where it is, and how it is started."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)
_ASK_SECONDS = 30.0


class NoBrowser(Exception):  # noqa: N818 - the reason for which a test is skipped
    """There is no browser on this machine; the message says what to install."""


def chromium() -> Path:
    """The browser: FENGSHAO_CHROMIUM, or `chromium` on the PATH.

    Raises NoBrowser where there is none, or only a stand-in that cannot start (a snap's), and FileNotFoundError when
    FENGSHAO_CHROMIUM names nothing: a wish that cannot be met is a fault.
    """
    if named := os.environ.get("FENGSHAO_CHROMIUM"):
        if not Path(named).is_file():
            raise FileNotFoundError(f"FENGSHAO_CHROMIUM names {named}, and there is no such file")
        return Path(named)
    found = shutil.which("chromium")
    if found is None:
        raise NoBrowser("no browser: apt install chromium fonts-noto-cjk, or name one by FENGSHAO_CHROMIUM")
    try:
        asked = subprocess.run([found, "--version"], capture_output=True, timeout=_ASK_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoBrowser(f"{found} does not start: {error}") from None
    if asked.returncode:
        raise NoBrowser(f"{found} does not start: exit code {asked.returncode}")
    return Path(found)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium, gone at the end. Raises NoBrowser."""
    path = chromium()
    # Chromium's sandbox refuses to start as root, which is what containers of CI are.
    arguments = [*_QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*_QUIET]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield started
        finally:
            started.close()
