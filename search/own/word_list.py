"""Lists of words that come from elsewhere: every line of a file is read, or none counts.

* Words separated by tabs: a word, then what means the same, as in `dictionary.tsv`.
* A word a line.
* The form of jieba's user dictionaries: a word, then how often it is, then a tag, both of which may
  be missing and mean nothing here. A number behind a word in letters is that only where the file
  has such lines of Chinese words, for iPhone 15 is a word.

Where behind each word of a file there is a tab and a number, that is how often it is, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...corpus.errors import InputError, RequestError
from ...language.terms import GRAM
from .dictionary import COMMENT, MOST_ENTRIES, entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .dictionary import Entry, UserDictionary

LARGEST = 16 * 1024 * 1024  # bytes
_MOST_TOLD = 3
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")
# Tags of jieba that may stand behind a word without a number.
_TAG = (
    "ad?|ag|an|b|c|df?|dg|eng?|f|g|h|i|j|k|l|mg?|mq|n|ng|nr|nrfg|nrt|ns|nt|nz|o|p|q|rg?|rr|rz|s|tg?"
    "|u[dgjlvz]?|vg?|vd|vi|vn|vq|x|y|zg?"
)
_OF_JIEBA = re.compile(rf"(?P<word>.*[{GRAM}].*?) +(?:\d+(?: +[a-z]+)?|{_TAG})", re.ASCII)
_NUMBERED = re.compile(r"(?P<word>.+?) +\d+(?: +[a-z]+)?", re.ASCII)
_TABBED = re.compile(r"(?P<word>[^\t]+)\t *\d+(?:[\t ]+[a-z]+)?", re.ASCII)


class Imported(NamedTuple):
    """What became of a list of words.

    Attributes:
        words: how many it has.
        new_words: how many of them were not in the dictionary.
        new_synonyms: how many of their synonyms were not.
        left_out: behind how many words there was how often they are, or a tag.
    """

    words: int
    new_words: int
    new_synonyms: int
    left_out: int

    def as_dict(self) -> dict[str, int]:
        """Return the fields by their names."""
        return self._asdict()


class WordList(NamedTuple):
    """What a file holds.

    Attributes:
        name: of the file.
        entries: a word a line, with what means the same.
        left_out: behind how many words there was how often they are, or a tag.
    """

    name: str
    entries: tuple[Entry, ...]
    left_out: int

    def joined_to(self, dictionary: UserDictionary) -> tuple[UserDictionary, Imported]:
        """Return a dictionary with these words, and what is new in it.

        Raises:
            InputError: it would be too large.
        """
        try:
            joined = dictionary.joined(self.entries)
        except RequestError as error:
            raise InputError(self.name, f"{error}; nothing is taken in") from None
        new_words = len(joined) - len(dictionary)
        new_synonyms = _synonyms(joined) - _synonyms(dictionary)
        words = len({entry.word for entry in self.entries})
        return joined, Imported(words, new_words, new_synonyms, self.left_out)


def read_word_list(path: Path) -> WordList:
    """Read a list of words.

    Raises:
        InputError: it cannot be read, or a line of it is no entry; names the first of them.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(str(path), f"cannot be read: {reason}") from None
    if len(content) > LARGEST:
        raise InputError(str(path), f"larger than {LARGEST:,} bytes")
    from ...ingest.text.decode import decode  # noqa: PLC0415 - not for a search

    text = decode(content).text.removeprefix("\ufeff")
    return _word_list(str(path), text.split("\n"))


def _word_list(name: str, lines: Sequence[str]) -> WordList:
    numbered = [
        (number, line.strip())
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith(COMMENT)
    ]
    if len(numbered) > MOST_ENTRIES:
        raise InputError(name, f"more than {MOST_ENTRIES:,} words")
    texts = [line for _, line in numbered]
    forms = list(_forms(texts))
    entries: list[Entry] = []
    wrong: list[str] = []
    for (number, line), form in zip(numbered, forms, strict=True):
        match = form.fullmatch(line) if form else None
        word, *synonyms = [match["word"]] if match else line.split("\t")
        if _CONTROL.search(line):
            wrong.append(f"line {number}: characters that are none of a text")
            continue
        try:
            entries.append(entry_of(word, filter(str.strip, synonyms)))
        except RequestError as error:
            wrong.append(f"line {number}: {error}")
    if wrong:
        more = len(wrong) - _MOST_TOLD
        rest = f"; and {more:,} more" if more > 0 else ""
        raise InputError(name, f"{'; '.join(wrong[:_MOST_TOLD])}{rest}; nothing is taken in")
    if not entries:
        raise InputError(name, "no word in it")
    return WordList(name, tuple(entries), sum(form is not None for form in forms))


def _synonyms(dictionary: UserDictionary) -> int:
    return sum(len(entry.synonyms) for entry in dictionary)


def _forms(lines: Sequence[str]) -> Iterator[re.Pattern[str] | None]:
    """Yield the form of each line, where something stands behind its word that means nothing."""
    if len(lines) > 1 and all(_TABBED.fullmatch(line) for line in lines):
        yield from [_TABBED] * len(lines)
        return
    of_jieba = {line for line in lines if _OF_JIEBA.fullmatch(line)}
    for line in lines:
        if line in of_jieba:
            yield _OF_JIEBA
        else:
            yield _NUMBERED if of_jieba and _NUMBERED.fullmatch(line) else None
