"""Results as a notebook shows them: HTML of which nothing comes from strangers unescaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ...language.harmless import harmless
from ...messages import said as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .results import Hit, Results, Span


def results_html(results: Results) -> str:
    """Return the page of a result as a piece of HTML: the count, what is to be known, the hits."""
    return f'<div class="souwen">{"".join(_parts(results))}</div>'


def _parts(results: Results) -> Iterator[str]:
    if results.problem is None:
        told = (
            _("{n} found in {ms} ms")
            if results.total_is_exact
            else _("at most {n} found in {ms} ms")
        )
        counted = told.format(n=f"{results.total:,}", ms=f"{results.took_ms:,.0f}")
        yield f"<p>{_escaped(results.query)}: <b>{counted}</b></p>"
    if results.message:
        yield f"<p>{_escaped(results.message)}</p>"
    if results.relaxed:
        yield f"<p>{_escaped(results.relaxed.message)}</p>"
    if results.did_you_mean:
        yield f"<p>{_escaped(_('Did you mean {query}?').format(query=results.did_you_mean))}</p>"
    matches = [hit for hit in results if hit.matches == "all"]
    yield from _list(matches)
    if len(matches) < len(results):
        told = _("only parts of it from here on ({n})").format(n=f"{results.more or 0:,}")
        yield f"<hr><p><i>{told}</i></p>"
        yield from _list(results.hits[len(matches) :])
    if results.nearest:
        yield f"<p>{_('The nearest there is')}</p><ul>"
        yield from (
            f"<li>{_escaped(near.title)} <code>{near.id}</code></li>" for near in results.nearest
        )
        yield "</ul>"


def _list(hits: Iterable[Hit]) -> Iterator[str]:
    for at, hit in enumerate(hits):
        yield f'<ol start="{hit.rank}">' if not at else ""
        facts = [hit.published, hit.channel, *hit.flags]
        facts += [f"+{hit.folded}"] if hit.folded else []
        said = " · ".join(_escaped(fact) for fact in facts if fact)
        before, behind = ("…" * is_left_out for is_left_out in hit.excerpt_cut)
        excerpt = _marked(hit.excerpt, hit.excerpt_spans)
        yield (
            f"<li><b>{_marked(hit.title, hit.title_spans)}</b><br>"
            f"<small>{said}{' · ' * bool(said)}<code>{hit.id}</code></small><br>"
            f"{before}{excerpt}{behind}</li>"
        )
    yield "</ol>" if hits else ""


def _marked(text: str, spans: Iterable[Span]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [_escaped(text[last:start]), f"<mark>{_escaped(text[start:end])}</mark>"]
        last = end
    return "".join([*pieces, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return escape(harmless(text))
