"""What an `add` did: the four ways an input can go, and their sum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be taken in: unreadable, broken, refused."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """An input that holds nothing to take in: empty, blank, not text."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """An input that was taken in, but with something to know about it."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport:
    """The sum of one `add`.

    Attributes:
        sources: pages read.
        articles: distinct articles among what was read.
        snippets: distinct snippets among what was read.
        added: documents that are new, or back.
        updated: documents of the same id with another date, channel or link.
        unchanged: documents that were there already.
        retired: documents that no source shows any more.
        ignored: inputs without anything to take in; `ignored_sources` names them.
        warnings: inputs taken in with something to know about them.
        skipped: inputs not taken in.
        took_ms: milliseconds.
    """

    sources: int = 0
    articles: int = 0
    snippets: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    warnings: tuple[Warned, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored_sources: tuple[Ignored, ...] = ()
    took_ms: float = 0.0

    @property
    def ignored(self) -> int:
        """How many inputs held nothing to take in."""
        return len(self.ignored_sources)

    def as_dict(self) -> dict[str, object]:
        """Give the fields of `add --json`, in its order."""
        return {
            "sources": self.sources,
            "articles": self.articles,
            "snippets": self.snippets,
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "retired": self.retired,
            "ignored": self.ignored,
            "warnings": [_entry(warned) for warned in self.warnings],
            "skipped": [_entry(skipped) for skipped in self.skipped],
            "took_ms": self.took_ms,
        }


def _entry(told: Warned | Skipped) -> dict[str, str]:
    return {"source": told.source, "reason": told.reason}
