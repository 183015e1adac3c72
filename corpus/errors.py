"""The errors that souwen raises on purpose.

    SouwenError
    +-- NoDataError       the data folder holds no corpus
    +-- LockedError       another process is writing
    +-- DamagedError      a file of the data folder cannot be read as what it should be
    |   +-- LostError     something that was kept is gone: nothing goes on by itself
    +-- OutdatedError     the data folder was made by another version; says what to run
    |   +-- OlderError    the corpus is of an older form, and can be brought up to date
    +-- ClusterError      a cluster cannot be asked, or does not do what it is asked
    +-- InputError        a file of a dump cannot be taken in; says which and why
    +-- RequestError      an argument that cannot be carried out (a bad date, a negative limit)
        +-- AmbiguousIdError  several documents have ids that begin so

Each message is one line that says what, where, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SouwenError(Exception):
    """The root: catch this to catch everything that souwen raises on purpose."""


class NoDataError(SouwenError):
    """There is no corpus in the folder, or no index at the address."""

    def __init__(self, path: object) -> None:
        super().__init__(f"no data in {path}: make it with `souwen add PATH`")
        self.path = path


class LockedError(SouwenError):
    """Another process holds the writer lock for longer than the caller would wait."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is being written by {holder}: try again when it has ended")
        self.path = path
        self.holder = holder


class DamagedError(SouwenError):
    """A file of the data folder, or an index on a cluster, is not what it should be."""

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        super().__init__(f"{path} is damaged ({reason}): {remedy}")
        self.path = path
        self.reason = reason
        self.remedy = remedy


class LostError(DamagedError):
    """Something that was kept is gone; going on as if it had never been would hide that."""


class OutdatedError(SouwenError):
    """The data folder was made by a version whose files this one cannot use as they are."""

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        super().__init__(f"{path} is outdated ({reason}): {remedy}")
        self.path = path
        self.reason = reason
        self.remedy = remedy


class OlderError(OutdatedError):
    """The corpus is of an older form, which whoever may write brings up to date."""


class ClusterError(SouwenError):
    """A cluster cannot be reached, refuses, or is not one that can be used."""


class InputError(SouwenError):
    """A file of a dump, or a member of an archive, cannot be taken in."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class RequestError(SouwenError):
    """An argument that cannot be carried out."""


class AmbiguousIdError(RequestError):
    """The beginning of an id that several documents have."""

    def __init__(self, beginning: str) -> None:
        super().__init__(f"several documents begin with {beginning}: give more of the id")
        self.beginning = beginning
