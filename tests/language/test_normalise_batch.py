"""A batch of texts normalised at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.language.normalise import forms, forms_with_spans
from souwen.language.normalise_batch import BORDER, normalise_many

ODD = "医保險险基1234.5,，, aÉbB元⁹①\n\n 　 。…-か\u0301\u200b\ufb01，１２３４\r\t"
TEXTS = st.lists(st.text(st.sampled_from(ODD) | st.characters(), max_size=12), max_size=6)


def _clean(text: str) -> str:
    """Give a form as a batch keeps it, where the character between texts is another."""
    return text.replace(BORDER, "\ufffe")


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_a_batch_is_what_its_texts_are(texts: list[str]) -> None:
    """Texts normalised together give the forms that each of them gives alone."""
    normalised = normalise_many(texts)
    alone = [tuple(map(_clean, forms(text))) for text in texts]
    assert normalised.texts() == [first for first, *_ in alone]
    assert normalised.more == {at: tuple(more) for at, (_, *more) in enumerate(alone) if more}
    assert len(normalised.starts) == len(texts) + 1


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_aligned_texts_keep_their_offsets(texts: list[str]) -> None:
    """Where a text counts as aligned, each character stands where its original does."""
    for text, aligned in zip(texts, normalise_many(texts).aligned, strict=True):
        if aligned:
            (form,) = forms_with_spans(text)
            for at in range(len(text)):
                assert form.original_span(at, at + 1) == (at, at + 1)


@pytest.mark.parametrize(
    ("text", "aligned"),
    [("医保報銷", True), ("医保\n报销", True), ("医保 报销", False), ("等……", False), ("", True)],
)
def test_what_is_aligned(text: str, *, aligned: bool) -> None:
    """Plain text is aligned, traditional too; what loses or gains a character is not."""
    assert normalise_many([text]).aligned.tolist() == [aligned]
