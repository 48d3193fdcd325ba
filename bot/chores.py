"""Chores: what a sweep does, step by step, each in transactions of its own."""

from __future__ import annotations

import time as passing
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog

from bot.desk import (
    boards,
    bulletins,
    calendar,
    digests,
    forgetting,
    gaps,
    intake,
    learning,
    prompts,
    reminders,
    rounds,
    special_clock,
    special_proposals,
    suspensions,
    thanks,
    upkeep,
)
from bot.desk.office import Office
from bot.desk.rounds import Round
from bot.desk.shell import Shell
from bot.domain.hearing import Heard
from bot.domain.posts import PostState, StoredPost
from storage import posts, retention
from storage.errors import StorageError
from storage.transaction import Tx

log = structlog.get_logger()

_HELD = 0.02
"""Seconds for which a transaction of a sweep may hold up the posts that come in meanwhile."""
_FORGETTING = 5.0
"""Seconds of a sweep that forgetting people may take: reminders do not wait for it."""
_LEAST, _FIRST, _MOST = 5, 20, 500
"""Clocks looked at in one transaction: as many as a machine does in that time, found out as it goes."""


async def attempt(step: Callable[[], Awaitable[None]]) -> None:
    """A step that fails is logged and does not keep the others from running."""
    name = getattr(step, "__name__", repr(step))
    try:
        await step()
    except StorageError as error:
        log.error("clock.storage_failed", step=name, error=str(error))
    except Exception:
        log.exception("clock.step_failed", step=name)


class Chores:
    """All that a clock brings about."""

    def __init__(
        self,
        shell: Shell,
        learn: Callable[[], None] | None = None,
        heard: Callable[[], Heard | None] | None = None,
        claimed: Callable[[], None] | None = None,
    ) -> None:
        """`learn` is called when learning is due, `claimed` when a bulletin was claimed, which is told elsewhere.
        Without one of them, that never happens.

        `heard` says when Telegram answered; None: not yet.
        """
        self._shell = shell
        self._begin_learning = learn
        self._heard = heard
        self._bulletin_claimed = claimed

    async def do(self) -> None:
        """Everything that is due."""
        steps = (self._gather, self._resume, self._remind, self._tend_special_actions, self._drop_prompts)
        told = (self._send_digests, self._post_boards, self._thank, self._propose, self._claim_bulletins)
        last = (self._listen, self._look_at_the_calendar, self._learn, self._forget, self._clean_up)
        for step in (*steps, *told, *last):
            await attempt(step)

    async def _gather(self) -> None:
        """Each post by itself: one that the reading falls over must not hold up the others."""
        while ready := await self._shell.look(_ready):
            for post in ready:
                await self._take(post)

    async def _take(self, post: StoredPost) -> None:
        try:
            await self._shell.do(partial(_take_gathered, post))
        except StorageError:
            raise
        except Exception:
            log.exception("clock.post_failed", post=post.id, chat=post.chat_id)
            await self._shell.do(partial(_set_aside, post))

    async def _remind(self) -> None:
        """Ten thousand may be due at once: none of the transactions is long, and all of them take some seconds."""
        most = _FIRST
        while True:
            looked, took = await self._shell.do(partial(_remind, most))
            if looked < most:
                return
            most = round(min(max(most * _HELD / took, _LEAST, most / 2), _MOST, most * 2))

    async def _resume(self) -> None:
        while await self._shell.do(suspensions.resume_due) >= suspensions.BATCH:
            pass

    async def _listen(self) -> None:
        if self._heard is not None and (heard := self._heard()) is not None:
            await self._shell.do(partial(_note_heard, heard))

    async def _look_at_the_calendar(self) -> None:
        await self._shell.do(calendar.announce_when_due)

    async def _drop_prompts(self) -> None:
        await self._shell.do(_drop_prompts)

    async def _forget(self) -> None:
        """Piece by piece: a person may have left traces in millions of rows. The next sweep goes on."""
        until = passing.monotonic() + _FORGETTING
        worked = False
        while await self._shell.do(forgetting.go_on):
            worked = True
            if passing.monotonic() >= until:
                return
        if worked:
            await self._shell.database.fold()

    async def _send_digests(self) -> None:
        await self._go_round(digests.ROUND)

    async def _post_boards(self) -> None:
        await self._go_round(boards.ROUND)

    async def _thank(self) -> None:
        await self._go_round(thanks.ROUND)

    async def _propose(self) -> None:
        await self._go_round(special_proposals.ROUND)

    async def _tend_special_actions(self) -> None:
        for number in await self._shell.look(special_clock.waiting):
            await self._shell.do(partial(_tend, number))

    async def _go_round(self, what: Round) -> None:
        """What each reader is told is read and written beside the writes, a few at a time."""
        await self._shell.do(partial(rounds.begin_when_due, what))
        while letters := await self._shell.look(partial(rounds.compose, what)):
            for letter in letters:
                if letter.fault is not None:
                    log.error("clock.reader_failed", round=what.name, reader=letter.reader, exc_info=letter.fault)
            await self._shell.do(partial(rounds.queue, what, letters))

    async def _claim_bulletins(self) -> None:
        """What a bulletin shows is counted and drawn elsewhere: a sweep waits for neither."""
        if self._bulletin_claimed is not None and await self._shell.do(bulletins.claim_when_due):
            self._bulletin_claimed()

    async def _clean_up(self) -> None:
        """What was taken out, in the night or by forgetting, is then nowhere in the file."""
        await self._shell.do(upkeep.clean_up_when_due)
        if not await self._shell.look(upkeep.is_rewriting_due):
            return
        await self._forget_words()
        rewritten = False
        try:
            rewritten = await self._shell.database.rewrite()
        finally:
            await self._shell.do(partial(_note_rewriting, rewritten))

    async def _forget_words(self) -> None:
        """Some at a time: the first night after a change of the config there may be thousands."""
        last = 0
        while numbers := await self._shell.look(partial(_outlived, last)):
            await self._shell.do(partial(_forget_words, numbers))
            last = numbers[-1]
        after = 0
        while (found := await self._shell.look(partial(_words_said, after))) is not None:
            said, after = found
            if said:
                await self._shell.do(partial(_forget_said, said))
        while aside := await self._shell.look(upkeep.set_aside):
            await self._shell.do(partial(_forget_set_aside, aside))

    async def _learn(self) -> None:
        if self._begin_learning is not None and await self._shell.do(learning.claim_when_due):
            self._begin_learning()


