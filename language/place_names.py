"""The names of a place: 昌江 = 昌江县 = 昌江黎族自治县 = 海南昌江.

A name counts where `places_in` finds exactly this place by it: 东方 is a word, so the names of
东方市 are 东方市 and 海南东方; 鼓楼区 is in several cities, so a name of one is 南京鼓楼区.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from .lexicon import Alternative, Part, Relation
from .normalise import normalise
from .places import PREFECTURE, PROVINCE, places_in, rows

if TYPE_CHECKING:
    from .lexicon import WordBorders
    from .places import Place, Row

#: What another name of a place is worth: it is the same place, only not what was typed.
WEIGHT = 0.95

_MOST_NAMES = 6
_KINDS = frozenset("省市区县旗州盟")  # may stand behind a name that is found without (东莞市)
_SEPARATORS = re.compile(r"[\s、,/]+")  # between places, normalised
# What stands behind the name of a place and makes it part of the name of something else.
_NAMES_ANOTHER = ("大学", "医科大学", "中医药大学", "师范", "学院", "医学院", "中医学院", "银行")


def places_of(text: str) -> tuple[str, ...]:
    """Return the codes of the places that a text names, each once, without those that hold another.

    黑龙江佳木斯, 佳木斯市 and 佳木斯 all give 佳木斯市 alone; 广东 alone gives 广东省.

    Args:
        text: a query or a title, best normalised.
    """
    codes = dict.fromkeys(mention.place.code for mention in places_in(text))
    holding = {row.code for code in codes for row in _holders(code)}
    return tuple(code for code in codes if code not in holding)


def place_asked_for(text: str) -> str | None:
    """Read a text that can be nothing but names of places; None where there is more in it.

    Here a short name that one place has alone counts, also one that is a word elsewhere (开封),
    and so does the beginning of a province's name (内蒙).

    Returns:
        The text, or where `places_of` would not find a place by it the full names of its places.
    """
    names: list[str] = []
    is_as_typed = True
    for piece in filter(None, _SEPARATORS.split(text)):
        end = 0
        for mention in [*places_in(piece), None]:
            start, next_end, place = mention or (len(piece), len(piece), None)
            between = piece[end:start]
            holders = _holders(place.code) if place else ()
            is_clear = (end and between in _KINDS) or any(row.short == between for row in holders)
            if between and not is_clear:
                name = _name_alone(between)
                if name is None:
                    return None
                names.append(name)
                is_as_typed = False
            names.append(piece[start:next_end])
            end = next_end
    if not names:
        return None
    return text if is_as_typed else "、".join(filter(None, names))


def _name_alone(short: str) -> str | None:
    """Return the name by which `places_of` finds the place that alone has a short name."""
    code = _alone(short)
    known = (distinct_name(code), *names_of(code))
    return next((name for name in known if name and places_of(name) == (code,)), None)


def _alone(name: str) -> str:
    """Return the code of the place that alone has a short name; what it holds may share it."""
    codes = _codes_of_short_names().get(name, [])
    if not codes and len(name) > 1:
        provinces = (row for code, row in rows().items() if len(code) == PROVINCE)
        codes = [row.code for row in provinces if row.name.startswith(name)]
    first = min(codes, key=len, default="")
    return first if all(code.startswith(first) for code in codes) else ""


@cache
def _codes_of_short_names() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for code, row in rows().items():
        codes.setdefault(normalise(row.short), []).append(code)
    return codes


def places_to_rename(text: str, borders: WordBorders) -> list[Part]:
    """Find the places of a normalised text, each with its other names.

    A province and what lies in it, side by side (海南昌江), are one part. What cuts a word (宝鸡 in
    宝宝鸡肉) is none.
    """
    joined: list[tuple[int, int, Place]] = []
    for start, end, place in places_in(text):
        if joined and joined[-1][1] == start and joined[-1][2].holds(place):
            joined[-1] = joined[-1][0], end, place
        else:
            joined.append((start, end, place))
    parts = []
    for start, end, place in joined:
        if text.startswith(_NAMES_ANOTHER, end) or not borders.fit(start, end):
            continue
        names = [name for name in names_of(place.code) if name != text[start:end]]
        if names:
            others = tuple(Alternative(name, WEIGHT, Relation.PLACE) for name in names)
            parts.append(Part(start, end, others))
    return parts


@lru_cache(maxsize=4096)
def names_of(code: str) -> tuple[str, ...]:
    """Return the normalised names of the place with a code; none where there is no such place."""
    row = rows().get(code)
    own = _own_names(row) if row else []
    names = dict.fromkeys(own)
    # What lies in a prefecture is named by it rather than by its province.
    for holder in _holders(code):
        before = holder.short or holder.name
        for name in own:
            if _shared_below(holder.code)[name] == 1 and not name.startswith(before):
                names[before + name] = None
    normalised = dict.fromkeys(map(normalise, names))
    return tuple(name for name in normalised if places_of(name) == (code,))[:_MOST_NAMES]


@lru_cache(maxsize=4096)
def distinct_name(code: str) -> str:
    """Return the full name of a place, behind that of what it lies in where others share it.

    佳木斯市, 南京市鼓楼区; "" where there is no place with this code.
    """
    row = rows().get(code)
    if row is None:
        return ""
    holders = _holders(code) if _full_names()[row.name] > 1 else []
    return holders[0].name + row.name if holders else row.name


@cache
def _full_names() -> Counter[str]:
    """Count the places of each full name; a county with that of its prefecture is no other."""
    return Counter(
        row.name
        for code, row in rows().items()
        if (above := rows().get(code[:PREFECTURE])) is None
        or above is row
        or above.name != row.name
    )


def _holders(code: str) -> list[Row]:
    """Return the prefecture and the province that a place lies in, as far as there are such."""
    above = (code[:PREFECTURE], code[:PROVINCE])
    return [rows()[other] for other in above if other != code and other in rows()]


def _own_names(row: Row) -> list[str]:
    """Return the names of a place without those of what it lies in, the shortest first."""
    return list(dict.fromkeys(filter(None, (row.short, *reversed(row.full_names)))))


@lru_cache(maxsize=512)
def _shared_below(above: str) -> Counter[str]:
    """Count how many places below a province or prefecture have each name."""
    return Counter(
        name
        for code, row in rows().items()
        if code.startswith(above) and code != above
        for name in _own_names(row)
    )
