"""What has an index follow a corpus: when it goes on, when it is built anew, and who is told."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus import changes
from souwen.corpus.errors import DamagedError, LostError
from souwen.corpus.reader import CorpusReader
from souwen.search.follow import catch_up, rebuild
from souwen.search.local import LocalIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from souwen.corpus.changes import ChangeBatch

    WritePage = Callable[[Path, str], Path]


@dataclass
class Ids:
    """An index that holds ids only."""

    ids: set[str] = field(default_factory=set)
    seq: int = 0
    failing: Exception | None = None
    loses: bool = False
    is_remote: bool = False
    built: int = 0
    applied: list[int] = field(default_factory=list)

    def state(self) -> str | None:
        """Return None for an index of nothing."""
        return str(self.seq) if self.seq or self.failing else None

    def reached(self) -> int:
        """Return the last change, or fail."""
        if self.failing:
            raise self.failing
        return self.seq

    def apply(self, batch: ChangeBatch) -> None:
        """Take the ids of a batch in."""
        self.ids |= {document.id for document in batch.documents}
        self.ids -= set(batch.gone)
        self.seq = batch.seq
        self.applied.append(len(batch))

    def snapshot(self) -> Any:
        """Lend how many there are."""
        return nullcontext(SimpleNamespace(size=len(self.ids) - self.loses))

    @contextmanager
    def rebuilding(self) -> Iterator[Ids]:
        """Lend an empty one, and take its place at the end."""
        new = Ids(loses=self.loses)
        yield new
        self.ids, self.seq, self.failing = new.ids, new.seq, None
        self.applied += new.applied
        self.built += 1


@pytest.fixture
def corpus(tmp_path: Path, write_page: WritePage) -> Iterator[CorpusReader]:
    """Return a corpus of nine live documents and one that is retired."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add(
            [write_page(tmp_path / f"{number}.txt", f"第{number}篇") for number in range(10)]
        )
        engine.remove(str(tmp_path / "3.txt"), yes=True)
    with CorpusReader(tmp_path / "data") as reader:
        yield reader


def live(corpus: CorpusReader) -> set[str]:
    """Return the ids of the live documents."""
    return {document.id for document in corpus.live()}


def test_an_index_of_nothing_is_built(
    corpus: CorpusReader, caplog: pytest.LogCaptureFixture
) -> None:
    """The first index holds what is live, and nobody is warned of it."""
    index = Ids()
    catch_up(index, corpus)  # type: ignore[arg-type]
    assert index.ids == live(corpus)
    assert index.seq == corpus.seq()
    assert not caplog.records


def test_an_index_that_is_behind_goes_on(
    corpus: CorpusReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what changed since is taken in, some changes at a time, and each time it is said."""
    index = Ids()
    rebuild(index, corpus)  # type: ignore[arg-type]
    index.seq, index.applied = 4, []
    monkeypatch.setattr(changes, "_MOST", 3)
    said: list[tuple[int, int | None, str]] = []
    catch_up(index, corpus, lambda *given: said.append(given))  # type: ignore[arg-type]
    assert index.built == 1
    assert index.ids == live(corpus)
    first, *others = index.applied
    assert first == 0  # which removes what a crash left
    assert max(others) <= 3
    total = sum(others)
    assert said == [
        (sum(others[:at]), total, "indexing") for at in range(len(others) + 1)
    ]  # from the beginning on, before anything is done


def test_an_index_that_is_ahead_is_evidence(corpus: CorpusReader) -> None:
    """What it has and the corpus has not was lost: nothing is built of the rest unasked."""
    index = Ids(seq=999)
    with pytest.raises(LostError, match="the index has 999"):
        catch_up(index, corpus)  # type: ignore[arg-type]
    assert not index.built


def test_an_index_that_cannot_be_used_is_built_anew_with_a_warning(
    corpus: CorpusReader, caplog: pytest.LogCaptureFixture
) -> None:
    """A damaged one is replaced, and the log says why."""
    index = Ids(seq=1, failing=DamagedError("a", "checksum", "run x"))
    catch_up(index, corpus)  # type: ignore[arg-type]
    assert (index.built, index.ids) == (1, live(corpus))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "built anew" in record.getMessage()
    assert "checksum" in record.getMessage()


def test_an_index_of_others_is_not_built_anew_unasked(corpus: CorpusReader) -> None:
    """One on other machines that cannot be used is told, and stays as it is."""
    index = Ids(seq=1, failing=DamagedError("a", "another corpus", "run x"), is_remote=True)
    with pytest.raises(DamagedError, match="another corpus"):
        catch_up(index, corpus)  # type: ignore[arg-type]
    assert not index.built
    rebuild(index, corpus)  # type: ignore[arg-type]
    assert index.ids == live(corpus)


def test_what_is_no_damage_is_not_mended(corpus: CorpusReader) -> None:
    """An error of the code is not taken for damage of the index."""
    index = Ids(seq=1, failing=TypeError("a bug"))
    with pytest.raises(TypeError):
        catch_up(index, corpus)  # type: ignore[arg-type]
    assert not index.built


def test_an_index_that_lost_something_takes_no_place(corpus: CorpusReader) -> None:
    """If fewer documents were indexed than are live, the old index stays."""
    index = Ids({"old"}, seq=1, loses=True)
    with pytest.raises(DamagedError, match="8 documents were indexed, not 9"):
        rebuild(index, corpus)  # type: ignore[arg-type]
    assert (index.ids, index.built) == ({"old"}, 0)


def test_others_have_short_turns_while_one_indexes(
    tmp_path: Path, write_page: WritePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While changes are taken in, other threads wait less for Python; afterwards as before."""
    before = sys.getswitchinterval()
    during: list[float] = []
    original = LocalIndex.apply

    def apply(index: LocalIndex, batch: ChangeBatch) -> None:
        during.append(sys.getswitchinterval())
        original(index, batch)

    monkeypatch.setattr(LocalIndex, "apply", apply)
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
    assert during
    assert max(during) < before
    assert sys.getswitchinterval() == before
