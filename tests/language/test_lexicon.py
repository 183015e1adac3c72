"""Groups of words, and where a text holds one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.lexicon import Lexicon, Part, Relation, WordBorders, WordGroup, shipped
from souwen.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

LEXICON = Lexicon(*shipped())


def words_in(text: str, lexicon: Lexicon = LEXICON) -> list[str]:
    """Give the words that are found in a text."""
    return [text[part.start : part.end] for part in lexicon.find(text, WordBorders(text))]


def others(text: str, lexicon: Lexicon = LEXICON) -> list[str]:
    """Give what may stand for a text as a whole."""
    (part,) = (it for it in lexicon.find(text, WordBorders(text)) if it.end - it.start == len(text))
    return [other.text for other in part.alternatives]


def test_the_shipped_file_is_sound() -> None:
    """Every group has two words or more, normalised, a weight of at most 1, and no word twice."""
    groups, whole = shipped()
    assert len(groups) > 200
    for group in groups:
        assert len(group.words) > 1
        assert len(set(group.words)) == len(group.words)
        assert 0 < group.weight <= 1
        assert group.kind in {Relation.SYNONYM, Relation.RELATED, Relation.QUESTION}
        assert all(word and normalise(word) == word for word in group.words), group.words
    sets = [frozenset(group.words) for group in groups]
    assert len(set(sets)) == len(sets)
    assert all(normalise(word) == word for word in whole)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("医保", "医疗保险"),
        ("职工医保", "城镇职工基本医疗保险"),
        ("新农合", "新型农村合作医疗"),
        ("养老金", "退休金"),
        ("二甲", "二级甲等"),
        ("心跳过缓", "心动过缓"),
        ("足跟痛", "跟痛症"),
        ("心慌", "心悸"),
        ("眩晕", "头晕"),
        ("剖腹产", "剖宫产"),
        ("慢特病", "门诊慢特病"),
        ("出汗多", "多汗"),
        ("怎么样", "如何"),
    ],
)
def test_a_word_has_its_synonyms_both_ways(word: str, same: str) -> None:
    """Each word of a group stands for the other."""
    assert same in others(word)
    assert word in others(same)


def test_what_is_near_weighs_less_than_what_is_the_same() -> None:
    """医保卡 and 社保卡 are related; what means the same comes first and weighs more."""
    (part,) = (it for it in LEXICON.find("社保卡", WordBorders("社保卡")) if it.end == 3)
    same, near = part.alternatives
    assert (same.text, same.kind) == ("社会保障卡", Relation.SYNONYM)
    assert (near.text, near.kind) == ("医保卡", Relation.RELATED)
    assert near.weight < same.weight


@pytest.mark.parametrize(
    "text",
    ["二甲双胍", "头晕目眩", "发烧友", "看病难", "低热量", "妊娠纹", "xhpv"],
)
def test_no_word_is_found_inside_another(text: str) -> None:
    """A word that is a piece of a longer word, or of a word in letters, is not found."""
    assert words_in(text) == []


def test_words_are_found_where_they_are_words() -> None:
    """The longest word is found; a dictionary word put together of two words is no obstacle."""
    assert words_in("心慌去哪家医院") == ["心慌", "哪家医院"]
    assert words_in("流感疫苗") == ["流感"]
    assert words_in("城镇职工基本医疗保险") == ["城镇职工基本医疗保险"]
    assert words_in("hpv疫苗") == ["hpv"]


def test_inside_a_word_with_no_equal_others_are_found() -> None:
    """异地医保 is only near 异地就医, so 医保 in it has its synonyms too."""
    assert words_in("异地医保") == ["异地医保", "医保"]


def test_own_words_come_first_and_may_cut_a_dictionary_word() -> None:
    """A person's word is found even where the dictionary knows a longer one."""
    own = WordGroup(Relation.USER, 0.9, ("病难", "难病"))
    lexicon = Lexicon((own, *shipped()[0]))
    assert words_in("看病难", lexicon) == ["病难"]
    assert lexicon.own_words("看病难不难病") == [(1, 3), (4, 6)]
    lexicon = Lexicon((WordGroup(Relation.USER, 0.9, ("医保", "医险")), *shipped()[0]))
    assert others("医保", lexicon)[0] == "医险"


def test_an_own_word_without_synonyms_hides_shorter_ones() -> None:
    """What is not to be cut apart holds no synonym of a part of it."""
    lexicon = Lexicon((WordGroup(Relation.USER, 0.9, ("惠民医保通",)), *shipped()[0]))
    assert words_in("惠民医保通", lexicon) == []
    assert lexicon.own_words("买惠民医保通") == [(1, 6)]


def test_synonyms_of_own_words_are_joined() -> None:
    """Own groups are one where they share a word, with shipped synonyms of one group at most."""
    own = [WordGroup(Relation.USER, 0.9, words) for words in (("甲乙", "乙丙"), ("乙丙", "丙丁"))]
    shipped_ones = [
        WordGroup(Relation.SYNONYM, 0.7, words) for words in (("丙丁", "丁戊"), ("丁戊", "戊己"))
    ]
    lexicon = Lexicon([*own, *shipped_ones, WordGroup(Relation.RELATED, 0.3, ("甲乙", "近似"))])
    assert others("甲乙", lexicon) == ["乙丙", "丙丁", "丁戊", "近似"]
    assert others("丁戊", lexicon) == ["丙丁", "戊己", "乙丙", "甲乙"]
    assert others("戊己", lexicon) == ["丁戊"]
    (part,) = lexicon.find("甲乙", WordBorders("甲乙"))
    assert [round(other.weight, 2) for other in part.alternatives] == [0.9, 0.9, 0.63, 0.3]
    chain = [WordGroup(Relation.USER, 0.9, (f"词{at}号", f"词{at + 1}号")) for at in range(10_000)]
    assert 50 < len(others("词5000号", Lexicon(chain))) < 100


SAMPLE = st.sampled_from([word for group in shipped()[0] for word in group.words])
TEXT = st.lists(SAMPLE | st.text(max_size=4), max_size=8).map("".join)


@given(TEXT)
def test_any_text_can_be_looked_through(text: str) -> None:
    """Parts lie within the text in order, and hold a word of a group other than its others."""

    def is_sound(part: Part) -> bool:
        word = text[part.start : part.end]
        return bool(word) and all(other.text != word for other in part.alternatives)

    parts = LEXICON.find(text, WordBorders(text))
    assert all(is_sound(part) and part.alternatives for part in parts)
    assert [part.start for part in parts] == sorted(part.start for part in parts)


def test_time_grows_with_the_text(
    is_linear: Callable[[Callable[[int], object], int], bool],
) -> None:
    """A text four times as long takes about four times as long."""

    def find(size: int) -> object:
        text = "心慌头晕怎么办" * size
        return LEXICON.find(text, WordBorders(text))

    assert is_linear(find, 1000)


def test_shipped_words_are_normalised_and_stand_once() -> None:
    """No shipped word would be changed by the normaliser, and none stands twice in a group."""
    groups, whole = shipped()
    for words in (*(group.words for group in groups), whole):
        assert len(set(words)) == len(words)
        assert [normalise(word) for word in words] == list(words)
