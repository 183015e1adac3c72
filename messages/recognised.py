"""Lines that were worded in English where nobody knew who would read them, said in their language.

Reports and errors are data: programs compare their English sentences, processes hand them over, and
JSON has them as they are. A person's line is recognised by the sentences of the catalogue
`terminal`, in which `{name}` stands for anything, and what stands there is recognised in turn.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from . import LANGUAGES, TERMINAL, language, translations

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELD = re.compile(r"\{(\w+)\}")
_COUNT = "n"  # the name of a field that is a number
_BORDER = "; "  # between sentences
_DEEPEST = 5  # sentences inside each other


class _Sentence(NamedTuple):
    english: str
    said: str
    pieces: tuple[str, ...]  # that are the sentence's own


def in_words_of(line: str) -> str:
    """Return a line in the language that is spoken now; as it is, where no sentence fits it."""
    spoken = language()
    if spoken == LANGUAGES[0] or not line.strip():
        return line
    return _recognised(spoken, line, _DEEPEST)


@lru_cache(maxsize=1_000)
def _recognised(spoken: str, line: str, deeper: int) -> str:
    whole = translations(spoken, TERMINAL).gettext(line) if line.strip() else line
    if whole != line or not deeper:
        return whole
    fitting = [
        sentence
        for sentence in _sentences(spoken)
        if all(piece in line for piece in sentence.pieces)  # before a pattern is made of it
    ]
    longer = [sentence for sentence in fitting if _BORDER in sentence.english]
    others = [sentence for sentence in fitting if _BORDER not in sentence.english]
    return (
        _by_sentence(spoken, longer, line, deeper)
        or _by_parts(spoken, line, deeper)
        or _by_sentence(spoken, others, line, deeper)
        or line
    )


def _by_sentence(spoken: str, sentences: Iterable[_Sentence], line: str, deeper: int) -> str | None:
    for sentence in sentences:
        if match := _pattern(sentence.english).fullmatch(line):
            given = {
                name: _recognised(spoken, value, deeper - 1)
                for name, value in match.groupdict().items()
            }
            return sentence.said.format(**given)
    return None


def _by_parts(spoken: str, line: str, deeper: int) -> str | None:
    """Say two sentences side by side; where only one side is a sentence, there is no border."""
    before, between, behind = line.partition(_BORDER)
    if not between:
        return None
    said = [_recognised(spoken, part, deeper - 1) for part in (before, behind)]
    return "；".join(said) if said[0] != before and said[1] != behind else None


@cache
def _sentences(spoken: str) -> list[_Sentence]:
    """Return the sentences with fields, those that say most by themselves first."""
    catalogue: dict[str, str] = getattr(translations(spoken, TERMINAL), "_catalog", {})
    found = [
        _Sentence(english, said, tuple(_FIELD.split(english)[::2]))
        for english, said in catalogue.items()
        if isinstance(english, str) and _FIELD.search(english)
    ]
    return sorted(found, key=lambda sentence: -sum(map(len, sentence.pieces)))


@cache
def _pattern(english: str) -> re.Pattern[str]:
    seen: set[str] = set()
    pattern = ""
    for at, piece in enumerate(_FIELD.split(english)):
        if at % 2 == 0:
            pattern += re.escape(piece)
        else:
            field = r"[\d.,]+" if piece == _COUNT else ".+?"
            pattern += f"(?P={piece})" if piece in seen else f"(?P<{piece}>{field})"
            seen.add(piece)
    return re.compile(pattern, re.DOTALL)