def _note_heard(heard: Heard, tx: Tx, office: Office, now: datetime) -> None:
    gaps.note_heard(tx, office, heard, now)


def _remind(most: int, tx: Tx, office: Office, now: datetime) -> tuple[int, float]:
    """How many clocks were looked at, and how many seconds that took: what waited before is not its own."""
    begun = passing.perf_counter()
    looked = reminders.sweep(tx, office, now, most)
    return looked, max(passing.perf_counter() - begun, 1e-4)


def _ready(tx: Tx, office: Office, now: datetime) -> list[StoredPost]:
    return posts.ready(tx, now)


def _take_gathered(post: StoredPost, tx: Tx, office: Office, now: datetime) -> None:
    """Looked at again in the transaction: another sweep may have taken it meanwhile."""
    still = posts.load(tx, post.id)
    if still.state is PostState.GATHERING:
        intake.take_gathered(tx, office, still, now)


def _set_aside(post: StoredPost, tx: Tx, office: Office, now: datetime) -> None:
    intake.set_aside(tx, office, post, now)


def _tend(number: int, tx: Tx, office: Office, now: datetime) -> None:
    special_clock.tend(tx, office, number, now)


def _note_rewriting(done: bool, tx: Tx, office: Office, now: datetime) -> None:
    upkeep.note_rewriting(tx, now, done=done)


def _outlived(after: int, tx: Tx, office: Office, now: datetime) -> list[int]:
    return upkeep.outlived(tx, office, now, after)


def _forget_words(numbers: list[int], tx: Tx, office: Office, now: datetime) -> None:
    upkeep.forget_words(tx, office, now, numbers)


def _words_said(after: int, tx: Tx, office: Office, now: datetime) -> tuple[list[int], int] | None:
    return upkeep.words_said(tx, office, now, after)


def _forget_said(numbers: list[int], tx: Tx, office: Office, now: datetime) -> None:
    retention.forget_said(tx, numbers)


def _forget_set_aside(numbers: list[int], tx: Tx, office: Office, now: datetime) -> None:
    for number in numbers:
        retention.forget_set_aside(tx, number)


def _drop_prompts(tx: Tx, office: Office, now: datetime) -> None:
    prompts.drop_expired(tx, now)
