"""The front door: searching, and what is asked about documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.errors import RequestError
from ..corpus.values import check_type, listed
from .folder import OpenFolder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Unpack

    from ..corpus.documents import Document
    from ..index.whoosh.index import WhooshIndex
    from ..search.answer.explanation import Explanation
    from ..search.answer.results import Marks, Results
    from ..search.evaluate import Evaluation
    from ..search.query.interpret import ReadQuery
    from ..search.request import Narrowing, SearchOptions, SearchRequest
    from ..search.suggestion import Suggestion
    from .folder import AnyPath
    from .saved import Saved


class Searching(OpenFolder):
    """What finds and shows documents."""

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
        from ..search.request import SearchOptions, asked  # noqa: PLC0415

        request = asked(query, options, SearchOptions)
        read = self._read(request)

        def search() -> Results:
            with self._session.searching() as snapshot:
                return answer(snapshot, request, read, self._read)

        return self._answers.get(self._session.state, request, read, search)

    def explain(self, query: str, id_: str, **options: Unpack[Narrowing]) -> Explanation | None:
        """Say why a search finds a document, and where in the order; or why it does not.

        Args:
            query: as for `search`.
            id_: of a document, or a beginning of it that no other has.
            options: those of `search` that narrow what it finds.

        Returns:
            None where there is no such document.

        Raises:
            RequestError: an option that cannot be carried out.
            AmbiguousIdError: several ids begin so.
        """
        from ..search.answer.explanation import explanation  # noqa: PLC0415
        from ..search.request import asked  # noqa: PLC0415

        read = self._read(asked(query, options))
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
        from ..search.request import asked  # noqa: PLC0415

        read = self._read(asked(query, options))
        with self._session.searching() as snapshot:
            return snapshot.cost(read)

    def document(self, id_: str) -> Document | None:
        """Return a document by its id, or by a beginning of it that no other has.

        A retired document is returned too. None where there is none.

        Raises:
            AmbiguousIdError: several ids begin so.
        """
        check_type("id_", id_, str)
        if (alone := self._session.alone()) is not None:
            return alone.find(id_)
        with self._session.reading() as corpus:
            return corpus.find(id_)

    def documents(self, ids: str | Iterable[str]) -> list[Document]:
        """Return documents by their whole ids, in that order, without those that are not there.

        Retired ones are returned too.
        """
        wanted = listed("ids", ids, str)
        known = self._known(list(dict.fromkeys(wanted)))
        return [known[id_] for id_ in wanted if id_ in known]

    def marks(self, query: str, id_: str, **options: Unpack[Narrowing]) -> Marks | None:
        """Say where a document has what a query looks for, in its whole title and text.

        Args:
            query: as for `search`.
            id_: of a document, or a beginning of it that no other has.
            options: those of `search` that narrow what it finds.

        Returns:
            Spans, nothing where it has none of it; None where there is no such document.

        Raises:
            AmbiguousIdError: several ids begin so.
        """
        from ..search.answer.hits import marks_of  # noqa: PLC0415
        from ..search.request import asked  # noqa: PLC0415

        read = self._read(asked(query, options))
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
            AmbiguousIdError: several ids begin so.
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

        check_type("text", text, str)
        check_whole_number("limit", limit)
        with self._session.searching() as snapshot:
            return snapshot.suggest(text, limit)

    @property
    def saved(self) -> Saved:
        """The saved searches: queries that are run again and again, for what came since."""
        from .saved import Saved  # noqa: PLC0415

        return Saved(self.folder, self._session, self._read)

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

    def whoosh(self) -> WhooshIndex:
        """Return the index as a `whoosh.index.Index`, for Whoosh's own parser and searcher.

        Each of its readers sees the state that is the newest when it is opened.

        Raises:
            NoDataError, DamagedError, OutdatedError: the folder holds nothing to search in.
            RequestError: the index is on a cluster.
        """
        if self._session.remote() is not None:
            raise RequestError("Whoosh reads the index of a data folder, and none on a cluster")
        from ..index.follow import Index  # noqa: PLC0415
        from ..index.whoosh.index import WhooshIndex  # noqa: PLC0415

        with self._session.searching():
            return WhooshIndex(Index(self.folder / "index"), self._texts_of)

    def _texts_of(self, id_: str) -> tuple[str, str] | None:
        with self._session.reading() as corpus:
            document = corpus.documents([id_], sources=False).get(id_)
        return None if document is None else (document.title, document.body)

    def _read(self, request: SearchRequest) -> ReadQuery:
        """Read a query by the person's dictionary as it is now."""
        from ..language.readings import Readings  # noqa: PLC0415
        from ..search.own.dictionary import UserDictionary, stamp  # noqa: PLC0415
        from ..search.query.interpret import QueryReader  # noqa: PLC0415

        alone = self._session.alone()
        now: object = stamp(self.folder) if alone is None else alone.state()
        reader = self._reader
        if reader is None or reader[0] != now:
            # The stamp is older than what is read, so a change in between is seen the next time.
            if alone is None:
                own = UserDictionary.load(self.folder)
            else:
                own = UserDictionary.read(alone.words().encode(), self.folder)
            own.check()  # with half of it a search would answer otherwise, and nobody would know
            lexicon = Readings(own)
            reader = self._reader = now, QueryReader(lexicon)
        return request.read(reader[1])

    def _documents(self, ids: list[str]) -> list[Document]:
        return list(self._known(ids).values())

    def _known(self, ids: list[str]) -> dict[str, Document]:
        if (alone := self._session.alone()) is not None:
            return alone.documents(ids)
        with self._session.reading() as corpus:
            return corpus.documents(ids)
