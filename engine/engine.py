"""The library's front door: one data folder, opened.

    with souwen.open("souwen-data") as engine:
        engine.add(["dumps/2025-05"])
        for hit in engine.search("异地就医 备案", kind="article"):
            print(hit.title, hit.excerpt)

Everything heavy is imported by the method that needs it, so that a search starts fast.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ..corpus.errors import LockedError, NoDataError, RequestError, SouwenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..corpus.document import Document
    from ..corpus.lock import WriterLock
    from ..corpus.reader import CorpusReader
    from ..corpus.source import SourceInfo
    from ..corpus.store import CorpusWriter
    from ..index.follow import Index
    from ..ingest.preview import SplitReport
    from ..ingest.report import AddReport
    from ..language.analysis import TermRow
    from ..language.readings import Variants
    from ..search.answer.explanation import Explanation
    from ..search.answer.results import Results
    from ..search.evaluate import Evaluation
    from ..search.local import Searcher
    from ..search.own.dictionary import Entry, UserDictionary
    from .reports import CheckReport, RemoveReport, Stats

    Progress = Callable[[int, int | None, str], None]
    Confirm = Callable[[str], bool]
    AnyPath = str | os.PathLike[str]


class _Shared:
    """A searcher with its users, so that the files of an old snapshot go with the last of them."""

    def __init__(self, searcher: Searcher, stamp: tuple[int, int, int] | None) -> None:
        self.searcher = searcher
        self.stamp = stamp
        self.users = 0
        self.replaced = False

    def close_if_unused(self) -> None:
        if self.replaced and not self.users:
            self.searcher.snapshot.close()


class Engine:
    """One data folder. Made by `souwen.open`; a context manager; safe to search from threads.

    Args:
        path: the data folder; nothing is made before something is added.
        lock_timeout: seconds to wait for another writer.
    """

    def __init__(self, path: AnyPath, *, lock_timeout: float = 60.0) -> None:
        self.folder = Path(path)
        self._lock_timeout = lock_timeout
        self._guard = threading.Lock()
        self._shared: _Shared | None = None
        self._idle_readers: list[CorpusReader] = []
        self._words: tuple[tuple[int, int, int] | None, Variants] | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let all files go; a second time does nothing."""
        with self._guard:
            self._closed = True
            shared, self._shared = self._shared, None
            readers, self._idle_readers = self._idle_readers, []
            if shared is not None:
                shared.replaced = True
                shared.close_if_unused()
        for reader in readers:
            reader.close()

    # --- searching -------------------------------------------------------------------------------

    def search(  # noqa: PLR0913 - the options of a search
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        kind: str | None = None,
        channel: str | None = None,
        source: str | None = None,
        after: str | None = None,
        before: str | None = None,
        sort: str = "relevance",
        mode: str = "auto",
        exact: bool = False,
        collapse: bool = True,
        facets: bool = False,
    ) -> Results:
        """Search, and give the hits of one page of the result, best first.

        Args:
            query: as a person types it; see docs/query-language.md. It never raises.
            limit: most hits to give.
            offset: how many to leave out before the first.
            kind: "article" or "snippet".
            channel: only documents of this channel.
            source: only documents that a source shows whose key this pattern covers.
            after: only documents of this day or later; a year, a month or a day.
            before: only documents of this day or earlier.
            sort: "relevance", "newest" or "oldest".
            mode: "auto", "all" or "any" of the tokens.
            exact: take the whole query as one quoted string.
            collapse: show pages of one template, and documents of one title with like text, once.
            facets: count all that match by kind, channel, month, place and flag.

        Raises:
            RequestError: an option that cannot be carried out.
            NoDataError, DamagedError, OutdatedError: the folder holds nothing to search in.
        """
        from ..search.request import request_of  # noqa: PLC0415

        request = request_of(
            query,
            limit=limit,
            offset=offset,
            kind=kind,
            channel=channel,
            source=source,
            after=after,
            before=before,
            sort=sort,
            mode=mode,
            exact=exact,
            collapse=collapse,
            facets=facets,
        )
        with self._answering() as (searcher, reader):
            return searcher.search(request, reader, self._variants())

    def explain(  # noqa: PLR0913 - the options of a search
        self,
        query: str,
        id_: str,
        *,
        kind: str | None = None,
        channel: str | None = None,
        source: str | None = None,
        after: str | None = None,
        before: str | None = None,
        mode: str = "auto",
        exact: bool = False,
    ) -> Explanation | None:
        """Say why a search finds a document, and where in the order; or why it does not.

        The options are those of `search`. Give None where no document has this id, or an id that
        begins so.

        Raises:
            RequestError: an option that cannot be carried out, or several ids begin so.
        """
        from ..search.ranking.explain import explain  # noqa: PLC0415
        from ..search.request import request_of  # noqa: PLC0415

        request = request_of(
            query,
            limit=1,
            offset=0,
            kind=kind,
            channel=channel,
            source=source,
            after=after,
            before=before,
            sort="relevance",
            mode=mode,
            exact=exact,
            collapse=False,
        )
        with self._answering() as (searcher, reader):
            document = reader.find(id_)
            if document is None:
                return None
            return explain(searcher, request, reader, document, self._variants())

    def document(self, id_: str) -> Document | None:
        """Give a document by its id, or by a beginning of it that no other has.

        A retired document is given too. None where there is none.

        Raises:
            RequestError: several ids begin so.
        """
        with self._reading() as reader:
            return reader.find(id_)

    def similar(self, id_: str, *, limit: int = 10) -> list[Document]:
        """Give the documents of the same template or the same title as one, and that one first.

        Pages of one template differ in a place or a number. The newest of the others comes first.

        Args:
            id_: of a document, or a beginning of it that no other has.
            limit: most documents to give, the one itself counted.

        Returns:
            Nothing where there is no such document; only itself where nothing is like it.

        Raises:
            RequestError: several ids begin so.
        """
        from ..search.ranking.similar import group_with  # noqa: PLC0415

        _check_limit(limit)
        with self._answering() as (searcher, reader):
            document = reader.find(id_)
            if document is None:
                return []
            group = group_with(searcher.snapshot, document.id)[:limit]
            ids = [searcher.snapshot.ids[ordinal] for ordinal in group.tolist()]
            return list(reader.documents(ids or [document.id][:limit]).values())

    def nearest(self, query: str, *, limit: int = 3) -> list[Document]:
        """Give the documents that have most of a query, for where nothing matches it.

        Its filters and exclusions do not count.

        Args:
            query: as a person types it; it never raises.
            limit: most documents to give.
        """
        from ..search.ranking.suggest import nearest, wanted_texts  # noqa: PLC0415

        _check_limit(limit)
        with self._answering() as (searcher, reader):
            found = nearest(searcher.ranking, wanted_texts(query), limit)
            ids = [searcher.snapshot.ids[ordinal] for ordinal in found.tolist()]
            return list(reader.documents(ids).values())

    def evaluate(self, queries: AnyPath, qrels: AnyPath, run: AnyPath | None = None) -> Evaluation:
        """Measure the ranking against judged queries: MRR@10, nDCG@10, Recall@10.

        Args:
            queries: a file with lines of an id, a tab and a query.
            qrels: a file of judgements in TREC's form.
            run: where to write the hits, in TREC's form.
        """
        from ..search.evaluate import DEPTH, evaluate  # noqa: PLC0415

        def search(query: str) -> Results:
            return self.search(query, limit=DEPTH, collapse=False)

        return evaluate(Path(queries), Path(qrels), search, Path(run) if run is not None else None)

    # --- taking in and out -----------------------------------------------------------------------

    def add(  # noqa: PLR0913 - the options of an intake
        self,
        paths: AnyPath | Iterable[AnyPath],
        *,
        prune: bool = False,
        yes: bool = False,
        name: str | None = None,
        jobs: int = 1,
        dry_run: bool = False,
        encoding: str | None = None,
        max_size: int | None = None,
        max_ratio: int | None = None,
        progress: Progress | None = None,
        confirm: Confirm | None = None,
    ) -> AddReport:
        """Take dumps in and bring the index up to date.

        Args:
            paths: files, folders, globs, or "-" for standard input.
            prune: drop sources below these paths whose files are gone.
            yes: agree to retiring more than half of the documents that are touched.
            name: key the sources by this name and the path below the argument, for dumps that move.
            jobs: worker processes; with 1 none is started.
            dry_run: read and report, store nothing.
            encoding: read every file as this, whatever it looks like.
            max_size: the largest file or member of an archive, in bytes; 268,435,456 by default.
            max_ratio: how many times its size a packed file may unpack to, if to more than 10 MB;
                1000 by default.
            progress: called with (done, total or None, what).
            confirm: asked whether to retire more than half; without it the answer is no.

        Raises:
            RequestError: an option that cannot be carried out.
            LockedError: another process is writing.
            DamagedError, OutdatedError: the corpus cannot be used.
        """
        from dataclasses import replace  # noqa: PLC0415

        from ..ingest.add import Intake, take  # noqa: PLC0415
        from ..ingest.files.limits import Limits  # noqa: PLC0415

        given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
        limits = Limits.given(max_size, max_ratio)
        files = [str(path) for path in given]
        intake = Intake(files, self.folder, prune, name, jobs, encoding, limits)
        started = time.perf_counter()
        # A misspelt path is told, and makes no data folder.
        rehearse = dry_run or not (self._has_corpus() or self._has_files(intake.paths))
        writing = self._rehearsing() if rehearse else self._writing(create=True, progress=progress)
        with writing as writer:
            report = take(writer, intake, _agreement(yes, confirm), progress)
        return replace(report, took_ms=round((time.perf_counter() - started) * 1000, 3))

    def remove(
        self,
        patterns: str | Iterable[str],
        *,
        yes: bool = False,
        confirm: Confirm | None = None,
    ) -> RemoveReport:
        """Remove sources; documents that no other source shows are retired.

        Args:
            patterns: source keys, paths, folders or globs.
            yes: agree to retiring more than half of all documents.
            confirm: asked whether to; without it the answer is no.
        """
        from ..ingest.add import remove_noted  # noqa: PLC0415
        from .reports import RemoveReport  # noqa: PLC0415

        given = [patterns] if isinstance(patterns, str) else list(patterns)
        with self._reading() as reader:
            documents = reader.stats().documents
        with self._writing() as writer:
            found = writer.remove(given)
            refused = remove_noted(writer, _agreement(yes, confirm), of=documents)
            writer.commit()
            retired = writer.counts().retired
        return RemoveReport(0 if refused else found, retired, refused)

    def purge(self) -> int:
        """Delete the retired documents for good; give their number."""
        with self._reading():
            pass  # there must be something to purge
        with self._writing() as writer:
            return writer.purge()

    # --- the person's own words ------------------------------------------------------------------

    def dictionary(self) -> UserDictionary:
        """Give the person's own words and synonyms; iterating gives the entries.

        Its `problems` say which lines of the file cannot be read.
        """
        from ..search.own.dictionary import UserDictionary  # noqa: PLC0415

        with self._reading():
            pass  # there must be something that they are for
        return UserDictionary.load(self.folder)

    def dictionary_add(self, word: str, synonyms: Iterable[str] = ()) -> Entry:
        """Keep a word that is not to be cut apart, and what means the same.

        Searches know it at once; nothing is indexed again.

        Args:
            word: one that is there already gets the synonyms in addition.
            synonyms: each finds what the word finds, and the other way round.

        Returns:
            The word with all the synonyms that it has now, normalised.

        Raises:
            RequestError: a word that cannot be one; says why.
            DamagedError: a line of the file cannot be read, and would be lost.
        """
        given = [synonyms] if isinstance(synonyms, str) else synonyms
        with self._dictionary_locked() as dictionary:
            changed, entry = dictionary.added(word, given)
            changed.save(self.folder)
        return entry

    def dictionary_remove(self, word: str) -> bool:
        """Forget a word, also as a synonym of others; tell whether it was there.

        Raises:
            RequestError: a word that cannot be one; says why.
            DamagedError: a line of the file cannot be read, and would be lost.
        """
        with self._dictionary_locked() as dictionary:
            changed, was_there = dictionary.removed(word)
            if was_there:
                changed.save(self.folder)
        return was_there

    @contextmanager
    def _dictionary_locked(self) -> Iterator[UserDictionary]:
        """Lend what the dictionary is now, while nobody else changes it."""
        with self._reading():
            pass  # without a corpus no file is made
        with self._locked():
            yield self.dictionary()

    # --- upkeep ----------------------------------------------------------------------------------

    def reindex(self, *, resplit: bool = False, progress: Progress | None = None) -> Stats:
        """Build the index anew from the corpus, beside the old one, and switch to it at the end.

        Args:
            resplit: read the kept texts of all sources again first, as a newer splitter would.
            progress: called with (done, total or None, what).
        """
        with self._reading():
            pass  # without a corpus there is nothing to index
        if resplit:
            from ..ingest.add import read_again  # noqa: PLC0415

            with self._writing() as writer:
                read_again(writer, lambda _: True, progress)
        with self._locked(), self._reader_beside() as reader:
            self._index().rebuild(reader, progress)
            self._log_index()
        return self.stats()

    def check(self, *, deep: bool = False, repair: bool = False) -> CheckReport:
        """Verify the corpus and that the index is level with it.

        Args:
            deep: read every text and term, not only what is quick to compare.
            repair: work out anew what the corpus' documents show, and rebuild the index, where
                anything is wrong with them. A damaged database is beyond that.
        """
        from .reports import CheckReport  # noqa: PLC0415

        problems = self._problems(deep=deep)
        if not (repair and problems):
            return CheckReport(tuple(problems))
        with self._locked():
            self._repair_corpus()
            with self._reader_beside() as reader:
                self._index().rebuild(reader)
        left = self._problems(deep=deep)
        return CheckReport(
            tuple(problems), tuple(problem for problem in problems if problem not in left)
        )

    def _problems(self, *, deep: bool) -> list[str]:
        with self._reading() as reader:
            return [*reader.problems(deep=deep), *self._index().problems(reader, deep=deep)]

    def _repair_corpus(self) -> None:
        from ..corpus.store import CorpusWriter  # noqa: PLC0415

        with CorpusWriter(self.folder) as writer:
            writer.repair()

    def stats(self) -> Stats:
        """Give the data folder in numbers."""
        from dataclasses import asdict  # noqa: PLC0415

        from .reports import IndexStats, Stats  # noqa: PLC0415

        index = self._index()
        with self._reading() as reader:
            counts = asdict(reader.stats())
            generation, seq = None, 0
            with suppress(SouwenError):  # a damaged index has no numbers; `check` says what it is
                generation, seq = index.generations.current(), index.seq()
            up_to_date = generation is not None and seq == reader.seq()
        return Stats(
            **counts, index=IndexStats(generation, seq, index.generations.bytes(), up_to_date)
        )

    def sources(self) -> Iterator[SourceInfo]:
        """Give every source, by its key."""
        with self._reading() as reader:
            yield from reader.sources()

    def export(self) -> Iterator[dict[str, object]]:
        """Give every document that is not retired as a JSON line that `add` takes back.

        Its `id` is the one that a JSON line gave it, unless other documents have that too (those of
        one page do), or else the document's own.
        """
        with self._reading() as reader, reader.snapshot():
            shared = reader.shared_refs()
            for document in reader.live():
                own = [ref for ref in document.refs if ref not in shared]
                yield {
                    "id": own[0] if own else document.id,
                    "kind": document.kind.value,
                    "title": document.title,
                    "body": document.body,
                    "published": document.published,
                    "channel": document.channel,
                    "url": document.url,
                }

    # --- the files -------------------------------------------------------------------------------

    def _has_corpus(self) -> bool:
        from ..corpus.schema import FILE_NAME  # noqa: PLC0415

        return os.path.exists(self.folder / FILE_NAME)  # noqa: PTH110 - False where it cannot be seen

    def _has_files(self, paths: Iterable[str]) -> bool:
        from ..ingest.files.walk import Container, walk  # noqa: PLC0415

        return any(isinstance(found, Container) for found in walk(paths, exclude=[self.folder]))

    def _index(self) -> Index:
        from ..index.follow import Index  # noqa: PLC0415

        return Index(self.folder / "index")

    @contextmanager
    def _reading(self) -> Iterator[CorpusReader]:
        """Lend a reader; readers are kept, because opening one takes longer than a search."""
        from ..corpus.reader import CorpusReader  # noqa: PLC0415

        with self._guard:
            if self._closed:
                raise _closed()
            reader = self._idle_readers.pop() if self._idle_readers else None
        reader = reader or CorpusReader(self.folder)
        try:
            yield reader
        finally:
            with self._guard:
                keep = not self._closed
                if keep:
                    self._idle_readers.append(reader)
            if not keep:
                reader.close()

    @contextmanager
    def _answering(self) -> Iterator[tuple[Searcher, CorpusReader]]:
        """Lend a searcher, and a reader that sees one state of the corpus."""
        with self._reading() as reader, self._searching(reader) as searcher, reader.snapshot():
            # The corpus is looked at after the index, so it has all that the index names.
            try:
                yield searcher, reader
            except (ArithmeticError, LookupError, ValueError):
                # What a search reads was compared with its checksums; a file that was damaged only
                # then may lead anywhere. If it is not that, it is a fault of ours.
                self._index().verify()
                raise

    @contextmanager
    def _searching(self, reader: CorpusReader) -> Iterator[Searcher]:
        """Lend a searcher over the newest snapshot of the index."""
        index = self._index()
        stamp = index.stamp()
        with self._guard:
            if self._closed:
                raise _closed()
            shared = self._shared
            if shared is None or shared.stamp != stamp or stamp is None:
                shared = self._newest(index, reader)
            shared.users += 1
        try:
            yield shared.searcher
        finally:
            with self._guard:
                shared.users -= 1
                shared.close_if_unused()

    def _variants(self) -> Variants:
        """Give what else the tokens of a query may be read as, by the dictionary as it is now."""
        from ..language.readings import Variants  # noqa: PLC0415
        from ..search.own.dictionary import UserDictionary, stamp  # noqa: PLC0415

        now = stamp(self.folder)
        words = self._words
        if words is None or words[0] != now:
            # The stamp is older than what is read, so a change in between is seen the next time.
            words = self._words = now, Variants(UserDictionary.load(self.folder))
        return words[1]

    def _newest(self, index: Index, reader: CorpusReader) -> _Shared:
        """Open the newest snapshot in the place of the one that is shared."""
        from ..search.local import Searcher  # noqa: PLC0415

        if index.stamp() is None or index.seq() != reader.seq():
            # A crash came between the corpus and the index, or a writer is just at it, or another
            # corpus was put in the place of this one. If this process may not write, what is there
            # must do.
            try:
                with self._locked(timeout=0), self._reader_beside() as other:
                    index.catch_up(other)
                    self._log_index()
            except LockedError:
                if index.stamp() is None:
                    raise  # the first documents are just coming in
            except SouwenError:
                pass
        stamp = index.stamp()
        shared = _Shared(Searcher(index.snapshot()), stamp)
        if self._shared is not None:
            self._shared.replaced = True
            self._shared.close_if_unused()
        self._shared = shared
        return shared

    @contextmanager
    def _reader_beside(self) -> Iterator[CorpusReader]:
        """Open a reader of what is there now, outside the snapshots of others."""
        from ..corpus.reader import CorpusReader  # noqa: PLC0415

        with CorpusReader(self.folder) as reader:
            yield reader

    def _locked(self, timeout: float | None = None, *, create: bool = False) -> WriterLock:
        from ..corpus.lock import WriterLock  # noqa: PLC0415

        wait = self._lock_timeout if timeout is None else timeout
        return WriterLock(self.folder, wait, create=create)

    @contextmanager
    def _rehearsing(self) -> Iterator[CorpusWriter]:
        """Lend a writer to a copy of the corpus that is thrown away."""
        import tempfile  # noqa: PLC0415

        from ..corpus.store import CorpusWriter  # noqa: PLC0415

        with tempfile.TemporaryDirectory(prefix="souwen-") as folder:
            with suppress(NoDataError), self._reading() as reader:
                reader.copy_to(Path(folder))
            with CorpusWriter(Path(folder)) as writer:
                yield writer

    @contextmanager
    def _writing(
        self, *, create: bool = False, progress: Progress | None = None
    ) -> Iterator[CorpusWriter]:
        """Lend the writer under the lock, then bring the index level with what it wrote."""
        from ..corpus.store import CorpusWriter  # noqa: PLC0415

        if self._closed:
            raise _closed()
        with self._locked(create=create):
            with CorpusWriter(self.folder) as writer:
                with self._reader_beside() as reader:
                    # An index of another corpus must not be mistaken for one of this, later on.
                    if self._index().is_ahead(reader):
                        self._index().catch_up(reader)
                yield writer
            with self._reader_beside() as reader:
                self._index().catch_up(reader, progress)
                self._log_index()

    def _log_index(self) -> None:
        import logging  # noqa: PLC0415 - not for a search that finds the index level

        number, seq = self._index().generations.current(), self._index().seq()
        logging.getLogger(__name__).info("index: generation %s is at change %d", number, seq)


