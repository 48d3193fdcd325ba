"""What differs between two areas, for the person who is about to put one in the place of the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.areas import Area, Category, ChatEntry, ChatKind, PersonEntry, Subcategory
from bot.domain.people import ROLE_NAMES

T = TypeVar("T")

_CHAT_KINDS = {ChatKind.REPORT: "上报群", ChatKind.UNIT: "工作群", ChatKind.COORDINATORS: "协调群"}


@dataclass(frozen=True, slots=True)
class Changes:
    """Of one kind of thing: what comes, what becomes different, what goes, each as a line for people.

    `reordered` is told only when the same things stand in another order.
    """

    what: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.reordered)


def compare(old: Area, new: Area) -> tuple[Changes, ...]:
    """What an import of `new` would do to `old`, as bot.desk.areas does it: the kinds of things that differ.

    People and chats that the new book does not name stay as they are, but for the roles of removed units.
    """
    removed = tuple(unit.code for unit in old.units if unit.code not in new.unit_by_code)
    people, chats = _told(old.people, _person_key), _told(old.chats, _chat_key)

    def unit_name(code: str | None) -> str:
        return (new if code in new.unit_by_code else old).unit_name(code) or ""

    def person(entry: PersonEntry) -> str:
        return f"{entry.name} {unit_name(entry.unit)}{ROLE_NAMES[entry.role]}"

    def chat(entry: ChatEntry) -> str:
        return f"{entry.id} {_CHAT_KINDS[entry.kind]} {unit_name(entry.unit)}".rstrip()

    kinds = (
        Changes("辖区", changed=(f"{old.name} → {new.name}",) if old.name != new.name else ()),
        _changes("边界", old.boundaries, new.boundaries, lambda one: one.file, lambda one: one.file),
        _changes("单位", old.units, new.units, lambda unit: unit.code, lambda unit: f"{unit.name} ({unit.code})"),
        _changes(
            "点位",
            old.places,
            new.places,
            lambda place: (place.unit, place.name),
            lambda place: f"{place.name} → {unit_name(place.unit)}",
            ordered=False,
        ),
        _changes("大类", _bare(old), _bare(new), lambda big: big.code, lambda big: f"{big.name} ({big.code})"),
        _changes(
            "小类",
            _subs(old),
            _subs(new),
            lambda pair: (pair[0], pair[1].code),
            lambda pair: f"{pair[1].name} ({pair[0]}/{pair[1].code})",
        ),
        _changes(
            "路由",
            old.routes,
            new.routes,
            lambda route: (route.when, route.to),
            lambda route: f"{route.when} → {unit_name(route.to)}",
        ),
        Changes(
            "人员",
            added=tuple(person(entry) for key, entry in _told(new.people, _person_key).items() if key not in people),
            removed=tuple(person(entry) for entry in old.people if entry.unit in removed),
        ),
        Changes(
            "群",
            added=tuple(chat(entry) for entry in new.chats if _chat_key(entry) not in chats),
            changed=tuple(chat(entry) for entry in new.chats if chats.get(_chat_key(entry), entry) != entry),
        ),
    )
    return tuple(changes for changes in kinds if changes)


def _changes(
    what: str,
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], Hashable],
    line: Callable[[T], str],
    *,
    ordered: bool = True,
) -> Changes:
    before, after = _told(old, key), _told(new, key)
    kept = [one for one in after if one in before]
    return Changes(
        what,
        added=tuple(line(row) for one, row in after.items() if one not in before),
        changed=tuple(line(after[one]) for one in kept if after[one] != before[one]),
        removed=tuple(line(row) for one, row in before.items() if one not in after),
        reordered=ordered and kept != [one for one in before if one in after],
    )


def _told(rows: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    return {key(row): row for row in rows}


def _bare(area: Area) -> list[Category]:
    """Without their subcategories, which are compared by themselves."""
    return [category.model_copy(update={"sub": ()}) for category in area.categories]


def _subs(area: Area) -> list[tuple[str, Subcategory]]:
    return [(big.code, small) for big in area.categories for small in big.sub]


def _person_key(entry: PersonEntry) -> Hashable:
    return (entry.telegram_id, entry.role, entry.unit)


def _chat_key(entry: ChatEntry) -> Hashable:
    return (entry.id, entry.topic or 0)


def lines(changes: Changes, shown: int) -> Iterator[str]:
    """单位：新增 2，修改 1, and below it the first `shown` lines of each."""
    parts = (("新增", "+", changes.added), ("修改", "~", changes.changed), ("删除", "-", changes.removed))
    counts = [f"{name} {len(rows)}" for name, _, rows in parts if rows]
    yield f"{changes.what}：{'，'.join(counts + ['顺序有变'] * changes.reordered)}"
    for _, sign, rows in parts:
        yield from (f"  {sign} {row}" for row in rows[:shown])
        if len(rows) > shown:
            yield f"  {sign} ……另有 {len(rows) - shown} 个"
