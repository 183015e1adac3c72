"""The codec: lexicon, postings, lengths, columns and stored fields are those of the documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from whoosh.query import Every
from whoosh.sorting import FieldFacet

if TYPE_CHECKING:
    from conftest import Held

    from souwen.corpus.documents import Document

TEXTS = ("text", "title", "gram", "word", "atom")
VALUES = ("kind", "channel", "published", "id")


def _value(document: Document, field: str) -> object:
    if field == "published":
        return document.published and datetime.fromisoformat(document.published)
    return getattr(document, field)


@pytest.mark.parametrize("field", TEXTS)
def test_every_term_has_its_documents(held: Held, field: str) -> None:
    """The lexicon is all terms in order, each with the documents that have it, and how often."""
    expected: dict[bytes, dict[str, int]] = {}
    for document in held.documents.values():
        for term, times in held.terms_of(document, field).items():
            if "." not in term:  # such a number stands in longer ones, too
                expected.setdefault(term.encode(), {})[document.id] = times
    with held.whoosh.searcher() as searcher:
        reader = searcher.reader()
        lexicon = list(reader.lexicon(field))
        assert lexicon == sorted(set(lexicon))
        assert expected.keys() <= set(lexicon)
        for term in lexicon:
            matcher = reader.postings(field, term)
            found = {}
            while matcher.is_active():
                found[searcher.stored_fields(matcher.id())["id"]] = matcher.weight()
                matcher.next()
            if b"." not in term:
                assert found == expected.get(term, {}), term


@pytest.mark.parametrize("field", VALUES)
def test_every_value_has_its_documents(held: Held, field: str) -> None:
    """The same for fields of one value; a document without it has no term."""
    with held.whoosh.searcher() as searcher:
        to_bytes = held.whoosh.schema[field].to_bytes
        expected: dict[bytes, set[str]] = {}
        for document in held.documents.values():
            if value := _value(document, field):
                expected.setdefault(to_bytes(value), set()).add(document.id)
        lexicon = list(searcher.lexicon(field))
        assert lexicon == sorted(set(lexicon))
        for term in lexicon:
            ids = {
                searcher.stored_fields(number)["id"]
                for number in searcher.reader().postings(field, term).all_ids()
            }
            assert ids == expected.pop(term, set())
        assert not expected


def test_statistics_bound_what_they_are_of(held: Held) -> None:
    """The statistics of a term are those of its postings, which scoring relies on."""
    with held.whoosh.searcher() as searcher:
        for leaf, _ in searcher.reader().leaf_readers():
            for field in TEXTS:
                for term in leaf.lexicon(field):
                    matcher = leaf._terms.matcher(field, term, None)
                    ids, weights = matcher._ids, matcher._weights
                    info = leaf.term_info(field, term)
                    lengths = [leaf.doc_field_length(number, field) for number in ids]
                    assert (info.weight(), info.doc_frequency()) == (sum(weights), len(ids))
                    assert info.max_weight() == max(weights)
                    assert (info.min_length(), info.max_length()) == (min(lengths), max(lengths))
                    assert (info.min_id(), info.max_id()) == (ids[0], ids[-1])


def test_what_is_stored(held: Held) -> None:
    """A hit shows the document as it was written, and leaves out what it has not."""
    with held.whoosh.searcher() as searcher:
        shown = {hit["id"]: hit.fields() for hit in searcher.search(Every(), limit=None)}
    assert shown.keys() == held.documents.keys()
    for id_, document in held.documents.items():
        values = {field: _value(document, field) for field in VALUES}
        values |= {"title": document.title, "text": document.body}
        values["kind"] = document.kind.value
        assert shown[id_] == {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("field", VALUES)
@pytest.mark.parametrize("is_reversed", [False, True])
def test_sorting(held: Held, field: str, is_reversed: bool) -> None:
    """Documents sort by each value in both directions; those without a date come last."""
    with held.whoosh.searcher() as searcher:
        facet = FieldFacet(field, reverse=is_reversed)
        hits = searcher.search(Every(), limit=None, sortedby=facet)
        values = [hit.get(field) for hit in hits]
    assert len(values) == len(held.documents)
    dated = [value for value in values if value is not None]
    assert dated == sorted(dated, reverse=is_reversed)
    if field == "published":
        assert values == dated + [None] * (len(values) - len(dated))


def test_groups(held: Held) -> None:
    """Facets count documents by their values."""
    with held.whoosh.searcher() as searcher:
        hits = searcher.search(Every(), limit=None, groupedby=["kind", "published"])
        counts = {str(kind): len(ids) for kind, ids in hits.groups("kind").items()}
        days = hits.groups("published")
    for kind in ("article", "snippet"):
        assert counts.get(kind, 0) == len(held.having(lambda document: document.kind == kind))  # noqa: B023
    assert len(days.get(None, [])) == len(held.having(lambda document: not document.published))
