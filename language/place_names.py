"""The names of a place: 昌江 = 昌江县 = 昌江黎族自治县 = 海南昌江.

A name counts where `corpus.places` finds exactly this place by it: 东方 is a word, so the names
of 东方市 are 东方市 and 海南东方; 鼓楼区 is in several cities, so a name of one is 南京鼓楼区.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from .lexicon import Alternative, Kind, Part
from .normalise import normalise
from .places import place_rows, places_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .lexicon import Borders
    from .places import Place, PlaceMention

#: What another name of a place is worth: it is the same place, only not what was typed.
WEIGHT = 0.95

_PROVINCE, _PREFECTURE = 2, 4  # digits of a code
_MOST_NAMES = 6
# What stands behind the name of a place and makes it part of the name of something else.
_NAMES_ANOTHER = ("大学", "医科大学", "中医药大学", "师范", "学院", "医学院", "中医学院", "银行")


def named_places(text: str) -> tuple[Place, ...]:
    """Give the places that a text names, each once, in order, without those that hold another.

    黑龙江佳木斯, 佳木斯市 and 佳木斯 all give 佳木斯市 alone; 广东 alone gives 广东省.

    Args:
        text: a query or a title, best normalised.
    """
    named = {mention.place.code: mention.place for mention in places_in(text)}
    holding = {
        above for code in named for above in (code[:_PROVINCE], code[:_PREFECTURE]) if above != code
    }
    return tuple(place for code, place in named.items() if code not in holding)


def places_of(text: str) -> tuple[str, ...]:
    """Give the same as codes of the division: equal for texts that name the same places alike."""
    return tuple(place.code for place in named_places(text))


def places_to_rename(text: str, borders: Borders) -> list[Part]:
    """Find the places of a normalised text, each with its other names.

    A province and what lies in it, side by side (海南昌江), are one part. What cuts a word (宝鸡 in
    宝宝鸡肉) is none.
    """
    parts = []
    for start, end, place in _joined(places_in(text)):
        if text.startswith(_NAMES_ANOTHER, end) or not borders.fit(start, end):
            continue
        names = [name for name in names_of(place.code) if name != text[start:end]]
        if names:
            others = tuple(Alternative(name, WEIGHT, Kind.PLACE) for name in names)
            parts.append(Part(start, end, others))
    return parts


def _joined(mentions: Iterable[PlaceMention]) -> list[tuple[int, int, Place]]:
    joined: list[tuple[int, int, Place]] = []
    for mention in mentions:
        if joined:
            start, end, place = joined[-1]
            if end == mention.start and place.holds(mention.place):
                joined[-1] = start, mention.end, mention.place
                continue
        joined.append((mention.start, mention.end, mention.place))
    return joined


@lru_cache(maxsize=4096)
def names_of(code: str) -> tuple[str, ...]:
    """Give the normalised names of the place with a code; none where there is no such place."""
    own = _own_names(code)
    names = dict.fromkeys(own)
    # What lies in a prefecture is named by it rather than by its province.
    for above in (code[:_PREFECTURE], code[:_PROVINCE]):
        holder = _short(above)
        if above == code or not holder:
            continue
        for name in own:
            if _shared_below(above)[name] == 1 and not name.startswith(holder):
                names[holder + name] = None
    normalised = dict.fromkeys(map(normalise, names))
    return tuple(name for name in normalised if places_of(name) == (code,))[:_MOST_NAMES]


@lru_cache(maxsize=4096)
def distinct_name(code: str) -> str:
    """Give the full name of a place, behind that of what it lies in where others share it.

    佳木斯市, 南京市鼓楼区; "" where there is no place with this code.
    """
    name = _rows().get(code, ("", ""))[0]
    if _full_names()[name] < 2:  # noqa: PLR2004 - it is the only one
        return name
    return (_row_above(code, _PREFECTURE)[0] or _row_above(code, _PROVINCE)[0]) + name


@cache
def _full_names() -> Counter[str]:
    """Count the places of each full name; a county with that of its prefecture is no other."""
    return Counter(
        name for code, (name, _) in _rows().items() if _row_above(code, _PREFECTURE)[0] != name
    )


def _row_above(code: str, digits: int) -> tuple[str, str]:
    above = code[:digits]
    return _rows().get(above, ("", "")) if above != code else ("", "")


def _own_names(code: str) -> tuple[str, ...]:
    """Give the names of a place without those of what it lies in, the shortest first."""
    name, short = _rows().get(code, ("", ""))
    # 昌江县 is what people write for 昌江黎族自治县.
    is_autonomous = "自治" in name and len(code) > _PROVINCE
    middle = short + name[-1] if is_autonomous and short else ""
    return tuple(dict.fromkeys(filter(None, (short, middle, name))))


@lru_cache(maxsize=512)
def _shared_below(above: str) -> Counter[str]:
    """Count how many places below a province or prefecture have each name."""
    return Counter(
        name
        for code in _rows()
        if code.startswith(above) and code != above
        for name in _own_names(code)
    )


def _short(code: str) -> str:
    name, short = _rows().get(code, ("", ""))
    return short or name


@cache
def _rows() -> dict[str, tuple[str, str]]:
    """Give the full and the short name of each place by its code."""
    return {code: (name, short) for code, name, short, _ in place_rows()}
