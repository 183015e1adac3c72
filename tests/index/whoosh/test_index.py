"""Whoosh's own parser, queries and searcher find what a look at every text finds."""

from __future__ import annotations

import random
import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest
from whoosh.qparser import QueryParser
from whoosh.query import And, DateRange, FuzzyTerm, Not, Or, Phrase, Prefix, Term, Wildcard

from souwen.corpus.changes import ChangeBatch
from souwen.corpus.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Held

    from souwen.corpus.documents import Document


STARTS = ("养", "医", "18", "187", "p", "2", "报", "x")


class Asked(NamedTuple):
    """A query as one types it, and what a document must be to match."""

    text: str
    accept: Callable[[Document], bool]


def _part(chance: random.Random, held: Held) -> str:
    """Take a string out of a text."""
    document = chance.choice(list(held.documents.values()))
    text = chance.choice([document.title, document.body, chance.choice(held.words)]) or "医"
    start = chance.randrange(len(text))
    return text[start : start + chance.randrange(1, 7)].split("\n")[0].strip()


def _leaf(chance: random.Random, held: Held) -> Asked:
    make = chance.choice([_phrase, _value, _dates, _prefix, _word, _terms, _terms])
    return make(chance, held)


def _field(chance: random.Random) -> tuple[str, str]:
    return chance.choice([("", "text"), ("", "text"), ("title:", "title")])


def _phrase(chance: random.Random, held: Held) -> Asked:
    (typed, field), part = _field(chance), _part(chance, held) or "医"
    return Asked(
        f'{typed}"{part}"',
        lambda document: held.stands(part, document, title_only=field == "title"),
    )


def _value(chance: random.Random, held: Held) -> Asked:
    del held
    kind = chance.choice(["article", "snippet"])
    return Asked(f"kind:{kind}", lambda document: document.kind == kind)


def _dates(chance: random.Random, held: Held) -> Asked:
    del held
    first, last = sorted(chance.sample(range(1, 13), 2))
    return Asked(
        f"published:[2025{first:02}01 TO 2025{last:02}28]",
        lambda d: f"2025-{first:02}-01" <= (d.published or "") <= f"2025-{last:02}-28",
    )


def _prefix(chance: random.Random, held: Held) -> Asked:
    (typed, field), start = _field(chance), chance.choice(STARTS)
    return Asked(
        f"{typed}{start}*",
        lambda document: any(term.startswith(start) for term in held.terms_of(document, field)),
    )


def _word(chance: random.Random, held: Held) -> Asked:
    word = chance.choice(["养老金", "医保", "报销", "异地"])
    return Asked(f"word:{word}", lambda document: word in held.terms_of(document, "word"))


def _terms(chance: random.Random, held: Held) -> Asked:
    typed, field = _field(chance)
    words = [word for word in _part(chance, held).split() if held.asked_for(word)]
    words = [word for word in words if "." not in word] or ["医"]
    terms = {term for word in words for term in held.asked_for(word)}
    return Asked(
        f"({' AND '.join(typed + word for word in words)})",
        lambda document: terms <= held.terms_of(document, field).keys(),
    )


def _asked(chance: random.Random, held: Held, depth: int = 2) -> Asked:
    if not depth or chance.random() < 0.3:
        return _leaf(chance, held)
    one, other = (_asked(chance, held, depth - 1) for _ in range(2))
    match chance.randrange(4):
        case 0:
            return Asked(
                f"({one.text} OR {other.text})", lambda d: one.accept(d) or other.accept(d)
            )
        case 1:
            return Asked(
                f"({one.text} AND NOT {other.text})",
                lambda d: one.accept(d) and not other.accept(d),
            )
        case 2:
            return Asked(f"({one.text} {other.text})", lambda d: one.accept(d) and other.accept(d))
    return Asked(f"({one.text} AND {other.text})", lambda d: one.accept(d) and other.accept(d))


@pytest.mark.parametrize("seed", range(4))
def test_any_query_finds_what_a_look_at_every_text_finds(held: Held, seed: int) -> None:
    """Terms, phrases, prefixes, dates and values, joined in any way, give the right documents."""
    chance = random.Random(seed)
    parser = QueryParser("text", held.whoosh.schema)
    some = 0
    with held.whoosh.searcher() as searcher:
        for _ in range(60):
            asked = _asked(chance, held)
            given = held.found(searcher, parser.parse(asked.text))
            assert given == held.having(asked.accept), asked.text
            some += 0 < len(given) < len(held.documents)
    assert some > 20


