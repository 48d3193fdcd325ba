"""The world in which tampered taps and orders are tried: who is there, what stands on the screens, what is sent."""

from __future__ import annotations

from typing import Any

from bot.domain.tickets import State
from bot.sandbox import Call, Forward, Message, rendering
from tests.torture.arena import Arena, wait_until
from tests.torture.bots import StruckBot
from tests.torture.forgeries import OFFICE_COMMANDS, OWN_COMMANDS, Actor, How, data_of, data_on, masks, order

_SCREENS = (
    *("/triage", "/staff", "/revoke", "/invite", "/special T1001", "/find 东湖"),
    *("/place 列表 东湖社区", "/unit", "/review", "/ticket T1001", "/ticket T1006", "/bulletin"),
)
_OWN_SCREENS = ("/todo", "/ticket T1001")
_FIGURES = ("/stats", "/stats 本月")
"""What the coordinator and the secretaries have on their screens, with buttons that others may try."""
_IN_PRIVATE = 0.4
_MASKS = ("forwarded", "via_bot", "as_anonymous_admin", "as_channel")
OVER = (State.REJECTED, State.MERGED, State.WITHDRAWN)
_MOVES_OF_A_CARD = (
    *("accept:{t}", "resolve:{t}", "preset:{t}:return:1", "preset:{t}:reject:1", "transferto:{t}:xiyuan"),
    *("extendto:{t}:0:1d", "suspendto:{t}:1m", "done:{t}", "agree:{t}:1", "decline:{t}:1", "dispatch:{t}:donghu"),
)


