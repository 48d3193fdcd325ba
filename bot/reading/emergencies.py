"""Dangers that cannot wait: a word for it, asserted, here and now."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from bot.reading.late_patterns import late
from bot.reading.lexicon import Hit, Lexicon
from bot.reading.vocabulary import words

_CERTAIN = words(
    "燃气泄漏 燃气漏气 煤气泄漏 天然气泄漏 煤气漏 燃气漏 漏煤气 漏燃气 煤气味 燃气味 天然气味 瓦斯味 瓦斯泄漏 起火了 "
    "失火了 "
    "发生火灾 着大火 电线着火 煤气爆炸 燃气爆炸 电瓶爆炸 发生爆炸 爆炸声 冒浓烟 浓烟 坍塌 房子塌 楼塌 墙塌 "
    "墙倒了 塌方 路面塌陷 地面塌陷 道路塌陷 路塌了 有人被困 被困电梯 困在电梯 电梯困人 "
    "电梯关人 电梯卡人 电梯里困住 电梯里困着 人被困 "
    "老人被困 孩子被困 小孩被困 有人触电 被电到 被电倒 有人落水 有人溺水 掉进井 掉井里 掉进窨井 有人受伤 "
    "有人昏倒 有人晕倒 老人晕倒 有人跳楼 要跳楼 砸到人 砸伤 漏电伤人 有人持刀 "
    "电梯掉 电梯坠 坠楼 满头是血 满脸是血 浑身是血 大出血"
)
_LOOSE = words(
    "着火了 着火 著火 起火 失火 火势 爆炸了 触电 落水 溺水 掉进河 掉河里 晕倒 昏倒 晕厥 昏迷 轻生 撞伤 车祸 地陷 "
    "打架流血 烧起来 烧着了 烧着 喷火 冒火 冒火花 打火花 火花 自燃"
)
"""Words that people also say of their pay or their feelings: they count with a spot, a photo, or few words."""

_SOMEBODY = "(?:[有个名的]人|老人|老头|老太|娃|小朋友|孩|骑手|行人|路人|大爷|大妈|阿姨|学生|小伙|女的|男的|工人)"
_WITH: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        words("出不来 困住 卡在"),
        rf"{_SOMEBODY}|人(?:出|被|卡|困)|困[了住][一二两三四几\d]+个?人|[头手脚腿]卡在",
    ),
    (words("困了"), r"困了[一二两三四五六七八九几\d个].{0,4}[人孩]"),
    (
        words("漏气 漏着 嗤嗤 挖断 挖破 挖漏 漏了 在漏 泄漏 泄露"),
        "燃气|煤气|天然气|液化气|气罐|危化|化学品|化工|氨气|氯气|毒气|油罐|汽油",
    ),
    (
        words("掉坑 掉进 掉到 掉下去 摔进 摔下 陷进 栽进 滑下去 滚下去"),
        rf"(?:{_SOMEBODY}|车)[^,。!?;]{{0,4}}(?:掉|摔|陷|栽|滑|滚)",
    ),
    (words("断了 断落 掉下来 掉地上 掉在 落在 掉了"), "高压线"),
    (words("跳河 跳楼 跳江 跳湖 跳桥 往下跳 跳下 要跳 想跳"), _SOMEBODY),
    (
        words("撞了 撞倒 撞飞 轧了 砸中 砸到 砸了 压住 压到 压着 冲倒 电倒"),
        rf"{_SOMEBODY}[^,。!?;]{{0,4}}被|[撞轧砸压冲电][了倒飞中到住着伤]+[^,。!?;]{{0,3}}(?:人(?!行)|孩|骑手|学生)|流血|昏迷|(?<!没人)(?<!没有人)(?<!无人)受伤|骨折",
    ),
    (words("受伤"), rf"{_SOMEBODY}[^,。!?;]{{0,8}}受伤|[摔砸撞冲压][^,。!?;]{{0,4}}受伤"),
    (words("拿刀 持刀 拿着刀 提刀 挥刀 砍人 捅人 砍伤 捅伤"), _SOMEBODY),
    (words("炸了 爆了 爆炸"), "变电箱|变压器|配电箱|电箱|锅炉|气罐|煤气|燃气|充电桩|电瓶|电池"),
    (words("塌了 倒塌 垮了 垮塌"), "脚手架|架子|房[子屋]|房塌|楼[塌垮倒]|桥|山体|阳台|压住|埋"),
)
"""Words that are dangers only with what stands around them."""

_IN_LIFT = r"里[面头]?有[^,。!?;]{0,3}[人老孩奶爷]|(?:人|我|老.|孩子?)[^,。!?;]{0,3}(?:在里|里[面头]|出不来|没出来)"
_FRAMES = late(
    r"(?=[叫娃快救喊中自割上想抢动不晕心头大人孩老骑行路阿学小女男工电车摩撞地墙楼房桥天塔火明燃走烧漏带水我有个名的])(?:"
    r"(?:喊|叫|快)救命?|救命(?=$|[,。!])|中毒|自杀|割腕|上吊|想不开|抢劫|动刀|不省人事|晕过去|心脏病发|头破血流|"
    r"(?:人|老.|孩子?)[^,。!?;]{0,8}(?:没(?:反应|动静)|不动了|[叫喊]不醒)|"
    rf"电梯(?![口间厅])[^。!?;]{{0,12}}[关卡停困](?!得)[^。!?;]{{0,8}}(?:{_IN_LIFT})|"
    r"电梯(?![口间厅])[^,。!?;]{0,4}[关困](?:着|住|了)[^,。!?;]{0,3}(?:人(?!行)|孩|我)|电梯把[^,。!?;]{1,4}[关困卡]|"
    r"(?:我|人|老.|孩子?)[^,。!?;没]{0,3}[关卡困](?:在|住|进)?[^,。!?;]{0,2}电梯(?![口间厅])|"
    rf"(?:{_SOMEBODY})[^,。!?;易会怕别防]{{0,4}}[掉摔跌][^,。!?;]{{0,3}}(?:水里|水中|坑|井|沟|湖|塘|下去)|"
    r"车[^,。!?;]{0,3}(?:撞[到了倒死伤飞]{0,2}[个一]{0,2}(?:人(?!行)|小?孩|骑手|老人|学生)|把[^,。!?;]{0,3}(?:人|孩|骑手|学生)[^,。!?;]{0,2}撞)|撞人了|"
    r"[地路]面?[^,。!?;]{0,3}[塌陷]了?一?个大?[^,。!?;]{0,2}[洞坑]|(?:墙|楼|房子?|桥)(?:快|要|快要)?塌了|天坑|塔吊[^,。!?;]{0,2}[倒塌]|"
    r"火灾(?![险隐演警报预保自逃防科探])|明火(?!作)|火苗|燃起来|火还?没灭|走火了|"
    r"(?:漏电|带电)[^。!?;]{0,8}(?:电[到死倒]|狗)|水[^,。!?;]{0,4}(?:漏电|带电))"
)
"""Dangers told without a listed word, at a spot: a lift and who is in it, a car and whom it hit."""
_FRAMED = re.compile(
    "救|毒|杀|割|吊|不开|劫|刀|不省|晕|心脏|头破|反应|动静|不动|不醒|电梯|掉|摔|跌|撞|塌|陷|坑|火|燃|漏电|带电"
)
"""Every one of them holds one of these: most posts are done with in 1 µs instead of 6."""
_SWOONS = "昏晕爆"
_SWOONED = late("[到得美]$")
"""等到昏迷, 热得晕倒: how it felt."""
_SMOKES = frozenset(words("浓烟 冒浓烟 火花 打火花 冒火花"))
_SMOKERS = late("烧烤|油烟|切割|焊|秸秆|焚烧|烧(?:垃圾|纸|树叶|草|塑料|柴)|排[放出]|烟囱")

_NEAR = 16
"""Characters on each side of a word in which must stand what makes it a danger: a clause or so."""
_FEW_WORDS = 12
"""Characters of a post that says hardly more than the danger: 着火了快来人."""

_MOST = 20
"""Dangers looked at in one text: what surrounds a word costs more than finding it."""

_DENIED = "(?:没有|没|无|未)(?!人|水|想|骗|看|开玩笑)|(?<!是)不是(?!骗|开玩笑)|不会(?!吧|是)|不(?![是会小得知])"
_PREVENTED = "防止|预防|防范|谨防|严防|(?<!消)防(?![盗火护])|(?<!不)小心|避免|容易|易|以免|免得|怕|担心"
_MAY_LEAD_TO = "(?:会|易|可能|恐|防止|避免|以免|怕)[^,。!?;]{0,4}(?:导致|引发|造成|引起)"
_SUPPOSED = "万一|如果|要是|一旦|假如|可能|会|差点|差一点|险些"
_LONG_AGO = "曾经|曾|去年|前年|往年|上个?月|上周|上次|昨天|昨晚|前天|前几天|以前|之前|早年|梦见|梦到|演习|模拟|发生过"
_HEARSAY = "谁说|哪里|哪有|以为|误报|虚惊|听说|据说|新闻|视频|电视|网上|某地|别的"
_AS_IF = "(?<!好)像|得快?要?|快要?|宣传"
_BEFORE = late(
    f"(?:{_DENIED}|{_PREVENTED}|{_MAY_LEAD_TO}|{_SUPPOSED}|{_LONG_AGO}|{_HEARSAY}|{_AS_IF})[^,。!?;]{{0,4}}$"
    "|[没无](?:有)?人员?$|(?:别等|[那这]场|群里?|单把我|我直接)[^,。!?;]{0,4}$|(?:演|演着|演的|坑我?|坑到)$|谁说[^,。!?;]{0,14}$"
)
"""What stands before a word of danger that is denied, feared, past, told by others, or a figure of speech."""
_MENDED = "清理[完好]|(?:已经?|都)(?:清理|清走|拖走|拉走|撤|处置)|已处理|处理好|已救|救出|救上来|获救|没事"
_PUT_OUT = "已经?灭|灭了|扑灭|已扑|解除|排除"
_SPOKEN_OF = "演练|演习|知识|培训|宣传|讲座|隐患|风险|的危险|危险$|事故调查|应急预案|的话|场面|逃生|保险|电影|视频|游戏"
_NOT_TRUE = "一样|似的|是假|谣言|报警器|检测|吗|(?<![怎什这那])么|可能|点燃"
_OF_THEN = "过的|后的|的事|那次|那天"
_MEANWHILE = "时(?!间)|的?时候|也(?!没)|都?没法(?!靠|进|下|出|呼|逃)|来不及|谁负责"
_AFTER = late(
    f"^[^,。!?;]{{0,4}}(?:{_MENDED}|{_PUT_OUT}|{_SPOKEN_OF}|{_NOT_TRUE}|{_OF_THEN})|^了?(?:{_MEANWHILE})"
    "|^[^,。!?;]{0,4}(?:堵车|绕路|谁负责)|^(?:爆|带闪电|狗|般|价|机|大甩|口|门口)"
)
"""What stands behind one that is over, is only spoken of or is no danger: 火灾演练, 爆炸价, 着火口."""
_OVER = late(
    "(?<![没未不])(?:已经?|都)?(?:灭了|扑灭|熄灭|控制住|解除|排除了|救出来?|获救|救上来|出来了|脱困|脱险|没事了|没有的事|虚惊|哈哈)"
)
_BEHIND = 10
"""Characters behind a word in which it may be taken back; what tells that it is over may come in the next clause:"""
_REACH_OF_OVER = 26
_STILL = late(
    "还在|仍|又(?:着|起火|烧|漏|冒|燃|炸)|火(?:势)?(?:很|好|太|越来越)?大|烧大|烧到|不行了|[没未](?:有)?(?:扑|熄)?灭|没(?:有)?控制"
)
"""It goes on, whatever else is over: 人救出来了，火还在烧."""
_ASKED_HOW = late("^[^,。!?;]{0,4}(?:怎么|咋办)")
_HARM = frozenset(words("砸到人 砸伤 砸中 砸到 砸了 压到 撞倒 漏电伤人"))
"""What a thing might do to somebody: with 怎么办 it is feared, not told."""
_IF = late("万一|如果|要是|假如|一旦|的话")
_NOTHING = late(
    "演练|演习|模拟|视频|电影|新闻|电视|网上|游戏|宣传|知识|培训|讲座|一样|似的|[好就]像|梦|得[快要]|快要|差一?点|险些|以为|虚惊|误报|谣言|"
    "是假|灭了|扑灭|熄灭|已扑|解除|排除|没事|获救|救[出上]|脱[困险]|处理|去年|前年|往年|上(?:个?月|周|次)|昨[天晚]|前天|前几天|以前|之前|"
    "曾|早年|发生过|过的|后的|的事|那次|那天|保险|报警器|检测|应急|逃生|没有|哈哈|我|火爆|拍戏|演着|排队|带闪电|绕[路行]|^[狗般价机]|大甩"
)
"""Said of what is no danger at all, or is over: nobody need look."""
_REACH_OF_NOTHING = 12
_RISK_AFTER = late("^的?(?:隐患|风险|危险)")


_RECURRED = late("(?:经常|总是|老是|常常|动不动|时不时|三天两头|隔三差五)就?$")
_RECURS = late("事件|频发|多发|频繁|[好几多][几多]?[回次]了")
"""What happens again and again (充电桩冒火花好几回了) is a fault to mend soon, and nothing of this minute."""
_REACH_OF_HABIT = 8


Sign = bool | re.Pattern[str]
"""Whether the word is certain; or what must stand near it."""


class Dangers(NamedTuple):
    """Words of danger in a text: those that state a fact of now, and those that are denied, past or only feared."""

    here: tuple[Hit[Sign], ...] = ()
    elsewhere: tuple[Hit[Sign], ...] = ()
    doubted: bool = False
    """Some are elsewhere, but not plainly nothing: feared, asked or told by others. At a spot somebody should look."""


_NO_DANGERS = Dangers()


class Emergencies:
    """The list of dangers, searched with what stands around each word."""

    def __init__(self) -> None:
        self._words = _signs()

    def find(self, text: str, located: bool) -> Dangers:
        """The dangers in the text. `located`: it has a spot or a photo."""
        hits = self._words.longest(text)
        if located and _FRAMED.search(text) is not None:
            hits = sorted([*hits, *_framed(text, hits)], key=itemgetter(0))
        if not hits:
            return _NO_DANGERS
        here: list[Hit[Sign]] = []
        elsewhere: list[Hit[Sign]] = []
        doubted = False
        for hit in hits[:_MOST]:
            sign = hit.meanings[0]
            needs = isinstance(sign, re.Pattern)
            if isinstance(sign, re.Pattern) and not sign.search(text, max(0, hit.start - _NEAR), hit.end + _NEAR):
                continue
            if hit.word in _SMOKES and _SMOKERS.search(text):
                continue  # what smokes there is a report of its own
            if _RECURS.match(text, hit.end) or _RECURRED.search(text[max(0, hit.start - _REACH_OF_HABIT) : hit.start]):
                continue
            if not _asserted(text, hit, located):
                doubted = doubted or hit.word in _HARM or not _is_nothing(text, hit)
                if not needs:
                    elsewhere.append(hit)
            elif sign or located or len(text) <= _FEW_WORDS:
                here.append(hit)
        return Dangers(tuple(here), tuple(elsewhere), doubted)


@cache
def _signs() -> Lexicon[Sign]:
    entries: list[tuple[str, Sign]] = [(word, True) for word in _CERTAIN]
    entries += [(word, False) for word in _LOOSE]
    entries += [(word, re.compile(near)) for listed, near in _WITH for word in listed]
    return Lexicon(entries)


def _framed(text: str, listed: list[Hit[Sign]]) -> list[Hit[Sign]]:
    """Dangers told by a way of speaking, where no listed word lies in them that is judged by itself."""
    return [
        Hit(told.start(), told.end(), told[0], (True,))
        for told in _FRAMES.finditer(text)
        if not any(hit.start < told.end() and told.start() < hit.end and hit.meanings[0] is True for hit in listed)
    ]


def _asserted(text: str, hit: Hit[Sign], located: bool) -> bool:
    """Whether the word states a fact of now: 没有着火, 容易着火, 火已经灭了 and 消防演练 do not."""
    before, after = text[max(0, hit.start - _NEAR) : hit.start], text[hit.end : hit.end + _BEHIND]
    if hit.word[0] in _SWOONS and _SWOONED.search(before):
        return False
    if _RISK_AFTER.search(after) or _BEFORE.search(before):
        return False
    if _ASKED_HOW.search(after) and (not located or hit.word in _HARM or _IF.search(before + after)):
        return False
    if _STILL.search(text, hit.end, hit.end + _REACH_OF_OVER + _BEHIND):
        return True
    return not (_AFTER.search(after) or _OVER.search(text, hit.end, hit.end + _REACH_OF_OVER))


def _is_nothing(text: str, hit: Hit[Sign]) -> bool:
    if hit.word[0] in _SWOONS and _SWOONED.search(text[max(0, hit.start - 2) : hit.start]):
        return True
    around = text[max(0, hit.start - _REACH_OF_NOTHING) : hit.start] + text[hit.end : hit.end + _REACH_OF_OVER]
    return _NOTHING.search(around) is not None
