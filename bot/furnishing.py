"""Furnishing: the config and the area in the database become the office that desk functions consult."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.config import Config
from bot.config_times import UnitConfig
from bot.desk.office import Office
from bot.domain.area_changes import amended
from bot.domain.areas import Area, TimeClass
from bot.domain.deadlines import Ladder, Ladders, Limits, QuietHours, Rung
from bot.domain.paces import Allowance, Use
from bot.domain.repeating import Cron
from bot.domain.special_actions import SpecialRules
from bot.domain.workdays import DayCount
from bot.models import NoModel, load_model
from bot.notices.texts import Texts
from bot.reading.reader import Reader
from bot.recurrence import next_run
from storage import areas
from storage.transaction import Tx

if TYPE_CHECKING:
    from bot.reading.learned import LearnedModel

log = structlog.get_logger()
_MEGABYTE = 1024 * 1024


def furnisher(config: Config) -> Callable[[Tx], Office]:
    """A function that reads the area from the database and makes an office of it."""

    def furnish(tx: Tx) -> Office:
        loaded = areas.load(tx)
        if loaded is None:
            raise LookupError("the database holds no area yet")
        version, area = loaded
        return furnish_office(config, area, version)

    return furnish


def renewer(config: Config) -> Callable[[Tx, Office], Office | None]:
    """A function that makes an office of an older one, reading only what was changed since."""

    def renew(tx: Tx, before: Office) -> Office | None:
        changed = areas.changed_since(tx, before.area_version)
        if changed is None:
            return None
        places, gone = amended(before.area.places, changed.touched, changed.now)
        area = changed.frame.model_copy(update={"places": places})
        reader = before.reader.renewed(area, gone, changed.now)
        return furnish_office(config, area, changed.version, reader)

    return renew


def _learned(config: Config, area: Area) -> LearnedModel | None:
    """What was learned from history. A model that cannot be used must not keep the bot from reading by words."""
    if config.area.model is None:
        return None
    try:
        return load_model(config.area.model, area)
    except NoModel as error:
        log.error("model.unusable", error=str(error))
        return None


def _days(config: Config) -> DayCount:
    return DayCount(
        zone=config.area.timezone,
        working=config.deadlines.count == "working",
        holidays=frozenset(config.deadlines.holidays),
        workdays=frozenset(config.deadlines.workdays),
        hours=config.deadlines.hours,
    )


def _own_days(days: DayCount, unit: UnitConfig) -> DayCount:
    """How a unit counts that differs in days, in hours or in both."""
    working = days.working if unit.count is None else unit.count == "working"
    return replace(days, working=working, hours=days.hours if unit.hours is None else unit.hours)


def day_counts(config: Config) -> tuple[DayCount, ...]:
    """Every way in which days and hours are counted here: the area's, then those of units with one of their own."""
    days = _days(config)
    return (days, *(_own_days(days, unit) for unit in config.units.values()))


def _ladders(config: Config) -> Ladders:
    usual = Ladder(config.reminders.before_due, config.reminders.overdue)
    urgent = Ladder(config.reminders.before_due, config.reminders.urgent, round_the_clock=True)
    return Ladders(usual, urgent, {code: _own_ladder(usual, unit) for code, unit in config.units.items()})


def _own_ladder(usual: Ladder, unit: UnitConfig) -> Ladder:
    before_due = usual.before_due if unit.before_due is None else unit.before_due
    return Ladder(before_due, usual.overdue if unit.overdue is None else unit.overdue)


def _per_person(config: Config) -> dict[Use, Allowance]:
    """The limits that are switched on."""
    every = {
        Use.POSTS: config.limits.posts,
        Use.TAPS: config.limits.taps,
        Use.QUESTIONS: config.limits.questions,
    }
    return {use: limit for use, limit in every.items() if limit is not None}


def furnish_office(config: Config, area: Area, version: int, reader: Reader | None = None) -> Office:
    zone = config.area.timezone
    days = _days(config)
    reminders, bulletins = config.reminders, config.bulletins
    return Office(
        area=area,
        area_version=version,
        reader=reader or Reader(area, _learned(config, area), reach=config.area.pin_reach),
        texts=Texts(config.texts),
        zone=zone,
        days=days,
        days_of_units={code: _own_days(days, unit) for code, unit in config.units.items()},
        limits=Limits(
            classes={time_class: config.deadlines.limit(time_class) for time_class in TimeClass},
            response=config.deadlines.response,
            dispatch=config.deadlines.dispatch,
            review=config.deadlines.review,
            question=config.deadlines.question,
        ),
        ladders=_ladders(config),
        audience={Rung(rung): audience for rung, audience in reminders.audiences().items()},
        quiet=QuietHours(reminders.quiet),
        digest=reminders.digest,
        digest_to=frozenset(reminders.digest_to),
        thanks=Cron(reminders.thanks) if reminders.thanks else None,
        bulletins={kind: Cron(cron) for kind, cron in bulletins.by_kind().items()},
        bulletins_to=bulletins.to,
        special=SpecialRules(
            times=config.special.times,
            days=config.special.days,
            propose=Cron(config.special.propose) if config.special.propose else None,
        ),
        next_run=next_run(zone),
        join_window=config.posts.join_window.flat(),
        album_wait=config.posts.album_wait.flat(),
        photo_limit=config.posts.photo_limit_mb * _MEGABYTE,
        proof=config.closure.photo,
        board=config.closure.board,
        confirmed=config.closure.confirmed,
        department_transfer=config.desk.department_transfer,
        duplicate_window=config.posts.duplicate_window.flat(),
        sweep=config.reminders.sweep.flat(),
        per_person=_per_person(config),
        privacy_notice=config.privacy.notice,
        privacy_contact=config.privacy.contact,
        keep_posts=config.privacy.keep_posts.flat(),
        keep_media=config.privacy.keep_media.flat(),
        media=config.storage.media,
    )
