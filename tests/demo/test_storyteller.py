"""Playing, pausing, stepping and skipping, with steps that only note that they were played."""

import asyncio
from collections.abc import Callable

import pytest

from bot.demo.bot_process import BotGone
from bot.demo.cues import Cue, StepFailed
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.demo.storyteller import Pace, Storyteller
from bot.sandbox.page.backstage import NotPossible, Phrase, Playing, PlayState
from tests.patience import PATIENCE

NO_CARD = Phrase("没有卡片", "the card should be there")
AT_ONCE = Pace(a_character=0, at_least=0, beat=0)
NEVER = Pace(a_character=0, at_least=60, beat=60)
"""A reading pause that only ends when somebody is in a hurry."""


async def nothing(stage: Stage) -> None:
    raise AssertionError("the test performs by itself")


def stories() -> list[Story]:
    made = []
    for code in ("one", "two", "three"):
        story = Story(code, f"第{code}", code)
        for step in ("a", "b"):
            story.step(step, f"{code}{step}的说明", f"Line of {code} {step}.")(nothing)
        made.append(story)
    return made


class Show:
    """A storyteller whose steps are noted in `played`, and take until `go` is set; those in `faults` raise."""

    def __init__(self, pace: Pace = AT_ONCE) -> None:
        self.played: list[str] = []
        self.seen: list[Playing] = []
        self.faults: dict[str, Exception] = {}
        self.go = asyncio.Event()
        self.go.set()
        self.teller = Storyteller(stories(), self._perform, self._changed, pace)

    async def _perform(self, cue: Cue) -> None:
        self.played.append(f"{cue.story.code} {cue.step.name}")
        await self.go.wait()
        if cue.step.name in self.faults:
            raise self.faults.pop(cue.step.name)
        if self.teller.shows:
            await self.teller.beat()

    def _changed(self) -> None:
        self.seen.append(self.teller.playing)

    @property
    def now(self) -> tuple[PlayState, str, int, tuple[str, int] | None]:
        playing = self.teller.playing
        return playing.state, playing.chapter, playing.step, playing.next

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                if condition():
                    return
                await asyncio.sleep(0)

    async def rests(self) -> None:
        await self.until(lambda: self.now[0] not in {PlayState.PLAYING, PlayState.BUSY})


async def opened(pace: Pace = AT_ONCE) -> Show:
    show = Show(pace)
    await show.teller.open("two")
    return show


async def test_before_anybody_watches_it_plays_up_to_a_chapter() -> None:
    show = Show(NEVER)
    assert show.now == (PlayState.BUSY, "", 0, ("one", 1))
    show.go.clear()
    opening = asyncio.create_task(show.teller.open("two"))
    await show.until(lambda: show.teller.performs)
    show.teller.pause()
    assert not show.teller.playing.ready
    show.go.set()
    await opening
    assert show.teller.playing.ready
    assert show.played == ["one a", "one b"]
    assert show.now == (PlayState.READY, "one", 2, ("two", 1))
    assert {playing.state for playing in show.seen[:-1]} == {PlayState.BUSY}


async def test_it_plays_to_the_end_and_tells_each_line() -> None:
    show = await opened()
    show.teller.play()
    await show.rests()
    assert show.played[2:] == ["two a", "two b", "three a", "three b"]
    assert show.now == (PlayState.OVER, "three", 2, None)
    lines = [playing.line.zh for playing in show.seen if playing.state is PlayState.PLAYING and playing.line]
    assert list(dict.fromkeys(lines)) == ["twoa的说明", "twob的说明", "threea的说明", "threeb的说明"]
    for order in (show.teller.play, show.teller.step):
        with pytest.raises(NotPossible, match="over"):
            order()


async def test_a_step_is_one_step_and_does_not_wait_for_its_line_to_be_read() -> None:
    show = await opened(Pace(a_character=0, at_least=60, beat=0))
    show.teller.step()
    assert show.now == (PlayState.BUSY, "two", 1, ("two", 2))
    with pytest.raises(NotPossible, match="in the middle"):
        show.teller.step()
    await show.rests()
    assert show.now == (PlayState.PAUSED, "two", 1, ("two", 2))
    assert show.played[2:] == ["two a"]


