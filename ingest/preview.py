"""How files split, without storing anything: for `souwen split`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..corpus.sources import Form, Member
from .documents import split_pages
from .files.containers import read_container
from .files.limits import DEFAULT_LIMITS, Limits
from .files.walk import Container, walk
from .report import Ignored, Skipped, Warned

if TYPE_CHECKING:
    from ..corpus.documents import Record
    from .files.containers import Outcome
    from .pages.lines import Line


@dataclass(frozen=True, slots=True)
class SplitOutcome:
    """One page of a file: its source key, its documents, and the role of each of its lines.

    Lines are those of the text, or of what is to see of an HTML page; a JSON line has none.
    """

    key: str
    records: tuple[Record, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SplitReport:
    """What some files hold, and what could not be read of them."""

    pages: tuple[SplitOutcome, ...]
    warnings: tuple[Warned, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[Ignored, ...]


def split_path(
    path: str, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> SplitReport:
    """Read what is at a path (a file, a folder, `-`) and split it.

    Raises:
        RequestError: `encoding` names no encoding.
    """
    outcomes: list[Outcome | Ignored | Skipped] = []
    for found in walk([path]):
        if isinstance(found, Container):
            outcomes += read_container(found, encoding, limits)
        else:
            outcomes.append(found)
    members = [outcome for outcome in outcomes if isinstance(outcome, Member)]
    return SplitReport(
        tuple(page for member in members for page in _pages(member)),
        tuple(Warned(member.key, warning) for member in members for warning in member.warnings),
        tuple(outcome for outcome in outcomes if isinstance(outcome, Skipped)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, Ignored)),
    )


def _pages(member: Member) -> list[SplitOutcome]:
    if member.form is Form.JSON:
        return [SplitOutcome(page.key, page.records, ()) for page in member.pages]
    split = [page for page in split_pages(member.text, member.form)[0] if page.records]
    return [
        SplitOutcome(page.key, page.records, of_text.lines)
        for page, of_text in zip(member.pages, split, strict=True)
    ]
