"""Text and context → Reading: what a post says, where, of which kind, for whom, and why it was read so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.areas import Area, Place, TimeClass, UnitKind
from bot.domain.durations import Duration
from bot.domain.pins import Pin
from bot.domain.readings import Kind, OrderWord, Problem, Reading, ReadingContext, Reason
from bot.domain.routing import ProblemFacts, Router
from bot.reading.addresses import find_tails
from bot.reading.atlas import REACH, Atlas, Found
from bot.reading.categories import Categoriser, Kindred
from bot.reading.emergencies import Emergencies, Sign
from bot.reading.fault_patterns import clear_of, said_faults
from bot.reading.kinds import PLEA, Evidence, Force, is_report, whereabouts
from bot.reading.lessons import Lessons
from bot.reading.lessons import by_rule as by_lesson
from bot.reading.lexicon import Hit, Lexicon, Meaning
from bot.reading.near_misses import name_ends
from bot.reading.normalise import NormalText, normalise
from bot.reading.orders import is_done, word_of
from bot.reading.places import Gazetteer, Named
from bot.reading.positions import Positions, by_rule, placed
from bot.reading.splitting import MOST_PROBLEMS, Findings, clauses, is_single, problems_of, shared_out, spoken
from bot.reading.spots import Located, locate
from bot.reading.squeezing import Squeezed, blank, squeeze
from bot.reading.summaries import summarise
from bot.reading.vocabulary import ADVERTS, CLEAR_FAULTS, FAULT_HINTS, GRAVE, NO_FAULTS, OTHER_BUSINESS, PERSONAL, PLEAS

if TYPE_CHECKING:
    from bot.reading.learned import LearnedModel

_EMPTY = ReadingContext()
_REPORT, _REPLY, _COMMAND, _CHATTER = Kind
_FORCES = (
    (Force.CLEAR, CLEAR_FAULTS),
    (Force.NONE, NO_FAULTS),
    (Force.PLEA, PLEAS),
    (Force.HINT, FAULT_HINTS),
)
_MOST_REASONS = 40
_reason = tuple.__new__
"""Reason(…) without the way through its own constructor, as in the lexicon."""
Allowed = tuple[TimeClass | None, Duration | None]
_DANGER: Allowed = (TimeClass.URGENT, None)
_SETTLED = frozenset({Force.NONE, Force.CLEAR})
_OF_REPLIES = frozenset({OrderWord.DISPUTE, OrderWord.NOT_OURS})
_SHORT = 16
"""Characters of a post that may be a reply by itself: 好的，收到，马上安排."""


class Reader:
    """Reads posts against one area. Pure and reusable: everything costly is built here, once."""

    def __init__(
        self,
        area: Area,
        model: LearnedModel | None = None,
        *,
        reach: float = REACH,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        """`reach` is how far, in metres, a place may lie from a pin that means it."""
        self.area = area
        self._reach = reach
        self._gazetteer = gazetteer or Gazetteer(area)
        self._positions = Positions(self._gazetteer, Atlas(area, reach))
        self._categoriser = Categoriser(area.categories)
        self.model = model
        self._lessons = Lessons(model, area, self._categoriser) if model is not None else None
        self._emergencies = Emergencies()
        self._router = Router(area)
        self._allowed = _allowed(area)
        self._departments = {unit.code for unit in area.units if unit.kind is UnitKind.DEPARTMENT}
        self._faults: Lexicon[Force] = Lexicon((word, force) for force, listed in _FORCES for word in listed)
        asides = [(word, "business") for word in OTHER_BUSINESS] + [(word, "personal") for word in PERSONAL]
        asides += [(word, "advert") for word in ADVERTS]
        self._asides: Lexicon[str] = Lexicon(asides)

    def read(self, text: str, context: ReadingContext = _EMPTY) -> Reading:
        """What the text says, with what came along. Linear in its length; nothing is remembered between calls."""
        normal = normalise(text)
        plain = normal.text
        bare = plain.strip()
        if not bare:
            return Reading(text, _CHATTER)
        if bare[0] == "/":
            return Reading(text, _COMMAND)
        found = self._find(plain, context)
        words = self._emergencies.find(plain, bool(found.names or found.tails or context.has_photo or context.pin))
        dangers = words.here
        whole = found
        if words.elsewhere:
            found = found.without((hit.start, hit.end) for hit in words.elsewhere)
        if not dangers and _answers(bare, found):
            return Reading(text, _REPLY)
        if not dangers and not self._reports(plain, found, context):
            if not words.doubted or not _is_placed(found, context):
                return Reading(text, _CHATTER)
            found = whole  # a danger that is only feared or asked about is no urgent case, yet never silence
        problems = self._problems(normal, found, dangers, context)
        return Reading(text, _REPORT, bool(dangers), tuple(problems))

    def renewed(self, area: Area, gone: Sequence[Place], come: Sequence[Place]) -> Reader:
        """A reader for the area as it is after a change of these places, without building all names anew.

        Where very much is changed they are, which holds the interpreter: 7 µs for each name.
        """
        gazetteer = self._gazetteer.renewed(area, gone, come)
        return Reader(area, self.model, reach=self._reach, gazetteer=gazetteer)

    def taught(self, model: LearnedModel) -> Reader:
        """A reader for the same area that knows another model; names and places are not built anew."""
        return Reader(self.area, model, reach=self._reach, gazetteer=self._gazetteer)

    def where(self, pin: Pin) -> Found | None:
        """What a position alone means."""
        return self._positions.find(pin)

    def warm(self) -> None:
        """Build the index of near misses now and not at the first need. Other threads go on meanwhile."""
        self._gazetteer.near_misses("", ())

    def near_misses(self, text: str) -> tuple[str, ...]:
        """Known names that one in the text was most likely meant to be, at most three. Slow: ask it seldom."""
        normal = normalise(text).text
        found = self._find(normal, _EMPTY)
        starts = {tail.start for tail in found.tails} | {hit.start for hit in found.things + found.faults}
        return self._gazetteer.near_misses(normal, name_ends(normal, starts))

    def _find(self, plain: str, context: ReadingContext) -> Findings:
        names = self._gazetteer.find(plain, context.chat_unit)
        spans = [(name.start, name.end) for name in names]
        nameless = blank(plain, spans)
        tails = find_tails(nameless, {end for _, end in spans}, plain)
        unplaced = blank(nameless, [(tail.start, tail.end) for tail in tails if tail.firm])
        squeezed = squeeze(unplaced)
        return Findings(
            0,
            len(plain),
            tuple(names),
            tuple(tails),
            _moved(self._categoriser.find(squeezed.text), squeezed),
            self._told_faults(unplaced, squeezed),
            (),
        )

    def _told_faults(self, unplaced: str, squeezed: Squeezed) -> tuple[Hit[Force], ...]:
        """Words of fault and of request, and faults told by a way of speaking where no such word stands."""
        listed = _moved(self._faults.longest(squeezed.text), squeezed)
        said = said_faults(unplaced)
        if said:
            settled = [hit for hit in listed if hit.meanings[0] in _SETTLED]
            listed = tuple(sorted([*listed, *clear_of(said, settled)], key=_start))
        return tuple([hit for hit in listed if hit.meanings[0]])

    def _reports(self, plain: str, found: Findings, context: ReadingContext) -> bool:
        """Whether a text without danger is a report. Most chatter ends at the first line, for nothing."""
        clear = found.clear
        if not clear and not found.things:
            return False
        return is_report(plain.strip(), self._evidence(plain, found, clear, context))

    def _evidence(self, plain: str, found: Findings, clear: bool, context: ReadingContext) -> Evidence:
        asides = {meaning for hit in self._asides.longest(plain) for meaning in hit.meanings}
        grounds = [name for name in found.names if name.kind != "department"]
        firm = bool(grounds) or context.pin is not None or True in [tail.firm for tail in found.tails]
        firm = firm or (self._lessons is not None and self._lessons.names_place(plain))
        return Evidence(
            thing=bool(found.things),
            telling=found.telling,
            clear=clear,
            hinted=bool(found.faults),
            pleading=PLEA in [hit.meanings[0] for hit in found.faults],
            apart=not firm and found.apart,  # only asked where nothing says a spot
            where=whereabouts(plain, firm),
            photo=context.has_photo,
            business="business" in asides,
            personal="personal" in asides,
            advert="advert" in asides,
            grave=any(hit.word in GRAVE for hit in found.faults),
            emergency=False,
        )

    def _problems(
        self, normal: NormalText, found: Findings, dangers: tuple[Hit[Sign], ...], context: ReadingContext
    ) -> list[Problem]:
        """One problem for each group of clauses and each spot in it; a danger is never split."""
        spans = clauses(normal.text)
        if dangers or is_single(found):
            groups = [spoken(spans, found)]
        else:
            groups = problems_of(normal.text, shared_out(spans, found), self._categoriser)
        problems: list[Problem] = []
        names: tuple[Named, ...] = ()
        for group in groups:
            kindred = self._categoriser.judge(group.things)
            if self._lessons is not None:
                kindred = self._lessons.kindred(normal.text, group, kindred)
            summary = _summary(normal, group)
            names = group.names or names
            spots = locate(normal.text, names, group.tails)
            room = MOST_PROBLEMS * 2 - len(problems)
            problems += [
                self._problem(normal, group, summary, kindred, spot, dangers, context) for spot in spots[:room]
            ]
        return problems

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
        units = [name for name in group.names if not name.is_place]
        pinned = None
        if context.pin is not None and not any(name.kind != "department" for name in group.names):
            pinned = self.where(context.pin)
            if pinned is not None:
                located = placed(located, pinned, context.pin)
        if pinned is None and self._lessons is not None:
            located = self._lessons.ground(normal.text, group, located)
        named = self._closest([unit.units for unit in units] or ([] if located.is_place else [located.units]))
        routed = self._router.route(
            ProblemFacts(
                category=kindred.category,
                subcategory=kindred.subcategory,
                time_class=time_class,
                place=located.spot.name if located.spot is not None else None,
                place_units=located.units if located.is_place else (),
                named_units=named,
            ),
            context,
        )
        if pinned is not None:
            routed = by_rule(routed, pinned)
        routed = by_lesson(routed, located)
        return Problem(
            summary=summary,
            category=kindred.category,
            subcategory=kindred.subcategory,
            time_class=time_class,
            limit=limit,
            confidence=kindred.confidence,
            spot=located.spot,
            unit_code=routed.unit_code,
            candidates=routed.candidates,
            rule=routed.rule,
            why=_reasons(normal, located, kindred, group, dangers),
        )

    def _closest(self, named: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The units that several names mean together: 甘棠镇龙西社区 is 龙西社区, and 棣丰街道徐家 the 徐家 there.

        A name alone keeps all that it may mean. Departments do not count beside a ground.
        """
        every = tuple(dict.fromkeys(code for codes in named for code in codes))
        if len(named) < 2 or len(every) < 2:
            return every
        grounds = tuple(code for code in every if code not in self._departments) or every
        low = tuple(
            code for code in grounds if not any(other != code and self.area.covers(code, other) for other in grounds)
        )
        above = [code for code in grounds if code not in low]
        inside = tuple(code for code in low if any(self.area.covers(street, code) for street in above))
        return inside or low


