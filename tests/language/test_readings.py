"""What a token may be read as besides itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.amounts import amounts_in
from souwen.language.lexicon import Relation, shipped
from souwen.language.normalise import normalise
from souwen.language.place_names import places_of
from souwen.language.readings import LONGEST_TOKEN, MOST_READINGS, Readings
from souwen.search.own.dictionary import UserDictionary

if TYPE_CHECKING:
    from collections.abc import Sequence

SHIPPED = Readings()


def own(*entries: Sequence[str]) -> Readings:
    """Give the readings with words of a person's own."""
    dictionary = UserDictionary()
    for word, *synonyms in entries:
        dictionary, _ = dictionary.added(word, synonyms)
    return Readings(dictionary)


def texts(token: str, readings: Readings = SHIPPED) -> list[str]:
    """Give the texts of a token's readings."""
    return [reading.text for reading in readings.of(token)]


@pytest.mark.parametrize(
    ("token", "reading"),
    [
        ("心慌去哪家医院", "心悸去哪家医院"),
        ("昌江医保", "昌江医疗保险"),
        ("昌江县医院眩晕", "昌江医院眩晕"),
        ("昌江出汗多看什么医院", "昌江多汗看什么医院"),
        ("2025年昌江治疗多汗", "2025年海南昌江治疗多汗"),
        ("黑龙江佳木斯社保基数18800", "佳木斯社保基数18800"),
        ("1.87万元", "18700元"),
        ("18700元", "1.87万元"),
        ("三甲医院眩晕", "三级甲等医院眩晕"),
        ("职工医疗保险异地就医", "职工医保异地就医"),
        ("异地看病怎么备案", "异地就医怎么备案"),
        ("怎么样申请异地医保", "如何申请异地医保"),
        ("剖腹产报销", "剖宫产报销"),
    ],
)
def test_a_token_is_read_otherwise(token: str, reading: str) -> None:
    """Synonyms, places, amounts and question words are replaced within the whole token."""
    assert reading in texts(token)


def test_two_parts_may_be_replaced_together() -> None:
    """A page may name both the place and the ailment otherwise."""
    assert "昌江医院头晕" in texts("昌江县医院眩晕")
    (both,) = (it for it in SHIPPED.of("昌江县医院眩晕") if it.text == "昌江医院头晕")
    assert [(it.start, it.end, it.text) for it in both.replacements] == [
        (0, 3, "昌江"),
        (5, 7, "头晕"),
    ]
    assert both.weight == pytest.approx(0.95 * 0.7)
    assert both.kind is Relation.SYNONYM


def test_what_holds_the_token_is_no_reading() -> None:
    """住房公积金 holds 公积金, so who looks for the one finds the other anyway."""
    assert texts("公积金") == []
    assert texts("医保") == ["医疗保险"]


@pytest.mark.parametrize("token", ["二甲双胍", "头晕目眩", "东方", "的", "", "2024-2025年"])
def test_what_has_no_other_reading(token: str) -> None:
    """Nothing is replaced inside a word, and nothing that means something else."""
    assert texts(token) == []


def test_ways_to_ask_come_last() -> None:
    """They say nothing of what is asked for, so they take only what room others leave."""
    kinds = [reading.kind for reading in SHIPPED.of("养老金怎么算")]
    assert kinds == sorted(kinds, key=lambda kind: kind is Relation.QUESTION)
    assert Relation.QUESTION in kinds


def test_own_synonyms_come_first() -> None:
    """A person's synonyms are used beside the shipped ones, before them, and both ways."""
    readings = own(["医保", "医险"], ["惠民保", "沪惠保"])
    assert texts("医保报销", readings)[0] == "医险报销"
    assert "医疗保险报销" in texts("医保报销", readings)
    assert texts("沪惠保", readings) == ["惠民保"]


def test_own_words_are_whole() -> None:
    """No shipped synonym is put into a person's word, no place either; it may name a place."""
    readings = own(["昌江医保通"], ["羊城", "广州"])
    assert texts("昌江医保通", readings) == []
    assert readings.own_words("买昌江医保通吗") == [(1, 6)]
    assert "广州医保" in texts("羊城医保", readings)


def test_a_passage_has_no_readings() -> None:
    """A token of more characters than anyone asks is its own best description."""
    assert texts("心慌" * (LONGEST_TOKEN // 2)) != []
    assert texts("心慌" * LONGEST_TOKEN) == []


WORDS = st.sampled_from([word for group in shipped()[0] for word in group.words])
NAMED = ["昌江", "昌江县", "海南东方", "佳木斯市", "黑龙江", "南京鼓楼区"]
COUNTED = ["1.87万元", "18800", "5千", "50%", "2025年", "pd-1"]
PIECES = st.sampled_from([*NAMED, *COUNTED, "-", "(", ",", "去", "的"])
TOKENS = st.lists(WORDS | PIECES | st.text(max_size=3), min_size=1, max_size=6).map("".join)


@given(TOKENS, st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=2))
def test_readings_of_any_token(token: str, entries: list[list[str]]) -> None:
    """They are few, other than the token, normalised, and lead back to it."""
    token = normalise(token)
    readings = own(*entries).of(token)
    assert len(readings) <= MOST_READINGS
    assert len({reading.text for reading in readings}) == len(readings)
    for reading in readings:
        assert token not in reading.text
        assert normalise(reading.text) == reading.text
        assert 0 < reading.weight <= 1
        back, done, put_in = "", 0, 0
        text = reading.text
        for one in reading.replacements:
            assert done <= one.start < one.end
            unchanged = one.start - done
            assert text[put_in : put_in + unchanged] == token[done : one.start]
            put_in += unchanged
            assert text.startswith(one.text, put_in)
            back += token[done : one.start] + token[one.start : one.end]
            put_in += len(one.text)
            done = one.end
        assert text[put_in:] == token[done:]
        assert back + token[done:] == token


@given(TOKENS)
def test_readings_name_the_same(token: str) -> None:
    """No shipped rule changes the places of a token, nor the value of an amount."""
    token = normalise(token)
    for reading in SHIPPED.of(token):
        assert places_of(reading.text) == places_of(token)
        for one in reading.replacements:
            if one.kind is Relation.AMOUNT:
                (part,) = amounts_in(token[one.start : one.end])
                assert one.text in {other.text for other in part.alternatives}


@given(TOKENS)
def test_readings_are_the_same_each_time(token: str) -> None:
    """The order does not depend on what was asked before."""
    assert Readings().of(normalise(token)) == SHIPPED.of(normalise(token))


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    """Whatever a person types, normalised or not, has readings or none."""
    SHIPPED.of(text)
    SHIPPED.own_words(text)
