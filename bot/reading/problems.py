"""Problems: each with its category, limit, spot and unit, and the words that decided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from bot.domain.areas import Area, TimeClass, UnitKind
from bot.domain.durations import Duration
from bot.domain.readings import Problem, ReadingContext, Reason
from bot.domain.routing import ProblemFacts, Router
from bot.reading import follow_ups, lessons, positions
from bot.reading.asides import without_residents
from bot.reading.categories import Categoriser, Kindred
from bot.reading.clauses import clauses, parts_of, spoken
from bot.reading.emergencies import Sign
from bot.reading.findings import Findings
from bot.reading.follow_ups import Follower
from bot.reading.kinds import CLEAR
from bot.reading.lessons import Lessons
from bot.reading.lexicon import Hit
from bot.reading.normalise import NormalText
from bot.reading.places import Named
from bot.reading.positions import Positions
from bot.reading.records import maker
from bot.reading.splitting import MOST_PROBLEMS, is_single, problems_of
from bot.reading.spots import Located, locate
from bot.reading.summaries import summarise

_MOST_REASONS = 40
"""Spans that a problem keeps: a card and /why show them, and nobody reads more."""
_MOST_TOLD = MOST_PROBLEMS * 2
"""Problems of one post, siblings counted: 1-20栋 are twenty tickets."""
_reason = tuple.__new__
"""Reason(…) without the way through its own constructor, as in the lexicon."""
_facts, _problem = maker(ProblemFacts), maker(Problem)
Allowed = tuple[TimeClass | None, Duration | None]
_DANGER: Allowed = (TimeClass.URGENT, None)


class Problems:
    """What a report says is wrong, held against one area."""

    def __init__(
        self, area: Area, categoriser: Categoriser, at: Positions, follower: Follower, taught: Lessons | None
    ) -> None:
        self._area = area
        self._categoriser = categoriser
        self._positions = at
        self._follower = follower
        self._lessons = taught
        self._router = Router(area)
        self._allowed = _allowed(area)
        self._departments = {unit.code for unit in area.units if unit.kind is UnitKind.DEPARTMENT}

    def told(
        self, normal: NormalText, found: Findings, dangers: tuple[Hit[Sign], ...], context: ReadingContext
    ) -> tuple[Problem, ...]:
        """One problem for each group of clauses and each spot in it; a danger is never split."""
        groups = self._groups(normal.text, found, dangers)
        problems: list[Problem] = []
        names = _last_said(groups)
        before: list[Located] = []
        for group in groups:
            kindred = self._categoriser.judge(group.things)
            if self._lessons is not None:
                kindred = self._lessons.kindred(normal.text, group, kindred, first=not problems, alone=len(groups) == 1)
            summary = _summary(normal, group)
            names = group.names if group.is_named else names or group.names
            told = sorted(hit.start for hit in group.things + tuple(group.outright)) if len(names) > 1 else ()
            tails = group.tails if dangers else without_residents(normal.text, group.tails)
            spots = locate(normal.text, names, tails, told)
            if before and not group.is_named and not any(_is_built(spot) for spot in spots):
                siblings = before[-1:] if group.located else before  # 还有2单元 is said of the last building
                spots = [follow_ups.at_the_same(own, spot) for own in spots for spot in siblings]
            before = spots
            room = _MOST_TOLD - len(problems)
            problems += [
                self._problem(normal, group, summary, kindred, spot, dangers, context) for spot in spots[:room]
            ]
        return tuple(problems)

    def _groups(self, text: str, found: Findings, dangers: tuple[Hit[Sign], ...]) -> list[Findings]:
        if dangers or is_single(found):
            return [spoken(clauses(text), found)]
        return problems_of(text, parts_of(text, found), self._categoriser)

    def _problem(
        self,
        normal: NormalText,
        group: Findings,
        summary: str,
        kindred: Kindred,
        located: Located,
        dangers: tuple[Hit[Sign], ...],
        context: ReadingContext,
    ) -> Problem:
        time_class, limit = _DANGER if dangers else self._allowed[kindred.category, kindred.subcategory]
        units = [name for name in group.names if not name.is_place and name not in located.dropped]
        pinned = None
        if context.pin is not None and not group.is_named:
            pinned = self._positions.find(context.pin)
            if pinned is not None:
                located = positions.placed(located, pinned, context.pin)
        if pinned is None and self._lessons is not None:
            located = self._lessons.ground(normal.text, group, located)
        if context.pin is None and context.earlier is not None:
            located = self._follower.placed(normal.text, located, context.earlier)
        named = self._closest([unit.units for unit in units] or ([] if located.is_place else [located.units]))
        routed = self._router.route(
            _facts(
                kindred.category,
                kindred.subcategory,
                time_class,
                located.spot.name if located.spot is not None else None,
                located.units if located.is_place else (),
                named,
            ),
            context,
        )
        if pinned is not None:
            routed = positions.by_rule(routed, pinned)
        routed = follow_ups.by_rule(lessons.by_rule(routed, located), located)
        return _problem(
            summary,
            kindred.category,
            kindred.subcategory,
            time_class,
            limit,
            kindred.confidence,
            located.spot,
            routed.unit_code,
            routed.candidates,
            routed.rule,
            _reasons(normal, located, kindred, group, dangers),
        )

    def _closest(self, named: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The units that several names mean together: 甘棠镇龙西社区 is 龙西社区, and 棣丰街道徐家 the 徐家 there.

        A name alone keeps all that it may mean. Departments do not count beside a ground.
        """
        if not named:
            return ()
        every = tuple(dict.fromkeys([code for codes in named for code in codes]))
        if len(named) < 2 or len(every) < 2:
            return every
        grounds = tuple(code for code in every if code not in self._departments) or every
        low = self._area.lowest(grounds)
        above = [code for code in grounds if code not in low]
        inside = tuple(code for code in low if any(self._area.covers(street, code) for street in above))
        return inside or low


