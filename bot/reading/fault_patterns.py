"""Faults that no list of words can hold, by the way they are said: 被…占了, 成了垃圾场, 一直没…, 太暗."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.reading.first_characters import spans
from bot.reading.kinds import Force
from bot.reading.lexicon import Hit

_VERBS_OF_HARM = (
    "占|堵|偷|撞|压|砸|卸|拆|锯|砍|挖|刨|改成|改为|改作|当成|当作|用作|锁|挡|埋|毁|破坏|踩|霸|围|拔|烧|刮|掰|碾|剪断|推倒|"
    "填|封|侵|遮|盖住|涂|污染|淹|撕|掀|搞走|弄走"
)
_BECOME = (
    "垃圾|停车|菜|厕所|臭水|水塘|水坑|泥|工地|养鸡|晒|灾|危房|摆设|死角|仓库|堆场|烧烤|夜市|市场|一片|盲区|卫生死角"
)
_BAD = "高|低|暗|黑|窄|陡|滑|吵|闹|脏|臭|乱|差|破|烂|旧|挤|密|松|薄|浑|响|刺眼|刺鼻|危险|难闻|呛|颠|拥挤|严重|扰民|潮湿"


_CLEARLY = spans(
    "被让叫给洗变改当搞弄整成无没一发不住过走睡用停进出活得坑垃蚊苍老蟑狗灰小杂污积噪油粉臭气",
    f"(?:被|[让叫给]人)[^,。!?;]{{0,8}}?(?:{_VERBS_OF_HARM})"
    f"|(?:变|改|当|搞|弄|整)?成了?(?:一[个片])?(?:{_BECOME})"
    "|[无没]人(?:管|填|拉|铲|捞|拖|补|盖|弄|剪|通|装|扶|清|修|打扫|收拾|理会|扫|维护|更换|看管|值守|养护|问津|清运|疏导|制止|过问|拉走)"
    "|一(?:下雨|刮风|到雨天|过车|到晚上?)[^,。!?;]{0,4}就?(?:漏|淹|积|堵|臭|响|黑|晃)"
    "|[发变](?:黄|黑|臭|霉|绿|浑)(?!金|卡)"
    "|(?:无法|没法|不能)(?:走人?|通行|行走|满足|使用|生活|休息|居住|出行|开窗|入睡|忍受|进出)"
    "|[住过走睡用停进出活洗](?:不了|不下去)人?|得[^,。!?;]{0,4}(?:没法|无法|受不了|睡不|走不|过不|活不|透不过)"
    "|(?:坑|垃圾|蚊子?|苍蝇|老鼠|蟑螂|狗屎|灰尘?|小广告|杂物|杂草|污水|积水|噪音|噪声|油烟|粉尘|臭味|气味)"
    "[^,。!?;]{0,3}(?:太|很|好|特别|非常|这么|那么|巨|超)?[多大重浓厚密](?!家|姐|哥|叔|少|久|街|道|厦|门|概)",
)
_HINTING = spans(
    "长一经老总常始从迟至好几半太很特非超极十过实有停堆扔摆放晒搭种养挂晾倒丢贴插拉接垂伸歪斜翘鼓陷滴溅飘漫塌未不没肆擅私强野随任偷味声音气高容比齐形成得",
    "(?:长期|一直|经常|老是|总是|常年|始终|从来|迟迟|至今|好久|几天|几个月|半年|一年)[^,。!?;]{0,4}?(?:不|没|未|无|亮着|响|漏|堵|占|坏|停着|放着)"
    f"|(?:太|很|特别|非常|超级|极其|十分|过于|实在|有点|好)(?:{_BAD})"
    "|[停堆扔摆放晒搭种养挂晾倒丢贴插拉接][了着满](?:一|好|很|几|许|大|不|各|满)"
    "|[垂伸歪斜翘鼓陷滴溅飘漫塌长堆][到出进下得满]"
    "|[未不没]有?(?:处置|作为|管理|维护|打扫|整改|设置|安装|遮盖|覆盖|封闭|养护|作任何|做任何|进行)|从早[^,。!?;]{0,3}[到晚]"
    "|肆意|擅自|私自|强行|野蛮|随意|任意|偷偷|非法|(?:味道|声音|音响|气味)[^,。!?;]{0,3}[大重浓响怪奇吵难]|高出|有人在?[^,。!?;]{1,8}[装建搭种养摆晾]"
    "|容易(?=着火|起火|摔|绊|滑|倒|漏|触电|出事|撞|掉|堵)|比人高|齐腰|(?:形同|成了)虚设|得满满",
)
_CLEAR, _HINT = (Force.CLEAR,), (Force.HINT,)
_hit = tuple.__new__
"""Hit(…) without the way through its own constructor, as in the lexicon."""


def said_faults(text: str) -> list[Hit[Force]]:
    """The faults that are told by such ways of speaking, in the order of the text. Linear."""
    found = _told(_CLEARLY, text, _CLEAR) + _told(_HINTING, text, _HINT)
    return sorted(found) if len(found) > 1 else found


def _told(pattern: re.Pattern[str], text: str, meanings: tuple[Force, ...]) -> list[Hit[Force]]:
    hits: list[Hit[Force]] = []
    search = pattern.search
    match = search(text)
    while match is not None:
        start, end = match.span(1)
        hits.append(_hit(Hit, (start, end, match[1], meanings)))
        match = search(text, end)
    return hits


def clear_of(said: Sequence[Hit[Force]], settled: Sequence[Hit[Force]]) -> list[Hit[Force]]:
    """Those of `said` that overlap none of `settled`, which are in the order of the text and do not overlap."""
    ends = [hit.end for hit in settled]
    left: list[Hit[Force]] = []
    for hit in said:
        behind = bisect_right(ends, hit.start)
        if behind == len(settled) or settled[behind].start >= hit.end:
            left.append(hit)
    return left
