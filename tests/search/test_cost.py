"""An estimate grows with what a search reads, and takes no text and no posting to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.index.segments.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf


@pytest.fixture
def many(shelf: Callable[..., Shelf]) -> Shelf:
    """Return a shelf on which 社 stands in many titles, 茶壶 in few, and words in letters."""
    titles = {f"a{number}": f"社保{number}号 word{number}" for number in range(60)}
    return shelf({**titles, "b": "茶壶", "c": "茶壶 社保"})


def test_what_is_frequent_costs_more(many: Shelf) -> None:
    """A term costs as many postings as there are, several their sum, and one of nothing none."""
    cost = many.engine.cost
    assert cost("社") == 61
    assert cost("壶") == 2
    assert cost("社 OR 壶") == 63
    assert cost("没有") == cost("龘") == 62  # nothing to read, so no less than a filter
    assert cost("社保") > cost("社")
    assert cost("社保 茶壶") == cost("社保") + cost("茶壶")
    assert cost("茶壶 -社保") == cost("社保 茶壶")


def test_a_part_of_a_word_costs_the_whole_lexicon(many: Shelf) -> None:
    """What begins or ends openly is looked for in all words in letters."""
    cost = many.engine.cost
    assert cost("wor*") == cost("w*") > 60
    assert cost("wor", prefix_last=True) == cost("wor*")


def test_what_has_no_strings_goes_through_all(many: Shelf) -> None:
    """A filter alone costs all documents, and what cannot be carried out nothing."""
    assert many.engine.cost("kind:article") == 62
    assert many.engine.cost("") == 0
    assert many.engine.cost("-社保") == 0


def test_no_text_is_read(many: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """An estimate unpacks no posting and looks into no text."""
    many.engine.search("社保")  # what is read when the files are opened

    def read(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Segment, "records", read)
    monkeypatch.setattr(Segment, "postings", read)
    assert many.engine.cost("社保 茶壶 OR 号") > 0
