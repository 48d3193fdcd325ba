"""Fault 7: two bots on one database, two bots with one token. The second says so and ends; when the first is killed it
takes over.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.stories.settings import write_config
from tests.torture.arena import BOOK, PATIENCE, SETTINGS, Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import Host, Reader
from tests.torture.tally import Finding, Sort, Tally

_ROUNDS = {Form.SHORT: 1, Form.LONG: 8}
_REFUSED = {Form.SHORT: 1, Form.LONG: 3}
"""How often the second is started, as a service does that restarts it, before the first is killed."""
_PROBATION, _ALONE = 30.0, 2.0
"""Seconds for which the second looks whether another one polls. It is over as soon as the first asks again, and a
machine may let that stand still for several; once the first is dead it is as short as it really is.
"""


async def on_database(form: Form, bot: StruckBot) -> Tally:
    """Both are started on one config, in turns; each restart finds the other one there, until that is killed."""
    tally = Tally()
    with StruckBot() as other:
        async with opened(0) as arena:
            first, second = bot, other
            await _start(arena, first, arena.config)
            for _ in range(_ROUNDS[form]):
                found = []
                for _ in range(_REFUSED[form]):
                    found += await _refused(arena, second, arena.config, "is in use by process")
                arena.report()
                await asyncio.sleep(arena.chance.uniform(0, 0.3))
                await first.kill()
                await _start(arena, second, arena.config)
                arena.report()
                await wait_until(lambda: arena.settled() or not second.running, second.words)  # noqa: B023 - awaited here
                if not second.running:
                    found.append(Finding(Sort.BROKEN, "the first was killed, and the second does not run"))
                tally.judged(1 + _REFUSED[form], [*found, *arena.judge()])
                first, second = second, first
            await first.kill()
    return tally


async def on_token(form: Form, bot: StruckBot) -> Tally:
    """The second has a database of its own: whatever it took would be in the wrong one."""
    tally = Tally()
    with StruckBot() as other:
        for seed in range(_ROUNDS[form]):
            async with opened(seed) as arena:
                config = _second_installation(arena)
                await _start(arena, bot, arena.config)
                found = []
                for _ in range(_REFUSED[form]):
                    working = asyncio.create_task(_go_on(arena))
                    found += await _refused(arena, other, config, "Another program polls")
                    working.cancel()
                await wait_until(lambda: arena.settled() or not bot.running, bot.words)
                if not bot.running:
                    found.append(Finding(Sort.BROKEN, "the first has ended, too"))
                await bot.kill()
                found += arena.judge()
                tally.judged(_REFUSED[form], [*found, *await _take_over(arena, other, config)])
                await other.kill()
            tally.next_world()
    return tally


async def _start(arena: Arena, bot: StruckBot, config: Path) -> None:
    reader = Reader(arena, config.with_name("bot.log"))
    arena.report()
    await bot.start(config)
    await wait_until(lambda: reader.lines("bot.polling") or not bot.running, bot.words)
    await wait_until(lambda: arena.settled() or not bot.running, bot.words)
    assert bot.running, bot.words()[-2000:]


async def _refused(arena: Arena, bot: StruckBot, config: Path, words: str) -> list[Finding]:
    """Started while another is there: exit 1, and one line that says so. Somebody reports meanwhile."""
    reader = Reader(arena, config.with_name("bot.log"))
    arena.report()
    await bot.start(config)
    await wait_until(lambda: not bot.running, bot.words)
    code, said = await bot.ended(PATIENCE), reader.last_words()
    if code == 1 and len(said) == 1 and words in said[0]:
        return []
    return [Finding(Sort.BROKEN, f"the second ended with {code} and said {said}")]


async def _go_on(arena: Arena) -> None:
    while True:
        await asyncio.sleep(arena.chance.uniform(0.05, 0.4))
        arena.report()


def _second_installation(arena: Arena) -> Path:
    folder = arena.folder / "second"
    folder.mkdir()
    config = write_config(folder, arena.sandbox.base_url, arena.bot.token, BOOK, SETTINGS)
    host = Host()
    host.settle_at(folder, probation=_PROBATION)
    return config


async def _take_over(arena: Arena, bot: StruckBot, config: Path) -> list[Finding]:
    """The first is dead. Each report that was written since is one ticket of the second, and nothing else is."""
    arena.file, since = config.with_name("fengshao.db"), len(arena.posts)
    if taken := arena.look("SELECT count(*) AS many FROM inbox")[0]["many"]:
        return [Finding(Sort.DOUBLED, f"the second has taken {taken} updates in while the first was there")]
    Host().settle_at(config.parent, probation=_ALONE)
    await _start(arena, bot, config)
    wanted = sorted((post.chat.id, post.id_for(arena.bot)) for post in arena.posts[since:])
    tickets = arena.look("SELECT chat_id, message_id FROM tickets WHERE parent_id IS NULL")
    found = sorted((row["chat_id"], row["message_id"]) for row in tickets)
    if wanted == found:
        return []
    return [Finding(Sort.LOST, f"the second made {len(found)} tickets of the {len(wanted)} reports since")]
