"""Saved searches: `saved.json` in the data folder, and how far each of them has been run.

Each has a mark: the corpus and the change of its log that the last run saw. What first came behind
that change is new. The file is replaced as a whole, with its checksum, so a crash leaves the old
searches and marks or the new ones.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ...corpus.documents import now
from ...corpus.errors import DamagedError, LockedError, RequestError
from ...corpus.files import unwritable
from ...corpus.outside import check_not_link
from ...corpus.sealed import read_sealed, write_sealed
from ...corpus.values import brief
from ...messages import said as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NAME = "saved.json"
_LOCK = "saved.lock"
_FORMAT = 1
#: What to do where the file is none of ours.
REMEDY = "put a copy back, or delete it and its checksum, and save the searches again"
_LONGEST_NAME = 64
_MOST = 1_000


class Mark(NamedTuple):
    """What the last run of a search saw.

    Attributes:
        corpus: its random id.
        seq: the last change of its log.
        at: when that was; ISO, UTC.
    """

    corpus: str | None
    seq: int
    at: str


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that is run again and again, for what came since.

    Attributes:
        name: what it is called.
        query: as it was typed.
        options: those that narrow it, by name.
        made_at: when it was saved; ISO, UTC.
        mark: what its last run saw; None before the first.
    """

    name: str
    query: str
    options: Mapping[str, Any]
    made_at: str
    mark: Mark | None = None

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Return the fields of `saved list --json`."""
        last_run = self.mark.at if self.mark else None
        return {
            "name": self.name,
            "query": self.query,
            "options": dict(self.options),
            "made_at": self.made_at,
            "last_run": last_run,
        }


def load(folder: Path) -> dict[str, SavedSearch]:
    """Return the saved searches of a data folder by their names, in the order they were saved.

    Raises:
        DamagedError: the file is not what was written.
    """
    content = read_sealed(folder / NAME, REMEDY)
    if content is None:
        return {}
    try:
        searches = _all_read(json.loads(content))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError(folder / NAME, f"{type(error).__name__}: {error}", REMEDY) from None
    return {search.name: search for search in searches}


def added(
    searches: Mapping[str, SavedSearch], name: str, query: str, options: Mapping[str, Any]
) -> dict[str, SavedSearch]:
    """Return the searches with one more.

    Raises:
        RequestError: its name is none, or another's; or there are too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        told = _("a saved search needs a name of at most {most} characters, not {name}")
        raise RequestError(told.format(most=_LONGEST_NAME, name=repr(name[:_LONGEST_NAME])))
    if name in searches:
        told = _("there is a saved search {name} already: `souwen saved remove` forgets it")
        raise RequestError(told.format(name=name))
    if len(searches) >= _MOST:
        raise RequestError(_("there are {most} saved searches already").format(most=_MOST))
    return {**searches, name: SavedSearch(name, query, dict(options), now())}


def marked(
    searches: Mapping[str, SavedSearch], marks: Mapping[str, Mark]
) -> dict[str, SavedSearch]:
    """Return the searches with what the last runs of some of them saw; others may be gone."""
    return {
        name: replace(search, mark=marks[name]) if name in marks else search
        for name, search in searches.items()
    }


def save(folder: Path, searches: Iterable[SavedSearch]) -> None:
    """Write the saved searches of a data folder, or leave those that are there.

    Raises:
        SouwenError: the file cannot be written.
    """
    values = {"format": _FORMAT, "searches": [_written(search) for search in searches]}
    content = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    write_sealed(folder / NAME, content.encode("utf-8", "replace"))


@contextmanager
def locked(folder: Path, timeout: float) -> Iterator[dict[str, SavedSearch]]:
    """Lend the saved searches while nobody else changes them; who takes dumps in does not matter.

    Raises:
        LockedError: another process holds them for longer than the timeout.
        DamagedError: the file is not what was written.
        SouwenError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - it loads asyncio

    path = folder / _LOCK
    check_not_link(path)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=max(timeout, 0.0))
    except Timeout:
        raise LockedError(folder / NAME, _("another process")) from None
    except (OSError, NotImplementedError) as error:
        raise unwritable(path, error) from None
    try:
        yield load(folder)
    finally:
        lock.release()


def _all_read(values: Mapping[str, Any]) -> list[SavedSearch]:
    if values["format"] != _FORMAT:
        raise ValueError(f"its format is {values['format']!r}")
    return [_read(fields) for fields in values["searches"]]


def _read(fields: Mapping[str, Any]) -> SavedSearch:
    mark = fields["mark"]
    return SavedSearch(
        str(fields["name"]),
        str(fields["query"]),
        {str(name): value for name, value in fields["options"].items()},
        str(fields["made_at"]),
        Mark(mark["corpus"], int(mark["seq"]), str(mark["at"])) if mark else None,
    )


def _written(search: SavedSearch) -> dict[str, object]:
    return {
        "name": search.name,
        "query": search.query,
        "options": dict(search.options),
        "made_at": search.made_at,
        "mark": search.mark and search.mark._asdict(),
    }
