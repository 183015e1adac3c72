"""The front door: taking in and out."""

from __future__ import annotations

import os
import time
from string import hexdigits
from typing import TYPE_CHECKING

from ..corpus.errors import RequestError
from ..corpus.values import check_type, listed, milliseconds_since
from .folder import OpenFolder, agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..corpus.reader import CorpusReader
    from ..ingest.report import AddReport
    from .folder import AnyPath, Confirm, Progress
    from .reports import RemoveReport

_ID_LENGTH = 16


class Intake(OpenFolder):
    """What adds and removes documents."""

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
            TypeError: an option of another type.
            LockedError: another process is writing.
            DamagedError, OutdatedError: the corpus cannot be used.
        """
        from dataclasses import replace  # noqa: PLC0415

        from ..ingest.add import Intake, add_dumps  # noqa: PLC0415
        from ..ingest.files.leave_out import Patterns  # noqa: PLC0415
        from ..ingest.files.limits import Limits  # noqa: PLC0415
        from ..ingest.rows.names import FieldNames  # noqa: PLC0415

        progress = progress or self._progress
        given = listed("paths", paths, str, os.PathLike)
        check_type("jobs", jobs, int)
        for option, value in (("prune", prune), ("yes", yes), ("dry_run", dry_run)):
            check_type(option, value, bool)
        for option, named, type_ in (
            ("name", name, str),
            ("encoding", encoding, str),
            ("max_size", max_size, int),
            ("max_ratio", max_ratio, int),
        ):
            if named is not None:
                check_type(option, named, type_)
        limits = Limits.given(max_size, max_ratio)
        files = [str(path) for path in given]
        names = FieldNames(map)
        patterns = Patterns(listed("exclude", exclude, str))
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
            report = add_dumps(writer, intake, agreement(yes, confirm), progress)
        took = milliseconds_since(started)
        remote = None if rehearse else self._session.remote()
        return replace(report, took_ms=took, followed=None if remote is None else remote.followed())

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

        given = listed("patterns", patterns, str)
        with self._session.reading() as reader:
            documents = reader.stats().documents
        self._tell("removing")
        with self._session.writing() as writer:
            found = writer.remove(given)
            refused = apply_removals(writer, agreement(yes, confirm), of=documents)
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
            RequestError: an id that is neither.
            AmbiguousIdError: several begin so.
        """
        given = listed("ids", ids, str)
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
        given = listed("ids", ids, str)
        self._session.check_data()
        with self._session.writing() as writer:
            return writer.unblock([id_.strip().lower() for id_ in given])

    def blocked(self) -> list[tuple[str, str]]:
        """Return the id of every blocked document, and when it was blocked (ISO, UTC)."""
        with self._session.reading() as corpus:
            return corpus.blocked()

    def _has_files(self, paths: Iterable[str]) -> bool:
        from ..ingest.files.walk import Container, walk  # noqa: PLC0415

        return any(isinstance(found, Container) for found in walk(paths, exclude=[self.folder]))

    @staticmethod
    def _whole_id(corpus: CorpusReader, id_: str) -> str:
        document = corpus.find(id_)
        if document is not None:
            return document.id
        whole = id_.strip().lower()
        if len(whole) != _ID_LENGTH or not set(whole) <= set(hexdigits):
            raise RequestError(f"no document begins with {id_!r}: give its whole id to block it")
        return whole
