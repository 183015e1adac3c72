"""Hits for other programs: a line by a template of the person's own, or CSV.

Nothing in a value steers a terminal or breaks a line, and no cell of a CSV is a formula.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

import click

from ..messages import said as _
from .safe import one_line, recovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..search.answer.results import Hit

#: The fields of a hit that a template may name, which are the columns of a CSV, in this order.
FIELDS = (
    *("rank", "id", "kind", "title", "published", "channel", "flags", "folded", "matches"),
    *("coverage", "score", "url", "excerpt", "sources", "refs"),
)
_BETWEEN = "; "  # the values of one field
_PIECE = re.compile(r"\{\{|\}\}|\\[tn\\]|\{([^{}]*)\}|[{}]|[^{}\\]+|\\")
_SIGNS = {"{{": "{", "}}": "}", r"\t": "\t", r"\n": "\n", r"\\": "\\"}
# A spreadsheet takes a cell that begins so for something to carry out.
_FORMULA = tuple("=+-@\t\r")


class Template(NamedTuple):
    """What stands for a hit: pieces of text, and fields between them."""

    pieces: tuple[str | tuple[str], ...]

    def filled(self, hit: Hit) -> str:
        """Return the text of a hit."""
        return "".join(it if isinstance(it, str) else value(hit, *it) for it in self.pieces)


def template(written: str) -> Template:
    r"""Read a template: `{field}`, `\t`, `\n`, `\\`, `{{`, `}}`, and all else as it stands.

    Raises:
        click.BadParameter: a field that there is not, or a brace without its partner.
    """
    pieces: list[str | tuple[str]] = []
    for piece in _PIECE.finditer(recovered(written)):
        text, name = piece[0], piece[1]
        if name is not None:
            if name.strip() not in FIELDS:
                told = _("there is no field {name}; there are {names}")
                raise click.BadParameter(
                    told.format(name=one_line(text)[0], names=", ".join(FIELDS))
                )
            pieces.append((name.strip(),))
        elif text in "{}":
            told = _("{brace} has no partner: write {twice} for the sign itself")
            raise click.BadParameter(told.format(brace=text, twice=2 * text))
        else:
            pieces.append(_SIGNS.get(text) or one_line(text)[0])
    return Template(tuple(pieces))


def value(hit: Hit, name: str) -> str:
    """Return a field of a hit on one line; nothing where it has none, several with `; `."""
    found = getattr(hit, name)
    if isinstance(found, tuple):
        found = _BETWEEN.join(found)
    return "" if found is None else one_line(str(found))[0]


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield the header and a line a hit."""
    yield _row(FIELDS)
    for hit in hits:
        yield _row(_cell(hit, name) for name in FIELDS)


def _cell(hit: Hit, name: str) -> str:
    text = value(hit, name)
    is_number = isinstance(getattr(hit, name), int | float)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
