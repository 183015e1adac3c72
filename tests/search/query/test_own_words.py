"""Words of a person's own with a space in them, in the tree of a query."""

from __future__ import annotations

import pytest

from souwen.language.readings import Readings
from souwen.search.query.own_words import with_own_words
from souwen.search.query.parse import parse
from souwen.search.query.tree import strings

LEXICON = Readings(
    [("new balance", ()), ("iphone15", ("ip15",)), ("new balance2", ()), ("医保", ())]
)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("New Balance", ["New Balance"]),
        ("鞋 new balance 2", ["鞋", "new balance 2"]),
        ("new balance | iphone 15", ["new balance", "iphone 15"]),
        ("(new balance | iphone 15) 鞋", ["new balance", "iphone 15", "鞋"]),
        ("new balance NEW BALANCE", ["new balance", "NEW BALANCE"]),
        ("title:(new balance)", ["new balance"]),
        ("new balance*", ["new balance"]),
        ("new* balance", ["new", "balance"]),
        ("title:new balance", ["new", "balance"]),
        ("balance new", ["balance", "new"]),
        ('new "balance"', ["new", "balance"]),
        ("医 保", ["医", "保"]),
        ("new -balance", ["new"]),
    ],
)
def test_tokens_that_are_a_word_together_are_one(query: str, texts: list[str]) -> None:
    """The longest word in letters and digits counts; quoted, excluded and other fields stay."""
    root = parse(query).root
    assert root
    assert [string.text for string in strings(with_own_words(root, LEXICON))] == texts


def test_a_tree_stays_one() -> None:
    """What becomes equal by it stands once, and a group of one part is that part."""
    root = parse("(new balance | new balance)").root
    assert root
    joined = with_own_words(root, LEXICON)
    assert [string.text for string in strings(joined)] == ["new balance"]
    assert with_own_words(joined, LEXICON) == joined
    untouched = parse("医保 (a | b -c)").root
    assert untouched
    assert with_own_words(untouched, LEXICON) == untouched