def _allowed(area: Area) -> dict[tuple[str | None, str | None], Allowed]:
    """Class and limit by category and subcategory: the 小类's own limit and class, else the 大类's class."""
    allowed: dict[tuple[str | None, str | None], Allowed] = {(None, None): (None, None)}
    for big in area.categories:
        allowed[big.code, None] = big.time_class, None
        for small in big.sub:
            allowed[big.code, small.code] = small.time_class or big.time_class, small.limit
    return allowed


def _is_built(located: Located) -> bool:
    """Whether a spot has a building, a house number or a gate: it needs nothing of the spot before but its name."""
    return located.spot is not None and bool(located.spot.building or located.spot.number or located.spot.gate)


def _last_said(groups: Sequence[Findings]) -> tuple[Named, ...]:
    """Names that are said last of all, for those before them that have none: 3栋路灯坏了，5栋井盖没了，都在龙西小区."""
    last = groups[-1]
    if len(groups) == 1 or not last.names or any(group.names for group in groups[:-1]):
        return ()
    told = max([hit.start for hit in last.things + last.faults], default=0)
    return last.names if last.names[0].start > told else ()


def _summary(normal: NormalText, group: Findings) -> str:
    left_out = [name[:2] for name in group.names] + [tail[:2] for tail in group.tails]
    return summarise(normal, group.speaking or ((group.start, group.end),), left_out)


def _reasons(
    normal: NormalText, located: Located, kindred: Kindred, group: Findings, dangers: tuple[Hit[Sign], ...]
) -> tuple[Reason, ...]:
    spans = [
        *[("place" if name.is_place else "unit", name[0], name[1]) for name in located.names],
        *[("address", tail[0], tail[1]) for tail in located.tails],
        *[("category", hit[0], hit[1]) for hit in kindred.hits],
        *[("fault", hit[0], hit[1]) for hit in group.faults if hit[3][0] is CLEAR],
    ]
    if dangers:
        spans += [("emergency", hit.start, hit.end) for hit in dangers]
    if kindred.learned or located.learned:
        spans += [("learned", *span) for span in kindred.learned + located.learned]
    if located.earlier:
        spans += [("earlier", *span) for span in located.earlier]
    if len(spans) > _MOST_REASONS:
        spans = _fewer(normal.text, spans)
    original = normal.original
    if normal.origins is not None:
        spans = [(kind, *normal.span(start, end)) for kind, start, end in spans]
    return tuple([_reason(Reason, (kind, original[a:b], a, b)) for kind, a, b in spans])


def _fewer(text: str, spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Each word once, and of every kind its share: said fifty times, a bin must not hide what told of the danger."""
    first: dict[tuple[str, str], tuple[str, int, int]] = {}
    for kind, start, end in spans:
        first.setdefault((kind, text[start:end]), (kind, start, end))
    shares: dict[str, list[tuple[str, int, int]]] = {}
    for span in first.values():
        shares.setdefault(span[0], []).append(span)
    dealt = [span for row in zip_longest(*shares.values()) for span in row if span is not None]
    kinds = list(shares)
    return sorted(dealt[:_MOST_REASONS], key=lambda span: kinds.index(span[0]))
