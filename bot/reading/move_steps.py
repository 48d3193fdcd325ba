"""Steps of a fix as they are told in replies: 已控制, 已设围挡，等明天换井盖, T1024 已修复; and what only sounds so."""

from __future__ import annotations

from bot.domain.orders import MoveOrder
from bot.domain.readings import OrderWord
from bot.domain.tickets import Move
from bot.reading import order_patterns as said
from bot.reading.late_patterns import late
from bot.reading.move_patterns import DIGITS, NUMBERED, POLITE
from bot.reading.normalise import normalise
from bot.reading.orders import read_order

_LONGEST = 200
_GAP = " \t\n,。!~、;:"
_CLAUSE = late(r"[,。!;\n]+")
_NAMED_BEHIND = late(r"[\s,、:(]*(?:#\s?T?|T)\s?(\d{1,9})(?:号|工单)?[\s)]*$")

_ANY = "[^,。!?;没未不别待拆撤倒坏]"
_BARRIER = (
    "(?:围挡|围栏|护栏|挡板|警戒[线带]|警示(?:标[志识牌]|[牌带线桩灯锥])?|警告牌|提示牌|标[志识]牌?|锥桶|锥筒|雪糕筒|"
    "路锥|反光锥|水马|铁马|隔离[带栏墩桩]|钢板|反光条)"
)
_PUT = "(?:设置|设立|设|拉起|拉|放置|摆放|摆|放|围|布置|布设|安放|安装|装|竖|立|架|用)"
_ENDED = "(?:好了?|上了?|起来了?|起了?|住了?|完毕|完成|到位|了)"
_CLOSED = (
    "(?:围(?:好|住|上|起来|起|挡)|封(?:好|住|闭|上|起来|路)|隔离|隔开|挡(?:好|住|上)|疏散|撤离|断电|关[掉闭]?阀门?|"
    "切断(?:电源|气源)|关气)"
)
CONTROLLED = late(
    f"(?:已经?|都|均|得到|被){_ANY}{{0,6}}?控制(?:住|好)?(?:了|现场|局面|险情|住|完毕)*(?=$|[,。!;~ ])"
    f"|控制(?:住|好)了?(?=$|[,。!;~ ])|控制(?:完毕|到位)|(?:已经?)?先期处置(?:{_ENDED})|已经?先期处置"
    f"|(?:已经?|都|均){_ANY}{{0,8}}?{_PUT}{_ENDED}?{_ANY}{{0,5}}{_BARRIER}"
    f"|{_PUT}(?:好了?|上了?|起了?|了){_ANY}{{0,5}}{_BARRIER}"
    f"|{_BARRIER}{_ANY}{{0,4}}?(?:已经?|都|均)?{_PUT}{_ENDED}|{_BARRIER}{_ANY}{{0,4}}?(?:已经?|都|均){_PUT}"
    f"|(?:已经?|都|均){_ANY}{{0,8}}?{_CLOSED}|{_CLOSED}(?:了|好了?|完毕|到位)(?=$|[,。!;~ ])"
)
"""That nobody comes to harm any more: guarded, closed off, cleared (先期处置)."""

_BEGUN = late(
    "安排|联系|上报|通知|反馈|准备|马上|立即|正在?(?!常)|打算|计划|需要?|应该|请|让|叫|派|去[设拉放摆围]|要[设拉放摆围]|建议|"
    "如果|等[^,]{0,4}再|还[没未]|才能"
)
"""Beginnings, wishes and conditions: 已安排设围挡, 正在拉警戒线."""
_SENT = late("(?<=已)经?(?:安排|派|找|组织)了?(?:物业|社区|城管|保安|施工)?(?:工作)?(?:人员|人手|师傅|队伍|队|人)")
_SURELY = late("好|完毕|完成|到位|起来|住")
"""Somebody was sent to it: only 已派人拉好警戒线 tells that it is done."""
_TAKEN_BACK = late(
    "控制不|没[有能]?控制|未能?控制|不受控|失控|[没未不]有?[设拉放摆围]|(?:围挡|警戒[线带]|锥桶|警示牌)(?:又|被|倒|没|坏|吹)"
)

_MENDED = late(
    "修复|修好|抢修|维修|修理|修补|修缮|补好|补上|换好|换上|更换|换新|填平|填好|盖好|盖上|装好|装上|接好|接通|焊好|铺好|扶正|移走|挪走|锯掉"
)
_WHOLE = late("恢复|复原|办结|办妥|处理|处置|解决|搞定|完工|竣工|全部|都|撤除|撤掉|拆除|收工")
"""Said of the whole of it: the last step is the resolution."""

_ONLY_CLOSED = late("(?:现场|井口?|坑|路口?|已经?|都|先|用[^围封挡]{1,4})*+[围封挡](?:好|住|上|起来)了?")
_BARE = late("(?:现场|已经?)*+(?:控制|修复|修好)(?:住|好|完毕|完成)*了?[。!~ ]*")


def read_step(text: str) -> MoveOrder | None:
    """The step of a fix that words tell as made, with the tickets that they name; None when they tell of none.

    已修复 tells a step only of a ticket that is fixed in steps: elsewhere it resolves (bot/desk/replies.py).
    """
    if len(text) > _LONGEST:
        return None
    normal = normalise(text)
    plain = normal.text.rstrip(_GAP)
    numbers: list[int] = []
    named = NUMBERED.match(plain)
    start = named.end() if named is not None else 0
    if named is not None:
        numbers += map(int, DIGITS.findall(named["numbers"]))
    stop = len(plain)
    if (behind := _NAMED_BEHIND.search(plain, start)) is not None:
        numbers.append(int(behind[1]))
        stop = behind.start()
    if start >= stop or (move := _told(plain[start:stop])) is None:
        return None
    first, last = normal.span(start, stop)
    words = "" if _BARE.fullmatch(plain[start:stop].strip(_GAP)) else normal.original[first:last].strip()
    return MoveOrder(move, words, numbers=tuple(dict.fromkeys(numbers)))


def _told(plain: str) -> Move | None:
    order = read_order(plain)
    if order is not None and order.word is OrderWord.RESOLVE and not _ONLY_CLOSED.fullmatch(plain.strip(_GAP)):
        return Move.REPAIR if _MENDED.search(plain) and not _WHOLE.search(plain) else None
    if order is not None and order.word not in {OrderWord.RESOLVE, OrderWord.ACCEPT}:
        return None
    return Move.CONTROL if _tells_control(plain) else None


def _tells_control(text: str) -> bool:
    """Whether words tell that a danger is guarded, not asked, promised, denied or meant to the contrary."""
    plain = normalise(text).text
    if len(plain) > _LONGEST or said.QUESTION.search(plain) or said.MOCKED.search(plain) or _TAKEN_BACK.search(plain):
        return False
    return any(_clause_tells(clause) for clause in _CLAUSE.split(plain))


def _clause_tells(clause: str) -> bool:
    done = _SENT.sub("", clause)
    polite = POLITE.match(done)
    begin = polite.end() if polite is not None else 0
    found = CONTROLLED.search(done)
    if found is None or _BEGUN.search(done, begin, found.end()) is not None:
        return False
    return done == clause or _SURELY.search(found[0]) is not None
