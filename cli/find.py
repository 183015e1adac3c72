"""The commands that search: search, suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .arguments import (
    TEXT,
    Settings,
    TextCommand,
    colour_option,
    examples,
    form_option,
    json_option,
    most_option,
)
from .exits import ExitCode
from .formats import Template, csv_lines, template
from .progress import ProgressBar
from .render import Renderer, echoed, facet_lines, nothing_found, print_lines
from .safe import as_json, one_line
from .search_options import search_options
from .terminal import columns, out, tell, wants_colour

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from ..search.answer.results import Results
    from ..search.request import SearchOptions

_NO_QUERY = frozenset({"too-long", "too-complex"})


@click.command(
    cls=TextCommand,
    epilog=examples(
        "search 异地就医 备案",
        "search '\"缴费基数\"' --kind article --after 2025-04",
        "search 社保 -报销 标题:基数 --sort newest",
        "search 怎么申请异地医保 --json",
        "search 社保 --format '{rank}\\t{title}\\t{id}'",
    ),
)
@click.argument("words", nargs=-1, required=True, type=TEXT, metavar="QUERY...")
@search_options
@click.option("--explain", is_flag=True, help="Say how the query was read, and show scores.")
@form_option("--json", "Print one JSON object.")
@form_option("--jsonl", "Print one JSON object per hit, one per line.")
@form_option("--ids", "Print the ids only.")
@form_option("--csv", "Print a table as CSV, with a header.")
@form_option(
    "--format",
    "Print each hit so: '{rank}\\t{title}\\t{id}'.",
    type=template,
    metavar="TEMPLATE",
)
@colour_option
@click.pass_obj
def search(
    settings: Settings,
    *,
    words: tuple[str, ...],
    explain: bool,
    form: str | Template | None,
    color: str,
    **options: Unpack[SearchOptions],
) -> int:
    """Search, and print the hits, best first.

    Words side by side must all match; "..." matches literally, -word excludes, OR and parentheses
    combine; title: kind: channel: after: before: source: narrow down. A whole question is ranked
    by how much of it a document covers. A word with one dash in front is part of the query.
    """
    query = " ".join(words)
    with ProgressBar() as progress, settings.open(progress) as engine:
        results = engine.search(query, **options)
    limit, offset = options["limit"], options["offset"]
    if results.problem in _NO_QUERY:
        tell(f"souwen: {results.message}")
        return ExitCode.USAGE
    if form:
        for line in _lines(results, form):
            out(line)
        _tell_what_has_no_place(results, form, explain=explain)
    elif len(results) or not limit:
        renderer = Renderer(columns(), wants_colour(color))
        for line in renderer.results(results, offset, explain=explain):
            out(line)
    if not len(results) and (limit or not results.total):
        for line in nothing_found(results, offset):
            tell(line)
    return ExitCode.DONE if results.total and (len(results) or not limit) else ExitCode.NOTHING


@click.command(
    cls=TextCommand, epilog=examples("suggest 养老", "suggest yanglaojin", "suggest ylj -n 3")
)
@click.argument("words", nargs=-1, required=True, type=TEXT, metavar="TEXT...")
@most_option("suggestions", 8)
@json_option("a JSON array of objects")
@click.pass_obj
def suggest(settings: Settings, *, words: tuple[str, ...], limit: int, json_: bool) -> int:
    """List words and titles that complete or correct a text.

    A text in letters is read as Chinese sounds too: whole, begun, or by their first letters.
    """
    text = " ".join(words)
    with ProgressBar() as progress, settings.open(progress) as engine:
        suggestions = engine.suggest(text, limit=limit)
    if json_:
        out(as_json([suggestion.as_dict() for suggestion in suggestions]))
    elif suggestions:
        print_lines(*(one_line(suggestion.text)[0] for suggestion in suggestions))
    else:
        tell(f"souwen: nothing to suggest for {echoed(text)}")
    return ExitCode.DONE if suggestions else ExitCode.NOTHING


def _lines(results: Results, form: str | Template) -> Iterator[str]:
    if isinstance(form, Template):
        yield from map(form.filled, results)
    elif form == "json":
        yield as_json(results.as_dict())
    elif form == "csv":
        yield from csv_lines(results)
    else:
        for hit in results:
            yield hit.id if form == "ids" else as_json(hit.as_dict())


def _tell_what_has_no_place(results: Results, form: str | Template, *, explain: bool) -> None:
    """Tell on standard error what a form has no place for."""
    if form != "json":
        if results.relaxed:
            tell(f"souwen: {results.relaxed.message}")
        for line in facet_lines(results.facets):
            tell(line)
    if explain:
        for part in results.reading:
            tell(part)
