"""A corpus to put pages in, in the few words that a test needs."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.documents import Kind, Record, document_id
from souwen.corpus.reader import CorpusReader
from souwen.corpus.sources import Form, Member, Page
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from souwen.corpus.counts import Counts
    from souwen.corpus.documents import Document

    Pages = Sequence[Sequence[Record]]
    Files = Mapping[str, Mapping[str, Pages]]

VERSIONS = "decoder 1, splitter 1"


def _written(what: Pages | Mapping[str, Pages]) -> str:
    """Write pages out in full: the `repr` of a record is short."""
    return json.dumps(what, default=Record.as_dict)


class Dumps:
    """A data folder, and what is put into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def article(title: str, body: str = "", **says: str | None) -> Record:
        """Make an article for position 0."""
        return Record(0, Kind.ARTICLE, title, body, **says)  # type: ignore[arg-type]

    @staticmethod
    def snippet(title: str, body: str = "", position: int = 1, **says: str | None) -> Record:
        """Make a snippet."""
        return Record(position, Kind.SNIPPET, title, body, **says)  # type: ignore[arg-type]

    @staticmethod
    def id_of(record: Record) -> str:
        """Give the id of a record's document."""
        return document_id(record.kind, record.title, record.body)

    @staticmethod
    def member(key: str, pages: Pages) -> Member:
        """Make a member; its digest follows from what it holds."""
        text = _written(pages)
        return Member(
            key,
            text,
            Form.TEXT,
            "utf-8",
            blake2b(text.encode(), digest_size=16).hexdigest(),
            tuple(
                Page(number, key if len(pages) == 1 else f"{key}#{number}", tuple(records))
                for number, records in enumerate(pages, start=1)
            ),
        )

    def read(
        self, writer: CorpusWriter, files: Files, *, whole: bool = True, versions: str = VERSIONS
    ) -> None:
        """Do what an intake does, up to what is to go."""
        for key, members in files.items():
            digest = blake2b(_written(members).encode(), digest_size=16).hexdigest()
            if writer.unchanged(key, digest, versions):
                continue
            writer.begin(key, digest, versions)
            for member_key, pages in members.items():
                writer.put(self.member(member_key, pages))
            writer.finish(whole=whole)

    def add(
        self,
        files: Files,
        *,
        whole: bool = True,
        versions: str = VERSIONS,
        prune: str | None = None,
    ) -> Counts:
        """Take files in, and let go what is gone; of files, those below the folder `prune`."""
        with CorpusWriter(self.folder) as writer:
            self.read(writer, files, whole=whole, versions=versions)
            if prune is not None:
                writer.prune(self.below(writer, prune))
            writer.apply_removals()
            return writer.counts()

    @staticmethod
    def below(writer: CorpusWriter, folder: str) -> list[str]:
        """Give the keys of the files below a folder."""
        keys = [container.key for container in writer.containers()]
        return [key for key in keys if key.startswith(f"{folder}/")]

    def pages(self, files: Mapping[str, Sequence[Record]], *, prune: str | None = None) -> Counts:
        """Take plain files of one page each in."""
        return self.add({key: {key: [records]} for key, records in files.items()}, prune=prune)

    def remove(self, *patterns: str) -> int:
        """Remove sources."""
        with CorpusWriter(self.folder) as writer:
            found = writer.remove(patterns)
            writer.apply_removals()
            return found

    def shown(self, record: Record) -> Document:
        """Give the document of a record as the corpus keeps it."""
        with CorpusReader(self.folder) as reader:
            return reader.documents([self.id_of(record)])[self.id_of(record)]

    def live(self) -> list[Document]:
        """Give all documents that are not retired."""
        with CorpusReader(self.folder) as reader:
            return list(reader.live())

    def changes(self, seq: int = 0) -> list[tuple[int, str, bool]]:
        """Give the log of changes after one."""
        with CorpusReader(self.folder) as reader:
            return reader.changes_since(seq)

    def seq(self) -> int:
        """Give the latest change."""
        with CorpusReader(self.folder) as reader:
            return reader.seq()

    def problems(self) -> list[str]:
        """Give all that is wrong."""
        with CorpusReader(self.folder, accept=True) as reader:
            return list(reader.problems(deep=True))


@pytest.fixture
def dumps(tmp_path: Path) -> Iterator[Dumps]:
    """Give an empty data folder; after the test, nothing may be wrong with what is in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    kept = Dumps(folder)
    yield kept
    if (folder / "corpus.sqlite3").exists():
        assert kept.problems() == []


@pytest.fixture(scope="session")
def dumps_in() -> type[Dumps]:
    """Give the maker of data folders, for tests that need several."""
    return Dumps
