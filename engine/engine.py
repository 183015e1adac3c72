"""The library's front door: one data folder, opened.

    with souwen.open("souwen-data") as engine:
        engine.add(["dumps/2025-05"])
        for hit in engine.search("异地就医 备案", kind="article"):
            print(hit.title, hit.excerpt)

Everything heavy is imported by the method that needs it, so that a search starts fast.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from string import hexdigits
from typing import TYPE_CHECKING, Self

from ..corpus.errors import DamagedError, NoDataError, RequestError
from .session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Unpack

    from ..corpus.backup import Backup
    from ..corpus.documents import Document
    from ..corpus.log import Changes
    from ..corpus.reader import CorpusReader
    from ..corpus.sources import SourceInfo
    from ..index.whoosh.index import WhooshIndex
    from ..ingest.preview import Part, SplitReport
    from ..ingest.report import AddReport
    from ..language.analysis import TermRow
    from ..search.answer.explanation import Explanation
    from ..search.answer.results import Marks, Results
    from ..search.evaluate import Evaluation
    from ..search.own.dictionary import Entry, UserDictionary
    from ..search.own.word_list import Imported
    from ..search.query.interpret import QueryReader, ReadQuery
    from ..search.request import Narrowing, SearchOptions, SearchRequest
    from ..search.suggestion import Suggestion
    from .reports import CheckReport, RemoveReport, Stats

    Progress = Callable[[int, int | None, str], None]
    Confirm = Callable[[str], bool]
    AnyPath = str | os.PathLike[str]

_ID_LENGTH = 16


class Engine:
    """One data folder. Made by `souwen.open`; a context manager; safe to search from threads.

    Args:
        path: the data folder; nothing is made before something is added.
        lock_timeout: seconds to wait for another writer.
        progress: called with (done, total or None, what) by every call that takes long, a search
            that has to index first among them.
    """

    def __init__(
        self, path: AnyPath, *, lock_timeout: float = 60.0, progress: Progress | None = None
    ) -> None:
        self.folder = Path(path)
        self._progress = progress
        self._session = Session(self.folder, lock_timeout, progress)
        self._reader: tuple[tuple[int, int, int] | None, QueryReader] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let all files go; a second time does nothing."""
        self._session.close()

    # --- searching -------------------------------------------------------------------------------

    def search(self, query: str, **options: Unpack[SearchOptions]) -> Results:
        """Search, and return the hits of one page of the result, best first.

        Args:
            query: as a person types it; see docs/query-language.md. It never raises.
            options: those of `SearchRequest`, by name.

        Raises:
            RequestError: an option that cannot be carried out.
            NoDataError, DamagedError, OutdatedError: the folder holds nothing to search in.
        """
        from ..search.answer.hits import answer  # noqa: PLC0415
        from ..search.request import SearchRequest  # noqa: PLC0415

        request = SearchRequest(query, **options)
        read = self._read(request)
        with self._session.searching() as snapshot:
            return answer(snapshot, request, read)

    def explain(self, query: str, id_: str, **options: Unpack[Narrowing]) -> Explanation | None:
        """Say why a search finds a document, and where in the order; or why it does not.

        Args:
            query: as for `search`.
            id_: of a document, or a beginning of it that no other has.
            options: those of `search` that narrow what it finds.

        Returns:
            None where there is no such document.

        Raises:
            RequestError: an option that cannot be carried out, or several ids begin so.
        """
        from ..search.answer.explanation import explanation  # noqa: PLC0415
        from ..search.request import SearchRequest  # noqa: PLC0415

        read = self._read(SearchRequest(query, **options))
        with self._session.searching() as snapshot:
            document = self.document(id_)
            return None if document is None else explanation(snapshot, read, document)

    def cost(self, query: str, **options: Unpack[Narrowing]) -> int:
        """Return about how many postings a search would read, without searching.

        A server goes by it to keep heavy queries out of the way of light ones.

        Args:
            query: as for `search`.
            options: those of `search` that narrow what it finds.
        """
        from ..search.request import SearchRequest  # noqa: PLC0415

        read = self._read(SearchRequest(query, **options))
        with self._session.searching() as snapshot:
            return snapshot.cost(read)

    def document(self, id_: str) -> Document | None:
        """Return a document by its id, or by a beginning of it that no other has.

        A retired document is returned too. None where there is none.

        Raises:
            RequestError: several ids begin so.
        """
        with self._session.reading() as corpus:
            return corpus.find(id_)

    def documents(self, ids: Iterable[str]) -> list[Document]:
        """Return documents by their whole ids, in that order, without those that are not there.

        Retired ones are returned too.
        """
        wanted = [ids] if isinstance(ids, str) else list(ids)
        known = {document.id: document for document in self._documents(list(dict.fromkeys(wanted)))}
        return [known[id_] for id_ in wanted if id_ in known]

    def marks(self, query: str, id_: str) -> Marks | None:
        """Say where a document has what a query looks for, in its whole title and text.

        Args:
            query: as for `search`.
            id_: of a document, or a beginning of it that no other has.

        Returns:
            Spans, nothing where it has none of it; None where there is no such document.

        Raises:
            RequestError: several ids begin so.
        """
        from ..search.answer.hits import marks_of  # noqa: PLC0415
        from ..search.request import SearchRequest  # noqa: PLC0415

        read = self._read(SearchRequest(query))
        with self._session.searching() as snapshot:
            document = self.document(id_)
            return None if document is None else marks_of(snapshot, read, document.id)

    def similar(self, id_: str, *, limit: int = 10) -> list[Document]:
        """Return the documents of the same template or the same title as one, and that one first.

        Pages of one template differ in a place or a number. The newest of the others comes first.

        Args:
            id_: of a document, or a beginning of it that no other has.
            limit: most documents to return, the one itself counted.

        Returns:
            Nothing where there is no such document; only itself where nothing is like it.

        Raises:
            RequestError: several ids begin so.
        """
        from ..search.request import check_whole_number  # noqa: PLC0415

        check_whole_number("limit", limit)
        with self._session.searching() as snapshot:
            document = self.document(id_)
            if document is None:
                return []
            ids = snapshot.group(document.id, limit) or [document.id][:limit]
            return self._documents(ids)

    def nearest(self, query: str, *, limit: int = 3) -> list[Document]:
        """Return the documents that have most of a query, for where nothing matches it.

        Its filters and exclusions do not count.

        Args:
            query: as a person types it; it never raises.
            limit: most documents to return.
        """
        from ..search.request import SearchRequest, check_whole_number  # noqa: PLC0415

        check_whole_number("limit", limit)
        read = self._read(SearchRequest(query))
        with self._session.searching() as snapshot:
            return self._documents(snapshot.nearest(read, limit))

    def suggest(self, text: str, *, limit: int = 8) -> list[Suggestion]:
        """Return words and titles of the corpus that complete or correct a text, best first.

        Letters are read as sounds too: `yanglaojin` and `ylj` give 养老金.

        Args:
            text: as far as it is typed; it never raises.
            limit: most suggestions to return.
        """
        from ..search.request import check_whole_number  # noqa: PLC0415

        check_whole_number("limit", limit)
        with self._session.searching() as snapshot:
            return snapshot.suggest(text, limit)

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

    def _read(self, request: SearchRequest) -> ReadQuery:
        """Read a query by the person's dictionary as it is now."""
        from ..language.readings import Readings  # noqa: PLC0415
        from ..search.own.dictionary import UserDictionary, stamp  # noqa: PLC0415
        from ..search.query.interpret import QueryReader  # noqa: PLC0415

        now = stamp(self.folder)
        reader = self._reader
        if reader is None or reader[0] != now:
            # The stamp is older than what is read, so a change in between is seen the next time.
            own = UserDictionary.load(self.folder)
            own.check()  # with half of it a search would answer otherwise, and nobody would know
            lexicon = Readings(own)
            reader = self._reader = now, QueryReader(lexicon)
        return request.read(reader[1])

    def _documents(self, ids: list[str]) -> list[Document]:
        with self._session.reading() as corpus:
            return list(corpus.documents(ids).values())

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
        map: Mapping[str, str | Sequence[str]] | None = None,  # noqa: A002 - as `--map`
        exclude: str | Sequence[str] = (),
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
            map: the keys of fields of JSON and tables, `{"title": "headline", "url": "meta.url"}`,
                where their names are not the usual ones.
            exclude: globs of what is left out, also of archives: names at any depth, or paths.
            progress: called with (done, total or None, what); without it, that of the engine is.
            confirm: asked whether to retire more than half; without it the answer is no.

        Raises:
            RequestError: an option that cannot be carried out.
            LockedError: another process is writing.
            DamagedError, OutdatedError: the corpus cannot be used.
        """
        from dataclasses import replace  # noqa: PLC0415

        from ..ingest.add import Intake, add_dumps  # noqa: PLC0415
        from ..ingest.files.leave_out import Patterns  # noqa: PLC0415
        from ..ingest.files.limits import Limits  # noqa: PLC0415
        from ..ingest.rows.names import FieldNames  # noqa: PLC0415

        progress = progress or self._progress
        given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
        limits = Limits.given(max_size, max_ratio)
        files = [str(path) for path in given]
        names = FieldNames(map)
        patterns = Patterns([exclude] if isinstance(exclude, str) else exclude)
        intake = Intake(files, self.folder, prune, name, jobs, encoding, limits, names, patterns)
        started = time.perf_counter()
        # A misspelt path is told, and makes no data folder.
        rehearse = dry_run or not (self._session.has_corpus() or self._has_files(intake.paths))
        writing = (
            self._session.rehearsing()
            if rehearse
            else self._session.writing(create=True, progress=progress)
        )
        with writing as writer:
            report = add_dumps(writer, intake, _agreement(yes, confirm), progress)
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
        from ..ingest.add import apply_removals  # noqa: PLC0415
        from .reports import RemoveReport  # noqa: PLC0415

        given = [patterns] if isinstance(patterns, str) else list(patterns)
        with self._session.reading() as reader:
            documents = reader.stats().documents
        self._tell("removing")
        with self._session.writing() as writer:
            found = writer.remove(given)
            refused = apply_removals(writer, _agreement(yes, confirm), of=documents)
            writer.commit()
            retired = writer.counts().retired
        return RemoveReport(0 if refused else found, retired, refused)

    def purge(self) -> int:
        """Delete the retired documents for good; return their number."""
        self._session.check_data()
        self._tell("purging")
        with self._session.writing() as writer:
            return writer.purge()

    def block(self, ids: str | Iterable[str]) -> list[str]:
        """Take documents out for good: no `add` brings them back. Return their ids.

        The kept texts of the pages that show them are deleted too, so that `reindex --resplit`
        leaves these pages as they are.

        Args:
            ids: of documents, or beginnings that no other has; or whole ids of documents that are
                not there yet.

        Raises:
            RequestError: an id that is neither; or several begin so.
        """
        given = [ids] if isinstance(ids, str) else list(ids)
        with self._session.reading() as corpus:
            whole = [self._whole_id(corpus, id_) for id_ in given]
        with self._session.writing() as writer:
            writer.block(whole)
        return whole

    def unblock(self, ids: str | Iterable[str]) -> int:
        """Let blocked documents come in again with the next `add`; return how many there were.

        Args:
            ids: whole ones.
        """
        given = [ids] if isinstance(ids, str) else list(ids)
        self._session.check_data()
        with self._session.writing() as writer:
            return writer.unblock([id_.strip().lower() for id_ in given])

    def blocked(self) -> list[tuple[str, str]]:
        """Return the id of every blocked document, and when it was blocked (ISO, UTC)."""
        with self._session.reading() as corpus:
            return corpus.blocked()

    @staticmethod
    def _whole_id(corpus: CorpusReader, id_: str) -> str:
        document = corpus.find(id_)
        if document is not None:
            return document.id
        whole = id_.strip().lower()
        if len(whole) != _ID_LENGTH or not set(whole) <= set(hexdigits):
            raise RequestError(f"no document begins with {id_!r}: give its whole id to block it")
        return whole

    # --- the person's own words ------------------------------------------------------------------

    def dictionary(self) -> UserDictionary:
        """Return the person's own words and synonyms; iterating gives the entries.

        Its `problems` say which lines of the file cannot be read.
        """
        from ..search.own.dictionary import UserDictionary  # noqa: PLC0415

        self._session.check_data()
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

    def dictionary_import(self, path: str | os.PathLike[str]) -> Imported:
        """Keep the words of a file: all of them, or none where a line cannot be read.

        Args:
            path: a text of lines: a word and its synonyms with tabs between them, a word alone, or
                a line of a user dictionary of jieba, of which the word counts.

        Returns:
            How many words and synonyms that are, and how many of them are new.

        Raises:
            InputError: it cannot be read; names the lines and the reasons.
            DamagedError: a line of the dictionary itself cannot be read, and would be lost.
        """
        from ..search.own.word_list import read_word_list  # noqa: PLC0415

        self._session.check_data()
        given = read_word_list(Path(path))
        with self._dictionary_locked() as dictionary:
            changed, imported = given.joined_to(dictionary)
            changed.save(self.folder)
        return imported

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

    def dictionary_accept(self) -> UserDictionary:
        """Let the file of own words count as it is now, after an edit by hand; return the words.

        Raises:
            DamagedError: it, or a line of it, cannot be read; it counts as it did before.
        """
        from ..search.own.dictionary import UserDictionary  # noqa: PLC0415

        self._session.check_data()
        with self._session.locked():
            return UserDictionary.accept(self.folder)

    @contextmanager
    def _dictionary_locked(self) -> Iterator[UserDictionary]:
        """Lend what the dictionary is now, while nobody else changes it."""
        self._session.check_data()
        with self._session.locked():
            yield self.dictionary()

    # --- upkeep ----------------------------------------------------------------------------------

    def reindex(self, *, resplit: bool = False, progress: Progress | None = None) -> Stats:
        """Build the index anew from the corpus, beside the old one, and switch to it at the end.

        Args:
            resplit: read the kept texts of all sources again first, as a newer splitter would.
            progress: called with (done, total or None, what); without it, that of the engine is.
        """
        progress = progress or self._progress
        with self._session.locked():
            self._session.accept_loss()
        if resplit:
            from ..ingest.add import split_again  # noqa: PLC0415

            with self._session.reading() as corpus:
                pages = corpus.stats().sources
            with self._session.writing(progress=progress) as writer:
                split_again(writer, progress, pages)
        with self._session.locked():
            self._session.rebuild(progress, accept=True)
        return self.stats()

    def check(self, *, deep: bool = False, repair: bool = False) -> CheckReport:
        """Verify the corpus and that the index is level with it.

        Args:
            deep: read every text and term, not only what is quick to compare.
            repair: where anything is wrong, bring back what kept pages can give, work out anew what
                documents show, rebuild the index, and name what is lost. A database that SQLite
                calls damaged is made anew of what can be read in it.

        Raises:
            NoDataError, OutdatedError: there is nothing, or nothing for this version.
            DamagedError: the database cannot be opened, or nothing of it can be read.
        """
        from .reports import CheckReport  # noqa: PLC0415

        self._tell("checking the corpus")
        try:
            problems = self._problems(deep=deep)
        except (DamagedError, NoDataError) as error:
            if not (repair and self.folder.exists()):
                raise
            problems = [f"corpus: {getattr(error, 'reason', error)}"]
        if not (repair and problems):
            return CheckReport(tuple(problems))
        from ..index.follow import Index  # noqa: PLC0415
        from .repair import repair_corpus  # noqa: PLC0415

        self._session.forget()
        with self._session.locked():
            lost = repair_corpus(self.folder, Index(self.folder / "index"))
            self._session.rebuild(accept=True)
        remaining = self._problems(deep=deep)
        repaired = (problem for problem in problems if problem not in remaining)
        return CheckReport(tuple(problems), tuple(repaired), lost)

    def _tell(self, what: str) -> None:
        """Announce what takes long in one piece."""
        if self._progress is not None:
            self._progress(0, None, what)

    def _problems(self, *, deep: bool) -> list[str]:
        index = self._session.index()
        with self._session.examining() as corpus:
            found = list(corpus.problems(deep=deep))
            self._tell("checking the index")
            return [*found, *index.problems(corpus, deep=deep, progress=self._progress)]

    def stats(self) -> Stats:
        """Return the data folder in numbers."""
        from dataclasses import asdict  # noqa: PLC0415

        from .reports import Stats  # noqa: PLC0415

        with self._session.reading() as corpus:
            return Stats(**asdict(corpus.stats()), index=self._session.index().stats(corpus))

    def state(self) -> str:
        """Return a short string that changes whenever an answer could, without reading anything.

        Whoever keeps answers by it adds the query, its options and the language.
        """
        from ..search.own.dictionary import stamp  # noqa: PLC0415

        return self._session.state(stamp(self.folder))

    def changes(self, since: int = 0, *, limit: int = 1000) -> Changes:
        """Return which documents came, changed or went after a change of the log.

        Args:
            since: the change that is known: 0, or the `seq` of the last answer.
            limit: most documents to tell of; `complete` says whether there are more.

        Raises:
            RequestError: the log does not go so far, as where another corpus was put in its place.
        """
        from ..search.request import check_whole_number  # noqa: PLC0415

        check_whole_number("since", since)
        check_whole_number("limit", limit)
        with self._session.reading() as corpus:
            return corpus.changes(since, limit)

    def whoosh(self) -> WhooshIndex:
        """Return the index as a `whoosh.index.Index`, for Whoosh's own parser and searcher.

        Each of its readers sees the state that is the newest when it is opened.

        Raises:
            NoDataError, DamagedError, OutdatedError: the folder holds nothing to search in.
        """
        from ..index.follow import Index  # noqa: PLC0415
        from ..index.whoosh.index import WhooshIndex  # noqa: PLC0415

        with self._session.searching():
            return WhooshIndex(Index(self.folder / "index"), self._texts_of)

    def _texts_of(self, id_: str) -> tuple[str, str] | None:
        with self._session.reading() as corpus:
            document = corpus.documents([id_], sources=False).get(id_)
        return None if document is None else (document.title, document.body)

    def sources(self) -> Iterator[SourceInfo]:
        """Iterate over every source, by its key."""
        with self._session.reading() as reader:
            yield from reader.sources()

    def export(self, *, retired: bool = False) -> Iterator[dict[str, object]]:
        """Iterate over every document as a JSON line that `add` takes back as it was.

        Its `id` is the one that a JSON line gave it, unless other documents have that too (those of
        one page do), or else the document's own. Refs and links that `id` and `url` do not give
        are in `refs` and `urls`.

        Args:
            retired: those that are retired, too, marked so.

        Raises:
            LostError, DamagedError: a document is gone, or not what it was. What is missing as a
                whole is told at the end.
        """
        from .export import exported  # noqa: PLC0415

        with self._session.reading() as reader, reader.snapshot():
            total = reader.stats().documents if self._progress else 0
            for number, row in enumerate(exported(reader, retired=retired)):
                if self._progress:
                    self._progress(number, total, "exporting")
                yield row

    def backup(self, target: AnyPath) -> Backup:
        """Copy the corpus and the person's own files into a folder, whoever writes meanwhile.

        Args:
            target: a folder that is not there yet, or empty.

        Raises:
            RequestError: there is something in it.
            LostError, DamagedError: the corpus is not whole.
        """
        from ..corpus.backup import back_up  # noqa: PLC0415

        self._session.check_data()
        self._tell("backing up")
        return back_up(self.folder, Path(target))

    def restore(
        self, source: AnyPath, *, yes: bool = False, confirm: Confirm | None = None
    ) -> Backup | None:
        """Put a backup in the place of what is in the data folder; it is verified before.

        Args:
            source: what `backup` made.
            yes: agree to replacing documents that are there.
            confirm: asked whether to; without it the answer is no.

        Returns:
            None where documents are there and nobody agreed.

        Raises:
            RequestError: there is no backup.
            DamagedError: it is not what was written; nothing was replaced.
        """
        from ..corpus.backup import restore, verify  # noqa: PLC0415

        self._tell("verifying the backup")
        verified = verify(Path(source))
        with self._session.locked(create=True):
            if self._session.has_corpus():
                with self._session.examining() as corpus:
                    count = corpus.live_count()
                warning = f"This replaces {count} documents."
                if count and not _agreement(yes, confirm)(warning):
                    return None
            self._tell("restoring")
            restored = restore(Path(source), self.folder, verified)
        self._session.forget()
        return restored

    def _has_files(self, paths: Iterable[str]) -> bool:
        from ..ingest.files.walk import Container, walk  # noqa: PLC0415

        return any(isinstance(found, Container) for found in walk(paths, exclude=[self.folder]))


def open(  # noqa: A001
    path: AnyPath = "souwen-data", *, lock_timeout: float = 60.0, progress: Progress | None = None
) -> Engine:
    """Open a data folder; one that is not there is made when something is added.

    Args:
        path: the data folder.
        lock_timeout: seconds to wait for another process that is writing.
        progress: called with (done, total or None, what) by every call that takes long, a search
            that has to index first among them.
    """
    return Engine(path, lock_timeout=lock_timeout, progress=progress)


def split(
    path: AnyPath,
    encoding: str | None = None,
    *,
    max_size: int | None = None,
    max_ratio: int | None = None,
    each: Callable[[Part], object] | None = None,
) -> SplitReport:
    """Show how the pages at a path split, without storing anything; the options are those of `add`.

    Args:
        path: a file or a folder.
        encoding: read everything as this.
        max_size: the largest file or member of an archive.
        max_ratio: how many times its size a packed file may unpack to.
        each: given each page and all else as it comes, for what is too much to be kept; the report
            is empty then.

    Raises:
        RequestError: an option that cannot be carried out.
    """
    from ..ingest.files.limits import Limits  # noqa: PLC0415
    from ..ingest.preview import split_path  # noqa: PLC0415

    return split_path(str(path), encoding, Limits.given(max_size, max_ratio), each)


def analyze(text: str) -> list[TermRow]:
    """Give the terms of a text, for the index and for a query, with offsets in the text."""
    from ..language.analysis import analyse  # noqa: PLC0415

    return analyse(text)


def _agreement(yes: bool, confirm: Confirm | None) -> Confirm:  # noqa: FBT001
    if yes:
        return lambda _: True
    return confirm or (lambda _: False)