def open(path: AnyPath = "souwen-data", *, lock_timeout: float = 60.0) -> Engine:  # noqa: A001
    """Open a data folder; one that is not there is made when something is added.

    Args:
        path: the data folder.
        lock_timeout: seconds to wait for another process that is writing.
    """
    return Engine(path, lock_timeout=lock_timeout)


def split(
    path: AnyPath,
    encoding: str | None = None,
    *,
    max_size: int | None = None,
    max_ratio: int | None = None,
) -> SplitReport:
    """Show how the pages at a path split, without storing anything; the options are those of `add`.

    Raises:
        RequestError: an option that cannot be carried out.
    """
    from ..ingest.files.limits import Limits  # noqa: PLC0415
    from ..ingest.preview import split_path  # noqa: PLC0415

    return split_path(str(path), encoding, Limits.given(max_size, max_ratio))


def analyze(text: str) -> list[TermRow]:
    """Give the terms of a text, for the index and for a query, with offsets in the text."""
    from ..language.analysis import analyse  # noqa: PLC0415

    return analyse(text)


def _closed() -> SouwenError:
    return SouwenError("this engine is closed: open another")


def _check_limit(limit: int) -> None:
    if not isinstance(limit, int) or limit < 0:
        raise RequestError(f"limit must be a whole number from 0, not {limit!r}")


def _agreement(yes: bool, confirm: Confirm | None) -> Confirm:  # noqa: FBT001
    if yes:
        return lambda _: True
    return confirm or (lambda _: False)
