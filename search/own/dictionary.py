"""A person's own words and synonyms: `dictionary.tsv` in the data folder.

One entry a line: a word, then the words that mean the same, separated by tabs. Lines that begin
with `#` are comments. It is read anew whenever it has changed, so it may be edited by hand; a line
of it that is no entry is reported and left out, and the others count. A file that cannot be read,
or is another than was written here, is used by nobody: it may be damaged, and answers would differ.
Whoever edited it has it accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ...corpus.errors import DamagedError, RequestError
from ...corpus.files import stamp_of_file
from ...corpus.sealed import read_own, read_sealed, seal, write_sealed
from ...corpus.values import brief
from ...language.normalise import normalise
from ...language.terms import GRAM, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NAME = "dictionary.tsv"
#: Code points of a word, normalised.
LONGEST_WORD = 64
#: Synonyms of an entry.
MOST_SYNONYMS = 50
#: Entries of a dictionary: a search that is the first of its process reads them all.
MOST_ENTRIES = 50_000
#: What a line begins with that is no entry.
COMMENT = "#"

_HEADER = (
    "# Own words for souwen, an entry a line: a word, then what means the same, separated by tabs."
)
_REMEDY = "correct or delete the line"
_CORRECT = "correct or delete the line, for no search uses the file as it is"
_ACCEPT = "look at it: `souwen dict check --accept` lets it count as it is, or put a copy back"
# Compiled when a dictionary is read, and most folders have none. Between words in letters a space
# is kept, or needs none (New Balance, iPhone 15).
_SPACE_BESIDE_HAN = rf"[{GRAM}]\s|\s[{GRAM}]"
_LISTED = rf"(?<=[{GRAM}])[,，;；、|=](?=[{GRAM}])"  # 居保,居民医保
_BOM = b"\xef\xbb\xbf"


class Entry(NamedTuple):
    """A word that is not to be cut apart, and the words that mean the same; all normalised."""

    word: str
    synonyms: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return brief(self)

    def as_dict(self) -> dict[str, object]:
        """Return the fields of `dict list --json`."""
        return {"word": self.word, "synonyms": list(self.synonyms)}


def stamp(folder: Path) -> tuple[int, int, int] | None:
    """Return something cheap that changes whenever a folder's dictionary does; None without one."""
    return stamp_of_file(f"{folder}/{NAME}")


@dataclass(frozen=True, slots=True)
class UserDictionary:
    """The entries of a dictionary, in the order of its file; iterating gives them.

    Attributes:
        lines: what stands in the file: entries, and comments and blank lines as they are.
        problems: why lines of it were left out, each naming the file and the line.
    """

    lines: tuple[Entry | str, ...] = ()
    problems: tuple[DamagedError, ...] = ()

    __repr__ = brief

    def __iter__(self) -> Iterator[Entry]:
        return (line for line in self.lines if isinstance(line, Entry))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @classmethod
    def load(cls, folder: Path) -> UserDictionary:
        """Read the dictionary of a data folder; an empty one where there is none.

        Nothing is raised: what cannot be read, or is another than was written, is among the
        `problems`.
        """
        path = folder / NAME
        problems: list[DamagedError] = []
        try:
            content = read_sealed(path, _ACCEPT)
        except DamagedError as error:
            problems.append(error)
            try:
                content = read_own(path)
            except DamagedError:
                content = None
        if content is None:
            return cls(problems=tuple(problems))
        found = cls.read(content, path)
        return replace(found, problems=(*problems, *found.problems))

    @classmethod
    def read(cls, content: bytes, path: Path) -> UserDictionary:
        """Read what stands in the file of a dictionary; the path is for its `problems`."""
        problems: list[DamagedError] = []
        lines: list[Entry | str] = []
        for number, raw in enumerate(content.removeprefix(_BOM).split(b"\n"), 1):
            try:
                line = raw.decode("utf-8").rstrip("\r")
                lines.append(_read(line))
            except UnicodeDecodeError:
                problems.append(DamagedError(path, f"line {number}: not UTF-8", _CORRECT))
            except RequestError as error:
                problems.append(DamagedError(path, f"line {number}: {error}", _REMEDY))
        if lines and lines[-1] == "":  # behind the last line break
            del lines[-1]
        return cls(_merged(lines), tuple(problems))

    def save(self, folder: Path) -> None:
        """Write the dictionary of a data folder, in place of what was there, or not at all.

        Raises:
            DamagedError: lines of it could not be read, and would be lost.
            SouwenError: the file cannot be written.
        """
        for problem in self.problems:
            raise problem
        content = self.text() or f"{_HEADER}\n"
        write_sealed(folder / NAME, content.encode())

    def text(self) -> str:
        """Return the lines as they stand in a file."""
        return "".join(f"{_written(line)}\n" for line in self.lines)

    @property
    def is_usable(self) -> bool:
        """Whether searches use it, perhaps without some lines."""
        return all(problem.remedy == _REMEDY for problem in self.problems)

    def check(self) -> None:
        """Let it be used, without the lines that are no entries, or not at all.

        Raises:
            DamagedError: the file is not what was written, or cannot be read.
        """
        for problem in self.problems:
            if not self.is_usable:
                raise problem
            import logging  # noqa: PLC0415 - not for a search

            logging.getLogger(__name__).warning("%s; it is left out", problem)

    @classmethod
    def accept(cls, folder: Path) -> UserDictionary:
        """Let the file count as it is now, after an edit by hand; return what is in it.

        Raises:
            DamagedError: it, or a line of it, cannot be read; it counts as it did before.
            SouwenError: its checksum cannot be written.
        """
        for problem in cls.load(folder).problems:
            if problem.remedy != _ACCEPT:
                raise problem
        seal(folder / NAME, read_own(folder / NAME))
        return cls.load(folder)

    def added(self, word: str, synonyms: Iterable[str] = ()) -> tuple[UserDictionary, Entry]:
        """Return the dictionary with a word, and its entry with the synonyms it has now.

        Raises:
            RequestError: a word that cannot be one; says why.
        """
        new = entry_of(word, synonyms)
        changed = self.joined([new])
        (entry,) = (entry for entry in changed if entry.word == new.word)
        return changed, entry

    def joined(self, entries: Iterable[Entry]) -> UserDictionary:
        """Return the dictionary with more entries; a word that is there gets the synonyms, too.

        Raises:
            RequestError: there would be too many entries, or synonyms of one.
        """
        new = tuple(entries)
        changed = replace(self, lines=_merged([*(self.lines or (_HEADER,)), *new]))
        if len(changed) > MOST_ENTRIES:
            raise RequestError(f"more than {MOST_ENTRIES:,} words")
        words = {entry.word for entry in new}
        for entry in changed:
            if entry.word in words and len(entry.synonyms) > MOST_SYNONYMS:
                raise RequestError(f"more than {MOST_SYNONYMS} synonyms of {entry.word}")
        return changed

    def removed(self, word: str) -> tuple[UserDictionary, bool]:
        """Return the dictionary without a word, also among the synonyms of others.

        Returns:
            The dictionary, and whether the word was in it.

        Raises:
            RequestError: a word that cannot be one; says why.
        """
        gone = _word(word)
        lines: list[Entry | str] = []
        for line in self.lines:
            if not isinstance(line, Entry):
                lines.append(line)
            elif line.word != gone:
                left = tuple(synonym for synonym in line.synonyms if synonym != gone)
                lines.append(Entry(line.word, left))
        return replace(self, lines=tuple(lines)), tuple(lines) != self.lines


