"""Replied words of secretaries and reporters: what was done, what is promised, what is asked."""

from __future__ import annotations

import re

from bot.domain.readings import Order, OrderWord
from bot.reading.normalise import normalise

_LONGEST = 200
_DEED = (
    "处理|办结|修好|修复|修理|维修|清理|清运|清扫|清除|清走|打扫|更换|换新|换好|换上|换掉|换成|疏通|"
    "整改|整治|"
    "拆除|搬走|拉走|移走|移除|解决|补好|"
    "补上|填平|填好|盖好|盖上|装好|装上|安装|加固|扶正|恢复|复位|冲洗|消除|排除|抢修|弄好|搞好|搞定|"
    "铲除|劝离|收走|运走|消杀|修剪|完成"
)
_FIRST_OF_DEED = "".join({deed[0] for deed in _DEED.split("|")})
_ENDED = "完毕|完成|完了|好了|完|好|掉了|掉|干净了|干净|到位|结束|过了|走了|了"

_UNDONE = "[^,。!?;已被没无不未坏破堵满漏脏掉倒待需要等请求希望催了]"
_DONE = re.compile(
    rf"(?=[已{_FIRST_OF_DEED}恢搞])(?:"
    rf"(?:已经|已)(?:全部|都|派人|安排人|安排|及时|当场|现场|帮忙|给|把|"
    rf"进行)?{_UNDONE}{{0,8}}?(?:{_DEED})(?!中)"
    rf"|(?:{_DEED})(?:{_ENDED})(?!再|以后|之后|后再|没|吗|么|吧|才)"
    r"|办结|修好了|搞定|弄好了|恢复正常|恢复通行)"
)
_ONLY_STARTED = re.compile(
    "已经?(?:安排|联系|上报|通知|反馈|转|报|受理|接单|收到|告知|派|反映|登记|记录|知晓|协调|催|下单|在)"
)
_PROMISE = re.compile(
    "明天|后天|明早|明日|下周|周[一二三四五六日天]|稍后|等会|待会|一会|等下|马上|立即|立刻|尽快|抓紧|"
    "准备|打算|正在|将|会(?!所)|预计|争取|"
    "今晚|下午|晚点|随后|过几天|处理中|维修中|清理中|正安排|要去|去处理|等.{0,6}再"
)
_QUESTION = re.compile(
    "[?]|吗|么$|没[。!\\s]*$|了没有[。!\\s]*$|呢[。!\\s]*$|什么时候|何时|啥时候|几时|多久|是否|"
    "是不是|有没有|怎么还|为什么|为何|怎么样|谁说"
)
_DENIED = re.compile(
    "(?=[没未不还依仍照又根骗糊敷等白情假])(?:"  # spares trying all branches at every character: 5 → 1 µs
    "(?:没有|没|未|不算)(?:得到|彻底|完全|人|给|有人)?(?:来|去|过来)?(?:解决|修|"
    "处理|清|弄好|搞定|换|管|动静|见人)"
    "|还是(?:坏|老样子|原样|那样|一样|不亮|不行|不通|不能|堵|漏|没|脏|臭|有|乱|破|这样|满)|(?:依然|"
    "仍然|依旧|照样)(?:坏|不|堵|漏|没|脏|臭|有|乱|破|满)"
    "|又(?:坏|堵|漏|不亮|满|破|脏|倒|塌)|根本没|骗人|糊弄|敷衍|等于没|白修|情况不属实|^(?:不行|没用|假的))"
)
_DENIED_AT_ONCE = re.compile("^(?:没有|没|不是|未)[,。!\\s]*(?:解决|好|修好|处理|清理)?[。!\\s]*$")
_CONFIRMED = re.compile(
    "^(?:确认|是的|对|嗯|问题|这个|这边|现在)*[, ]?(?:已经|已|都|问题)*(?:解决)(?:了|啦|完毕)?(?=$|"
    "[,。!~ ]|谢|感谢|辛苦|赞|很|好|满意)"
)
_ACCEPTED = re.compile(
    "^(?:好的?|嗯+|OK|行|可以|是|明白)*[,。! ]*(?:(?:已经|已)?(?:受理|收到|接单|接收|知悉|知道)了?|"
    "(?:我们?)?(?:马上|立即|立刻|这就|现在就|尽快)"
    "(?:去|来|派人|安排|处理|过去|到|联系|核实|查看|办|解决|清理|修)|安排上了?)(?=$|[,。!;~ ]|谢|"
    "感谢|马上|我|去|立即|会|尽快|处理|安排|人|一下|查看|核实|维修|清)"
)
_PROGRESS = re.compile(
    "^(?:请问|问下|问一下|查询?|查一下|看下|看看|我的|这个)*(?:处理|办理|维修|工单)?(?:的)?(?:进度|"
    "进展|进展如何|处理情况|到哪一?步了?|到哪了|"
    "什么情况了?|怎么样了|咋样了|处理得怎么样了?|处理的怎么样了?)(?:如何|怎么样|呢|了|查询|吗)*[?。!\\s]*$"
)
_TURNED = re.compile(
    "没(?!有?问题)|但|可是|然而|结果|不过|没想到|谁知|才.{0,4}又|又(?:坏|堵|漏|不亮|满|破)|还是|仍|再次|依旧|才怪|没几天|个鬼"
)
_NOT_DONE = (_PROGRESS, _QUESTION, _DENIED, _DENIED_AT_ONCE, _PROMISE, _ONLY_STARTED, _ACCEPTED)
_COURTESY = re.compile(
    "(?:谢谢|多谢|感谢|谢|辛苦|麻烦|好的|好|嗯|行|可以|收到|知道|明白|OK|ok|赞|棒|给力|不客气|[您你]们?|大家|各位|"
    "师傅|书记|太|真|非常|很|了|啦|啊|呀|哈|哦|[^\\w])++"
)
_TRIM = " \t\n,。!~、;:"


