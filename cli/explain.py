"""The command that says why a document is found or not: explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..language.harmless import harmless
from ..messages.recognised import in_words_of
from .arguments import TEXT, Settings, TextCommand, examples, json_option
from .exits import ExitCode
from .progress import ProgressBar
from .render import Renderer, no_document, table
from .safe import as_json, one_line
from .search_options import narrowing_options
from .terminal import columns, out, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from ..search.answer.explanation import Explanation
    from ..search.explained import ExplainedString
    from ..search.request import Narrowing

_MOST_TERMS = 20
_HOW = {
    "title": "stands in the title",
    "body": "stands in the text",
    "words": "all its words are there",
    "variant": "means the same as what is there",
    "shares": "some of it is there",
    "not": "is not there",
}


@click.command(
    cls=TextCommand,
    epilog=examples("explain 异地就医 备案 3f0c5b1e9a7d2c48", "explain 社保基数 3f0c --json"),
)
@click.argument("words", nargs=-1, required=True, type=TEXT, metavar="QUERY...")
@click.argument("id_", type=TEXT, metavar="ID")
@narrowing_options
@json_option("it as a JSON object")
@click.pass_obj
def explain(
    settings: Settings,
    *,
    words: tuple[str, ...],
    id_: str,
    json_: bool,
    **options: Unpack[Narrowing],
) -> int:
    """Say why a query finds a document, and where; or why it does not.

    ID, the last word, is as `search` prints it, or a beginning of it that no other document has.
    Shows how each string of the query stands in the document, what the score is made of, and what
    each term gave. Exit 1 where the query does not find the document.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        told = engine.explain(" ".join(words), id_.strip(), **options)
    if told is None:
        tell(no_document(id_))
        return ExitCode.NOTHING
    if json_:
        out(as_json(told.as_dict()))
    else:
        renderer = Renderer(columns())
        for line in _lines(told):
            for shown in renderer.lines(line, whole=True):
                out(shown)
    return ExitCode.DONE if told.matches else ExitCode.NOTHING


def _lines(told: Explanation) -> Iterator[str]:
    from ..search.answer.explanation import part_name  # noqa: PLC0415 - not for the help

    yield one_line(told.title)[0] or told.id
    yield " | ".join((*map(in_words_of, told.flags), told.id))
    yield told.sentence
    if told.relaxed:
        yield told.relaxed
    for part in told.reading:
        yield f"  {part}"
    yield from _block("why not", [[reason] for reason in told.why_not])
    yield from _block("strings", [_string(string) for string in told.strings])
    score = f"score {told.score:.4f}" if told.score is not None else "score"
    yield from _block(
        score, [[f"{value:+.4f}", part_name(name)] for name, value in told.parts if value]
    )
    terms = [
        [
            term.family,
            term.term if term.own else in_words_of(f"{term.term} (for a part of the query)"),
            str(term.title),
            str(term.body),
            f"{term.documents:,}",
            f"{term.idf:.2f}",
            f"{term.weight:.2f}",
            f"{term.gave:.2f}",
        ]
        for term in told.terms[:_MOST_TERMS]
    ]
    if terms:
        head = ["family", "term", "title", "text", "documents", "idf", "weight", "gave"]
        yield from _block("terms", [list(map(in_words_of, head)), *terms])
    if len(told.terms) > _MOST_TERMS:
        yield in_words_of(f"  and {len(told.terms) - _MOST_TERMS:,} more (--json has all)")


def _string(string: ExplainedString) -> list[str]:
    said = in_words_of(_HOW[string.how])
    if string.variant is not None:
        said = f"{said}: {string.variant}"
    if string.missing and not string.excluded:
        said += in_words_of(f"; it lacks: {', '.join(string.missing)}")
    if string.excluded:
        said += in_words_of("; must not be there")
    return [string.text, said]


def _block(name: str, rows: list[list[str]]) -> Iterator[str]:
    if rows:
        yield ""
        yield in_words_of(f"{name}:")
        for line in table([[harmless(cell) for cell in row] for row in rows]):
            yield f"  {line}"