def _allowed(area: Area) -> dict[tuple[str | None, str | None], Allowed]:
    """Class and limit by category and subcategory: the 小类's own limit and class, else the 大类's class."""
    allowed: dict[tuple[str | None, str | None], Allowed] = {(None, None): (None, None)}
    for big in area.categories:
        allowed[big.code, None] = big.time_class, None
        for small in big.sub:
            allowed[big.code, small.code] = small.time_class or big.time_class, small.limit
    return allowed


def _summary(normal: NormalText, group: Findings) -> str:
    left_out = [(name.start, name.end) for name in group.names] + [(tail.start, tail.end) for tail in group.tails]
    return summarise(normal, group.speaking or ((group.start, group.end),), left_out)


def _answers(plain: str, found: Findings) -> bool:
    """Whether a post is an answer: it tells what was done, or says in few words what a reply would say.

    没人管 disputes a reply, but beside a thing it tells of a fault.
    """
    if len(plain) > _SHORT:
        return is_done(plain)
    word = word_of(plain)
    return word is not None and not (word in _OF_REPLIES and (found.things or found.located))


def _is_placed(found: Findings, context: ReadingContext) -> bool:
    """Whether a place is named, or a building, or there is a position: enough for somebody to go and look."""
    return (
        context.pin is not None
        or any(name.kind != "department" for name in found.names)
        or any(tail.firm for tail in found.tails)
    )


