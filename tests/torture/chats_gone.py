"""Fault 8: the chat that is written to goes away, or the right to write there, and comes back: nothing is lost.

The bot learns of it from Telegram's update, or, where that is lost, from the first call that is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.sandbox import Chat, Message
from tests.torture.arena import Arena, let_flow, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Finding, Sort, Tally

_WORLDS = {Form.SHORT: 1, Form.LONG: 6}
"""Of each way to go; in every second one the update that tells of it is lost."""
_BEFORE, _MEANWHILE = 3, 4


@dataclass(frozen=True, slots=True)
class Way:
    """How a chat goes and comes back. `alert` is what the coordinators read of why, "" where there is nothing to tell.
    `small`: it is a basic group, which can migrate."""

    place: Callable[[Arena], Chat]
    go: Callable[[Arena], None]
    come: Callable[[Arena], None]
    alert: str = ""
    small: bool = False


def _kick(arena: Arena) -> None:
    arena.sandbox.remove_bot(arena.office, arena.bot, by=arena.chen)


def _bring_back(arena: Arena) -> None:
    arena.sandbox.add_bot_to(arena.office, arena.bot, by=arena.chen, admin=True)


def _mute(arena: Arena) -> None:
    arena.sandbox.restrict(arena.office, arena.bot)


def _let_speak(arena: Arena) -> None:
    arena.sandbox.promote(arena.office, arena.bot)


def _delete(arena: Arena) -> None:
    arena.sandbox.delete_group(arena.office)


def _new_group(arena: Arena) -> None:
    """The unit opens another group, and the coordinator binds it."""
    arena.office = arena.sandbox.add_group("东湖社区新群", [arena.chen, arena.secretary])
    arena.sandbox.add_bot_to(arena.office, arena.bot, by=arena.chen, admin=True)
    arena.sandbox.post(arena.office, arena.chen, "/bind")


_BINDING = ("单位工作群", "青石街道 ›", "东湖社区")
"""The buttons of /bind, one after the other."""


def _migrate(arena: Arena) -> None:
    arena.office = arena.sandbox.migrate(arena.office)


def _nothing(arena: Arena) -> None:
    """The new group is the old one: the bot follows by itself."""


def _block(arena: Arena) -> None:
    arena.sandbox.block(arena.couriers[0], arena.bot)


def _unblock(arena: Arena) -> None:
    arena.couriers[0].start(arena.bot)


def _office(arena: Arena) -> Chat:
    return arena.office


def _private(arena: Arena) -> Chat:
    return arena.sandbox.private(arena.couriers[0], arena.bot)


WAYS = {
    "kicked": Way(_office, _kick, _bring_back, "移出"),
    "muted": Way(_office, _mute, _let_speak, "没有发言权限"),
    "deleted": Way(_office, _delete, _new_group, "发不到"),
    "migrated": Way(_office, _migrate, _nothing, small=True),
    "blocked": Way(_private, _block, _unblock, "发不到"),
}


async def play(form: Form, bot: StruckBot) -> Tally:
    tally = Tally()
    for seed in range(_WORLDS[form]):
        for number, (name, way) in enumerate(WAYS.items()):
            async with opened(seed) as arena:
                found = await _go_and_come(arena, bot, way, lost=(seed + number) % 2 == 1)
                tally.judged(1, [_named(finding, name) for finding in [*found, *arena.judge(), *_cards(arena)]])
                await bot.kill()
            tally.next_world()
    return tally


def _named(finding: Finding, name: str) -> Finding:
    return Finding(finding.sort, f"{name}: {finding.words}")


async def _go_and_come(arena: Arena, bot: StruckBot, way: Way, *, lost: bool) -> list[Finding]:
    """`lost`: the update that tells of it never comes."""
    if way.small:
        arena.office.kind = "group"
    arena.couriers[0].start(arena.bot)
    await bot.start(arena.config)
    for _ in range(_BEFORE):
        arena.report()
    private = await _whisper(arena, bot)
    if not lost:  # in the middle of what leaves for it
        for _ in range(arena.chance.randrange(_MEANWHILE)):
            arena.report()
        await wait_until(lambda: arena.chance.random() < 0.2, bot.words)
    place = way.place(arena)
    way.go(arena)
    if lost:
        arena.bot.updates.clear()
    gone_at = arena.sandbox.calls.total
    for _ in range(_MEANWHILE):
        arena.report()
    if place is not arena.office:
        _resolve(arena, private)
    await let_flow(arena, bot)
    found = list(_while_it_is_gone(arena, place, way, gone_at))
    way.come(arena)
    await let_flow(arena, bot)
    await _bind_what_is_new(arena, bot)
    arena.report()
    if place.id < 0 and not way.small:
        _resolve(arena, private)
    await let_flow(arena, bot)
    return [*found, *_now_that_it_is_back(arena, private if not way.small else None)]


async def _whisper(arena: Arena, bot: StruckBot) -> Message:
    """A courier reports in a group, and once more in private: only who is known may do so."""
    box, courier = arena.sandbox, arena.couriers[0]
    for tell in (partial(box.post, arena.groups[0], courier), partial(box.say, courier, arena.bot)):
        arena.posts.append(tell(f"东湖花园{len(arena.posts) + 1}栋的垃圾桶坏了"))
        await let_flow(arena, bot)
    return arena.posts[-1]


def _resolve(arena: Arena, post: Message) -> None:
    """The secretary replies to the card of this report that it is done."""
    number = arena.look(
        f"SELECT id FROM tickets WHERE chat_id = {post.chat.id} AND message_id = {post.id_for(arena.bot)}"
    )[0]["id"]
    cards = arena.sandbox.messages(arena.office, by=arena.bot)
    card = next((card for card in cards if f"#T{number} " in f"{card.words.text} " and card.button_texts), None)
    if card is not None:
        arena.sandbox.post(arena.office, arena.secretary, "已处理", reply_to=card)


async def _bind_what_is_new(arena: Arena, bot: StruckBot) -> None:
    for button in _BINDING:
        notes = arena.sandbox.messages(arena.office, by=arena.bot)
        asked = next((note for note in notes if any(button in text for text in note.button_texts)), None)
        if asked is None:
            return
        button = next(text for text in asked.button_texts if button in text)
        arena.sandbox.tap(arena.chen, asked, button)
        await let_flow(arena, bot)


def _while_it_is_gone(arena: Arena, place: Chat, way: Way, since: int) -> Iterator[Finding]:
    """Parked and told once; after one refusal nothing more is tried."""
    if not way.alert:
        return
    if not arena.look(f"SELECT 1 FROM chats WHERE id = {place.id} AND parked_at IS NOT NULL"):
        yield Finding(Sort.BROKEN, "the chat is not parked")
    told = [note for note in arena.sandbox.messages(arena.hall, by=arena.bot) if "发不到" in note.words.text]
    if len(told) != 1 or way.alert not in told[0].words.text:
        words = [note.words.text for note in told]
        yield Finding(Sort.LOST if not told else Sort.DOUBLED, f"the coordinators were told {len(told)} times: {words}")
    refused = [
        call
        for call in arena.sandbox.calls
        if call.number > since and not call.ok and str(call.parameters.get("chat_id")) == str(place.id)
    ]
    if len(refused) > 1:
        yield Finding(Sort.BROKEN, f"{len(refused)} calls were made in vain, not one")


def _now_that_it_is_back(arena: Arena, private: Message | None) -> Iterator[Finding]:
    for row in arena.look("SELECT n.key, n.chat_id FROM notices n WHERE n.state = 'queued' AND n.call LIKE 'send%'"):
        yield Finding(Sort.LOST, f"notice {row['key']} still waits for chat {row['chat_id']}")
    if private is None:
        return
    closures = [
        note for note in arena.sandbox.messages(private.chat, by=arena.bot) if "问题解决了吗" in note.words.text
    ]
    if len(closures) != 1:
        sort = Sort.DOUBLED if closures else Sort.LOST
        yield Finding(sort, f"who reported in private was told {len(closures)} times that it is done")


def _cards(arena: Arena) -> Iterator[Finding]:
    """Each open ticket can be handled: one card with buttons stands where the bot can still be heard."""
    old = [chat for chat in arena.sandbox.world.chats.values() if chat.migrated_to is arena.office]
    places = [*arena.groups, *old, arena.office, arena.hall]
    standing = [note for place in places for note in arena.sandbox.messages(place, by=arena.bot)]
    for row in arena.look("SELECT id FROM tickets WHERE state IN ('triage', 'assigned', 'accepted')"):
        cards = [note for note in standing if f"#T{row['id']} " in f"{note.words.text} " and note.button_texts]
        if len(cards) != 1:
            sort = Sort.DOUBLED if cards else Sort.LOST
            yield Finding(sort, f"T{row['id']} has {len(cards)} cards that somebody can use")
