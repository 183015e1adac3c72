"""Words and titles as arrays of characters."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from souwen.index.columns import Entry
from souwen.index.segments import writer as array_storage
from souwen.index.segments.snapshot import Snapshot
from souwen.language.likeness import NEVER, costs
from souwen.search.ranking.strings import Strings, Vocabulary

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


def entry(title: str) -> Entry:
    """Make a document with a title."""
    id_ = blake2b(title.encode(), digest_size=8).hexdigest()
    return Entry(id_, article=True, day=0, channel="", title=title, body="报销正文covid")


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