def _start(hit: Hit[Force]) -> int:
    return hit.start


def _moved(hits: list[Hit[Meaning]], squeezed: Squeezed) -> tuple[Hit[Meaning], ...]:
    """Hits in the squeezed text, at their spans in the text it came from."""
    if len(squeezed.shifts) == 1:
        return tuple(hits)
    return tuple([Hit(*squeezed.span(start, end), word, meanings) for start, end, word, meanings in hits])


def _reasons(
    normal: NormalText, located: Located, kindred: Kindred, group: Findings, dangers: tuple[Hit[Sign], ...]
) -> tuple[Reason, ...]:
    spans = [("place" if name.is_place else "unit", name.start, name.end) for name in located.names]
    spans += [("address", tail.start, tail.end) for tail in located.tails]
    spans += [("category", hit.start, hit.end) for hit in kindred.hits]
    spans += [("fault", hit.start, hit.end) for hit in group.outright]
    spans += [("emergency", hit.start, hit.end) for hit in dangers]
    spans += [("learned", *span) for span in kindred.learned + located.learned]
    original = normal.original
    if normal.origins is not None:
        spans = [(kind, *normal.span(start, end)) for kind, start, end in spans[:_MOST_REASONS]]
    return tuple([_reason(Reason, (kind, original[a:b], a, b)) for kind, a, b in spans[:_MOST_REASONS]])
