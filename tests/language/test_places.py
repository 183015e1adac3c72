"""Places in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.places import Place, places_in


def named(text: str) -> list[tuple[str, str]]:
    """Give the places of a text, as written and in full."""
    return [(text[found.start : found.end], found.place.name) for found in places_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("黑龙江佳木斯", [("黑龙江", "黑龙江省"), ("佳木斯", "佳木斯市")]),
        ("佳木斯市医保", [("佳木斯市", "佳木斯市")]),
        ("昌江县", [("昌江县", "昌江黎族自治县")]),
        ("昌江黎族自治县", [("昌江黎族自治县", "昌江黎族自治县")]),
        ("昌江的医院", [("昌江", "昌江黎族自治县")]),
        ("海南东方", [("海南", "海南省"), ("东方", "东方市")]),
        ("东方市中医院", [("东方市", "东方市")]),
        ("北京朝阳区", [("北京", "北京市"), ("朝阳区", "朝阳区")]),
        ("辽宁朝阳", [("辽宁", "辽宁省"), ("朝阳", "朝阳市")]),
        ("青海海南州", [("青海", "青海省"), ("海南州", "海南藏族自治州")]),
        ("吉林省吉林市", [("吉林省", "吉林省"), ("吉林市", "吉林市")]),
        ("湖北神农架林区", [("湖北", "湖北省"), ("神农架林区", "神农架林区")]),
        ("延边州", [("延边州", "延边朝鲜族自治州")]),
        ("福州鼓楼区", [("福州", "福州市"), ("鼓楼区", "鼓楼区")]),
        ("浦东机场", [("浦东", "浦东新区")]),
        ("天津滨海新区", [("天津", "天津市"), ("滨海新区", "滨海新区")]),
        ("海淀警方", [("海淀", "海淀区")]),
        ("杨浦城管", [("杨浦", "杨浦区")]),
        ("内蒙古乌海", [("内蒙古", "内蒙古自治区"), ("乌海", "乌海市")]),
    ],
)
def test_places_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    """Long and short names are found; a doubtful one where its province stands."""
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "东方红",
        "朝阳",
        "和平",
        "新城",
        "鼓楼区",
        "大理石",
        "哈密瓜",
        "长春新碱",
        "长寿",
        "平安",
        "开封后",
        "日照",
        "白银",
        "来宾",
        "市辖区",
        "",
        "医保",
        "郊区",
        "安康",
        "东方卫视",
        "非常熟悉",
        "古巴南部",
        "冷静安排",
        "丰富阳光",
        "怀柔政策",
    ],
)
def test_words_are_no_places(text: str) -> None:
    """A name that is a word as well, or that several places share, is none on its own."""
    assert named(text) == []


def test_where_a_place_lies() -> None:
    """A place knows its prefecture and province; a county right under a province is its own."""
    (place,) = (found.place for found in places_in("富锦市"))
    assert (place.prefecture, place.province) == ("佳木斯市", "黑龙江省")
    (place,) = (found.place for found in places_in("昌江县"))
    assert (place.prefecture, place.province) == ("昌江黎族自治县", "海南省")
    (place,) = (found.place for found in places_in("浙江"))
    assert (place.prefecture, place.province) == (None, "浙江省")
    (place,) = (found.place for found in places_in("北京"))
    assert place.prefecture == "北京市"


def place_of(text: str) -> Place:
    """Give the last place of a text."""
    return list(places_in(text))[-1].place


def test_what_holds_what() -> None:
    """A province holds its prefectures, these their counties, none the other way round."""
    province, city, county = place_of("黑龙江"), place_of("佳木斯"), place_of("富锦市")
    assert province.holds(city)
    assert city.holds(county)
    assert city.holds(city)
    assert not county.holds(city)
    assert not city.holds(province)
    assert not city.is_apart_from(county)
    assert not city.is_apart_from(province)
    assert city.is_apart_from(place_of("哈尔滨"))
    assert city.is_apart_from(place_of("广东"))
    assert place_of("海口").is_apart_from(place_of("昌江县"))


@given(st.text(st.sampled_from("黑龙江佳木斯市海南东方昌县区广汕头北京朝阳 ，a"), max_size=60))
def test_mentions_are_in_order_and_apart(text: str) -> None:
    """Mentions do not overlap, and each is a name of its place or a part of it."""
    end = 0
    for found in places_in(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start] == found.place.name[0]
        end = found.end
