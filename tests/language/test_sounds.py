"""Sounds of characters, and letters read as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.sounds import (
    HAN_POINTS,
    Syllable,
    in_initials,
    in_syllables,
    read_as,
    readings_of,
    sounding_like,
)


def spelled(ways: list[tuple[Syllable, ...]]) -> list[str]:
    """Return ways to read letters, with a dot where a syllable is begun only."""
    return [" ".join(f"{it.letters}{'' if it.is_whole else '.'}" for it in way) for way in ways]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("yanglaojin", {"yang lao jin", "yang lao jin."}),
        ("yangla", {"yang la", "yang la."}),
        ("xian", {"xian", "xi an", "xian.", "xi an."}),
        ("lv", {"lv", "lv."}),
        ("q", {"q."}),
    ],
)
def test_letters_are_syllables(letters: str, expected: set[str]) -> None:
    """All ways are found, the last syllable also as one that is not typed to its end."""
    assert expected <= set(spelled(in_syllables(letters)))


def test_no_syllables() -> None:
    """What is no sound of Chinese has no way, and of many ways a few are enough."""
    assert in_syllables("chatgpt") == in_syllables("uuu") == []
    assert in_initials("ivu") == []
    assert 0 < len(in_syllables("xian" * 10)) <= 12


def test_first_letters() -> None:
    """Each letter begins a syllable, or zh, ch and sh together do."""
    assert spelled(in_initials("ylj")) == ["y. l. j."]
    assert spelled(in_initials("zhgs")) == ["z. h. g. s.", "zh. g. s."]


@pytest.mark.parametrize(
    ("character", "readings"),
    [
        ("长", "chang zhang"),
        ("行", "xing hang"),
        ("重", "zhong chong"),
        ("绿", "lv"),
        ("养", "yang"),
    ],
)
def test_a_character_has_several_readings(character: str, readings: str) -> None:
    """Each of its usual readings leads to it, and so does the beginning of one; no other does."""
    for reading in readings.split():
        assert read_as(Syllable(reading, is_whole=True))[HAN_POINTS.index(ord(character))]
        assert read_as(Syllable(reading[:1], is_whole=False))[HAN_POINTS.index(ord(character))]
    assert not read_as(Syllable("bo", is_whole=True))[HAN_POINTS.index(ord(character))]
    assert not read_as(Syllable(reading[:-1], is_whole=True))[HAN_POINTS.index(ord(character))]


def test_what_sounds_alike() -> None:
    """The same sound in any tone is the same; zh and z, l and n, h and f, -ng and -n are near."""
    same, near = sounding_like("压")
    assert same[HAN_POINTS.index(ord("呀"))]
    assert not same[HAN_POINTS.index(ord("高"))]
    for one, other in ("张赃", "吃词", "是四", "老脑", "湖服", "星新"):
        same, near = sounding_like(one)
        assert near[HAN_POINTS.index(ord(other))]
        assert not same[HAN_POINTS.index(ord(other))]


@given(st.characters() | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_no_character_raises(character: str) -> None:
    """One without a reading sounds like nothing."""
    same, near = sounding_like(character)
    assert not same.any() or same[HAN_POINTS.index(ord(character))]
    assert not (same & ~near).any()


def test_the_readings_of_a_character() -> None:
    """A character has its readings, the most frequent first; what is no ideograph has none."""
    assert readings_of("行") == ("xing", "hang")
    assert readings_of("银") == ("yin",)
    assert readings_of("b") == readings_of("か") == readings_of("𠀀") == ()
