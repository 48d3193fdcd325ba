"""What is done to the world from the page: time, the stories, the bot's process."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from bot.sandbox.page import refusals
from bot.sandbox.page.asked import AskedBot, AskedNothing, AskedStory, AskedTime, read_asked
from bot.sandbox.page.backstage import Backstage
from bot.sandbox.page.door import json_answer

_YEAR = 366 * 86400


class Directing:
    """The handlers that pass on to the Backstage; NotPossible becomes 409 at the door."""

    def __init__(self, backstage: Backstage) -> None:
        self._backstage = backstage

    async def time(self, request: web.Request) -> web.Response:
        """Answers when the bot has done what fell due."""
        asked = await read_asked(request, AskedTime)
        if (asked.ahead is None) is (asked.to is None):
            raise refusals.TIME_UNREADABLE.refused()
        if asked.ahead is None:
            await self._backstage.leap_to_due()
        elif 0 < asked.ahead <= _YEAR:
            await self._backstage.leap(timedelta(seconds=asked.ahead))
        else:
            raise refusals.TIME_UNREADABLE.refused()
        return json_answer({})

    async def story(self, request: web.Request) -> web.Response:
        """Answers at once; progress comes by the feed."""
        asked = await read_asked(request, AskedStory)
        if asked.do == "skip":
            if asked.chapter not in {chapter.code for chapter in self._backstage.chapters}:
                raise refusals.NO_SUCH_CHAPTER.refused()
            await self._backstage.skip_to(asked.chapter)
        else:
            moves = {"play": self._backstage.play, "pause": self._backstage.pause, "step": self._backstage.step}
            await moves[asked.do]()
        return json_answer({})

    async def bot(self, request: web.Request) -> web.Response:
        asked = await read_asked(request, AskedBot)
        await (self._backstage.stop_bot() if asked.do == "stop" else self._backstage.start_bot())
        return json_answer({})

    async def again(self, request: web.Request) -> web.Response:
        await read_asked(request, AskedNothing)
        await self._backstage.begin_again()
        return json_answer({})