async def test_pausing_while_a_line_is_read_leaves_its_step_for_later() -> None:
    show = await opened(NEVER)
    show.teller.play()
    await show.until(lambda: show.now == (PlayState.PLAYING, "two", 1, ("two", 2)))
    assert not show.teller.performs
    show.teller.pause()
    await show.rests()
    assert show.now == (PlayState.PAUSED, "one", 2, ("two", 1))
    assert show.played == ["one a", "one b"]
    show.teller.pause()
    assert show.now[0] is PlayState.PAUSED


async def test_pausing_in_a_step_hurries_it_to_its_end() -> None:
    show = await opened(Pace(a_character=0, at_least=0, beat=60))
    show.teller.play()
    await show.until(lambda: show.teller.performs)
    assert show.teller.scene.locked()
    show.teller.pause()
    assert show.now[0] is PlayState.BUSY
    await show.rests()
    assert show.now == (PlayState.PAUSED, "two", 1, ("two", 2))


async def test_who_changes_their_mind_while_it_pauses_goes_on() -> None:
    show = await opened()
    show.go.clear()
    show.teller.play()
    await show.until(lambda: show.teller.performs)
    show.teller.pause()
    show.teller.play()
    show.go.set()
    await show.rests()
    assert show.now[0] is PlayState.OVER


async def test_skipping_hurries_through_and_stops_at_the_chapter() -> None:
    show = await opened(NEVER)
    show.teller.play()
    await show.until(lambda: show.now[:3] == (PlayState.PLAYING, "two", 1))
    show.teller.skip_to("three")
    assert show.now[0] is PlayState.BUSY
    await show.rests()
    assert show.now == (PlayState.PAUSED, "two", 2, ("three", 1))
    assert show.played[2:] == ["two a", "two b"]
    for chapter in ("one", "two"):
        with pytest.raises(NotPossible, match="has been played"):
            show.teller.skip_to(chapter)
    show.teller.skip_to("three")
    await show.rests()
    assert show.now == (PlayState.PAUSED, "two", 2, ("three", 1))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda cue: StepFailed(cue, NO_CARD), NO_CARD),
        (lambda cue: ValueError("not enough values"), Phrase("多半是有人先动了手", "ValueError: not enough values")),
    ],
)
async def test_a_step_that_fails_is_told_in_one_line_and_left_behind(
    fault: Callable[[Cue], Exception], told: Phrase
) -> None:
    show = await opened()
    show.faults["b"] = fault(Cue(stories()[1], 2, stories()[1].steps[1]))
    show.teller.play()
    await show.rests()
    assert show.now == (PlayState.FAILED, "two", 2, ("three", 1))
    assert show.teller.playing.error == told
    assert not show.teller.scene.locked()
    show.teller.play()
    assert show.teller.playing.error is None
    await show.rests()
    assert show.now[0] is PlayState.OVER


async def test_a_step_that_could_not_be_begun_comes_next_again() -> None:
    show = await opened()
    show.faults["b"] = BotGone("it ended 3 times:\nits last words")
    show.teller.play()
    await show.rests()
    assert show.now == (PlayState.FAILED, "two", 2, ("two", 2))
    assert show.teller.playing.line == Phrase("twob的说明", "Line of two b.")
    assert show.teller.playing.error == BotGone.why
    show.played.clear()
    show.teller.play()
    await show.rests()
    assert show.played == ["two b", "three a", "three b"]


async def test_whoever_moves_the_world_keeps_the_next_step_waiting() -> None:
    show = await opened()
    async with show.teller.scene:
        show.teller.play()
        await asyncio.sleep(0.01)
        assert show.played == ["one a", "one b"]
    await show.rests()
    assert show.now[0] is PlayState.OVER


async def test_the_curtain_falls_in_the_middle_of_a_step() -> None:
    show = await opened()
    await show.teller.close()
    show.go.clear()
    show.teller.play()
    await show.until(lambda: show.teller.performs)
    await show.teller.close()
    assert not show.teller.performs
    assert not show.teller.scene.locked()


def test_a_long_line_is_read_for_longer() -> None:
    pace = Pace()
    assert pace.reading("短") == 2.5
    assert pace.reading("字" * 100) == pytest.approx(6)
