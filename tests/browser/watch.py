"""The watch: whatever the browser complains of, and whatever the page asks of another address, fails the test."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

_LOUD = {"error", "warning", "assert"}
_CUT_OFF = "net::ERR_ABORTED"


class Watch:
    """Collects the complaints of every page of the contexts it is put on. `address` is the page's own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._complaints: list[str] = []
        self.bytes_received: dict[str, int] = {}

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
        if request.failure == _CUT_OFF and not _is_page(request):
            return
        self._complaints.append(f"failed: {request.method} {request.url} {request.failure}")


def _is_page(request: Request) -> bool:
    return request.is_navigation_request()


def width_overflow(page: Page) -> dict[str, tuple[int, int]]:
    """The elements wider inside than outside, html and the main columns among those asked: name → (inside, outside)."""
    measured: dict[str, list[int]] = page.evaluate(
        """() => Object.fromEntries(["html", "body", "#who", "#talk", "#stage", "#glass", "#compose"]
            .map(name => [name, document.querySelector(name)])
            .filter(([, found]) => found && found.clientWidth > 0)
            .map(([name, found]) => [name, [found.scrollWidth, found.clientWidth]]))"""
    )
    return {name: (inside, outside) for name, (inside, outside) in measured.items() if inside > outside}
