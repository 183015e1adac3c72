"""A batch of texts normalised at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.language.normalise import forms, forms_with_spans
from souwen.language.normalise_batch import BORDER, normalise_many
from souwen.language.offsets import NOT_KEPT, offsets_of

if TYPE_CHECKING:
    from souwen.language.normalise_batch import NormalisedTexts

ODD = "医保險险基1234.5,，, aÉbB元⁹①\n\n 　 。…-か\u0301\u200b\ufb01，１２３４\r\t\ue000\u3164"
# Long enough that a few breaks are kept in any case.
LONG_TEXTS = st.builds(
    lambda text, more: (text + "医" * 30) * more,
    st.text(st.sampled_from(ODD) | st.characters(), max_size=12),
    st.integers(1, 4),
)
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


def _breaks(normalised: NormalisedTexts, at: int) -> list[int]:
    """Give the breaks of one text."""
    return normalised.breaks[normalised.owners == at].tolist()


@given(st.lists(LONG_TEXTS, max_size=6))
@settings(max_examples=500, deadline=None)
def test_the_way_back_is_that_of_each_text(texts: list[str]) -> None:
    """What is kept of the way back maps every span as a text that is normalised alone does."""
    normalised = normalise_many(texts)
    for at, text in enumerate(texts):
        offsets, _ = offsets_of(_breaks(normalised, at))
        form, *others = forms_with_spans(text)
        is_kept = not others and form.breaks().shape[1] <= 4 + len(form.text) // 16
        assert is_kept == (offsets is not None)
        for start in range(len(form.text) if offsets else 0):
            for end in range(start + 1, min(start + 4, len(form.text) + 1)):
                assert offsets.original_span(start, end) == form.original_span(start, end)


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("医保報銷", 0),
        ("医保\n报销", 0),
        ("医保 报销", 1),
        (" 医保", 1),
        ("医保 ", 0),
        ("医保。 \n\n报销", 2),
        ("等……等", 4),
        ("３８℃", 1),
        ("", 0),
    ],
)
def test_few_breaks_are_kept(text: str, breaks: int) -> None:
    """Plain text has none, traditional too; what loses or gains characters has some."""
    assert len(_breaks(normalise_many(["医 ", text, " "]), 1)) == breaks


def test_long_texts_that_are_no_plain_ones_keep_no_way_back() -> None:
    """What is normalised alone keeps none where it is long, so that it takes little memory."""
    plain, odd = "医保 报销" * 5_000, "e\u0301医保报销" * 5_000
    normalised = normalise_many([plain[:20_000], odd, odd[:5_999]])
    assert normalised.texts()[1] == forms(odd)[0]
    assert _breaks(normalised, 1) == [NOT_KEPT]
    several = normalise_many(["e\u0301医" + "保" * 40, ("医" * 40 + " 保") * 500])
    assert all(NOT_KEPT not in _breaks(several, at) for at in (0, 1))


def test_many_breaks_are_not_kept() -> None:
    """Of a text that is spaced out, or has several forms, the way back is not kept."""
    spaced, several, plain = "医 " * 40, "100,200", "医保 报销"
    normalised = normalise_many([spaced, several, plain])
    assert [_breaks(normalised, at)[0] for at in (0, 1)] == [NOT_KEPT, NOT_KEPT]
    assert offsets_of(_breaks(normalised, 0))[0] is None
    assert offsets_of(_breaks(normalised, 2))[0] is not None