def read_order(text: str) -> Order | None:
    """What a reply asks for, or None when it asks for nothing that the desk knows.

    Denials are looked for first and questions never settle anything: a reply that is not
    understood costs a tap, one that closes a ticket wrongly costs the courier's trust.
    """
    words = text.strip()
    plain = normalise(words).text.strip(_TRIM)
    if not plain or len(plain) > _LONGEST:
        return None
    word = word_of(plain)
    return Order(word, words) if word is not None else None


def word_of(plain: str) -> OrderWord | None:
    """The word of a normalised text without blank ends."""
    if len(plain) > _LONGEST:
        return None
    if _PROGRESS.search(plain):
        return OrderWord.PROGRESS
    if _QUESTION.search(plain):
        return None
    if _DENIED.search(plain) or _DENIED_AT_ONCE.search(plain):
        return OrderWord.DISPUTE
    if _CONFIRMED.search(plain) and not _TURNED.search(plain):
        return OrderWord.CONFIRM
    if is_done(plain):
        return OrderWord.RESOLVE
    return OrderWord.ACCEPT if _ACCEPTED.search(plain) else None


def is_done(plain: str) -> bool:
    """Whether a deed is told as finished: not asked, promised, denied, only begun or undone since."""
    done = _DONE.search(plain)
    if done is None or _QUESTION.search(plain) or _DENIED.search(plain) or _PROMISE.search(plain):
        return False
    if _TURNED.search(plain, done.end()):
        return False
    begun = _ONLY_STARTED.search(plain)
    return begun is None or _finished_deed(plain, begun.end())


def _finished_deed(plain: str, since: int) -> bool:
    """已安排人清理完毕 is done although it starts as a promise; 已安排清理 is not."""
    return re.compile(f"(?:{_DEED})(?:{_ENDED})|办结").search(plain, since) is not None


def puts_off(text: str) -> bool:
    """Whether words tell that it is not done: promised, denied, asked, only begun (明天处理, 还没修好？, 已安排)."""
    plain = normalise(text).text.strip(_TRIM)
    if not plain or len(plain) > _LONGEST or is_done(plain):
        return False
    return any(said.search(plain) for said in _NOT_DONE)


def is_courtesy(text: str) -> bool:
    """Whether words only thank or acknowledge: 谢谢, 好的收到, 辛苦了."""
    plain = normalise(text).text.strip(_TRIM)
    return len(plain) <= _LONGEST and _COURTESY.fullmatch(plain) is not None


def claims_done(text: str) -> bool:
    """Whether a post tells that something was put right (3栋垃圾桶已修好): never a new report."""
    plain = normalise(text).text.strip(_TRIM)
    return bool(plain) and len(plain) <= _LONGEST and is_done(plain)
