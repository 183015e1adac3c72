"""Documents that a cluster fetches for what is not a search: what is like one, or was meant.

Each of these asks for somewhat more than is wanted; what is wanted of it is found as on one
machine, among the few documents that were fetched.
"""

from __future__ import annotations

from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

import numpy as np

from ..language.characters import HAN_RUN
from ..language.likeness import SOUND, costs
from ..language.literal import LiteralText
from ..language.normalise import normalise
from ..language.terms import Family, count_form, is_gram_only
from ..search.ranking.complete import LETTERS, LONGEST_WORD, ways_to_read
from ..search.ranking.complete import LONGEST as LONGEST_BEGUN
from ..search.ranking.concepts import Weights, query_terms
from ..search.ranking.spelling import LONGEST, MOST, transposed
from ..search.ranking.suggest import MOST_TITLES
from .candidates import WINDOW, read
from .clauses import NOTHING, all_of, any_of, fields_of, having, having_any, worth
from .literals import standing
from .matching import sharing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..corpus.documents import Document
    from ..language.sounds import Syllable
    from ..search.query.interpret import ReadQuery
    from .asking import Asking
    from .clauses import Clause

_MOST_OF_GROUP = 1_000
_MOST_AKIN = 200
_MOST_TERMS = 64  # of a document, by which others like it are found
_MOST_STRINGS = 4
_MOST_ALTERNATIVES = 40_000  # strings of one clause
_LONGEST_TWICE = 6  # a longer string is not looked for with two characters mistaken
_SOUNDS = "t.sounds"
_FIRST = 1_000.0  # more than any sum of BM25


def found_by(
    asking: Asking, query: Clause, size: int = WINDOW, sort: Sequence[Clause] = ()
) -> list[Document]:
    """Return the first documents that a query finds."""
    body = {"size": size, "track_total_hits": True, "query": query}
    return [*read(asking.search(body | ({"sort": [*sort]} if sort else {}))).documents]