def _merged(lines: Iterable[Entry | str]) -> tuple[Entry | str, ...]:
    """Make entries of one word one, where the first stands."""
    merged: list[Entry | str] = []
    place: dict[str, int] = {}
    for line in lines:
        if not isinstance(line, Entry):
            merged.append(line)
        elif line.word in place:
            at = place[line.word]
            earlier = merged[at]
            known = earlier.synonyms if isinstance(earlier, Entry) else ()
            merged[at] = Entry(line.word, tuple(dict.fromkeys((*known, *line.synonyms))))
        else:
            place[line.word] = len(merged)
            merged.append(line)
    return tuple(merged)


def _read(line: str) -> Entry | str:
    if not line.strip() or line.startswith(COMMENT):
        return line
    word, *synonyms = line.split("\t")
    return entry_of(word, (synonym for synonym in synonyms if synonym.strip()))


def entry_of(word: str, synonyms: Iterable[str]) -> Entry:
    """Normalise a word and its synonyms.

    Raises:
        RequestError: one cannot be a word, or there are too many; says why.
    """
    own = _word(word)
    others = tuple(other for other in dict.fromkeys(map(_word, synonyms)) if other != own)
    if len(others) > MOST_SYNONYMS:
        raise RequestError(f"more than {MOST_SYNONYMS} synonyms of {own}")
    return Entry(own, others)


def _word(given: str) -> str:
    """Normalise a word, or say why it cannot be one."""
    given = given.strip()
    word = normalise(given)
    shown = f"{given[:LONGEST_WORD]!r}"
    if not any(True for _ in runs(word)):
        raise RequestError(f"no letter, digit or ideograph in {shown}")
    if len(word) > LONGEST_WORD:
        raise RequestError(f"a word of more than {LONGEST_WORD} characters: {shown}...")
    if "\n" in word or word.startswith(COMMENT):
        raise RequestError(f"a word with a line break in it or a # before it: {shown}")
    if re.search(_SPACE_BESIDE_HAN, given):
        raise RequestError(f"a space inside a Chinese word, where a tab may be meant: {shown}")
    if re.search(_LISTED, given) or re.search(_LISTED, word):  # half-width letters become wide ones
        raise RequestError(f"a mark inside a Chinese word, where a tab may be meant: {shown}")
    return word


def _written(line: Entry | str) -> str:
    return "\t".join((line.word, *line.synonyms)) if isinstance(line, Entry) else line