def test_queries_that_are_made_by_hand(held: Held) -> None:
    """Whoosh's query classes work without its parser."""

    def has(*terms: str) -> set[str]:
        return held.having(
            lambda document: all(term in held.terms_of(document, "text") for term in terms)
        )

    with held.whoosh.searcher() as searcher:
        one, other = Term("text", "医保"), Term("text", "报销")
        assert held.found(searcher, And([one, other])) == has("医保", "报销")
        assert held.found(searcher, Or([one, other])) == has("医保") | has("报销")
        assert held.found(searcher, And([one, Not(other)])) == has("医保") - has("报销")
        assert held.found(searcher, Term("text", "异地就医")) == held.having(
            lambda document: held.stands("异地就医", document)
        )
        assert held.found(searcher, Phrase("text", ["养老", "金"])) == held.having(
            lambda document: held.stands("养老金", document)
        )
        assert held.found(searcher, Wildcard("atom", "18?")) == held.having(
            lambda document: any(
                len(term) == 3 and term.startswith("18") for term in held.terms_of(document, "atom")
            )
        )
        assert held.found(searcher, FuzzyTerm("atom", "iphome")) == has("iphone")
        days = DateRange("published", datetime(2025, 3, 1), datetime(2025, 5, 1))  # noqa: DTZ001
        assert held.found(searcher, days) == held.having(
            lambda document: "2025-03-01" <= (document.published or "") <= "2025-05-01"
        )


def test_a_phrase_may_have_room(held: Held) -> None:
    """The distance of a phrase's parts is counted in characters."""
    with held.whoosh.searcher() as searcher:
        near = held.found(searcher, Phrase("text", ["医保", "报销"], slop=9))
        assert near >= held.found(searcher, Phrase("text", ["医保", "报销"]))
        assert near <= held.having(lambda document: "报销" in held.terms_of(document, "text"))


@pytest.mark.parametrize(
    "field", ["text", "title", "gram", "word", "atom", "kind", "channel", "id"]
)
def test_a_prefix_is_all_terms_that_begin_so(held: Held, field: str) -> None:
    """A prefix gives the documents of the terms, though it is one look at the lexicon."""
    with held.whoosh.searcher() as searcher:
        lexicon = [term.decode() for term in searcher.lexicon(field)]
        for start in {term[:size] for term in lexicon for size in (1, 2)}:
            terms = [Term(field, term) for term in lexicon if term.startswith(start)]
            assert held.found(searcher, Prefix(field, start)) == held.found(searcher, Or(terms)), (
                start
            )
        hits = searcher.search(Prefix(field, lexicon[0][:1]), limit=3)
        assert len({hit.score for hit in hits}) == 1


def test_ranking_is_by_bm25(held: Held) -> None:
    """Of documents that match, those come first that have more of the query in less text."""
    with held.whoosh.searcher() as searcher:
        query = QueryParser("text", held.whoosh.schema).parse("医保 OR 报销")
        best = searcher.search(query, limit=3)
        every = searcher.search(query, limit=None)
        scores = [hit.score for hit in every]
        assert scores == sorted(scores, reverse=True)
        assert [hit.score for hit in best] == scores[:3]


def test_highlights_are_of_what_was_written(held: Held) -> None:
    """A highlighter marks the matches in the stored text, in any spelling."""
    with held.whoosh.searcher() as searcher:
        for text in ("醫保", '"异地就医"'):
            query = QueryParser("text", held.whoosh.schema).parse(text)
            hits = [
                hit for hit in searcher.search(query, limit=None) if "医" in hit.get("text", "")
            ]
            assert hits
            for hit in hits:
                marked = re.sub("</b><b [^>]*>", "", hit.highlights("text"))
                for mark in re.findall("<b[^>]*>(.*?)</b>", marked):
                    assert mark.replace("医保", "").replace("异地就医", "") == ""
            assert any("<b" in hit.highlights("text") for hit in hits)


def test_a_searcher_keeps_its_state(another: Held) -> None:
    """What is added later is seen by the next searcher, or by the one that is refreshed."""
    new = another.make(random.Random(0), 9999)
    with another.whoosh.searcher() as before:
        another.files.apply(ChangeBatch(99, (new,), ()))
        another.documents[new.id] = new
        assert not before.up_to_date()
        assert new.id not in another.found(before, Term("id", new.id))
        with another.whoosh.searcher() as after:
            assert after.up_to_date()
            assert another.found(after, Term("id", new.id)) == {new.id}
        assert another.found(before.refresh(), Term("id", new.id)) == {new.id}
    assert another.whoosh.doc_count() == len(another.documents)
    assert another.whoosh.last_modified() > 0
    assert not another.whoosh.is_empty()


def test_it_is_not_written_by_whoosh(held: Held) -> None:
    """Whoever asks for a writer is told what adds documents."""
    for write in (held.whoosh.writer, lambda: held.whoosh.delete_by_term("id", "x")):
        with pytest.raises(RequestError, match=r"engine\.add"):
            write()


def test_an_empty_index(another: Held) -> None:
    """An index without a document finds nothing, and says so."""
    another.files.apply(ChangeBatch(99, (), tuple(another.documents)))
    assert another.whoosh.is_empty()
    with another.whoosh.searcher() as searcher:
        assert not searcher.search(Term("text", "医"))
