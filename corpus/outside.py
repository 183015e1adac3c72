"""What in a data folder would lead out of it: whoever made the folder may mean harm.

Reading through a link does no harm. Writing and removing through one would be done elsewhere.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from .errors import DamagedError
from .files import open_file

if TYPE_CHECKING:
    from pathlib import Path

_REMEDY = "put what it leads to in its place, or move it away"
# A journal that ends so names another file, which SQLite deletes when the journal is done with.
# It is written where one transaction changes several databases, and souwen has one.
_NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")


def check_not_link(path: Path) -> None:
    """Let only the file or folder itself be there, or nothing.

    Raises:
        DamagedError: it is a link.
    """
    if path.is_symlink():
        raise DamagedError(path, "it is a link, and may lead out of the data folder", _REMEDY)


def check_database(path: Path) -> None:
    """Let only a database be opened that SQLite changes no other file for.

    Raises:
        DamagedError: it is a link, or its journal names another file.
    """
    check_not_link(path)
    journal = path.with_name(path.name + "-journal")
    with suppress(OSError):  # where there is none, or no file
        check_not_link(journal)
        with open_file(journal) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - len(_NAMES_ANOTHER), 0))
            if file.read() == _NAMES_ANOTHER:
                raise DamagedError(journal, "it names a file to delete", "delete the journal")
