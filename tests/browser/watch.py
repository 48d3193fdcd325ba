"""The watch: whatever the browser complains of, and whatever the page asks of another address, fails the test."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

_LOUD = {"error", "warning", "assert"}
_CUT_OFF = "net::ERR_ABORTED"


class Watch:
    """Collects the complaints of every page of the contexts it is put on. `address` is the page's own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._complaints: list[str] = []

    def put_on(self, context: BrowserContext) -> None:
        context.on("console", self._heard)
        context.on("weberror", self._broke)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)

    def complaints(self) -> list[str]:
        """All there were since the last time it was asked."""
        told, self._complaints = self._complaints, []
        return told

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in _LOUD:
            self._complaints.append(f"console {message.type}: {message.text} {message.location}")

    def _broke(self, error: WebError) -> None:
        self._complaints.append(f"page error: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", "blob:", "data:")):
            self._complaints.append(f"asked another address: {request.url}")

    def _failed(self, request: Request) -> None:
        # The feed never ends by itself: leaving or reloading the page cuts it off, and whatever was on its way.
        if request.failure == _CUT_OFF and not request.is_navigation_request():
            return
        self._complaints.append(f"failed: {request.method} {request.url} {request.failure}")
