"""A corpus of a test's own, and an index that follows it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter
from souwen.ingest.add import Intake, add_dumps
from souwen.search.follow import catch_up

from .dumps import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from souwen.ingest.report import AddReport
    from souwen.search.contract import SearchIndex


class Following:
    """What has a corpus in `data` of the folder, and an index; who derives from it writes.

    Args:
        folder: an empty one, to work in.
    """

    index: SearchIndex

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir()

    @contextmanager
    def corpus(self) -> Iterator[CorpusReader]:
        """Lend a reader of the corpus."""
        with CorpusReader(self.data) as reader:
            yield reader

    def write(self, documents: dict[str, Any], dump: str = "dump.jsonl") -> None:
        """Write documents to the corpus alone, each a title or the fields of a JSON line."""
        raise NotImplementedError

    def take(self, rows: Iterable[Mapping[str, Any]], dump: str) -> AddReport:
        """Take a dump of these rows in, in the place of what it was."""
        path = json_lines(self.folder / dump, rows)
        with CorpusWriter(self.data) as writer:
            return add_dumps(writer, Intake([str(path)], self.data), lambda _: True)

    def follow(self) -> None:
        """Bring the index level with the corpus."""
        with self.corpus() as corpus:
            catch_up(self.index, corpus)

    def add(self, documents: dict[str, Any], dump: str = "dump.jsonl") -> None:
        """Write documents, and bring the index level."""
        self.write(documents, dump)
        self.follow()
