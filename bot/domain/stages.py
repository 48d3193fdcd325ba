"""Stages: the staged fix of an emergency, 控制 → 修复 → 恢复, each step with a time of its own."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from bot.domain.durations import Duration, DurationText


class Stage(StrEnum):
    """How far a staged fix has come. The last step, 恢复, is the resolution itself."""

    CONTROLLED = "controlled"
    REPAIRED = "repaired"


class Stages(BaseModel):
    """How long each step may take, all counted from the same start; `restore` is the whole limit.

    A book may leave out `control` or `repair`. `fault` says which durations do not go together.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    control: DurationText | None = None
    repair: DurationText | None = None
    restore: DurationText

    def steps(self) -> dict[Stage, Duration]:
        """The steps before the last that there are, in their order."""
        written = {Stage.CONTROLLED: self.control, Stage.REPAIRED: self.repair}
        return {stage: length for stage, length in written.items() if length is not None}

    def after(self, passed: Stage | None) -> tuple[Stage, ...]:
        """The steps still to come before the last; what is mended needs no guarding."""
        order = tuple(Stage)
        begin = order.index(passed) + 1 if passed is not None else 0
        return tuple(stage for stage in self.steps() if stage in order[begin:])

    def at_once(self, urgent: Duration) -> Stages:
        """The same for an emergency: the first step takes no longer than an emergency may."""
        first = next(iter(self.steps()), None)
        if first is None or self.steps()[first].flat() <= urgent.flat():
            return self
        return self.model_copy(update={_KEYS[first]: urgent})

    def written(self) -> dict[str, str]:
        """As the book has it: {"control": "1h", "repair": "1d", "restore": "3d"}."""
        lengths = {"control": self.control, "repair": self.repair, "restore": self.restore}
        return {key: str(length) for key, length in lengths.items() if length is not None}

    def fault(self) -> str | None:
        """What is wrong with the durations, and how to mend it; None when nothing is."""
        steps = [*self.steps().values(), self.restore]
        names = list(self.written())
        if len(steps) == 1:
            return f'restore alone is no step; write limit = "{self.restore}" instead of stages'
        if not steps[0].amount:
            return f'{names[0]} = "{steps[0]}" leaves no time; write how long it may take, such as "1h"'
        for (name, step), (later, after) in pairwise(zip(names, steps, strict=True)):
            if after.flat() <= step.flat():
                return (
                    f'{later} = "{after}" is no longer than {name} = "{step}"; all count from the start: let them rise'
                )
        return None


_KEYS = {Stage.CONTROLLED: "control", Stage.REPAIRED: "repair"}
"""Which step of the book a stage stands behind."""
