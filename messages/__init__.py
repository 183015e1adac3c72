"""What souwen says to people, in their language: English, or Chinese by the catalogue.

The English sentence is the key of the catalogue, so that a sentence that is not in it yet is still
said. Which language is spoken holds for the running context: a request of a server has its own.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The languages there are; the first needs no catalogue.
LANGUAGES = ("en", "zh")
_LOCALE = Path(__file__).with_name("locale")
_spoken: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def language() -> str:
    """Return the language that is spoken now, one of `LANGUAGES`."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is said inside in another language.

    Args:
        language: "en" or "zh".

    Raises:
        ValueError: there is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def said(sentence: str) -> str:
    """Return a sentence in the language that is spoken now; modules import this as `_`."""
    return translations(_spoken.get()).gettext(sentence)


def later(sentence: str) -> str:
    """Mark a sentence for the catalogue that is said later."""
    return sentence


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; where there is none, it gives what it is asked."""
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation("souwen", _LOCALE, [language], fallback=True)
