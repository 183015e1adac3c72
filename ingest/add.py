"""Adding dumps: files are walked, read, and put into the corpus, a batch a commit.

A file whose bytes were read before by the same decoder and splitter is not read again. What a run
misses is removed at its end, unless that is much and nobody agrees.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.documents import Flag
from ..corpus.errors import InputError, RequestError
from ..corpus.sources import Member
from .documents import keyed_by_contents, keyed_pages
from .files.containers import Finished, member_records
from .files.leave_out import NO_PATTERNS, Patterns
from .files.limits import DEFAULT_LIMITS, Limits
from .files.opening import at_hand, digest_of
from .files.prune import emptied, names_of_gone, pruned
from .files.walk import Container, walk
from .files.workers import read_all
from .pages.split import SPLITTER_VERSION
from .read_so_far import ReadSoFar
from .report import AddReport, Ignored, Skipped, Warned
from .rows.names import USUAL, FieldNames
from .rows.row import ROWS_VERSION
from .text.decode import DECODER_VERSION, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..corpus.store import CorpusWriter
    from .files.containers import Outcome

    Progress = Callable[[int, int | None, str], None]
    Agree = Callable[[str], bool]

_SECOND = "this `id` stands more than once in its file, with other contents: it is kept by these"
_COMMIT_EVERY = 2_000  # pages: bounds what a crash repeats
# Of what reads a file: a change of either means that the file is read again.
_VERSIONS = f"decoder {DECODER_VERSION}, splitter {SPLITTER_VERSION}, rows {ROWS_VERSION}"
_MOST_ALIKE = 1_000  # warnings of one sort about a file: bounds the memory of a run
_PARTICULAR = re.compile(r"[:\d].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Intake:
    """The options of a run.

    Attributes:
        paths: files, folders, globs, `-`.
        data: the data folder, which is never read.
        prune: remove containers below the paths whose files are gone.
        name: key sources by this and the path below the argument, or None.
        jobs: processes that read files; with 1 it is this one.
        encoding: read everything as this, or None.
        limits: what is refused as too large.
        names: what the fields of rows are called.
        exclude: what is left out.

    Raises:
        RequestError: one of them cannot be carried out.
    """

    paths: Sequence[str]
    data: Path
    prune: bool = False
    name: str | None = None
    jobs: int = 1
    encoding: str | None = None
    limits: Limits = DEFAULT_LIMITS
    names: FieldNames = USUAL
    exclude: Patterns = NO_PATTERNS

    def __post_init__(self) -> None:
        """Check the options, before anything is made."""
        if self.jobs < 1:
            raise RequestError(f"jobs must be 1 or more, not {self.jobs}")
        if self.encoding is not None:
            decode(b"", encoding=self.encoding)  # raises where there is no such encoding

    @property
    def versions(self) -> str:
        """What reads a file, and how rows are read: another means that the file is read again."""
        return f"{_VERSIONS}, map {self.names}" if self.names.mapped else _VERSIONS


def add_dumps(
    writer: CorpusWriter, intake: Intake, agree: Agree, progress: Progress | None = None
) -> AddReport:
    """Add what is below some paths to the corpus.

    Args:
        writer: opened for this run; the caller holds the lock and closes it.
        intake: the options.
        agree: asked, with one line, whether to retire more than half of what the run touches.
        progress: called with (bytes, of how many, "reading") and (pages, of how many, "storing").
    """
    run = _Run(writer, intake, ReadSoFar(progress))
    run.so_far.look(run.walked())
    changed = run.changed_containers()
    readings = read_all(changed, intake.encoding, intake.jobs, intake.limits, intake.names)
    for container, outcomes in readings:
        run.begin(container)
        for outcome in outcomes:
            run.put(outcome)
    if intake.prune:
        keys = [state.key for state in writer.containers()]
        writer.prune(pruned(keys, run.paths_to_prune(keys, agree), intake.name))
    run.so_far.store(run.committed, run.pages)
    if refused := apply_removals(writer, agree):
        run.skipped.append(Skipped(", ".join(intake.paths), refused))
    run.commit()
    return run.report()


def apply_removals(writer: CorpusWriter, agree: Agree, *, of: int | None = None) -> str | None:
    """Remove what a writer noted as gone, if that is little or agreed to.

    Args:
        writer: of the run.
        agree: asked where more than half of the documents would be retired.
        of: of how many; by default of those that the run touches.

    Returns:
        Why nothing was removed, or None.
    """
    retiring, touched = writer.removal_size()
    whole = touched if of is None else of
    if 2 * retiring > whole and not agree(f"This retires {retiring} of {whole} documents."):
        writer.forget_removals()
        told = f"nothing removed: this would retire {retiring} of {whole} documents"
        return f"{told}; run again with --yes"
    writer.apply_removals()
    return None


def split_again(
    writer: CorpusWriter,
    progress: Progress | None = None,
    total: int | None = None,
    *,
    only_damaged: bool = False,
) -> None:
    """Split the stored texts of all sources again, as a better splitter would.

    Args:
        writer: the caller holds the lock and closes it.
        progress: called with (pages, `total`, "splitting").
        total: how many pages there are, where that is known.
        only_damaged: bring back what was lost: leave files alone that another splitter read, unless
            something of them was discarded.
    """
    run = _Run(writer, Intake((), Path()), ReadSoFar(None))
    for state in list(writer.containers()):
        if only_damaged and state.versions != _VERSIONS and not writer.is_concerned(state.key):
            continue
        writer.begin(state.key, state.digest, _VERSIONS, state.encoding)
        for member in writer.members(state.key):
            pages = tuple(member_records(member.text, member.form))
            run.put(replace(member, pages=keyed_pages(member.key, pages)))
            if progress:
                progress(run.pages, total, "splitting")
        run.put(Finished(state.key, whole=True))
    writer.apply_removals()
    writer.commit()


@dataclass(slots=True)
class _Run:
    """One run: puts what is read into the corpus, and lists what else there was."""

    writer: CorpusWriter
    intake: Intake
    so_far: ReadSoFar
    ignored: list[Ignored] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter)
    fields_read: Counter[tuple[str, str]] = field(default_factory=Counter)
    fields_unread: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    error_pages: int = 0
    committed: int = 0

    def walked(self) -> Iterator[Container | Ignored | Skipped]:
        """Walk the paths."""
        intake = self.intake
        keys = (state.key for state in self.writer.containers())
        gone = names_of_gone(keys, intake.paths, intake.name)
        return walk(
            intake.paths,
            name=intake.name,
            exclude=[intake.data],
            patterns=intake.exclude,
            gone=gone,
        )

    def changed_containers(self) -> Iterator[Container]:
        """Walk the paths, and yield the containers that are new or changed."""
        for found in self.walked():
            if not isinstance(found, Container):
                self.put(found)
                continue
            with at_hand(found) as container:
                try:
                    digest = digest_of(container)
                except InputError as error:
                    self.put(Skipped(error.source, error.reason))
                    self.so_far.pass_over(container)
                    continue
                if self._has_met(container.key, digest):
                    self.so_far.pass_over(container)
                    continue
                versions, encoding = self.intake.versions, self.intake.encoding
                if self.writer.unchanged(container.key, digest, versions, encoding):
                    self.so_far.pass_over(container)
                    self._commit_some()
                else:
                    self.digests[container.key] = digest
                    yield container

    def _has_met(self, key: str, digest: str) -> bool:
        """Return whether a key came in this run before; only `--as` gives one to two files."""
        if self.intake.name is None or len(self.intake.paths) == 1:
            return False
        if key not in self.named:
            self.named[key] = digest
            return False
        if self.named[key] != digest:
            self.put(Skipped(key, "--as gives this name to two files of this command"))
        return True

    def paths_to_prune(self, keys: Sequence[str], agree: Agree) -> list[str]:
        """Return the paths to prune below, without those of several that seem to be unmounted."""
        paths = list(self.intake.paths)
        if len(paths) == 1 or self.intake.name is not None:
            return paths  # that much is retired is asked anyway; a name tells no path apart
        kept = set()
        for path in emptied(keys, self.intake.paths):
            if not agree(f"Nothing is left of {path}."):
                kept.add(path)
                reason = "nothing is left of it; what it showed is kept, agree with --yes"
                self.skipped.append(Skipped(path, reason))
        return [path for path in paths if path not in kept]

    def begin(self, container: Container) -> None:
        """Begin the container that the next members are of."""
        digest = self.digests.pop(container.key)
        self.writer.begin(container.key, digest, self.intake.versions, self.intake.encoding)
        self.so_far.begin(container)
        self.alike.clear()

    def put(self, outcome: Outcome) -> None:
        """Put one outcome of reading into the corpus, or list it."""
        match outcome:
            case Ignored():
                self.ignored.append(outcome)
            case Skipped():
                self.skipped.append(outcome)
                self.fields_unread.update(outcome.unread)
            case Finished():
                self.writer.finish(whole=outcome.whole)
                self.so_far.finish()
                for sort, count in self.alike.items():
                    if (more := count - _MOST_ALIKE) > 0:
                        self.warned.append(Warned(outcome.key, f"{sort}: {more} more"))
                self._commit_some()
            case Member():
                if self.writer.has_put_another(outcome):
                    self._warn(outcome.key, _SECOND)
                    outcome = keyed_by_contents(outcome)
                self.writer.put(outcome)
                for warning in outcome.warnings:
                    self._warn(outcome.key, warning)
                self.fields_read.update(outcome.read)
                self.fields_unread.update(outcome.unread)
                self.pages += len(outcome.pages)
                self.error_pages += sum(
                    Flag.ERROR_PAGE in record.flags
                    for page in outcome.pages
                    for record in page.records
                )
                self._commit_some()

    def _warn(self, key: str, warning: str) -> None:
        sort = _PARTICULAR.sub("", warning).strip()
        self.alike[sort] += 1
        if self.alike[sort] <= _MOST_ALIKE:
            self.warned.append(Warned(key, warning))

    def _commit_some(self) -> None:
        if self.pages - self.committed >= _COMMIT_EVERY:
            self.commit()
        self.so_far.show()

    def commit(self) -> None:
        """Make what was read so far last."""
        self.so_far.store(self.committed, self.pages)
        self.writer.commit()
        self.committed = self.pages
        self.so_far.store(self.committed, self.pages)

    def report(self) -> AddReport:
        fields_read: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (name, key), count in self.fields_read.most_common():
            fields_read[name][key] = count
        return AddReport(
            **asdict(self.writer.counts()),
            error_pages=self.error_pages,
            warnings=tuple(self.warned),
            skipped=tuple(self.skipped),
            ignored_sources=tuple(self.ignored),
            fields_read=dict(fields_read),
            fields_unread=dict(self.fields_unread.most_common()),
        )
