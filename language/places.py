"""Places of China in a text: which are named, where, and in which prefecture they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Digits of the code of a province and of a prefecture.
PROVINCE, PREFECTURE = 2, 4
_MUNICIPALITIES = frozenset({"11", "12", "31", "50", "71", "81", "82"})
_DIRECT = frozenset({"4190", "4290", "4690", "6590"})
_HEAD = 2
_SHORT_TEXT = 100  # characters: no longer a query
_MOST_HEADS = 10_000  # more than there are names
_LONGEST_GAP = 2  # characters that may stand between a province and what lies in it


class Place(NamedTuple):
    """A province, prefecture or county.

    Attributes:
        name: the full name, such as 佳木斯市.
        code: the code of the division: 2 digits a province, 4 a prefecture, 6 a county.
        prefecture: full name of the prefecture it is or lies in; a municipality and a county that
            answers to its province directly are their own; None of a province.
        province: full name of the province it is or lies in.
    """

    name: str
    code: str
    prefecture: str | None
    province: str

    def holds(self, other: Place) -> bool:
        """Return whether another place is this one or lies in it."""
        if self.prefecture is None or len(self.code) == PROVINCE:
            return self.province == other.province
        if len(self.code) == PREFECTURE:
            return self.prefecture == other.prefecture and self.province == other.province
        return self.code == other.code

    def is_apart_from(self, other: Place) -> bool:
        """Return whether another place lies in another prefecture, as far as both say it."""
        if self.province != other.province:
            return True
        known = self.prefecture is not None and other.prefecture is not None
        return known and self.prefecture != other.prefecture


class PlaceMention(NamedTuple):
    """A place where a text names it: half-open, in code points. 广东汕头 is two mentions."""

    start: int
    end: int
    place: Place


class Row(NamedTuple):
    """A row of `data/places.tsv`; `README.md` there says what its columns are."""

    code: str
    name: str
    short: str
    alone: str
    not_before: str = ""
    not_after: str = ""

    @property
    def full_names(self) -> tuple[str, ...]:
        """The full name, and what people write for a long one: 昌江县 for 昌江黎族自治县."""
        if self.short and "自治" in self.name and len(self.code) > PROVINCE:
            return self.name, self.short + self.name[-1]
        return (self.name,)


def places_in(text: str) -> Iterator[PlaceMention]:
    """Find the places that a text names, in order; they do not overlap, the longest name wins.

    A name that several places share, or that is a word as well (东方, 朝阳), counts only where
    its full name stands (东方市), or right behind the province or city it lies in (海南东方). A
    full name that several share (鼓楼区) counts where the text has named what one of them lies in.
    """
    named: list[Place] = []
    last_end = -1
    for at in _beginnings(text):
        if at < last_end:
            continue
        above = named[-1] if named and at - last_end <= _LONGEST_GAP else None
        for name in _names(text[at : at + _HEAD]):
            if text.startswith(name.written, at):
                place = _meant(text, at, name, above, named)
                if place is not None:
                    break
        else:
            continue
        last_end = at + len(name.written)
        yield PlaceMention(at, last_end, place)
        named.append(place)
        del named[:-8]


@cache
def rows() -> dict[str, Row]:
    """Return the table of places by their codes."""
    return {row.code: row for row in (Row(*line.split("\t")) for line in _table().splitlines())}


def _beginnings(text: str) -> Iterator[int]:
    """Find where a name may begin."""
    if len(text) > _SHORT_TEXT or _begins.cache_info().currsize:
        return (begin.start() for begin in _begins().finditer(text))
    heads = _heads()  # for a query alone this is quicker than to read all names
    return (at for at in range(len(text) - 1) if text[at : at + _HEAD] in heads)


@dataclass(slots=True)
class _Name:
    """What a name may mean.

    Attributes:
        written: the name.
        places: all that have it, as their full or their short name.
        full: those of which it is the full name.
        bare: the one that it means as a short name, where it is no other word.
        not_before: what makes another word of it behind it (大理石).
        not_after: likewise, the characters before it (黄河南).
    """

    written: str
    places: list[Place] = field(default_factory=list)
    full: list[Place] = field(default_factory=list)
    bare: Place | None = None
    not_before: tuple[str, ...] = ()
    not_after: str = ""


def _meant(
    text: str, at: int, name: _Name, above: Place | None, named: Sequence[Place]
) -> Place | None:
    if above is not None:
        for place in name.places:
            if above.holds(place) and above.code != place.code:
                return place
    is_common = len(name.written) == _HEAD and name.written[-1] in "区市旗"  # 郊区, 矿区, 城区
    if len(name.full) == 1 and not is_common:
        return name.full[0]
    for place in name.full:
        if any(other.holds(place) for other in named):
            return place
    is_word = text.startswith(name.not_before, at + len(name.written)) or (
        at > 0 and text[at - 1] in name.not_after
    )
    return None if is_word else name.bare


@cache
def _table() -> str:
    return Path(__file__).with_name("data").joinpath("places.tsv").read_text("utf-8")


@cache
def _heads() -> frozenset[str]:
    """Return what names begin with; a few of them are of no name."""
    return frozenset(re.findall(f"\t(.{{{_HEAD}}})", _table()))


@cache
def _rows_by_head() -> dict[str, list[Row]]:
    """Return the rows by the first two characters of a name; a short one begins as its full one."""
    heads: dict[str, list[Row]] = {}
    for row in rows().values():
        heads.setdefault(row.name[:_HEAD], []).append(row)
    return heads


@cache
def _begins() -> re.Pattern[str]:
    """Return a pattern that finds all places where a name may begin, and few others."""
    first, second = (sorted({head[at] for head in _rows_by_head()}) for at in range(_HEAD))
    return re.compile(f"[{''.join(first)}](?=[{''.join(second)}])")


@lru_cache(_MOST_HEADS)
def _names(head: str) -> list[_Name]:
    """Return the names of places that begin with two characters, longer ones first."""
    names: dict[str, _Name] = {}
    for row in _rows_by_head().get(head, ()):
        place = Place(row.name, row.code, _prefecture(row), rows()[row.code[:PROVINCE]].name)
        for written in row.full_names:
            name = names.setdefault(written, _Name(written))
            name.places.append(place)
            name.full.append(place)
        if row.short:
            name = names.setdefault(row.short, _Name(row.short))
            name.places.append(place)
            if row.alone == "1" and name.bare is None:
                name.bare = place
                name.not_before, name.not_after = tuple(row.not_before.split()), row.not_after
    return sorted(names.values(), key=lambda name: len(name.written), reverse=True)


def _prefecture(row: Row) -> str | None:
    province = row.code[:PROVINCE]
    if province in _MUNICIPALITIES:
        return rows()[province].name
    if row.code == province:
        return None
    prefecture = row.code[:PREFECTURE]
    return row.name if prefecture in _DIRECT else rows()[prefecture].name
