"""Whatever was done before, the corpus is what its files make of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.corpus.documents import Kind, Record
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Dumps

    from souwen.corpus.documents import Document

    Files = dict[str, dict[str, list[list[Record]]]]

_days = st.sampled_from([None, "2025-01-01", "2025-02-01", "2025-03-01"])
_names = st.sampled_from([None, "栏", "目"])
_records = st.builds(
    Record,
    position=st.integers(0, 2),
    kind=st.sampled_from(Kind),
    title=st.sampled_from(["甲", " 甲", "乙", ""]),
    body=st.sampled_from(["一", "二", "三"]),
    published=_days,
    channel=_names,
    url=_names,
    ref=_names,
)
_pages = st.lists(_records, max_size=3, unique_by=lambda record: record.position)
_members = st.dictionaries(
    st.sampled_from(["!1", "!2"]), st.lists(_pages, min_size=1, max_size=2), max_size=2
)
_files = st.dictionaries(st.sampled_from(["/d/a", "/d/b", "/e/c"]), _members, max_size=3)
_steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "prune", "stop", "refuse", "remove", "purge", "commit often"]),
        _files,
    ),
    max_size=6,
)


def _named(
    files: Files,
) -> Files:
    return {
        key: {f"{key}{member}": pages for member, pages in members.items()}
        for key, members in files.items()
    }


def _facts(folder: Path) -> list[tuple[object, ...]]:
    with CorpusReader(folder) as reader:
        assert list(reader.problems(deep=True)) == []
        return sorted(map(_fact, reader.live()))


def _fact(document: Document) -> tuple[object, ...]:
    # Of copies that differ in white space only, either may be shown.
    title = document.title.strip()
    says = (document.published, document.channel, document.url, document.article)
    return (document.id, title, document.body, *map(str, says), document.sources, document.refs)


def _replay(log: Sequence[tuple[int, str, bool]], live: set[str]) -> None:
    for _, id_, retired in log:
        (live.discard if retired else live.add)(id_)


@settings(max_examples=60, deadline=None)
@given(steps=_steps)
def test_history_leaves_no_trace(steps: list[tuple[str, Files]], dumps_in: type[Dumps]) -> None:
    """After any runs the corpus is as if made of its last files, and its log leads to it."""
    with tempfile.TemporaryDirectory() as parent:
        old, new = dumps_in(Path(parent, "old")), dumps_in(Path(parent, "new"))
        old.folder.mkdir()
        new.folder.mkdir()
        kept: Files = {}
        live: set[str] = set()
        reached = 0
        for what, given_files in steps:
            files = _named(given_files)
            with CorpusWriter(old.folder) as writer:
                _step(old, writer, what, files, kept)
            log = old.changes(reached)
            _replay(log, live)
            reached = old.seq()
            with CorpusReader(old.folder) as reader:
                assert live == set(reader.live_ids())
        # What was stopped or refused is made good by the next run over the same files.
        counts = old.add(kept)
        assert old.add(kept).unchanged == counts.articles + counts.snippets
        new.add(kept)
        assert _facts(old.folder) == _facts(new.folder)


def _step(
    dumps: Dumps,
    writer: CorpusWriter,
    what: str,
    files: Files,
    kept: Files,
) -> None:
    if what == "purge":
        writer.purge()
        return
    if what == "remove":
        writer.remove("/d")
        writer.apply_removals()
        for key in [key for key in kept if key.startswith("/d/")]:
            del kept[key]
        return
    for key, members in files.items():
        dumps.read(writer, {key: members})
        if what != "add":
            writer.commit()
    kept.update(files)
    if what == "stop":
        return
    if what == "prune":
        writer.prune(dumps.below(writer, "/d"))
        for key in [key for key in kept if key.startswith("/d/") and key not in files]:
            del kept[key]
    if what == "refuse":
        writer.forget_removals()
    else:
        retiring, touched = writer.removal_size()
        assert 0 <= retiring <= touched
        assert writer.apply_removals() == retiring
