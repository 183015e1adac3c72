"""Where one string matches: what is known before anybody looks, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from souwen.language.literal import LiteralText
from souwen.search.matching.string_matches import StringMatches, with_all_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from souwen.index.segments.snapshot import Snapshot

    MakeSnapshot = Callable[..., Snapshot]

DOCUMENTS = (
    ("异地就医备案", "先登录。"),  # in the title
    ("须知", "异地就医备案要先登录。"),  # in the text
    ("就医备案", "异地就医。"),  # all bigrams, and nowhere together
    ("天气", "无关。"),
)


def _found(snapshot: Snapshot, text: str, *, title_only: bool = False) -> StringMatches:
    return StringMatches.find(LiteralText.read(text), snapshot, title_only=title_only)


def test_a_look_tells_candidates_from_matches(snapshot_of: MakeSnapshot) -> None:
    """Before it, candidates may match or not; after it, the two ways of counting agree."""
    snapshot = snapshot_of(*DOCUMENTS)
    string = _found(snapshot, "异地就医备案")
    assert string.matches(optimistic=True).tolist() == [0, 1, 2]
    assert string.matches(optimistic=False).tolist() == []
    assert string.waiting().tolist() == [0, 1, 2]
    string.look(np.array([1, 2]), snapshot)
    assert string.matches(optimistic=True).tolist() == [0, 1]
    assert string.matches(optimistic=False).tolist() == [1]
    assert string.waiting().tolist() == [0]
    string.look(np.arange(4), snapshot)
    assert string.matches(optimistic=False).tolist() == [0, 1]
    stands, in_title = string.own_degrees(np.arange(4))
    assert (stands.tolist(), in_title.tolist()) == ([1, 1, 0, 0], [1, 0, 0, 0])


def test_a_single_character_needs_no_look(snapshot_of: MakeSnapshot) -> None:
    """The postings of a gram are exact, also for titles."""
    string = _found(snapshot_of(*DOCUMENTS), "医")
    assert string.matches(optimistic=False).tolist() == [0, 1, 2]
    assert not len(string.waiting())


def test_only_titles(snapshot_of: MakeSnapshot) -> None:
    """Where only titles count, a text that holds the string is no match."""
    snapshot = snapshot_of(*DOCUMENTS)
    string = _found(snapshot, "异地就医备案", title_only=True)
    string.look(np.arange(4), snapshot)
    assert string.matches(optimistic=False).tolist() == [0]


def test_readings_count_by_their_worth(snapshot_of: MakeSnapshot) -> None:
    """What means the same matches too, and stands there to the degree of its worth."""
    snapshot = snapshot_of(("心慌", ""), ("心悸", ""), ("头晕", "心慌心悸"))
    string, other = _found(snapshot, "心慌"), _found(snapshot, "心悸")
    for matches in (string, other):
        matches.look(np.arange(3), snapshot)
    string.readings = ((other, 0.5),)
    assert string.matches(optimistic=False).tolist() == [0, 1, 2]
    stands, in_title = string.degrees(np.arange(3))
    assert (stands.tolist(), in_title.tolist()) == ([1, 0.5, 1], [1, 0.5, 0])
    assert list(string.with_readings()) == [string, other]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("备案异地就医", [0, 1, 2]),
        ("怎么备案异地就医", [0, 1, 2]),
        ("异地备案1.5", []),
        ("备案", []),
    ],
)
def test_all_words_in_any_order(snapshot_of: MakeSnapshot, text: str, expected: list[int]) -> None:
    """A text of Han only is found by its words; what is short or mixed is exact, or nothing."""
    assert with_all_words(text, snapshot_of(*DOCUMENTS), title_only=False).tolist() == expected
