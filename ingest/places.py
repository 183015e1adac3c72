"""Places of China in a text: provinces, prefectures, counties, by long and by short names.

A short name that is also a word, or that several places share, counts only behind the name of its
province or prefecture (海南东方).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SUFFIX = re.compile("(?:特别行政区|林区|特区|地区|自治[区州县旗]|新区|[省市盟州县区旗])$")
_PEOPLES = re.compile("(?:[^族]{1,5}族)+$|(?:维吾尔|蒙古|哈萨克|柯尔克孜)$")
_SHORTEST = 2
_CODE_OF_PROVINCE, _CODE_OF_PREFECTURE = 2, 4
_DIRECT = "90"  # counties right under a province: each is a prefecture of its own
# Prefectures whose short name is a word, or means something else more often.
_WORDS = frozenset(
    (
        "来宾",
        "安康",
        "中山",
        "黄山",
        "白银",
        "海东",
        "海北",
        "海西",
        "黄南",
        "海南",
        "朝阳",
        "和田",
        "大同",
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place.

    Attributes:
        name: in full.
        code: the six, four or two digits of its administrative division.
        prefecture: the four digits of its prefecture, or None for a province.
        province: the two digits of its province.
    """

    name: str
    code: str
    prefecture: str | None
    province: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place with the half-open span, in code points, of its name in a text."""

    start: int
    end: int
    place: Place


def short_name(name: str) -> str:
    """Give a place's name without what sort of place it is: 昌江黎族自治县 is 昌江."""
    short = _SUFFIX.sub("", name)
    if name.endswith(("自治区", "自治州", "自治县", "自治旗")):
        short = _PEOPLES.sub("", short) or short
    return short if len(short) >= _SHORTEST else name


def places_in(text: str) -> list[PlaceMention]:
    """Give the places that a text names, in order, the longest name at each point."""
    free, bound, longest = _names()
    found: list[PlaceMention] = []
    at = 0
    while at < len(text) - 1:
        for length in range(min(longest.get(text[at : at + 2], 0), len(text) - at), 1, -1):
            name = text[at : at + length]
            place = free.get(name)
            if place is None and name in bound:
                # It needs the name of what it lies in right before it.
                outer = found[-1] if found and found[-1].end == at else None
                place = next(
                    (
                        one
                        for one in bound[name]
                        if outer
                        and one.code != outer.place.code
                        and one.code.startswith(outer.place.code)
                    ),
                    None,
                )
            if place is not None:
                found.append(PlaceMention(at, at + length, place))
                at += length
                break
        else:
            at += 1
    return found


@cache
def _names() -> tuple[dict[str, Place], dict[str, list[Place]], dict[str, int]]:
    """Give names that count anywhere, names that need context, and the longest by beginning."""
    free: dict[str, Place] = {}
    bound: dict[str, list[Place]] = {}
    full: dict[str, list[Place]] = {}
    for place in _places():
        full.setdefault(place.name, []).append(place)
    for place in _places():
        is_county = len(place.code) > _CODE_OF_PREFECTURE
        short = short_name(place.name)
        if len(full[place.name]) == 1 and len(place.name) > _SHORTEST:
            free[place.name] = place
        else:
            bound.setdefault(place.name, []).append(place)
        if is_county or (short in _WORDS and len(place.code) > _CODE_OF_PROVINCE):
            bound.setdefault(short, []).append(place)
        else:
            free.setdefault(short, place)  # provinces come first: 吉林 is one
    longest: dict[str, int] = {}
    for name in (*free, *bound):
        longest[name[:2]] = max(longest.get(name[:2], 0), len(name))
    return free, bound, longest


def _places() -> list[Place]:
    lines = resources.files(__package__).joinpath("data/places.csv").read_text("utf-8")
    places = []
    for line in sorted(lines.split(), key=lambda line: len(line.partition(",")[0])):
        code, _, name = line.partition(",")
        prefecture = code[:_CODE_OF_PREFECTURE] if len(code) > _CODE_OF_PROVINCE else None
        if code[_CODE_OF_PROVINCE:_CODE_OF_PREFECTURE] == _DIRECT:
            prefecture = code
        places.append(Place(name, code, prefecture, code[:_CODE_OF_PROVINCE]))
    return places
