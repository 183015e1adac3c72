"""Lay out hits and documents for a person, by the cells of a terminal."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from ..corpus.documents import Flag, Kind
from ..language.harmless import harmless, harmless_lines
from ..language.stand_in import shown_title
from ..messages.recognised import in_words_of
from .safe import one_line
from .terminal import columns, out
from .width import cells, clip, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from ..corpus.documents import Document
    from ..search.answer.results import Hit, Marks, Results

_INDENT = 4
_LONGEST_ECHO = 60
_FACETS = 10  # values of one that are shown
_DOTS = "…"
_BETWEEN_FACTS = " | "
_BETWEEN_COLUMNS = "  "

_BOLD = "1"
_FAINT = "2"
_PATH = "36"
_MATCH = "1;31"


@dataclass(frozen=True, slots=True)
class Renderer:
    """Lays out for one width, with colours or without.

    Attributes:
        width: cells of a line; None where lines stay whole.
        colour: whether matches are marked, and titles and paths set off.
    """

    width: int | None
    colour: bool = False

    def results(self, results: Results, offset: int, *, explain: bool = False) -> Iterator[str]:
        """Yield the lines of a page of hits."""
        yield from self.lines(in_words_of(_header(results, offset)))
        if results.relaxed:
            yield from self.lines(results.relaxed.message)
        if meant := results.did_you_mean:
            yield from self.lines(in_words_of(f"did you mean: {meant}"))
        if explain:
            for part in results.reading:
                yield from self.lines(part, indent=2)
        usual = _usual_flags(results)
        above: Hit | None = None
        for hit in results:
            yield ""
            if hit.matches == "parts" and (above.matches == "all" if above else not offset):
                yield from self.lines(in_words_of(f"--- parts of it only ({_loose(results)}):"))
                yield ""
            yield from self.hit(hit, explain=explain, usual=usual)
            above = hit
        shown = offset + len(results)
        # What is folded behind the lines is shown already, in a way.
        there = results.total + (results.more or 0)
        if results and shown + sum(hit.folded for hit in results) < there:
            yield ""
            yield from self.lines(in_words_of(f"for more: --offset {shown}"))
        counted = facet_lines(results.facets)
        if counted:
            yield ""
        for line in counted:
            yield from self.lines(line)

    def hit(self, hit: Hit, *, explain: bool = False, usual: Container[str] = ()) -> Iterator[str]:
        """Yield the lines of one hit, without the flags that tell it from no other."""
        indent = _indent(hit.rank)
        facts = [
            hit.published or in_words_of("undated"),
            hit.channel,
            in_words_of(hit.kind) if hit.kind == "snippet" else None,
            *(in_words_of(flag) for flag in hit.flags if flag not in usual),
            in_words_of(f"+{hit.folded} alike") if hit.folded else None,
            hit.id,
        ]
        yield from self._head(hit.rank, hit.title, facts, hit.title_spans)
        if hit.excerpt.strip():
            yield from self.lines(*_dotted(hit), indent=indent)
        if hit.sources:
            path = shown_path(hit.sources[0])
            if more := len(hit.sources) - 1:
                path += in_words_of(f" (+{more} more)")
            yield from self.lines(path, indent=indent, style=_PATH, whole=True)
        if explain:
            told = f"score {hit.score:.4f}", f"excerpt from character {hit.excerpt_start}"
            facts = [in_words_of(fact) for fact in told]
            facts += [f"ref {ref}" for ref in hit.refs]
            yield from self.lines(_joined(facts), indent=indent, style=_FAINT)

    def listed(self, documents: Sequence[Document]) -> Iterator[str]:
        """Yield the lines of documents in a list."""
        for number, document in enumerate(documents, 1):
            title = shown_title(document.title, document.body)
            yield from self._head(number, title, _facts(document))

    def document(self, document: Document, marks: Marks | None = None) -> Iterator[str]:
        """Yield the lines of a whole document, with what matches marked."""
        if document.title:
            yield from self.lines(document.title, marks.title if marks else (), style=_BOLD)
        yield from self.lines(_joined(_facts(document)))
        if document.article:
            yield from self.lines(in_words_of(f"whole article: {document.article}"))
        if document.url:
            yield from self.lines(in_words_of(f"url: {document.url}"))
        for ref in document.refs:
            yield from self.lines(in_words_of(f"ref: {ref}"))
        for source in document.sources:
            yield from self.lines(in_words_of(f"source: {shown_path(source)}"), whole=True)
        yield ""
        begin, spans = 0, deque(marks.body if marks else ())
        for line in harmless_lines(document.body).split("\n"):
            while spans and spans[0][1] <= begin:
                spans.popleft()
            stop = begin + len(line)
            inside = takewhile(partial(_starts_before, stop), spans)
            moved = [(start - begin, end - begin) for start, end in inside]
            for start, end in wrap(line, self.width):
                yield self._painted(line, start, end, moved, "")
            begin = stop + 1

    def _head(
        self,
        number: int,
        title: str,
        facts: Sequence[str | None],
        spans: Sequence[tuple[int, int]] = (),
    ) -> Iterator[str]:
        indent = _indent(number)
        label = f"{number}. ".ljust(indent)
        yield from self.lines(title, spans, label=label, indent=indent, style=_BOLD)
        yield from self.lines(_joined(facts), indent=indent, style=_FAINT)

    def lines(
        self,
        text: str,
        spans: Sequence[tuple[int, int]] = (),
        *,
        label: str = "",
        indent: int = 0,
        style: str = "",
        whole: bool = False,
    ) -> Iterator[str]:
        """Yield a text of strangers in one or more lines.

        Args:
            text: anything; runs of white space become one space.
            spans: what to mark, half-open, in code points, into `text`; sorted, disjoint.
            label: stands before the first line, `indent` cells wide.
            indent: empty cells before each other line.
            style: how what is not marked looks.
            whole: whether runs of spaces stay, as they must in a path.
        """
        shown, marked = (harmless(text), list(spans)) if whole else one_line(text, spans)
        margin = label or " " * indent
        room = None if self.width is None else max(self.width - indent, 2)
        for start, end in wrap(shown, room):
            yield (margin + self._painted(shown, start, end, marked, style)).rstrip()
            margin = " " * indent

    def _painted(
        self, text: str, start: int, end: int, spans: list[tuple[int, int]], style: str
    ) -> str:
        if not self.colour:
            return text[start:end]
        pieces = []
        at = start
        for span_start, span_end in spans:
            if span_end <= start or span_start >= end:
                continue
            pieces.append(_styled(text[at : max(span_start, start)], style))
            pieces.append(_styled(text[max(span_start, start) : min(span_end, end)], _MATCH))
            at = min(span_end, end)
        pieces.append(_styled(text[at:end], style))
        return "".join(pieces)


def nothing_found(results: Results, offset: int) -> Iterator[str]:
    """Yield why a page of hits is empty, and what there is instead, for standard error."""
    if results.problem:
        yield f"souwen: {results.message}"
    elif results.total:
        yield f"souwen: no hits from --offset {offset} on, of {_total(results)}"
    else:
        yield f"souwen: nothing found for {echoed(results.query)}"
        if results.message:
            yield clip(harmless(results.message), 4 * _LONGEST_ECHO)
        yield from (f"  {clip(harmless(part), 3 * _LONGEST_ECHO)}" for part in results.reading)
        if meant := results.did_you_mean:
            yield f"did you mean: {echoed(meant)}"
        if results.nearest:
            yield "Closest documents:"
        for near in results.nearest:
            yield f"  {echoed(near.title)} ({near.id})"


def _starts_before(stop: int, span: tuple[int, int]) -> bool:
    return span[0] < stop


def _dotted(hit: Hit) -> tuple[str, list[tuple[int, int]]]:
    """Return an excerpt with dots where something is left out, and its spans."""
    before, behind = (_DOTS * is_left_out for is_left_out in hit.excerpt_cut)
    moved = [(start + len(before), end + len(before)) for start, end in hit.excerpt_spans]
    return f"{before}{hit.excerpt}{behind}", moved


def no_document(id_: str) -> str:
    """Return the message for an id that names nothing."""
    return f"souwen: no document {echoed(id_)}: `souwen search 医保 --ids` prints ids"


def _usual_flags(results: Results) -> tuple[str, ...]:
    """Return the flags that every snippet of a page has: where all are cut it says nothing."""
    snippets = [hit for hit in results if hit.kind is Kind.SNIPPET]
    is_usual = len(snippets) > 1 and all(Flag.TRUNCATED in hit.flags for hit in snippets)
    return (Flag.TRUNCATED,) if is_usual else ()


def facet_lines(facets: Mapping[str, Sequence[tuple[str, int]]] | None) -> list[str]:
    """Return one line per facet: its most frequent values with their counts."""
    lines = []
    facets = dict(facets or {})
    snippets = dict(facets.get("kind", ())).get(Kind.SNIPPET, 0)
    if snippets > 1 and (Flag.TRUNCATED, snippets) in facets.get("flag", ()):
        flags = facets["flag"]
        facets["flag"] = [counted for counted in flags if counted[0] != Flag.TRUNCATED]
    for name, counted in facets.items():
        if not counted:
            continue
        word = in_words_of if name in {"kind", "flag"} else str
        shown = ", ".join(
            f"{word(one_line(value)[0])} {number:,}" for value, number in counted[:_FACETS]
        )
        if len(counted) > _FACETS:
            shown += in_words_of(f", and {len(counted) - _FACETS:,} more")
        lines.append(f"{in_words_of(name)}: {shown}")
    return lines


def echoed(text: str) -> str:
    """Return what a person typed, short enough to stand in a message."""
    return clip(one_line(text)[0], _LONGEST_ECHO)


def shown_path(key: str) -> str:
    """Return a source key, relative to the current folder where it is below it."""
    try:
        here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118 - the text, with its slash
    except OSError:  # the folder has been removed
        return key
    return key.removeprefix(here) if here != os.sep else key


def _header(results: Results, offset: int) -> str:
    total = _total(results)
    took = f"({results.took_ms:,.0f} ms)"
    if not results or (not offset and len(results) >= results.total):
        return f"{total} {took}"
    folded = sum(hit.folded for hit in results)
    alike = f", {folded:,} alike" if folded else ""
    return f"{total}, {offset + 1}-{offset + len(results)} shown{alike} {took}"


def _loose(results: Results) -> str:
    count = results.more or 0
    return f"{count:,} document" + ("" if count == 1 else "s")


def _total(results: Results) -> str:
    count = f"{results.total:,} result" + ("" if results.total == 1 else "s")
    return count if results.total_is_exact else f"at most {count}"


def _indent(number: int) -> int:
    return max(len(f"{number}. "), _INDENT)


def _facts(document: Document) -> list[str | None]:
    return [
        document.published or in_words_of("undated"),
        document.channel,
        in_words_of(document.kind),
        *map(in_words_of, document.flags),
        in_words_of("retired") if document.retired else None,
        document.id,
    ]


def _joined(facts: Sequence[str | None]) -> str:
    return _BETWEEN_FACTS.join(fact for fact in facts if fact)


def _styled(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def print_lines(*lines: str) -> None:
    """Print lines of results, wrapped where a terminal is too narrow."""
    renderer = Renderer(columns())
    for line in lines:
        for shown in renderer.lines(line, whole=True):
            out(shown)


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Print rows with their columns aligned."""
    print_lines(*table([[harmless(cell) for cell in row] for row in rows]))


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows of harmless texts with their columns aligned by cells."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _BETWEEN_COLUMNS.join(map(pad, row, widths)).rstrip()
