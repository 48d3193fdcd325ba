"""The sandbox: a world of people, bots and chats, served as a Bot API server, driven and watched by its caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from aiohttp import web

from bot.sandbox.accounts import BotAccount
from bot.sandbox.calls import Calls
from bot.sandbox.chats import Chat, Message, Person
from bot.sandbox.faults import Faults
from bot.sandbox.feed import Feed, Subscription
from bot.sandbox.gathering import Gathering
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.posting import Posting
from bot.sandbox.server import ApiServer
from bot.sandbox.transcript import transcript
from bot.sandbox.world import World

T = TypeVar("T")
_LINES_ON_TIMEOUT = 12


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Sandbox(Gathering, Posting):
    """Telegram in a box.

    `now` is the world's clock (aware datetimes); `strict_rates` answers 429 to the 21st message a bot puts into a
    group within a minute. People and chats come from Gathering, what people do from Posting.
    """

    def __init__(self, now: Callable[[], datetime] = _wall_clock, *, strict_rates: bool = True) -> None:
        self.feed = Feed()
        self.world = World(now, self.feed, strict_rates)
        self.calls = Calls()
        self.faults = Faults()
        self._server = ApiServer(self.world, self.calls, self.faults)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve the world in the running loop. Port 0 takes a free one, and the same one again after a stop, so that
        a bot can live through an outage. Raises PortTaken."""
        await self._server.start(host, port or self._server.address[1])

    def serve_also(self, routes: Iterable[web.RouteDef]) -> None:
        """Serve these routes beside the Bot API, on the same address. To be called before `start`."""
        self._server.serve_also(routes)

    async def stop(self) -> None:
        """Stop serving; the world stays as it is."""
        await self._server.stop()

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """The server's root, without a slash at its end."""
        host, port = self._server.address
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def answers_to(self, written: str) -> bool:
        """Whether a Host header (name and port) means this server; who answers to any name is open to DNS rebinding."""
        return self._server.answers_to(written)

    def messages(self, place: Chat, *, by: Person | BotAccount | None = None) -> list[Message]:
        """The messages that stand in a chat, oldest first; deleted ones are gone. `by` keeps one sender's."""
        return [message for message in place.messages.values() if by is None or message.sender is by]

    def last(self, place: Chat, *, by: Person | BotAccount | None = None) -> Message | None:
        """The newest standing message, optionally of one sender."""
        found = self.messages(place, by=by)
        return found[-1] if found else None

    async def until(self, condition: Callable[[], T], timeout: float = 5) -> T:  # noqa: ASYNC109 (the failure must show the chats)
        """Wait until `condition` is true and hand its value on. It is asked again at each change of the world.

        Raises AssertionError with the last messages of every chat and the last refused calls when `timeout` seconds
        pass.
        """
        try:
            return await self.feed.until(condition, timeout)
        except TimeoutError:
            raise AssertionError(f"nothing of the kind within {timeout} s\n{self.report()}") from None

    def report(self) -> str:
        """What one wants to see when a test waits in vain."""
        chats = [place for place in self.world.every_chat() if place.messages]
        parts = [transcript(place, last=_LINES_ON_TIMEOUT) for place in chats]
        refused = self.calls.refused[-_LINES_ON_TIMEOUT:]
        parts += [f"refused: {call.method} {call.parameters} → {call.description}" for call in refused]
        return "\n".join(parts)

    def changes(self, after: int | None = None) -> Subscription:
        """Every change from now on, as an async iterator to be closed; see Feed.subscribe."""
        return self.feed.subscribe(after)

    def transcript(self, place: Chat, *, last: int | None = None, zone: tzinfo | None = UTC) -> str:
        """The chat as printable lines, its times in `zone` (None: without times)."""
        return transcript(place, last=last, zone=zone)

    def commands_for(self, bot: BotAccount, place: Chat, person: Person) -> list[dict[str, str]]:
        """What the person's `/` menu offers in this chat."""
        return commands_for(bot, place, person)
