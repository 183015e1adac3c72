"""Why a document is found or not, in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.documents import Document, Flag, Kind
from souwen.messages import LANGUAGES, speaking
from souwen.search.answer.why import because, why
from souwen.search.explained import Explained, ExplainedString, How, Missed
from souwen.search.query.tree import And, Filter, FilterName, Literal, Not, Or, Token

DOCUMENT = Document(
    *("a" * 16, Kind.ARTICLE, "题", "文", "2025-04-26", "健康新闻", None),
    *((Flag.FALLBACK,), None, ("/d/a",), ()),
)
BARE = replace(DOCUMENT, published=None, channel=None, flags=())


def string(text: str, how: How, variant: str | None = None, *missing: str) -> ExplainedString:
    """Give a string that a query looks for."""
    return ExplainedString(text, how, how is not How.NOT, False, variant, missing)


TITLE, BODY = string("社保", How.TITLE), string("基数", How.BODY)


@pytest.mark.parametrize(
    ("strings", "sentence"),
    [
        ([TITLE], "社保 stands literally in its title; rank 3 of 1,234."),
        ([BODY], "基数 stands literally in its text; rank 3 of 1,234."),
        (
            [TITLE, BODY],
            "Both strings stand in it literally; 社保 in the title, too; rank 3 of 1,234.",
        ),
        ([TITLE] * 2, "Both strings stand literally in its title; rank 3 of 1,234."),
        ([BODY] * 3, "All 3 strings stand in it literally; rank 3 of 1,234."),
        ([TITLE] * 4, "All 4 strings stand literally in its title; rank 3 of 1,234."),
        (
            [BODY, string("医保报销", How.WORDS)],
            "基数 stands literally in its text; it has all words of 医保报销; rank 3 of 1,234.",
        ),
        (
            [TITLE, BODY, string("退休金", How.VARIANT, "养老金", "退休")],
            (
                "It has 社保, 基数 literally; 社保 in the title, too; it has 养老金, which means"
                " the same as 退休金; rank 3 of 1,234."
            ),
        ),
        (
            [string("异地就医怎么备案", How.SHARES, None, "怎么")],
            "It has nearly all of 异地就医怎么备案, but not 怎么; rank 3 of 1,234.",
        ),
        (
            [TITLE, string("北极熊", How.NOT, None, "北极熊")],
            "社保 stands literally in its title; it need not have 北极熊; rank 3 of 1,234.",
        ),
        (
            [TITLE, replace(string("医院", How.NOT), excluded=True)],
            "社保 stands literally in its title; rank 3 of 1,234.",
        ),
        ([], "It passes every filter; rank 3 of 1,234."),
    ],
)
def test_why_it_is_found(strings: list[ExplainedString], sentence: str) -> None:
    """It says how the strings stand there, and the rank."""
    found = Explained(rank=3, total=1234, strings=tuple(strings))
    assert why(found, DOCUMENT) == sentence


def test_behind_the_ranks_that_are_looked_at() -> None:
    """A match without a rank stands behind the first thousand."""
    sentence = why(Explained(total=5000, strings=(BODY,)), DOCUMENT)
    assert sentence.endswith("; behind the first thousand of 5,000.")


@pytest.mark.parametrize(
    ("missed", "reason"),
    [
        (Missed(Token("备案"), ("备案",)), "备案 is not there"),
        (Missed(Token("ＨＰＶ"), ("hpv",)), "ＨＰＶ is not there"),
        (Missed(Token("社保基数"), ("社保",)), "it lacks 社保 of 社保基数"),
        (Missed(Literal("社保基数"), ()), 'exactly "社保基数" does not stand in it as it is'),
        (Missed(Not(Token("题")), ()), "it has what must not be there: 题"),
        (Missed(Or((Token("甲"), Token("乙"))), ()), "nothing of this fits: 甲 or 乙"),
        (
            Missed(Filter(FilterName.CHANNEL, "社保"), ()),
            "the filter “channel is 社保” shuts it out, for it has 健康新闻",
        ),
        (
            Missed(Filter(FilterName.AFTER, "2026-01-01"), ()),
            "the filter “dated 2026-01-01 or later” shuts it out, for it has 2025-04-26",
        ),
        (
            Missed(Filter(FilterName.FLAG, "truncated"), ()),
            "the filter “flag is truncated” shuts it out, for it has fallback",
        ),
        (
            Missed(Filter(FilterName.PLACE, "岳阳"), ()),
            "the filter “place is 岳阳” shuts it out",
        ),
    ],
)
def test_why_it_is_not_found(missed: Missed, reason: str) -> None:
    """It names what is lacking, or the filter that shuts it out and what there is."""
    explained = Explained(total=7, why_not=(missed,), strings=(TITLE,))
    assert why(explained, DOCUMENT) == f"No match: {reason}; documents that match: 7."
    nothing = replace(explained, total=0)
    assert why(nothing, DOCUMENT) == f"No match: {reason}; no document matches."


@pytest.mark.parametrize("name", [FilterName.CHANNEL, FilterName.BEFORE, FilterName.FLAG])
def test_a_filter_by_what_is_not_there(name: FilterName) -> None:
    """A document without a date, a channel or a flag is shut out for that."""
    sentence = why(Explained(why_not=(Missed(Filter(name, "x"), ()),)), BARE)
    assert "shuts it out, for it has none; " in sentence


def test_a_loose_hit() -> None:
    """What it lacks comes first, then what it has, then where it is shown."""
    loose = Explained(
        rank=8,
        total=7,
        is_loose=True,
        why_not=(Missed(Token("备案"), ("备案",)),),
        strings=(TITLE,),
    )
    assert why(loose, DOCUMENT) == (
        "No match: 备案 is not there; 社保 stands literally in its title; "
        "shown as number 8, below all that match (7)."
    )
    assert why(replace(loose, total=0), DOCUMENT).endswith("number 8, for no document matches.")


def test_because() -> None:
    """Reasons that no index gave are a sentence, too."""
    assert because(["it is not indexed yet"]) == "No match: it is not indexed yet."


TEXT = st.text("医保{}%\x1b\n\ud800a", max_size=100)


@given(st.lists(TEXT), st.lists(TEXT, max_size=20), st.sampled_from(LANGUAGES))
def test_any_strings(texts: list[str], missing: list[str], language: str) -> None:
    """Whatever is searched for, the sentence is one printable line that does not grow with it."""
    strings = [string(text, how, text, *missing) for text in texts for how in How]
    missed = tuple(Missed(And((Token(text), Token("乙"))), tuple(missing)) for text in texts)
    with speaking(language):
        for explained in (
            Explained(rank=1, total=1, strings=tuple(strings)),
            Explained(total=1, strings=tuple(strings), why_not=missed),
        ):
            sentence = why(explained, DOCUMENT)
            assert sentence.isprintable()
            assert len(sentence) < 5_000
