"""Orders: how updates may come twice, late, in another order, in pieces and between restarts (fault 4).

What Telegram and the operator can really do to the order of updates, and each permutation draws from:

- Batches end anywhere; a batch that was stored and not acknowledged comes again, with the same update ids.
- The same message, edit or tap comes under another update id: ids start anew after a week of silence, and a client
  sends a tap that nobody answered again, under a new callback id.
- Between chats there is no order at all (a webhook has up to 40 connections). Within a chat Telegram keeps it; yet an
  update that failed is quarantined, what follows it flows on, and when the operator lets it try again it comes last.
  So an edit may come before its message, words before their photo, the end of an album before its beginning.
- The bot ends anywhere and starts again, at once or ten minutes later; the clock is looked at in between, so that the
  quiet time of an album is over before its last part comes.
- A tap comes before the number of its card is stored: Telegram has shown the card and has not answered yet.

What an edit does depends by design on whether it comes before the ticket, which it then words, or after it, to which it
is then added (DESIGN 5): the edits here leave the problem as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

from bot.sandbox import Message, Person
from tests.sandbox.pictures import jpeg
from tests.torture.indoors import Scene


@dataclass(frozen=True, slots=True)
class Story:
    """What one courier does, in so many updates. Two stories never touch one another."""

    updates: int
    tell: Callable[[Scene, Person], list[Message]]


def _grows(scene: Scene, who: Person) -> list[Message]:
    post = scene.sandbox.post(scene.groups[0], who, "东湖花园1栋的垃圾桶坏了")
    for more in ("。谢谢", "。谢谢，辛苦了"):
        scene.now.move(2)
        scene.sandbox.edit(post, f"东湖花园1栋的垃圾桶坏了{more}")
    return [post]


def _is_an_album(scene: Scene, who: Person) -> list[Message]:
    photos = [jpeg(color, (8, 8)) for color in ("red", "green", "blue")]
    return scene.sandbox.post_album(scene.groups[0], who, photos, "东湖花园2栋的垃圾桶坏了", caption_on=1)


def _shows_and_says(scene: Scene, who: Person) -> list[Message]:
    photo = scene.sandbox.post(scene.groups[1], who, photo=jpeg("red", (8, 8)))
    scene.now.move(3)
    return [scene.sandbox.post(scene.groups[1], who, "东湖花园3栋的垃圾桶坏了"), photo]


def _says_and_shows(scene: Scene, who: Person) -> list[Message]:
    post = scene.sandbox.post(scene.groups[1], who, "东湖花园4栋的垃圾桶坏了")
    scene.now.move(3)
    return [post, scene.sandbox.post(scene.groups[1], who, photo=jpeg("red", (8, 8)))]


def _thinks_better_of_it(scene: Scene, who: Person) -> list[Message]:
    post = scene.sandbox.post(scene.groups[2], who, "大家看一下")
    scene.now.move(5)
    scene.sandbox.edit(post, "东湖花园5栋的垃圾桶坏了")
    return [post]


def _mends_an_album(scene: Scene, who: Person) -> list[Message]:
    photos = [jpeg(color, (8, 8)) for color in ("red", "green")]
    album = scene.sandbox.post_album(scene.groups[2], who, photos, "东湖花园6栋的垃圾桶坏了")
    scene.now.move(4)
    scene.sandbox.edit(album[0], "东湖花园6栋的垃圾桶坏了。辛苦了")
    return album


STORIES = (
    Story(3, _grows),
    Story(3, _is_an_album),
    Story(2, _shows_and_says),
    Story(2, _says_and_shows),
    Story(2, _thinks_better_of_it),
    Story(3, _mends_an_album),
)


class Then(StrEnum):
    """What happens behind an update: nothing (its batch goes on), or the batch ends and …"""

    MORE = "more"
    CUT = "cut"
    REST = "rest"
    LOOK = "two seconds pass, and the clock is looked at"
    KILL = "the bot ends and starts again"
    NIGHT = "the bot ends, and starts again ten minutes later"


class Handed(StrEnum):
    """How what the staff does comes to the bot."""

    ONCE = "once"
    AGAIN = "again"
    ANEW = "again, under new ids"
    KILLED = "and the bot ends"


@dataclass(frozen=True, slots=True)
class Plan:
    """One permutation. `order` interleaves the chats; `held` are quarantined and released behind `release`; each of
    `again` comes once more behind a place, under a new update id or its own. `late`: the last cards are tapped before
    the bot knows their numbers."""

    stories: tuple[int, ...]
    order: tuple[int, ...]
    then: tuple[Then, ...]
    held: frozenset[int]
    release: int
    again: tuple[tuple[int, int, bool], ...]
    handed: tuple[Handed, ...]
    late: bool


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    chosen = draw(st.lists(st.integers(0, len(STORIES) - 1), min_size=1, max_size=2, unique=True))
    many = sum(STORIES[story].updates for story in chosen)
    place = st.integers(0, many - 1)
    more = [Then.MORE] * 4 + [Then.CUT] * 2
    then = st.lists(st.sampled_from([*more, Then.REST, Then.LOOK, Then.KILL, Then.NIGHT]), min_size=many, max_size=many)
    return Plan(
        stories=tuple(chosen),
        order=tuple(draw(st.permutations(range(many)))),
        then=tuple(draw(then)),
        held=draw(st.frozensets(place, max_size=2)),
        release=draw(place),
        again=tuple(draw(st.lists(st.tuples(place, place, st.booleans()), max_size=3))),
        handed=tuple(draw(st.lists(st.sampled_from(Handed), min_size=3, max_size=3))),
        late=draw(st.booleans()),
    )


def in_order(story: int) -> Plan:
    """The permutation that is none: one batch, and all at once."""
    many = STORIES[story].updates
    order = tuple(range(many))
    return Plan((story,), order, (Then.MORE,) * many, frozenset(), 0, (), (Handed.ONCE,) * 3, late=False)
