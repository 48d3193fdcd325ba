"""Dangers that cannot wait: a word for it, asserted, here and now."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.reading.lexicon import Hit, Lexicon
from bot.reading.vocabulary import words

_CERTAIN = words(
    "燃气泄漏 燃气漏气 煤气泄漏 天然气泄漏 煤气漏 燃气漏 漏煤气 漏燃气 煤气味 燃气味 天然气味 起火了 "
    "失火了 "
    "发生火灾 着大火 电线着火 煤气爆炸 燃气爆炸 电瓶爆炸 发生爆炸 爆炸声 冒浓烟 浓烟 坍塌 房子塌 楼塌 墙塌 "
    "墙倒了 塌方 路面塌陷 地面塌陷 道路塌陷 路塌了 有人被困 被困电梯 困在电梯 电梯困人 电梯里困 人被困 "
    "老人被困 孩子被困 小孩被困 有人触电 被电到 被电倒 有人落水 有人溺水 掉进井 掉井里 掉进窨井 有人受伤 "
    "有人昏倒 有人晕倒 老人晕倒 有人跳楼 要跳楼 砸到人 砸伤 漏电伤人 有人持刀"
)
_LOOSE = words("着火了 着火 起火 失火 火势 爆炸了 触电 落水 溺水 掉进河 掉河里 晕倒 昏迷 轻生 撞伤 车祸 地陷 打架流血")
"""Words that people also say of their pay or their feelings: they count with a spot, a photo, or few words."""

_FEW_WORDS = 12

_MOST = 20
"""Dangers looked at in one text: what surrounds a word costs more than finding it."""

_BEFORE = re.compile(
    "(?:没有|没|无|未|不是|不会|不|防止|预防|防范|谨防|严防|防|小心|避免|容易|易|以免|免得|怕|担心|"
    "万一|如果|要是|一旦|假如|可能|"
    "会|差点|险些|曾经|曾|去年|上次|以前|之前|早年|梦见|梦到|演习|模拟|导致|引发|造成|引起|"
    "发生过)[^,。!?;]{0,3}$"
)
_AFTER = re.compile(
    "^[^,。!?;]{0,4}(?:一样|似的|已经?灭|灭了|扑灭|已扑|解除|演练|演习|知识|培训|宣传|讲座|隐患|风险|的危险|"
    "危险$|怎么办|事故调查|已处理|处理好|已救|救出|"
    "救上来|获救|没事|是假|谣言|报警器|检测|过的|后的|的事|那次|那天|吗|么|可能|保险|电影|游戏|点燃|"
    "应急预案)"
)
_RISK_AFTER = re.compile("^的?(?:隐患|风险|危险)")


class Dangers(NamedTuple):
    """Words of danger in a text: those that state a fact of now, and those that are denied, past or only feared."""

    here: tuple[Hit[bool], ...] = ()
    elsewhere: tuple[Hit[bool], ...] = ()


_NO_DANGERS = Dangers()


class Emergencies:
    """The list of dangers, searched with what stands around each word."""

    def __init__(self) -> None:
        self._words: Lexicon[bool] = Lexicon([(word, True) for word in _CERTAIN] + [(word, False) for word in _LOOSE])

    def find(self, text: str, located: bool) -> Dangers:
        """The dangers in the text. `located`: it has a spot or a photo."""
        hits = self._words.longest(text)
        if not hits:
            return _NO_DANGERS
        here: list[Hit[bool]] = []
        elsewhere: list[Hit[bool]] = []
        for hit in hits[:_MOST]:
            if not _asserted(text, hit):
                elsewhere.append(hit)
            elif hit.meanings[0] or located or len(text) <= _FEW_WORDS:
                here.append(hit)
        return Dangers(tuple(here), tuple(elsewhere))


def _asserted(text: str, hit: Hit[bool]) -> bool:
    """Whether the word states a fact of now: 没有着火, 容易着火, 火已经灭了 and 消防演练 do not."""
    before, after = text[max(0, hit.start - 8) : hit.start], text[hit.end : hit.end + 10]
    if _RISK_AFTER.search(after) or _AFTER.search(after):
        return False
    if "火" in hit.word and re.search("火已?经?(?:灭|扑灭|熄)", text[hit.end : hit.end + 24]):
        return False
    return _BEFORE.search(before) is None
