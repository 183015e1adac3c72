"""A document as a cluster gets it, and as it comes back: everything that a hit shows is in it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ..corpus.documents import Document, Flag, Kind
from ..index.columns import COLUMNS, Batch
from ..index.follow import entry_of
from ..index.segments.invert import cut_pieces
from ..language.normalise_batch import normalise_many
from ..language.sketches import sketches
from ..language.stand_in import stand_in
from ..language.terms import Family, count_form
from ..language.titles import group_of
from ..language.versions import numbers_of
from .tokens import END, Tokens, sounds, tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ..language.normalise_batch import NormalisedTexts

#: Documents whose tokens are made at once.
AT_ONCE = 500
#: Sources and refs of a document that are kept; a snippet may stand under thousands of pages.
MOST_SHOWN = 100
_LONGEST_OPENING = 200  # characters of a text, in which what stands in for a title is
# Columns of a local index, as a cluster has them.
_NUMBERS = {
    "days": "day",
    "title_lengths": "title_length",
    "body_lengths": "body_length",
    "flags": "bits",
    "arrived": "added",
}


def bodies_of(documents: Sequence[Document], seqs: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return what is sent of documents, with tokens that need no more than splitting at spaces.

    Args:
        documents: with their sources.
        seqs: the change of each.
    """
    if not documents:
        return []
    normalised = normalise_many([text for one in documents for text in (one.title, one.body)])
    forms = normalised.texts()
    tokens = tokens_of(forms)
    sides = [
        _side(of_text, words, (form, *normalised.more.get(at, ())))
        for at, (of_text, words, form) in enumerate(
            zip(tokens, _words(normalised), forms, strict=True)
        )
    ]
    lengths = np.array([len(of_text.chars.split()) for of_text in tokens], np.int64)
    for at, side in enumerate(sides[0::2]):
        if heard := sounds(forms[2 * at] or _opening(forms[2 * at + 1])):
            side["sounds"] = heard
    columns = _columns(documents, normalised, forms, lengths)
    return [
        _shown(document, seqs[document.id]) | column | {"t": title, "b": body}
        for document, column, title, body in zip(
            documents, columns, sides[0::2], sides[1::2], strict=True
        )
    ]


def source_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a cluster keeps of what is sent: all but the tokens."""
    return {name: value for name, value in body.items() if name not in {"t", "b"}}


def document_of(source: Mapping[str, Any]) -> Document:
    """Return the document that a cluster keeps, with as many of its sources as it has."""
    return Document(
        source["id"],
        Kind(source["kind"]),
        source["title"],
        source["body"],
        source.get("published"),
        source.get("channel"),
        source.get("url"),
        tuple(map(Flag, source.get("flags", ()))),
        source.get("article"),
        tuple(source.get("sources", ())),
        tuple(source.get("refs", ())),
        urls=tuple(source.get("urls", ())),
        arrived=source.get("arrived"),
    )


def sketch_of(source: Mapping[str, Any]) -> bytes:
    """Return the bytes of a document's sketch, as a local index has them."""
    return base64.b64decode(source["sketch"])


def _shown(document: Document, seq: int) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": document.id,
        "seq": seq,
        "kind": document.kind.value,
        "title": document.title,
        "body": document.body,
        "source_count": len(document.sources),
        "ref_count": len(document.refs),
    }
    there = {
        "published": document.published,
        "channel": document.channel,
        "url": document.url,
        "article": document.article,
        "arrived": document.arrived,
        "flags": [flag.value for flag in document.flags],
        "sources": list(document.sources[:MOST_SHOWN]),
        "refs": list(document.refs[:MOST_SHOWN]),
        "urls": list(document.urls[:MOST_SHOWN]),
    }
    return shown | {name: value for name, value in there.items() if value}


def _opening(body: str) -> str:
    """Return what of a normalised text stands in for a title."""
    opening = body[:_LONGEST_OPENING]
    return opening[slice(*stand_in(opening))]


def _words(normalised: NormalisedTexts) -> list[str]:
    """Return the words of each text, joined by spaces; cut all at once."""
    kept = [
        word for piece in cut_pieces(normalised) for word in piece if len(word) > 1 or word == "\n"
    ]
    return [words.strip(" ") for words in " ".join(kept).split("\n")[:-1]]  # one behind each text


def _side(tokens: Tokens, words: str, forms: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a title or a body; a further form is a further value."""
    side: dict[str, Any] = {**tokens._asdict(), "words": words}
    if len(forms) > 1:
        *first, last = tokens.units, *(of_form.units for of_form in tokens_of(forms[1:]))
        side["units"] = [*(f"{value} {END}" for value in first), last]
        for name, more in _more(forms).items():
            side[name] = " ".join(filter(None, (side[name], *more)))
    return {name: value for name, value in side.items() if value}


def _more(forms: Sequence[str]) -> dict[str, list[str]]:
    """Return the terms that further forms have and the first has not, so that none counts twice."""
    first, *others = map(count_form, forms)
    found: dict[str, list[str]] = {"chars": [], "bigrams": [], "parts": [], "words": []}
    for family in Family:
        counts = first[family].copy()
        for other in others:
            counts |= other[family]
        for term in (counts - first[family]).elements():
            if family is Family.WORD:
                found["words"].append(term)
            elif family is Family.GRAM and term.isdecimal():
                found["parts"].append(term)
            else:
                is_pair = family is Family.GRAM and len(term) > 1
                found["bigrams" if is_pair else "chars"].append(term)
    return found


def _columns(
    documents: Sequence[Document],
    normalised: NormalisedTexts,
    forms: Sequence[str],
    lengths: NDArray[np.int64],
) -> list[dict[str, Any]]:
    """Return what the columns of a local index say, so that filters and folding are the same."""
    batch = Batch(
        list(map(entry_of, documents)),
        list(map(group_of, forms[0::2])),
        title_lengths=lengths[0::2],
        body_lengths=lengths[1::2],
        sketches=sketches(normalised.points, normalised.starts[0::2]),
        numbers=numbers_of(normalised.points, normalised.starts),
    )
    columns = {column.name: column.of(batch) for column in COLUMNS}
    columns["sketches"] = [base64.b64encode(row.tobytes()).decode() for row in columns["sketches"]]
    return [
        {
            **{field: int(columns[name][at]) for name, field in _NUMBERS.items()},
            "sketch": columns["sketches"][at],
            # Every document has a key to collapse by, or all without one would be one line.
            "fold": str(int(columns["folds"][at]) or f"-{document.id}"),
        }
        | ({"place": str(int(columns["places"][at]))} if columns["places"][at] else {})
        for at, document in enumerate(documents)
    ]
