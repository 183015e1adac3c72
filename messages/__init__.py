"""What souwen says to people, in their language: English, or Chinese by the catalogue.

The English sentence is the key of the catalogue, so that a sentence that is not in it yet is still
said. Which language is spoken holds for the running context: a request of a server has its own.
"""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The languages there are; the first needs no catalogue.
LANGUAGES = ("en", "zh")
#: The catalogue of what only the command line says: help, and English lines that it recognises.
TERMINAL = "terminal"
_LOCALE = Path(__file__).with_name("locale")
_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_everywhere = [LANGUAGES[0]]  # where nothing else was said


def language() -> str:
    """Return the language that is spoken now, one of `LANGUAGES`."""
    return _spoken.get() or _everywhere[0]


def language_of(names: Iterable[str | None]) -> str:
    """Return the language that the first name that is one asks for: `zh`, `zh_CN.UTF-8`, `C`."""
    return "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"


@contextmanager
def speaking_everywhere(language: str) -> Iterator[None]:
    """Say what is said in this process in a language, in all threads; for a program, no library.

    Whatever says its sentences through `gettext`, as click does, has them from `TERMINAL`.
    """
    before, _everywhere[0] = _everywhere[0], language
    domain, names = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(TERMINAL, str(_LOCALE))
    gettext.textdomain(TERMINAL)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        _everywhere[0] = before
        gettext.textdomain(domain)
        del os.environ["LANGUAGE"]
        if names is not None:
            os.environ["LANGUAGE"] = names


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is said inside in another language.

    Args:
        language: "en" or "zh".

    Raises:
        TypeError: the language is no text.
        ValueError: there is no such language.
    """
    if not isinstance(language, str):
        raise TypeError(f"language must be a text, not {language!r}")
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def said(sentence: str) -> str:
    """Return a sentence in the language that is spoken now; modules import this as `_`."""
    return translations(language()).gettext(sentence)


def later(sentence: str) -> str:
    """Mark a sentence for the catalogue that is said later."""
    return sentence


@cache
def translations(language: str, domain: str = "souwen") -> gettext.NullTranslations:
    """Return a catalogue of a language; where there is none, it gives what it is asked."""
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation(domain, _LOCALE, [language], fallback=True)
