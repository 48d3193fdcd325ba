"""The bot's side of learning: starts the learning process, takes the new model up, and ends both with the bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from bot.children import parent
from bot.desk import learning
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.areas import Area
from bot.learning.child import Order, Outcome
from bot.models import load_model

if TYPE_CHECKING:
    from bot.reading.learned import LearnedModel

log = structlog.get_logger()

PATIENCE = 3600
"""Seconds that learning may take: a minute is usual, and a crowded machine may take twenty times as long."""


class NotLearned(Exception):  # noqa: N818 - told to the operator as it is
    """There is no new model; the message says why."""


class Learner:
    """Learns from the tickets of one installation, one time after the other."""

    def __init__(
        self, shell: Shell, model: Path, *, patience: int = PATIENCE, command: Sequence[str] | None = None
    ) -> None:
        self._shell = shell
        self._model = model.absolute()
        self._patience = patience
        self._command = tuple(command or parent.program("bot.learning.child"))
        self._task: asyncio.Task[None] | None = None
        self.pid: int | None = None
        """Of the process that runs, if one does."""

    def begin(self) -> None:
        """Learn now, in the background; nothing happens while it is being learned already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self.learn())

    async def close(self) -> None:
        """End what is under way; the model that is there stays."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def learn(self) -> None:
        """One time, with one line in the log. Whatever fails, the bot goes on as it was."""
        try:
            if not await self._shell.look(learning.is_enough):
                log.info("model.too_few_tickets", least=learning.LEAST)
                return
            outcome = await self._train()
            if "kept" in outcome:
                log.info("model.kept", why=outcome["kept"])
                return
            await self._take_up()
        except Exception as error:
            log.error("model.not_learned", error=" ".join(str(error).split()) or type(error).__name__)
            return
        log.info("model.learned", **outcome)

    async def _train(self) -> Outcome:
        order = Order(str(self._shell.database.path), str(self._model), self._shell.now().isoformat(), learning.MOST)
        try:
            async with asyncio.timeout(self._patience):
                outcome = await self._ask(order)
        except TimeoutError:
            raise NotLearned(f"not done within {self._patience} s") from None
        if "error" in outcome:
            raise NotLearned(outcome["error"])
        return outcome

    async def _ask(self, order: Order) -> Outcome:
        """Its standard input stays open: the end of that is the end of the process."""
        process = await parent.start(self._command, str(self._patience + 5), json.dumps(order._asdict()))
        self.pid = process.pid
        try:
            assert process.stdout is not None
            answer = await process.stdout.read()
            await process.wait()
        finally:
            await parent.end(process)
            self.pid = None
        try:
            outcome: Outcome = json.loads(answer)
        except ValueError:
            raise NotLearned(f"the learning process ended without an answer ({process.returncode})") from None
        return outcome

    async def _take_up(self) -> None:
        """The running office gets a reader that knows the new model. Nothing of this is done on the event loop."""
        model = await asyncio.to_thread(_loaded, self._model, self._shell.office.area)
        parts = await asyncio.to_thread(_parts, self._shell.office.reader.model)
        await self._shell.refit(lambda office: _taught(office, model))
        await asyncio.to_thread(_let_go, parts)


def _loaded(path: Path, area: Area) -> LearnedModel:
    model = load_model(path, area)
    model.unit_of("井盖")  # builds what the first post would wait for
    return model


def _parts(model: LearnedModel | None) -> list[list[Any]]:
    """What of a model is very many small things. Let go all at once they would hold the interpreter for 40 ms."""
    if model is None:
        return []
    scorers = [scorer for scorer in (model.categories, model.units) if scorer is not None]
    kept = [scorer.grams for scorer in scorers]
    if model.judge is not None:
        kept.append(model.judge.grams)
    return [part for grams in kept for part in (list(grams), list(grams.values()))]


def _let_go(parts: list[list[Any]]) -> None:
    for part in parts:
        while part:
            del part[-1000:]


def _taught(office: Office, model: LearnedModel) -> Office:
    return replace(office, reader=office.reader.taught(model))


def learner_of(shell: Shell, model: Path | None) -> Learner | None:
    """None where no model is configured, and where scikit-learn is not installed, which is told in the log."""
    if model is None:
        return None
    if find_spec("sklearn") is None:
        log.warning("model.cannot_learn", remedy="install the extra `learn`, or learn elsewhere with `fengshao learn`")
        return None
    return Learner(shell, model)
