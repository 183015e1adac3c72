"""The way back from normalised texts, as an index keeps it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import forms_with_spans
from souwen.language.offsets import NOT_KEPT, OF_BODY, breaks_of, offsets_of

TEXT = st.text(st.sampled_from("医保12.,， \n　…℃a\u0301\u200b"), max_size=9).map(
    lambda text: text + "医" * 60
)


def _kept(text: str) -> list[int]:
    (form, *_) = forms_with_spans(text)
    rows = form.breaks()
    rows = np.vstack([np.zeros(rows.shape[1], np.int64), rows])
    breaks, _ = breaks_of(rows, np.array([len(form.text)]))
    return breaks.tolist()


@given(TEXT, TEXT)
def test_title_and_body_are_apart(title: str, body: str) -> None:
    """The breaks of both are one list, out of which each text takes its own alone."""
    found = offsets_of([*_kept(title), *(one | OF_BODY for one in _kept(body))])
    for text, offsets in zip((title, body), found, strict=True):
        (form, *_) = forms_with_spans(text)
        assert offsets is not None or _kept(text) == [NOT_KEPT]
        for at in range(len(form.text) if offsets else 0):
            assert offsets.original_span(at, at + 1) == form.original_span(at, at + 1)
        if offsets and form.text:
            whole = 0, len(form.text)
            assert offsets.original_span(*whole) == form.original_span(*whole)


def test_what_has_no_room_is_not_kept() -> None:
    """A text of a break that 64 bits cannot hold keeps none; other texts keep theirs."""
    places = np.array([3, 1 << 27, 3, 3])
    sources = np.array([5, 1, 1 << 28, 5])
    sizes = np.array([1, 1, 1, 256])
    rows = np.array([np.arange(4), places, sources, sizes])
    breaks, owners = breaks_of(rows, np.full(4, 100))
    assert owners.tolist() == [0, 1, 2, 3]
    assert breaks.tolist() == [3 << 36 | 5 << 8 | 1, NOT_KEPT, NOT_KEPT, NOT_KEPT]