class Gate:
    """A world with something to see in it, and those who have no business there."""

    def __init__(self, arena: Arena) -> None:
        self.arena, self.box, self.chance = arena, arena.sandbox, arena.chance
        self.chen = next(one for one in self.box.world.people.values() if one.id == 301)
        rider, taken = arena.couriers.pop(), self.box.add_person("吴前任", id=204)
        others = {
            "courier": rider,
            "stranger": self.box.add_person("钱路人", id=401),
            "secretary of another unit": self.box.add_person("孙书记", id=202),
            "secretary whose role was taken": taken,
        }
        self.outsiders = [*(Actor(name, rendering.user(one), one) for name, one in others.items()), *masks()]
        self.sun = others["secretary of another unit"]
        self.insiders = [self.chen, arena.secretary]
        self.box.join(arena.office, taken)
        self.channel = self.box.add_channel("通知", self.chen)
        self.numbers = list(range(1001, 1010))
        self.greetings: dict[str, Message] = {}
        """What the bot has said to an outsider in private: data can be made up below it as well."""
        self.had_effect: list[tuple[str, dict[str, Any]]] = []

    async def furnish(self, bot: StruckBot, *, figures: bool) -> None:
        """Tickets in every state, a role that was taken away, and what people of office have on their screens. A
        picture of `figures` takes the drawing process a second.
        """
        arena, box = self.arena, self.box
        for _ in range(9):
            arena.report()
        await bot.start(arena.config)
        await self.rest(bot)
        for text in ("/accept T1002", "/suspend T1003 到3月15日 等材料", "/reject T1004 重复了", "/merge T1005 T1006"):
            box.say(self.chen, arena.bot, text)
        box.tap(arena.secretary, self.card(1001), "受理")
        self.had_effect.append(("callback_query", arena.bot.updates.pending[-1]["callback_query"]))
        for number in (1007, 1008):
            box.post(arena.office, arena.secretary, "已处理", reply_to=self.card(number))
            self.had_effect.append(("message", arena.bot.updates.pending[-1]["message"]))
        await self.rest(bot)
        self._withdraw(1009)
        await self.rest(bot)
        for who, screens in ((self.chen, _SCREENS), (arena.secretary, _OWN_SCREENS), (self.sun, _OWN_SCREENS)):
            for text in (*screens, *(_FIGURES if figures else ())):
                box.say(who, arena.bot, text)
        known = [(actor.name, actor.person) for actor in self.outsiders if actor.person is not None]
        for _, person in known:
            box.say(person, arena.bot, "/help")
        await self.rest(bot)
        for name, person in known:
            greeting = box.last(box.private(person, arena.bot), by=arena.bot)
            assert greeting is not None, name
            self.greetings[name] = greeting
        await self._mute(bot)
        for screen in box.messages(box.private(self.chen, arena.bot), by=arena.bot):
            for data in data_on(screen)[:2]:
                if data.startswith(("specialnew", "statsview", "invite:", "show")):
                    box.tap(self.chen, screen, data)
        await self.rest(bot)
        ended = "SELECT id FROM tickets WHERE state IN ('rejected', 'merged', 'withdrawn')"
        self.over = [row["id"] for row in arena.look(ended)]
        assert len(self.over) == len(OVER), self.over
        await bot.kill()
        arena.amend("INSERT INTO people (id, name) VALUES (204, '吴前任')")
        arena.amend(
            "INSERT INTO grants (person_id, role, unit_code, granted_at, revoked_at)"
            " VALUES (204, 'secretary', 'donghu', 1, 2)"
        )
        await bot.start(arena.config)

    async def _mute(self, bot: StruckBot) -> None:
        """Somebody who reported is muted: what is theirs to press otherwise is not now."""
        (row,) = self.arena.look("SELECT reporter_id FROM tickets WHERE id = 1007")
        muted = next(one for one in self.arena.couriers if one.id == row["reporter_id"])
        self.box.say(muted, self.arena.bot, "/help")
        await self.rest(bot)
        self.box.say(self.chen, self.arena.bot, f"/mute {muted.id} 3d")
        await self.rest(bot)
        assert self.arena.look("SELECT 1 FROM mutes")
        greeting = self.box.last(self.box.private(muted, self.arena.bot), by=self.arena.bot)
        assert greeting is not None
        self.greetings["muted reporter"] = greeting
        self.outsiders.append(Actor("muted reporter", rendering.user(muted), muted))
        self.strangers_id = next(one.id for one in self.arena.couriers if one is not muted)

    def _withdraw(self, number: int) -> None:
        """The reporter takes a report back."""
        (row,) = self.arena.look(f"SELECT chat_id, message_id, reporter_id FROM tickets WHERE id = {number}")
        where = (row["chat_id"], row["message_id"])
        post = next(one for one in self.arena.posts if (one.chat.id, one.id_for(self.arena.bot)) == where)
        reporter = next(one for one in self.arena.couriers if one.id == row["reporter_id"])
        self.box.post(post.chat, reporter, "撤回", reply_to=post)

    def card(self, number: int) -> Message:
        cards = self.box.messages(self.arena.office, by=self.arena.bot)
        return next(card for card in reversed(cards) if f"#T{number}" in card.words.text)

    async def rest(self, bot: StruckBot) -> None:
        await wait_until(lambda: self.arena.settled() or not bot.running, bot.words)
        assert bot.running, bot.words()[-2000:]

    # --- what is tried

    def messages(self) -> list[Message]:
        """Every message of the bot that stands, but for what one of the outsiders alone reads."""
        arena, box = self.arena, self.box
        places = [*arena.groups, arena.office, arena.hall]
        places += [box.private(who, arena.bot) for who in (self.chen, arena.secretary)]
        return [one for place in places for one in box.messages(place, by=arena.bot) if one.service is None]

    def tap(self, how: How, standing: list[Message], verb: str) -> str:
        """Send one tap; in words, whose and which."""
        if how is How.REPLAYED:
            kind, body = self.chance.choice(self.had_effect)
            self.arena.bot.updates.push(kind, body)
            return f"{how}: {kind}"
        message = self.chance.choice(standing)
        if how is How.STALE:
            data = self.chance.choice(_MOVES_OF_A_CARD).format(t=self.chance.choice(self.over))
            self.box.tap(self.arena.secretary, message, data, forged=True)
            return f"{how}: {data}"
        actor, data = self.chance.choice(self.outsiders), data_of(verb, self.numbers, self.strangers_id, self.chance)
        if how is not How.FORGED:
            source = message if how is How.PRESSED else self.chance.choice(standing)
            data = self.chance.choice(data_on(source) or [data])
        if how is not How.PRESSED and (own := self.greetings.get(actor.name)) and self.chance.random() < _IN_PRIVATE:
            message = own
        self._push(actor, message, data)
        return f"{how}: {actor.name} sends {data} below {message!r}"

    def _push(self, actor: Actor, message: Message, data: str) -> None:
        if actor.person is not None:
            self.box.tap(actor.person, message, data, forged=True)
            return
        body = {
            "id": str(self.chance.randrange(10**17)),
            "from": actor.user,
            "message": rendering.message(self.box.world, self.arena.bot, message),
            "chat_instance": "1",
            "data": data,
        }
        self.arena.bot.updates.push("callback_query", body)

    def order(self, standing: list[Message]) -> str:
        """Say one order: an outsider as such, or somebody in office under a mask."""
        outsider = self.chance.choice([one for one in self.outsiders if one.person is not None])
        mask = self.chance.choice(["", *_MASKS])
        who = self.chance.choice(self.insiders) if mask else outsider.person
        assert who is not None
        card = self.chance.choice([one for one in standing if one.chat.kind != "private"])
        place = card.chat if card.chat.member(who.id) is not None else self.box.private(who, self.arena.bot)
        plain = OFFICE_COMMANDS if who is self.sun else OWN_COMMANDS
        text = order(self.chance.choice(self.numbers), self.chance, frozenset() if mask else plain)
        reply = card if place is card.chat and self.chance.random() < 0.7 else None
        more: dict[str, Any] = (
            {"forward": Forward(self.box.world.now(), hidden_name="某人")} if mask == "forwarded" else {}
        )
        if mask in {"as_anonymous_admin", "as_channel"} and place is not card.chat:
            return self.order(standing)
        if mask == "as_anonymous_admin":
            more = {mask: True}
        elif mask == "as_channel":
            more = {mask: self.channel}
        self.box.post(place, who, text, reply_to=reply, **more)
        if mask == "via_bot":
            self.arena.bot.updates.pending[-1]["message"]["via_bot"] = masks()[0].user
        return f"order: {mask or outsider.name} says {text!r}"

    def told_outside(self, call: Call) -> bool:
        """Whether a call says something to one of the outsiders: the secretary may hear who was quicker."""
        if call.method == "answerCallbackQuery":
            tap = self.box.world.taps.get(call.parameters["callback_query_id"])
            return tap is None or tap.person is not self.arena.secretary
        return call.method == "sendMessage"
