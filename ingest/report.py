"""What an `add` did: the four ways an input can go, and their sum."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from ..corpus.values import brief, plain

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know about an input."""

    source: str
    reason: str

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return the fields by their names."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class Skipped(Note):
    """An input that could not be read: unreadable, broken, refused.

    `unread` are the keys of texts in a row of which no field is known.
    """

    unread: tuple[str, ...] = field(default=(), compare=False, repr=False)

    __repr__ = brief


class Ignored(Note):
    """An input that holds no articles: empty, blank, not text."""

    __slots__ = ()


class Warned(Note):
    """An input that was added, but with something to know about it."""

    __slots__ = ()


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
        error_pages: pages among what was read that are errors, captchas or redirects.
        ignored: inputs without articles; `ignored_sources` names them.
        warnings: inputs that were added with something to know about them.
        skipped: inputs that were not added.
        fields_read: of the rows of JSON and tables, which keys each field was read from, and how
            often.
        fields_unread: the keys of texts that were not read although they are longer than all that
            was read of their row, and how often.
        took_ms: milliseconds.
        followed: what an index on a cluster was sent: documents `sent` and `acknowledged`, and
            `per_second`; None where the index is on this machine.
    """

    sources: int = 0
    articles: int = 0
    snippets: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    error_pages: int = 0
    warnings: tuple[Warned, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored_sources: tuple[Ignored, ...] = ()
    fields_read: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fields_unread: Mapping[str, int] = field(default_factory=dict)
    took_ms: float = 0.0
    followed: Mapping[str, float] | None = None

    __repr__ = brief

    @property
    def ignored(self) -> int:
        """How many inputs held no articles."""
        return len(self.ignored_sources)

    def as_dict(self) -> dict[str, object]:
        """Return the fields of `add --json`, in its order."""
        counts = ("sources", "articles", "snippets", "added", "updated", "unchanged", "retired")
        return {
            **{name: getattr(self, name) for name in (*counts, "ignored")},
            "warnings": [asdict(note) for note in self.warnings],
            "skipped": [{"source": note.source, "reason": note.reason} for note in self.skipped],
            "fields_read": {name: dict(keys) for name, keys in self.fields_read.items()},
            "fields_unread": dict(self.fields_unread),
            "took_ms": self.took_ms,
            **({"index": dict(self.followed)} if self.followed is not None else {}),
        }
