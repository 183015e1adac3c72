"""Candidates by terms are all that hold a string; the look tells which of them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from souwen.language.literal import LiteralText
from souwen.language.normalise import forms
from souwen.search.matching.candidates import candidates, scan
from souwen.search.query.operands import is_searchable

if TYPE_CHECKING:
    from collections.abc import Callable

    from souwen.index.segments.snapshot import Snapshot

    MakeSnapshot = Callable[..., Snapshot]

TEXTS = st.text("医保门诊12.aé٣ ,%、\n", min_size=1, max_size=12)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.data())
def test_no_document_that_holds_a_string_is_missing(
    snapshot_of: MakeSnapshot, documents: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Whatever holds a string literally is a candidate, and the look finds exactly these."""
    line = data.draw(st.sampled_from([text for texts in documents for text in texts]))
    start = data.draw(st.integers(0, len(line) - 1))
    text = line[start : data.draw(st.integers(start + 1, len(line)))]
    assume(is_searchable(text))
    literal = LiteralText.read(text)
    titled = [n for n, (title, _) in enumerate(documents) if literal.stands_in(forms(title))]
    held = [n for n, (_, body) in enumerate(documents) if literal.stands_in(forms(body))]
    snapshot = snapshot_of(*documents)
    found = candidates(literal, snapshot)
    in_titles = candidates(literal, snapshot, title_only=True)
    assert set(titled) | set(held) <= set(found.tolist())
    assert set(titled) <= set(in_titles.tolist()) <= set(found.tolist())
    stands, in_title = scan(literal, snapshot.records(found))
    assert found[stands].tolist() == sorted({*titled, *held})
    assert found[in_title].tolist() == titled


@pytest.mark.parametrize(
    ("text", "expected"),
    [("理备案", [0]), ("备案", [0, 1]), ("1.5", [2]), ("15", []), ("pd-1", [2]), ("无", [])],
)
def test_terms_narrow_down(snapshot_of: MakeSnapshot, text: str, expected: list[int]) -> None:
    """Only documents that have all terms of a string are looked at."""
    snapshot = snapshot_of(("线上办理备案", ""), ("备案", "办理"), ("", "PD-1 用1.5mg"))
    assert candidates(LiteralText.read(text), snapshot).tolist() == expected


def test_an_open_end(snapshot_of: MakeSnapshot) -> None:
    """Where an end is open, atoms that go on there count."""
    snapshot = snapshot_of(("1870", ""), ("2187", ""), ("187", ""))
    for open_start, open_end, expected in ((False, True, [0, 2]), (True, False, [1, 2])):
        literal = LiteralText(("187",), open_start, open_end)
        found = candidates(literal, snapshot)
        assert set(found.tolist()) >= set(expected)
        stands, _ = scan(literal, snapshot.records(found))
        assert found[stands].tolist() == expected
