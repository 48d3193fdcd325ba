"""Odd strings through every text: Telegram takes what the bot makes of them, and spreadsheets calculate nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import cycle

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.notices.catalogue import ZH
from bot.notices.markup import link, mention
from bot.notices.texts import Texts, placeholders
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.odd_day import odd_day
from tests.torture.odd_files import file_faults
from tests.torture.odd_texts import ODD, faults_of
from tests.torture.tally import Finding, Sort, Tally

_BATCH = 25
"""Strings of one day at the desk, and of one set of files."""
_BATCHES = {Form.SHORT: 6, Form.LONG: 4000}
_LONGEST_FACT = 200
"""Of one text by itself; how several are put together, and cut, the day at the desk shows."""
_TEXTS = Texts()


async def play(form: Form, bot: StruckBot) -> Tally:
    """`injected` counts the strings: each goes through a text of the catalogue, a day at the desk and every file."""
    return _play(_BATCHES[form])


def _play(batches: int) -> Tally:
    tally, keys = Tally(), cycle(sorted(ZH))
    judged: Counter[str] = Counter()

    def one_batch(strings: Sequence[str]) -> None:
        if tally.injected >= batches * _BATCH:
            return
        found = [fault for string in strings for fault in _faults_of_text(next(keys), string)]
        judged["texts"] += len(strings)
        messages, faults = odd_day(strings, tally.injected)
        judged["messages"] += messages
        cells, more = file_faults(strings)
        judged["cells"] += cells
        tally.judged(len(strings), [Finding(Sort.BROKEN, fault) for fault in [*found, *faults, *more]])

    _with_strings(one_batch, batches)
    tally.more |= judged
    return tally


def _with_strings(work: Callable[[Sequence[str]], None], batches: int) -> None:
    """Hypothesis draws them; the same for everybody, so that what is found can be found again."""
    drawn = given(st.lists(ODD, min_size=_BATCH, max_size=_BATCH))(work)
    seed(batches)(
        settings(
            max_examples=2 * batches,  # some are drawn twice, and then thrown away
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(drawn)
    )()


def _faults_of_text(key: str, string: str) -> list[str]:
    """Every fact of this text is the string; and what marks a person or an address says it."""
    facts = dict.fromkeys(placeholders(ZH[key]), string[:_LONGEST_FACT])
    text = _TEXTS.say(key, **facts)
    made = [text, mention(1, string[:_LONGEST_FACT]), link("https://t.me/c/1/2", string[:_LONGEST_FACT])]
    return [f"{key}: {fault}" for html in made for fault in faults_of({"text": f"一 {html}"})]
