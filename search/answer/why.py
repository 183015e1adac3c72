"""Why a document is found or not, in one sentence for a person: what it has, lacks, its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.normalise import normalise
from ...messages import said as _
from ..explained import How
from ..query.tree import And, Filter, FilterName, Literal, Not, Or, Token
from .sentences import phrase_of, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...corpus.documents import Document
    from ..explained import Explained, ExplainedString, Missed

_MOST_NAMED = 5
_LONGEST = 60  # characters of one thing that is named
_TWO = 2


def why(explained: Explained, document: Document) -> str:
    """Say why a document of an index is found, or what keeps it out, and where it stands."""
    rank, total = explained.rank, explained.total
    if not explained.why_not:
        place = (
            _("rank {rank:,} of {total:,}")
            if rank is not None
            else _("behind the first thousand of {total:,}")
        )
        parts = [*_there(explained.strings, is_match=True), place.format(rank=rank, total=total)]
        return _sentence(_("{reasons}."), parts)
    parts = [_reason(missed, document) for missed in explained.why_not[:_MOST_NAMED]]
    if rank is not None:
        parts += _there(explained.strings, is_match=False)
        place = (
            _("shown as number {rank:,}, below all that match ({total:,})")
            if total
            else _("shown as number {rank:,}, for no document matches")
        )
    else:
        place = _("documents that match: {total:,}") if total else _("no document matches")
    return because([*parts, place.format(rank=rank, total=total)])


def because(reasons: Iterable[str]) -> str:
    """Make a sentence of reasons for which a document is no match."""
    return _sentence(_("no match: {reasons}."), reasons)


def _sentence(whole: str, parts: Iterable[str]) -> str:
    text = whole.format(reasons=_("; ").join(dict.fromkeys(parts)))
    return text[:1].upper() + text[1:]


def _there(strings: Sequence[ExplainedString], *, is_match: bool) -> Iterator[str]:
    """Yield what a document has of the strings that are looked for."""
    wanted = [string for string in strings if not string.excluded]
    if not wanted:
        yield _("it passes every filter")
    in_title = [string for string in wanted if string.how is How.TITLE]
    literal = [string for string in wanted if string.how in {How.TITLE, How.BODY}]
    if literal:
        yield from _literally(literal, in_title, of_all=len(literal) == len(wanted))
    if with_words := [string for string in wanted if string.how is How.WORDS]:
        yield _("it has all words of {strings}").format(strings=_named(with_words))
    for string in wanted[:_MOST_NAMED]:
        text, lacking = _short(string.text), _listed(string.missing)
        if string.how is How.VARIANT:
            sentence = _("it has {variant}, which means the same as {string}")
            yield sentence.format(variant=_short(string.variant or ""), string=text)
        elif string.how is How.SHARES and is_match:
            sentence = (
                _("it has nearly all of {string}, but not {terms}")
                if lacking
                else _("it has nearly all of {string}")
            )
            yield sentence.format(string=text, terms=lacking)
    if is_match and (without := [string for string in wanted if string.how is How.NOT]):
        yield _("it need not have {strings}").format(strings=_named(without))


def _literally(
    strings: Sequence[ExplainedString], in_title: Sequence[ExplainedString], *, of_all: bool
) -> Iterator[str]:
    count = len(strings)
    all_in_title = len(in_title) == count
    if count == 1:
        sentence = (
            _("{strings} stands literally in its title")
            if all_in_title
            else _("{strings} stands literally in its text")
        )
    elif not of_all:
        sentence = (
            _("it has {strings} literally in its title")
            if all_in_title
            else _("it has {strings} literally")
        )
    elif count == _TWO:
        sentence = (
            _("both strings stand literally in its title")
            if all_in_title
            else _("both strings stand in it literally")
        )
    else:
        sentence = (
            _("all {count} strings stand literally in its title")
            if all_in_title
            else _("all {count} strings stand in it literally")
        )
    yield sentence.format(strings=_named(strings), count=count)
    if in_title and not all_in_title:
        yield _("{strings} in the title, too").format(strings=_named(in_title))


def _reason(missed: Missed, document: Document) -> str:
    """Say why a clause keeps a document out."""
    clause = missed.clause
    text = _short(phrase_of(clause.part if isinstance(clause, Not) else clause))
    match clause:
        case Filter():
            return _shut_out(clause, document)
        case Not():
            return _("it has what must not be there: {phrase}").format(phrase=text)
        case Literal() | Token() if not missed.missing:
            return _("{string} does not stand in it as it is").format(string=text)
        case Literal() | Token() if normalise(clause.text) in missed.missing:
            return _("{string} is not there").format(string=text)
        case Literal() | Token():
            lacking = _listed(missed.missing)
            return _("it lacks {terms} of {string}").format(string=text, terms=lacking)
        case And() | Or():
            return _("nothing of this fits: {phrase}").format(phrase=text)


def _shut_out(condition: Filter, document: Document) -> str:
    """Name a filter, and what the document has in its place, where that is known."""
    has: dict[FilterName, Sequence[str | None]] = {
        FilterName.KIND: [document.kind.value],
        FilterName.CHANNEL: [document.channel],
        FilterName.AFTER: [document.published],
        FilterName.BEFORE: [document.published],
        FilterName.FLAG: document.flags,
        FilterName.SOURCE: document.sources,
    }
    asked = _short(phrase_of(condition))
    if condition.name not in has:
        return _("the filter “{filter}” shuts it out").format(filter=asked)
    values = [value for value in has[condition.name] if value]
    sentence = (
        _("the filter “{filter}” shuts it out, for it has {values}")
        if values
        else _("the filter “{filter}” shuts it out, for it has none")
    )
    return sentence.format(filter=asked, values=_listed(values))


def _named(strings: Sequence[ExplainedString]) -> str:
    return _listed([string.text for string in strings])


def _listed(texts: Sequence[str]) -> str:
    named = _(", ").join(_short(text) for text in texts[:_MOST_NAMED])
    return named + _(", …") * (len(texts) > _MOST_NAMED)


def _short(text: str) -> str:
    return printable(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
