"""Repair a corpus: save what can be saved, bring back what kept pages can give, name the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..corpus.errors import SouwenError
from ..corpus.reader import CorpusReader
from ..corpus.salvage import salvage
from ..corpus.store import CorpusWriter
from ..ingest.add import split_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..index.follow import Index

    Indexed = Callable[[str | None], set[str]]


def repair_corpus(folder: Path, indexed: Indexed) -> tuple[str, ...]:
    """Repair the corpus of a folder; the caller holds the lock, and builds the index anew.

    Args:
        folder: the data folder.
        indexed: gives the ids that an index of the corpus of this id has.

    Returns:
        The documents that are lost, a line each: they were live, and nothing shows them any more,
        or fewer pages do. The files of all dumps count as not read then, so that adding them brings
        back what is in them.

    Raises:
        DamagedError: nothing of it can be read.
    """
    salvage(folder)
    with CorpusReader(folder, accept=True) as corpus:
        before = set(corpus.live_ids())
        before.update(corpus.unknown(indexed(corpus.id()) - before))
        shown = corpus.shown()
        titles = corpus.titles(sorted(before))
    with CorpusWriter(folder, accept=True) as writer:
        writer.discard_damaged()
        split_again(writer, only_damaged=True)
        writer.repair()
        with CorpusReader(folder, accept=True) as corpus:
            now = corpus.shown()
        lost = dict.fromkeys(before.difference(now), "") | {
            id_: f" ({now[id_]} of {count} pages that show it)"
            for id_, count in shown.items()
            if count > now.get(id_, count)
        }
        if lost:
            writer.forget_digests()
    return tuple(f"{id_} {titles.get(id_, '')}".rstrip() + lost[id_] for id_ in sorted(lost))


def ids_of(index: Index, corpus: str | None) -> set[str]:
    """Return the ids that the index has; none where it is another corpus', or cannot be read."""
    try:
        if index.follows() not in {None, corpus}:
            return set()
        index.verify()
        snapshot = index.snapshot()
    except SouwenError:
        return set()
    try:
        return {id_ for id_ in snapshot.ids if id_}
    finally:
        snapshot.close()
