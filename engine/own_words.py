"""The front door: the person's own words."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.values import check_type, listed
from .folder import OpenFolder

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from ..search.own.dictionary import Entry, UserDictionary
    from ..search.own.word_list import Imported


class OwnWords(OpenFolder):
    """What reads and changes the person's dictionary."""

    def dictionary(self) -> UserDictionary:
        """Return the person's own words and synonyms; iterating gives the entries.

        Its `problems` say which lines of the file cannot be read.
        """
        from ..search.own.dictionary import UserDictionary  # noqa: PLC0415

        self._session.check_data()
        return UserDictionary.load(self.folder)

    def dictionary_add(self, word: str, synonyms: Iterable[str] = ()) -> Entry:
        """Keep a word that is not to be cut apart, and what means the same.

        Searches know it at once; nothing is indexed again.

        Args:
            word: one that is there already gets the synonyms in addition.
            synonyms: each finds what the word finds, and the other way round.

        Returns:
            The word with all the synonyms that it has now, normalised.

        Raises:
            RequestError: a word that cannot be one; says why.
            DamagedError: a line of the file cannot be read, and would be lost.
        """
        check_type("word", word, str)
        given = listed("synonyms", synonyms, str)
        with self._dictionary_locked() as dictionary:
            changed, entry = dictionary.added(word, given)
            self._save(changed)
        return entry

    def dictionary_import(self, path: str | os.PathLike[str]) -> Imported:
        """Keep the words of a file: all of them, or none where a line cannot be read.

        Args:
            path: a text of lines: a word and its synonyms with tabs between them, a word alone, or
                a line of a user dictionary of jieba, of which the word counts.

        Returns:
            How many words and synonyms that are, and how many of them are new.

        Raises:
            InputError: it cannot be read; names the lines and the reasons.
            DamagedError: a line of the dictionary itself cannot be read, and would be lost.
        """
        from ..search.own.word_list import read_word_list  # noqa: PLC0415

        self._session.check_data()
        given = read_word_list(Path(path))
        with self._dictionary_locked() as dictionary:
            changed, imported = given.joined_to(dictionary)
            self._save(changed)
        return imported

    def dictionary_remove(self, word: str) -> bool:
        """Forget a word, also as a synonym of others; tell whether it was there.

        Raises:
            RequestError: a word that cannot be one; says why.
            DamagedError: a line of the file cannot be read, and would be lost.
        """
        check_type("word", word, str)
        with self._dictionary_locked() as dictionary:
            changed, was_there = dictionary.removed(word)
            if was_there:
                self._save(changed)
        return was_there

    def dictionary_accept(self) -> UserDictionary:
        """Let the file of own words count as it is now, after an edit by hand; return the words.

        Raises:
            DamagedError: it, or a line of it, cannot be read; it counts as it did before.
        """
        from ..search.own.dictionary import UserDictionary  # noqa: PLC0415

        self._session.check_data()
        with self._session.locked():
            accepted = UserDictionary.accept(self.folder)
            self._session.share_dictionary()
        return accepted

    def _save(self, changed: UserDictionary) -> None:
        changed.save(self.folder)
        self._session.share_dictionary()

    @contextmanager
    def _dictionary_locked(self) -> Iterator[UserDictionary]:
        """Lend what the dictionary is now, while nobody else changes it."""
        self._session.check_data()
        with self._session.locked():
            yield self.dictionary()
