"""Sketches tell how much of a text another one shares."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.code_points import points_of
from souwen.language.normalise import normalise
from souwen.language.sketches import BINS, SHINGLE, shingles, sketches

TEXTS = st.lists(st.text(st.sampled_from("医保报销社 1。,aé\U00020000\n"), max_size=60), max_size=8)


def rows(*texts: str) -> np.ndarray:
    """Return the sketches of texts, worked out at once."""
    starts = np.cumsum([0, *map(len, texts)])
    return sketches(points_of("".join(texts)), starts)


def random_text(chance: random.Random, length: int) -> str:
    """Return a text of characters drawn from 2,000."""
    return "".join(chr(0x4E00 + chance.randrange(2_000)) for _ in range(length))


@given(TEXTS)
def test_a_text_has_its_sketch_in_any_company(texts: list[str]) -> None:
    """A text has the sketch beside others that it has alone, and no shingle goes over a border."""
    together = rows(*texts)
    assert together.shape == (len(texts), BINS)
    for text, row in zip(texts, together, strict=True):
        assert (rows(text)[0] == row).all()
        assert ((row > 0).sum() > 0) == (len(shingles(text)) > 0)
        assert (row > 0).sum() <= len(shingles(text))


def test_long_texts_are_sketched_as_short_ones() -> None:
    """What is worked out in pieces of many texts is what each text has by itself."""
    chance = random.Random(1)
    texts = [random_text(chance, length) for length in (70_000, 3, 40_000, 30_000, 0, 900)]
    assert (rows(*texts) == np.concatenate([rows(text) for text in texts])).all()


def test_digits_and_punctuation_do_not_count() -> None:
    """Other numbers and other marks leave shingles and sketch as they are."""
    one, other = map(normalise, ("社保基数为18800元，七月起。", "社保基数为 9,600 元;七月起"))
    assert shingles(one) == shingles(other)
    assert len(shingles(one)) == 5
    assert (rows(one) == rows(other)).all()
    assert not shingles("1234" + "医" * (SHINGLE - 1))


def test_equal_bins_say_how_much_is_shared() -> None:
    """Of two texts that share half of all their shingles about half of the bins are equal."""
    chance = random.Random(2)
    equal = []
    for _ in range(100):
        common, *ends = (random_text(chance, length) for length in (600, 300, 300))
        one, other = rows(*(common + end for end in ends))
        equal.append(int(((one == other) & (one > 0)).sum()))
    assert 0.47 < np.mean(equal) / BINS < 0.53
    assert min(equal) > BINS / 4
    unlike = rows(*(random_text(chance, 600) for _ in range(100)))
    assert max(int((one == unlike[0]).sum()) for one in unlike[1:]) < 5
