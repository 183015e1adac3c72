"""Words and titles as arrays of characters."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from souwen.index.columns import Entry
from souwen.index.segments import writer as array_storage
from souwen.index.segments.segment import END_OF_FORM
from souwen.index.segments.snapshot import Snapshot
from souwen.language.likeness import NEVER, costs
from souwen.search.ranking.strings import StandIns, Strings, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path


def strings_of(*texts: str) -> Strings:
    """Make strings."""
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    ends = np.cumsum(lengths)
    text = "".join(f"\0{text}" for text in texts) + "\0"
    return Strings.of(text, ends - lengths + 1, ends, np.ones(len(texts), np.int64))


def found(strings: Strings, token: str, most: int) -> set[tuple[str, int]]:
    """Return what stands in strings and is like one, with what it costs."""
    places, cost = strings.windows([costs(character) for character in token], most)
    return {
        (strings.text[place : place + len(token)], at)
        for place, at in zip(places.tolist(), cost.tolist(), strict=True)
    }


def test_windows_end_where_strings_do() -> None:
    """What is like a string is found at any place, never over the border of two."""
    strings = strings_of("高血压病", "高血", "压")
    assert found(strings, "高血呀", 60) == {("高血压", 30)}
    assert found(strings, "血呀", 60) == {("血压", 30)}
    assert found(strings, "血呀", 20) == found(strings, "压一", 60) == set()
    assert found(strings_of("\U00020000\U00020001"), "\U00020001", 60) == set()


def test_beginnings() -> None:
    """Only strings that begin so are given, and where many characters follow none is missed."""
    strings = strings_of("高血压病", "病高血压", "高血")
    tables = [costs(character) for character in "高血"]
    numbers, _ = strings.beginning(tables, NEVER - 1)
    assert numbers.tolist() == [0, 2]
    assert strings.beginning([*tables] * 4, NEVER - 1)[0].tolist() == []


def test_stand_ins() -> None:
    """Each is found once, those that begin with a text first, never over the border of two."""
    texts = ["异地备案", "备案备案。", "医保"]
    starts = np.cumsum([1, *(len(text) + 1 for text in texts[:-1])])
    text = "".join(f"{END_OF_FORM}{text}" for text in texts) + END_OF_FORM
    held = StandIns(text, starts, np.arange(3, dtype=np.uint64))
    assert held.having("备案", 9) == [("备案备案。", bytes(7) + b"\1"), ("异地备案", bytes(8))]
    assert held.having("备案", 1) == [("备案备案。", bytes(7) + b"\1")]
    assert held.having("保", 9) == [("医保", bytes(7) + b"\2")]
    assert held.having("案备案。医", 9) == []
    assert StandIns(END_OF_FORM, np.array([1]), np.zeros(0, np.uint64)).having("医", 9) == []


def entry(title: str, body: str = "报销正文covid") -> Entry:
    """Make a document with a title."""
    id_ = blake2b(title.encode(), digest_size=8).hexdigest()
    return Entry(id_, article=True, day=0, channel="", title=title, body=body)


def test_segments_are_read_once(tmp_path: Path) -> None:
    """A commit costs the reading of its own segment, and what no snapshot has is let go."""
    array_storage.create(tmp_path)
    writer = array_storage.IndexWriter(tmp_path)
    writer.add([entry(title) for title in ("养老金怎么领取", "同名", "", "医保")])
    writer.commit(1)
    vocabulary = Vocabulary()
    (first,) = vocabulary.of(Snapshot(tmp_path))
    words = {
        first.words.text[start:end]
        for start, end in zip(first.words.starts, first.words.ends, strict=True)
    }
    assert words >= {"养老金", "报销", "正文", "covid"}
    titles = first.titles.text.strip("\0").split("\0")
    assert titles == ["养老金怎么领取", "同名", "医保"]
    writer.add([entry("新的一篇")])
    writer.commit(2)
    both = vocabulary.of(Snapshot(tmp_path))
    assert any(one is first for one in both) or len(both) == 1
    assert sum(len(one.titles.starts) for one in both) == 4