def like(asking: Asking, document: Document) -> list[Document]:
    """Return what has most words with a document in common."""
    counts = [count_form(normalise(text)) for text in (document.title, document.body)]
    terms: list[tuple[Family, str]] = []
    for family in (Family.WORD, Family.ATOM, Family.GRAM):
        terms += [
            (family, term) for term in dict.fromkeys(t for one in counts for t in one[family])
        ]
        if len(terms) >= _MOST_TERMS:
            break
    step = max(len(terms) // _MOST_TERMS, 1)
    queries = [having(*term) for term in terms[::step][:_MOST_TERMS]]
    return found_by(asking, any_of(queries), _MOST_AKIN) if queries else []


def of_folds(asking: Asking, keys: Iterable[int]) -> list[Document]:
    """Return the documents of these templates and titles, the newest first."""
    query = {"terms": {"fold": [str(key) for key in keys]}}
    return found_by(asking, query, _MOST_OF_GROUP, [{"day": "desc"}, {"id": "asc"}])


def sharing_most(asking: Asking, query: ReadQuery) -> list[Document]:
    """Return what shares most with the strings of a query, whatever else it asks."""
    texts = [normalise(node.text) for node in query.wanted()]
    terms = [having(*term[:2]) for term in query_terms(tuple(texts), Weights())]
    if not terms:
        return []
    return found_by(asking, any_of([worth(sharing(texts), _FIRST), *terms]))


def likely_meant(asking: Asking, query: ReadQuery, stands: Sequence[bool]) -> list[Document]:
    """Return documents with what the strings of a query may be misspellings of.

    Args:
        asking: of the state that is searched.
        query: one that finds little.
        stands: which of its strings stand somewhere, and so were meant.
    """
    texts = [normalise(node.text) for node in query.wanted()][:_MOST_STRINGS]
    asked: list[Clause] = []
    for text, is_there in zip(texts, stands, strict=False):
        if is_there:
            continue
        asked.append(_sounding(text))
        if 1 < len(text) <= LONGEST:
            asked += _meant(text), _titles(text, texts)
    if len(texts) > 1 and not all(stands):
        asked.append(_sounding(" ".join(texts)))
    asked = [query for query in asked if query != NOTHING]
    bodies = [{"size": MOST_TITLES, "track_total_hits": True, "query": each} for each in asked]
    found = [read(answer).documents for answer in asking.msearch(bodies)] if bodies else []
    return [*{one.id: one for documents in found for one in documents}.values()]


def _titles(text: str, texts: Iterable[str]) -> Clause:
    """Return the titles that share a string's characters, most first."""
    terms = [term[:2] for term in query_terms((text,), Weights())]
    others = [term[:2] for term in query_terms(tuple(texts), Weights())]
    return {
        "bool": {
            "filter": [having_any(terms, title_only=True)],
            "should": [having(*term, title_only=True) for term in (*terms, *others)],
        }
    }


def _meant(text: str) -> Clause:
    """Return what has a word, or in its title a string, for which another may be taken."""
    if not HAN_RUN.search(text):
        return NOTHING
    alike = [_alternatives(character) for character in text]
    words = [text[:at] + other + text[at + 1 :] for at, some in enumerate(alike) for other in some]
    near = [[other for other, cost in some.items() if cost <= SOUND] for some in alike]
    ways = [_with_alternatives(text, {at: list(some)}) for at, some in enumerate(alike)]
    if len(text) <= _LONGEST_TWICE:
        for one, other in combinations(range(len(text)), 2):
            pairs = product(near[one], near[other])
            words += [
                text[:one] + a + text[one + 1 : other] + b + text[other + 1 :] for a, b in pairs
            ]
            ways.append(_with_alternatives(text, {one: near[one], other: near[other]}))
    words += transposed(text)
    ways += [standing(LiteralText((other,)), title_only=True) for other in transposed(text)]
    fields = fields_of("words", title_only=False)
    ways += [{"terms": {field: words[:_MOST_ALTERNATIVES]}} for field in fields]
    return any_of([way for way in ways if way != NOTHING])


def _alternatives(character: str) -> dict[str, int]:
    """Return what a character may be taken for, with what it costs; not itself."""
    table = costs(character)
    points = np.flatnonzero((table <= MOST) & (table > 0))
    return {chr(point): int(table[point]) for point in points.tolist()}


def _with_alternatives(text: str, others: dict[int, list[str]]) -> Clause:
    """Return what has in its title the pairs of a string, with others at some places."""
    if not all(others.values()):
        return NOTHING
    places = [others.get(at, [character]) for at, character in enumerate(text)]
    pairs = [["".join(pair) for pair in product(*two)] for two in pairwise(places)]
    if any(len(some) > _MOST_ALTERNATIVES for some in pairs) or not is_gram_only(text):
        return NOTHING
    return worth(all_of([{"terms": {"t.bigrams": some}} for some in pairs]), 1)


def completing(asking: Asking, text: str) -> list[Document]:
    """Return documents with what a text is the beginning or the sound of, or was meant by it."""
    wanted = " ".join(normalise(text).split())
    if not wanted or len(wanted) > LONGEST_BEGUN:
        return []
    literal = LiteralText((wanted,), open_end=True)
    untitled = {"range": {"title_length": {"lt": 1}}}
    shown = any_of(
        [
            standing(literal, title_only=True),
            all_of([untitled, standing(literal)]),
        ]
    )
    words = [
        {"prefix": {field: {"value": wanted}}}
        for name in ("words", "chars")
        for field in fields_of(name, title_only=False)
    ]
    asked = [
        (shown, [{"title_length": "asc"}, {"day": "desc"}]),
        (any_of(words), ["_doc"]),
        (_meant(wanted) if 1 < len(wanted) <= LONGEST else NOTHING, ["_score"]),
        (_sounding(wanted), ["_score"]),
    ]
    bodies = [
        {"size": WINDOW, "track_total_hits": True, "query": query, "sort": sort}
        for query, sort in asked
        if query != NOTHING
    ]
    found = [read(answer).documents for answer in asking.msearch(bodies)]
    return [*{one.id: one for documents in found for one in documents}.values()]


def _sounding(wanted: str) -> Clause:
    """Return the titles, or what stands in for one, in which something is read as letters."""
    if not LETTERS.search(wanted):
        return NOTHING
    ways = dict.fromkeys(way for _, ways in ways_to_read(wanted) for way in ways)
    rows = [_in_row(way) for way in ways if 1 < len(way) <= LONGEST_WORD]
    return any_of([{"intervals": {_SOUNDS: row}} for row in rows])


def _in_row(way: Sequence[Syllable | str]) -> Clause:
    rules: list[Clause] = []
    for part in way:
        if isinstance(part, str):
            rules.append({"match": {"query": part, "use_field": "t.units"}})
        elif part.is_whole:
            rules.append({"match": {"query": part.letters, "analyzer": "whitespace"}})
        else:
            rules.append({"prefix": {"prefix": part.letters, "analyzer": "whitespace"}})
    return {"all_of": {"intervals": rules, "ordered": True, "max_gaps": 0}}
