"""The commands that show documents by their ids: show, similar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from .arguments import TEXT, Settings, colour_option, examples, json_option, most_option
from .exits import ExitCode
from .progress import ProgressBar
from .render import Renderer, no_document
from .safe import as_json
from .terminal import columns, out, say, tell, wants_colour

if TYPE_CHECKING:
    from ..corpus.documents import Document
    from ..search.answer.results import Marks


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
            say(f"for more: -n {10 * limit}")
    return ExitCode.DONE


@click.command(
    epilog=examples(
        "search 异地就医 --ids -n 1",
        "show 3f0c5b1e9a7d2c48",
        "show 3f0c5b1e9a7d2c48 a1d8e4ebb7b7a6fd --query 异地就医",
    )
)
@click.argument("ids", nargs=-1, required=True, type=TEXT, metavar="ID...")
@click.option("--query", type=TEXT, metavar="QUERY", help="Mark what this query looks for.")
@json_option("it as a JSON object; of several ids, an array")
@colour_option
@click.pass_obj
def show(
    settings: Settings, *, ids: tuple[str, ...], query: str | None, json_: bool, color: str
) -> int:
    """Print whole documents.

    ID is as `search` prints it, or a beginning of it that no other document has. A document that
    is retired is shown too. For its text as it is, character by character, take --json.
    """
    found: list[_Shown] = []
    with ProgressBar() as progress, settings.open(progress) as engine:
        for id_ in ids:
            document = engine.document(id_.strip())
            if document is None:
                tell(no_document(id_))
                continue
            found.append(_Shown(document, engine.marks(query, document.id) if query else None))
    if json_:
        dicts = [shown.as_dict() for shown in found]
        if len(ids) > 1:
            out(as_json(dicts))
        elif dicts:
            out(as_json(dicts[0]))
    else:
        renderer = Renderer(columns(), wants_colour(color))
        for at, (document, marks) in enumerate(found):
            if at:
                out("")
                out(_BETWEEN)
                out("")
            for line in renderer.document(document, marks):
                out(line)
    return ExitCode.DONE if len(found) == len(ids) else ExitCode.NOTHING


_BETWEEN = "-" * 8


class _Shown(NamedTuple):
    """A document, and where it has what was looked for."""

    document: Document
    marks: Marks | None

    def as_dict(self) -> dict[str, object]:
        """Return what `--json` prints."""
        if self.marks is None:
            return self.document.as_dict()
        spans = {"title_spans": self.marks.title, "body_spans": self.marks.body}
        return {**self.document.as_dict(), **spans}
