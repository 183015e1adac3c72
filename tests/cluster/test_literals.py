"""Literal matches as intervals, beside the look in texts that they stand for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from souwen.cluster.literals import standing, standing_in
from souwen.language.literal import LiteralText
from souwen.language.normalise import forms

if TYPE_CHECKING:
    from .conftest import Shelf

# Pieces that texts are put together of: what numbers, points, words in letters and lines do where
# they meet.
PIECES = [
    *("医", "保", "报销", "か", "b12", "abc", "c", "1", "12", "2.5", "04.26", "2025.04.26"),
    *(".", "..", "%", "100,200", "，", "\n", "\n", "\u3000", "１８，７００元"),
]
CUTS = 400


def _texts(chance: random.Random) -> list[str]:
    drawn = [chance.choices(PIECES, k=chance.randint(3, 14)) for _ in range(120)]
    return ["医" + "".join(pieces) for pieces in drawn]


def _literals(chance: random.Random, texts: list[str]) -> list[LiteralText]:
    found = []
    for _ in range(CUTS):
        text = chance.choice(texts)
        at = chance.randrange(len(text))
        cut = text[at : at + chance.randint(1, 9)]
        written = LiteralText.read(cut)
        found.append(
            LiteralText(written.forms, chance.random() < 0.2, chance.random() < 0.3)
            if any(written.forms)
            else LiteralText.read("医")
        )
    return found


def test_what_stands_is_found(cluster_shelf: Shelf) -> None:
    """Each string is found in the texts that hold it, and in no other."""
    chance = random.Random(20)
    texts = _texts(chance)
    half = len(texts) // 2
    cluster_shelf.add(
        {
            str(number): {"title": title, "body": body}
            for number, (title, body) in enumerate(zip(texts, texts[half:], strict=False))
        }
    )
    with cluster_shelf.corpus() as corpus:
        documents = list(corpus.live())
    held = {one.id: (list(forms(one.title)), list(forms(one.body))) for one in documents}
    literals = _literals(chance, texts)
    with cluster_shelf.index.snapshot() as snapshot:
        asking = snapshot._asking
        for title_only in (False, True):
            bodies = [
                {"size": 200, "query": standing(one, title_only=title_only), "_source": False}
                for one in literals
            ]
            for literal, answer in zip(literals, asking.msearch(bodies), strict=True):
                found = {hit["_id"] for hit in answer["hits"]["hits"]}
                expected = {
                    id_
                    for id_, (title, body) in held.items()
                    if literal.stands_in(title if title_only else [*title, *body])
                }
                assert found == expected, (literal, [held[id_] for id_ in found ^ expected])


def test_one_token_is_one_term() -> None:
    """A string of one sign or one atom needs no interval."""
    assert standing_in(LiteralText(("12",)), "t.units") == {"term": {"t.units": {"value": "12"}}}
    opened = standing_in(LiteralText(("18",), open_end=True), "t.units")
    assert opened == {"term": {"t.units.starts": {"value": "18"}}}


def test_a_whole_numeral_is_in_no_longer_one() -> None:
    """What stands beside a numeral is asked about it and what it counts, however long the rest."""
    short, long = (
        standing_in(LiteralText.whole(text), "b.units")["intervals"]["b.units"]
        for text in ("四届", "四届全国人大代表")
    )
    assert long["all_of"]["intervals"][0] == short
    asked = short["match"]
    assert asked["query"] == "四 届"
    longer = asked["filter"]["not_contained_by"]["any_of"]["intervals"]
    assert all(one["all_of"]["intervals"][-1]["match"]["query"] == "四 届" for one in longer)
    both = standing_in(LiteralText.whole("百分之五十"), "b.units")["intervals"]["b.units"]["match"]
    assert len(both["filter"]["not_contained_by"]["any_of"]["intervals"]) == 7


def test_line_breaks_are_counted() -> None:
    """A passage of many lines asks for no more ways than one of a few."""
    lines = [
        len(str(standing_in(LiteralText(("医\n" * n + "保",)), "b.units"))) for n in (4, 5, 40)
    ]
    assert lines[2] - lines[1] < 40 * (lines[1] - lines[0])
