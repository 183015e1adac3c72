"""The front door: what the folder holds, whether it is whole, and copies of it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.documents import Kind
from ..corpus.errors import DamagedError, NoDataError, OutdatedError
from ..corpus.values import check_type
from .folder import OpenFolder, agreement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..corpus.backup import Backup
    from ..corpus.log import Changes
    from ..corpus.reader import CorpusReader
    from ..corpus.sources import SourceInfo
    from .folder import AnyPath, Confirm, Progress
    from .reports import CheckReport, Stats
    from .session import AnyIndex


class Upkeep(OpenFolder):
    """What counts, checks, repairs, exports and copies."""

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
        self._session.forget()
        with self._session.locked():
            lost = self._repair(problems)
        remaining = self._problems(deep=deep)
        repaired = (problem for problem in problems if problem not in remaining)
        return CheckReport(tuple(problems), tuple(repaired), lost)

    def _repair(self, problems: list[str]) -> tuple[str, ...]:
        """Mend the corpus and the index; return the documents that are lost."""
        from .repair import ids_of, repair_corpus  # noqa: PLC0415

        remote = self._session.remote()
        if remote is None:
            from ..index.follow import Index  # noqa: PLC0415

            lost = repair_corpus(self.folder, partial(ids_of, Index(self.folder / "index")))
        else:
            if all(problem.startswith("index:") for problem in problems):
                with suppress(DamagedError, OutdatedError), self._session.reading() as corpus:
                    remote.repair(corpus)
                    self._session.catch_up()
                    return ()
            lost = repair_corpus(self.folder, remote.ids_of)
        self._session.rebuild(accept=True)
        return lost

    def _problems(self, *, deep: bool) -> list[str]:
        index = self._session.index()
        with self._session.examining() as corpus:
            found = list(corpus.problems(deep=deep))
            self._tell("checking the index")
            of_index = list(index.problems(corpus, deep=deep, progress=self._progress))
            return [*found, *(of_index or self._behind(index, corpus))]

    def _behind(self, index: AnyIndex, corpus: CorpusReader) -> Iterator[str]:
        """Yield how far an index is behind, unless somebody writes and will bring it level."""
        from ..corpus.lock import holder_of  # noqa: PLC0415

        with suppress(DamagedError, OutdatedError):
            # In this order: who committed the change has brought the index level, or is at it.
            seq = corpus.seq()
            if holder_of(self.folder) is not None or seq <= (reached := index.reached()):
                return
            if index.state() is None:
                yield "index: there is none: the next command that searches or writes builds it"
            else:
                yield f"index: {seq - reached} changes behind the corpus"

    def stats(self) -> Stats:
        """Return the data folder in numbers; of an index alone what it holds, 0 for the rest."""
        from dataclasses import asdict  # noqa: PLC0415

        from ..corpus.counts import CorpusStats  # noqa: PLC0415
        from .reports import OF_A_CORPUS, Stats  # noqa: PLC0415

        if (alone := self._session.alone()) is not None:
            counts = alone.counts()
            told = CorpusStats(
                sum(counts.values()),
                **{f"{kind}s": counts.get(kind, 0) for kind in Kind},
                **dict.fromkeys(OF_A_CORPUS, 0),
            )
            return Stats(**asdict(told), index=alone.stats(None))
        with self._session.reading() as corpus:
            index = self._session.index().stats(corpus)
            return Stats(**asdict(corpus.stats()), index=index, months=tuple(corpus.months()))

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

        with self._session.reading() as reader:
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
        check_type("target", target, str, PathLike)
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
        check_type("source", source, str, PathLike)
        verified = verify(Path(source))
        with self._session.locked(create=True):
            if self._session.has_corpus():
                with self._session.examining() as corpus:
                    count = corpus.live_count()
                warning = f"This replaces {count} documents."
                if count and not agreement(yes, confirm)(warning):
                    return None
            self._tell("restoring")
            restored = restore(Path(source), self.folder, verified)
        self._session.forget()
        return restored
