"""What is left out by its path: by the patterns that a person gives, or as part of a saved page."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ...corpus.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

EXCLUDED = "excluded"
"""Why what a person's pattern means is not read."""

PART_OF_PAGE = "it belongs to a saved page"
"""Why what is in the folder beside a saved page is not read."""

# 'Save as, web page, complete' makes a page and a folder of this name beside it.
_FOLDER = re.compile(r"(.*\S)(?:_files|\.files)$", re.IGNORECASE | re.DOTALL)
_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".HTML", ".HTM")


class Patterns:
    """Globs over paths, in which `*` crosses folders.

    Args:
        globs: each means the names that it fits, at any depth, and all in folders of such a name;
            one with `/` in it means paths below the argument, from any folder on; one that begins
            with `/` whole paths.

    Raises:
        RequestError: one of them is empty.
    """

    def __init__(self, globs: Sequence[str] = ()) -> None:
        self.globs = tuple(globs)
        if not all(one.strip("/") for one in self.globs):
            raise RequestError("exclude: an empty pattern")
        written = [one.removeprefix("./").rstrip("/") for one in self.globs]
        self._below = [one for one in written if one[0] != "/"]
        self._whole = [one for one in written if one[0] == "/"]

    def mean(self, below: str, path: str = "") -> bool:
        """Return whether something is left out.

        Args:
            below: its path below the argument, or in its archive, with `/` between the parts.
            path: its whole path.
        """
        parts = below.split("/") if self._below else []
        tails = ["/".join(parts[start:]) for start in range(len(parts))]
        return any(fnmatchcase(tail, one) for one in self._below for tail in tails) or any(
            fnmatchcase(path, one) for one in self._whole
        )

    def mean_any(self, below: str) -> bool:
        """Return whether something, or any folder that it is in, is left out."""
        if not self._below:
            return False
        parts = below.split("/")
        return any(self.mean("/".join(parts[:end])) for end in range(1, len(parts) + 1))


NO_PATTERNS = Patterns()


def is_part_of_page(folder: str | os.PathLike[str]) -> bool:
    """Return whether a folder on the disk is that of a saved page, which lies beside it."""
    page = _FOLDER.match(os.fspath(folder))
    return page is not None and any(os.path.isfile(page[1] + end) for end in _PAGES)  # noqa: PTH113 - names that are no text


class SavedPages:
    """The saved pages of an archive, as far as they are known."""

    def __init__(self) -> None:
        self._stems: set[str] = set()

    def note(self, name: str) -> None:
        """Note a member."""
        for end in _PAGES:
            if name.endswith(end):
                self._stems.add(name[: -len(end)])

    def have(self, name: str) -> bool:
        """Return whether a member is in the folder of one of them."""
        parts = name.split("/")[:-1]
        folders = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        pages = (_FOLDER.match(folder) for folder in folders)
        return any(page[1] in self._stems for page in pages if page)
