"""How files split, without storing anything: for `souwen split`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..corpus.sources import Form, Member
from ..corpus.values import brief, plain
from .documents import split_pages
from .files.containers import read_container
from .files.limits import DEFAULT_LIMITS, Limits
from .files.walk import Container, walk
from .report import Ignored, Skipped, Warned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..corpus.documents import Record
    from .pages.lines import Line


@dataclass(frozen=True, slots=True)
class SplitOutcome:
    """One page of a file: its source key, its documents, and the role of each of its lines.

    Lines are those of the text, or of what is to see of an HTML page; a JSON line has none.
    """

    key: str
    records: tuple[Record, ...]
    lines: tuple[Line, ...]

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class SplitReport:
    """What some files hold, and what could not be read of them."""

    pages: tuple[SplitOutcome, ...]
    warnings: tuple[Warned, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[Ignored, ...]

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        return plain(self)


Part = SplitOutcome | Warned | Skipped | Ignored
"""What is said about a path, a piece at a time."""

Each = Callable[[Part], object]


def split_path(
    path: str,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    each: Each | None = None,
) -> SplitReport:
    """Read what is at a path (a file, a folder, `-`) and split it.

    Args:
        path: of what to read.
        encoding: read everything as this.
        limits: what is refused as too large.
        each: given all pages and all else as it comes; nothing is kept then, the report is empty.

    Raises:
        RequestError: `encoding` names no encoding.
    """
    kept: list[Part] = []
    give = each or kept.append
    for part in _parts(path, encoding, limits):
        give(part)
    return SplitReport(
        tuple(part for part in kept if isinstance(part, SplitOutcome)),
        tuple(part for part in kept if isinstance(part, Warned)),
        tuple(part for part in kept if isinstance(part, Skipped)),
        tuple(part for part in kept if isinstance(part, Ignored)),
    )


def _parts(path: str, encoding: str | None, limits: Limits) -> Iterator[Part]:
    for found in walk([path]):
        if not isinstance(found, Container):
            yield found
            continue
        for outcome in read_container(found, encoding, limits):
            if isinstance(outcome, Member):
                yield from _pages(outcome)
                yield from (Warned(outcome.key, warning) for warning in outcome.warnings)
            elif isinstance(outcome, Skipped | Ignored):
                yield outcome


def _pages(member: Member) -> list[SplitOutcome]:
    if member.form is Form.JSON:
        return [SplitOutcome(page.key, page.records, ()) for page in member.pages]
    split = [page for page in split_pages(member.text, member.form)[0] if page.records]
    return [
        SplitOutcome(page.key, page.records, of_text.lines)
        for page, of_text in zip(member.pages, split, strict=True)
    ]
