"""Commands with their help in the language spoken, laid out by cells."""

from __future__ import annotations

import inspect
from copy import copy
from typing import TYPE_CHECKING, TypeVar

import click

from ..messages import LANGUAGES, TERMINAL, language, translations
from .width import cells, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

_Command = TypeVar("_Command", bound=click.Command)
_INDENT = 2


def worded(command: _Command) -> _Command:
    """Return a command as it is in English, or a copy with its help in the language spoken."""
    if language() == LANGUAGES[0]:
        return command
    said = copy(command)
    said.help = command.help and translated(command.help)
    said.epilog = command.epilog and command.epilog.replace("Examples:", translated("Examples:"))
    said.context_class = _Context
    said._help_option = None  # noqa: SLF001 - click keeps the first, in whatever language it was
    said.params = [_parameter(parameter) for parameter in command.params]
    if isinstance(said, click.Group):
        said.commands = {name: worded(inner) for name, inner in said.commands.items()}
    return said


def translated(text: str) -> str:
    """Return a piece of help in the language spoken."""
    return translations(language(), TERMINAL).gettext(inspect.cleandoc(text))


def _parameter(parameter: click.Parameter) -> click.Parameter:
    if not (isinstance(parameter, click.Option) and parameter.help):
        return parameter
    said = copy(parameter)
    said.help = translated(parameter.help)
    return said


class _Formatter(click.HelpFormatter):
    """Counts cells, of which a Chinese character takes two."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, each broken into lines; examples stay as they are."""
        for at, paragraph in enumerate(text.split("\n\n")):
            if at:
                self.write("\n")
            lines = paragraph.split("\n")
            is_kept = lines[0] == "\b"
            for line in lines[1:] if is_kept else ["".join(lines)]:
                self._write(" " * self.current_indent, line, " " * self.current_indent)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms, each with what it means beside it."""
        all_rows = list(rows)
        width = min(max(cells(term) for term, _ in all_rows), col_max) + col_spacing
        margin = " " * (self.current_indent + width)
        for term, meaning in all_rows:
            first = " " * self.current_indent + pad(term, width)
            if cells(term) > width - col_spacing:
                self.write(f"{first.rstrip()}\n")
                first = margin
            self._write(first, meaning, margin)

    def _write(self, first: str, text: str, margin: str) -> None:
        for start, end in wrap(text, max(self.width - cells(margin), _INDENT)):
            self.write(f"{first}{text[start:end]}".rstrip() + "\n")
            first = margin


class _Context(click.Context):
    formatter_class = _Formatter
