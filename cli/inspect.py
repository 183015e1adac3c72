"""The commands that show how a text is read, and store nothing: split, analyze."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..language.harmless import harmless
from .arguments import TEXT, TextCommand, examples, json_option, limit_options
from .exits import ExitCode
from .render import print_table
from .safe import as_json
from .terminal import out, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..ingest.pages.lines import Line
    from ..ingest.preview import Part, SplitOutcome

_CALLED = {"Ignored": "ignored", "Warned": "warning", "Skipped": "skipped"}
_RECORD_FIELDS = ("kind", "position", "title", "body", "published", "channel", "flags")


@click.command(epilog=examples("split 页面.txt", "split dumps/*.html --explain"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--explain", is_flag=True, help="Show what each line of the page was taken for.")
@limit_options
def split(
    *, files: tuple[str, ...], explain: bool, max_size: int | None, max_ratio: int | None
) -> int:
    """Show how pages split, as JSON lines, without storing anything.

    One line a document, the article of a page first. With --explain the lines of the page instead:
    number, role, place of the document that it belongs to, text.
    """
    from .. import InputError  # noqa: PLC0415 - as below
    from .. import split as split_file  # noqa: PLC0415 - as it is now, which tests replace
    from ..ingest.preview import SplitOutcome  # noqa: PLC0415 - not for `analyze`
    from ..ingest.report import Skipped  # noqa: PLC0415 - likewise

    code = ExitCode.DONE

    def show(part: Part) -> None:
        nonlocal code
        if isinstance(part, SplitOutcome):
            _print_page(part, explain=explain)
            return
        if isinstance(part, Skipped):
            code = ExitCode.SKIPPED
        tell(f"{_CALLED[type(part).__name__]}: {part.source}: {part.reason}")

    for file in files:
        try:
            split_file(file, max_size=max_size, max_ratio=max_ratio, each=show)
        except InputError as error:
            tell(f"skipped: {error}")
            code = ExitCode.SKIPPED
    return code


@click.command(
    cls=TextCommand, epilog=examples("analyze 门诊报销比例70%", "analyze 2024年医保 --json")
)
@click.argument("words", nargs=-1, required=True, type=TEXT, metavar="TEXT")
@json_option("them as a JSON object")
def analyze(*, words: tuple[str, ...], json_: bool) -> int:
    """Print the terms of a text, for the index and for a query.

    Each with its family (word, gram, atom), where it starts and ends in the text, in characters,
    and whether the index has it, a query asks for it, or both.
    """
    from .. import analyze as analyze_text  # noqa: PLC0415 - as it is now, which tests replace

    text = " ".join(words)
    terms = [row.as_dict() for row in analyze_text(text)]
    if json_:
        out(as_json({"text": text, "terms": terms}))
    elif terms:
        print_table([list(terms[0]), *([str(value) for value in term.values()] for term in terms)])
    if not terms:
        tell("souwen: there is nothing to search for in it")
        return ExitCode.NOTHING
    return ExitCode.DONE


def _print_page(page: SplitOutcome, *, explain: bool) -> None:
    if explain:
        _print_lines(page.key, page.lines)
        return
    for record in page.records:
        out(as_json({name: getattr(record, name) for name in _RECORD_FIELDS}))


def _print_lines(key: str, lines: Iterable[Line]) -> None:
    out(harmless(f"== {key}"))
    for line in lines:
        place = "-" if line.record is None else str(line.record)
        out(f"{line.number:>5}  {line.role:<10}  {place:>3}  {harmless(line.text)}".rstrip())
