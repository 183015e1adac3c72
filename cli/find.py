"""The commands that find documents: search, suggest, similar, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .arguments import TEXT, Settings, TextCommand, examples, json_option, most_option
from .exits import ExitCode
from .progress import ProgressBar
from .render import Renderer, echoed, facet_lines, no_document, nothing_found, print_lines
from .safe import as_json, one_line
from .search_options import search_options
from .terminal import columns, out, tell, wants_colour

if TYPE_CHECKING:
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
    ),
)
@click.argument("words", nargs=-1, required=True, type=TEXT, metavar="QUERY...")
@search_options
@click.option("--explain", is_flag=True, help="Say how the query was read, and show scores.")
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option("--jsonl", "form", flag_value="jsonl", help="Print a JSON object a hit, each a line.")
@click.option("--ids", "form", flag_value="ids", help="Print the ids only.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether to mark matches with colours.",
)
@click.pass_obj
def search(
    settings: Settings,
    *,
    words: tuple[str, ...],
    explain: bool,
    form: str | None,
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
        _print_for_programs(results, form, explain=explain)
    elif len(results) or (results.total and not limit):
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


@click.command(
    epilog=examples("similar 3f0c5b1e9a7d2c48", "similar 3f0c5b1e9a7d2c48 -n 100 # 全部")
)
@click.argument("id_", type=TEXT, metavar="ID")
@most_option("documents", 10)
@click.option("--json", "form", flag_value="json", help="Print a JSON array of objects.")
@click.option("--ids", "form", flag_value="ids", help="Print the ids only.")
@click.pass_obj
def similar(settings: Settings, *, id_: str, limit: int, form: str | None) -> int:
    """List the documents of the same template or title.

    ID is as `search` prints it, or a beginning of it that no other document has. It comes first,
    then the newest of the others. They differ in a place or a number, or are versions of one text.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        group = engine.similar(id_.strip(), limit=limit + 1)
    if not group:
        tell(no_document(id_))
        return ExitCode.NOTHING
    shown = group[:limit]
    if form == "json":
        out(as_json([document.as_dict() for document in shown]))
    elif form == "ids":
        for document in shown:
            out(document.id)
    else:
        renderer = Renderer(columns())
        for line in renderer.listed(shown):
            out(line)
        if len(group) > limit:
            out("")
            out(f"for more: -n {10 * limit}")
    return ExitCode.DONE


@click.command(epilog=examples("search 异地就医 --ids -n 1", "show 3f0c5b1e9a7d2c48"))
@click.argument("id_", type=TEXT, metavar="ID")
@json_option("it as a JSON object")
@click.pass_obj
def show(settings: Settings, *, id_: str, json_: bool) -> int:
    """Print one whole document.

    ID is as `search` prints it, or a beginning of it that no other document has. A document that
    is retired is shown too. For its text as it is, character by character, take --json.
    """
    with settings.open() as engine:
        document = engine.document(id_.strip())
    if document is None:
        tell(no_document(id_))
        return ExitCode.NOTHING
    if json_:
        out(as_json(document.as_dict()))
        return ExitCode.DONE
    for line in Renderer(columns()).document(document):
        out(line)
    return ExitCode.DONE


def _print_for_programs(results: Results, form: str, *, explain: bool) -> None:
    if form == "json":
        out(as_json(results.as_dict()))
    else:
        for hit in results:
            out(hit.id if form == "ids" else as_json(hit.as_dict()))
        # What these two forms have no place for.
        if results.relaxed:
            tell(f"souwen: relaxed: {results.relaxed.message}")
        for line in facet_lines(results.facets):
            tell(line)
    if explain:
        for part in results.reading:
            tell(part)
