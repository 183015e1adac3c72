"""The names of a place, and which places a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.lexicon import WordBorders
from souwen.language.normalise import normalise
from souwen.language.place_names import (
    distinct_name,
    names_of,
    place_asked_for,
    places_of,
    places_to_rename,
)
from souwen.language.places import rows

CODES = st.sampled_from(sorted(rows()))


def renamed(text: str) -> list[str]:
    """Give a text with its only place by its other names."""
    (part,) = places_to_rename(text, WordBorders(text))
    return [text[: part.start] + other.text + text[part.end :] for other in part.alternatives]


def test_forms_of_a_place_are_equal() -> None:
    """Short, long and with the province in front, it is the same place."""
    assert {places_of(name) for name in ("昌江", "昌江县", "昌江黎族自治县", "海南昌江")} == {
        ("469026",)
    }
    assert {
        places_of(name) for name in ("佳木斯", "佳木斯市", "黑龙江佳木斯", "黑龙江省佳木斯市")
    } == {("2308",)}
    assert places_of("广东湛江和海南") == ("4408", "46")
    assert places_of("2025年海南昌江治疗眩晕的医院") == ("469026",)


def test_an_everyday_word_is_a_place_only_with_more() -> None:
    """东方 counts as 海南东方 or 东方市; it is never a name that is put in."""
    assert places_of("东方") == places_of("东方医院") == ()
    assert places_of("海南东方") == places_of("东方市") == ("469007",)
    assert names_of("469007") == ("东方市", "海南东方", "海南东方市")


def test_a_name_that_places_share_has_its_city_in_front() -> None:
    """鼓楼区 is in several cities, and in two of Jiangsu, so 江苏鼓楼 names none of them."""
    assert names_of("320106") == ("南京鼓楼", "南京鼓楼区")


def test_a_place_is_renamed_with_its_province() -> None:
    """A province and what lies in it are one part."""
    assert renamed("海南昌江眩晕")[:2] == ["昌江眩晕", "昌江县眩晕"]
    assert "黑龙江佳木斯社保" in renamed("佳木斯社保")


@pytest.mark.parametrize("text", ["北京大学", "宝宝鸡肉", "东方医院", "乾县", "吉林大学医院"])
def test_what_is_no_place_is_not_renamed(text: str) -> None:
    """The name of a university, or a piece of a word, stays as it is."""
    assert places_to_rename(text, WordBorders(text)) == []


@given(CODES, st.sampled_from(["{}", "{}医保", "2025年{}社保基数18800", "{}治疗眩晕的医院"]))
def test_all_names_of_a_place_name_it(code: str, context: str) -> None:
    """Every name of a place, in whatever it stands, names this place and no other."""
    for name in names_of(code):
        assert places_of(context.format(name)) == (code,)


@given(st.text(), st.text("东方昌江县市海南佳木斯省区", max_size=12))
def test_any_text_can_be_read(text: str, likely: str) -> None:
    """No text raises; what is renamed lies apart in it."""
    for given_text in (text, likely, text + likely):
        places_of(given_text)
        end = 0
        for part in places_to_rename(given_text, WordBorders(given_text)):
            assert end <= part.start < part.end <= len(given_text)
            end = part.end


def test_an_unknown_code_has_no_names() -> None:
    """There is nothing to call what is not there."""
    assert names_of("99") == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2308", "佳木斯市"),
        ("4604", "儋州市"),
        ("320106", "南京市鼓楼区"),
        ("110105", "北京市朝阳区"),
        ("46", "海南省"),
        ("0", ""),
        ("999999", ""),
    ],
)
def test_a_name_that_no_other_place_has(code: str, name: str) -> None:
    """Places that share a name are told apart by what they lie in; an unknown code has none."""
    assert distinct_name(code) == name


def test_no_two_places_have_one_distinct_name() -> None:
    """But a county that is the whole of its prefecture."""
    of_name: dict[str, list[str]] = {}
    for code in sorted(rows()):
        of_name.setdefault(distinct_name(code), []).append(code)
    for first, *others in of_name.values():
        assert all(other.startswith(first) for other in others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("佳木斯", ("2308",)),
        ("上海浦东", ("310115",)),
        ("海淀", ("110108",)),
        ("开封", ("4102",)),
        ("大兴", ("110115",)),
        ("东方", ("469007",)),
        ("内蒙", ("15",)),
        ("东莞市", ("4419",)),
        ("朝阳双塔区", ("211302",)),
        ("北京、上海", ("11", "31")),
        ("开封 浦东", ("4102", "310115")),
    ],
)
def test_a_place_that_is_asked_for(text: str, expected: tuple[str, ...]) -> None:
    """Where it can be nothing but a place, any name that one place has alone names it."""
    name = place_asked_for(text)
    assert name is not None
    assert places_of(name) == expected


@pytest.mark.parametrize(
    "text",
    ["", "、", "北京暴雨", "北京,暴雨", "关于北京的事", "暴雨", "朝阳", "通州", "鼓楼区", "市"],
)
def test_what_is_more_than_a_place_is_not_asked_for(text: str) -> None:
    """A word beside a place, a name that several share, or nothing at all names no place."""
    assert place_asked_for(text) is None


@given(CODES)
def test_the_names_of_a_place_can_be_asked_for(code: str) -> None:
    """Every name that is shown for a place, or put in for it, is read as this place again."""
    for name in filter(places_of, map(normalise, (distinct_name(code), *names_of(code)))):
        asked = place_asked_for(name)
        assert asked is not None
        assert places_of(asked) == places_of(name)
