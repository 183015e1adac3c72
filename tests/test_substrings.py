"""The promise of exact search: any substring of a line is found, and what is found contains it."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import souwen
from souwen.language.literal import LiteralText
from souwen.language.normalise import forms, forms_with_spans
from souwen.language.terms import RunKind, number_parts, runs
from souwen.search.query.operands import is_searchable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = 8


def _cut_points(line: str) -> set[int]:
    """Return the offsets of a line at which no atom and no cluster of it is cut, in any form."""
    whole: set[int] = set(range(len(line) + 1))
    for form in forms_with_spans(line):
        inside: set[int] = set()
        for at in range(len(form.text)):
            start, end = form.original_span(at, at + 1)
            inside.update(range(start + 1, end))
        for run in runs(form.text):
            if run.kind is RunKind.GRAM:
                continue
            start, end = form.original_span(run.start, run.end)
            borders = set()
            if run.kind is RunKind.NUMBER and run.text.count(".") > 1:
                at = run.start
                for part in number_parts(run.text):
                    borders.update(form.original_span(at, at + len(part)))
                    at += len(part) + 1
            inside.update(set(range(start + 1, end)) - borders)
        whole -= inside
    combining = {at for at, character in enumerate(line) if unicodedata.combining(character)}
    return whole - combining


def _is_asked_for(text: str) -> bool:
    return '"' not in text and is_searchable(text)


def _holds(document: souwen.Document, text: str) -> bool:
    literal = LiteralText.read(text)
    texts = document.title, document.body
    return any(literal.stands_in(forms(text)) for text in texts)


def _documents(engine: souwen.Engine) -> list[souwen.Document]:
    found = []
    for hit in engine.search("kind:article OR kind:snippet", limit=1000, collapse=False):
        document = engine.document(hit.id)
        assert document is not None
        found.append(document)
    return found


@pytest.fixture(scope="module")
def engine(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[souwen.Engine]:
    """Return an engine that holds a dump."""
    with souwen.open(tmp_path_factory.mktemp("dump") / "data") as engine:
        engine.add([dump])
        yield engine


def test_any_substring_of_a_dump_is_found(engine: souwen.Engine, dump: Path) -> None:
    """Hundreds of random substrings of its lines find their document and no other text."""
    picker = random.Random(7)
    lines = [
        (document.id, line)
        for document in _documents(engine)
        for line in (document.title, *document.body.splitlines())
        if line
    ]
    wanted = 1000 if dump.name == "seeds" else 400
    asked = 0
    while asked < wanted:
        id_, line = picker.choice(lines)
        points = sorted(_cut_points(line))
        start = picker.choice(points)
        ends = [point for point in points if start < point <= start + LONGEST]
        if not ends:
            continue
        text = line[start : picker.choice(ends)]
        if not _is_asked_for(text):
            continue
        asked += 1
        results = engine.search(f'"{text}"', limit=100, collapse=False)
        assert id_ in {hit.id for hit in results}, text
        for hit in results:
            document = engine.document(hit.id)
            assert document is not None
            assert _holds(document, text), text
            assert hit.title_spans or hit.excerpt_spans, text


ODD = st.text(
    st.one_of(
        st.sampled_from(
            "医保醫療险的了 　,，.。：0187２％%元-—+\u0301①⁹㎎ＡaBéß\\*()'\u200b💊𠮷か가"
        ),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=30,
).filter(lambda line: line.strip())


@given(st.lists(ODD, min_size=1, max_size=6), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_substring_of_odd_text_is_found(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], data: st.DataObject
) -> None:
    """The same holds for text of any characters: width, marks, numerals, commas, emoji."""
    folder = tmp_path_factory.mktemp("odd")
    dump = folder / "dump.jsonl"
    rows = [
        json.dumps({"id": str(number), "title": f"题{number}", "body": line})
        for number, line in enumerate(lines)
    ]
    dump.write_text("\n".join(rows), "utf-8")
    with souwen.open(folder / "data") as engine:
        engine.add([dump])
        for document in _documents(engine):
            for line in document.body.splitlines():
                points = sorted(_cut_points(line))
                start = data.draw(st.sampled_from(points))
                ends = [point for point in points if start < point <= start + LONGEST]
                if not ends:
                    continue
                text = line[start : data.draw(st.sampled_from(ends))]
                if not _is_asked_for(text):
                    continue
                results = engine.search(f'"{text}"', limit=100, collapse=False)
                assert document.id in {hit.id for hit in results}
                for hit in results:
                    found = engine.document(hit.id)
                    assert found is not None
                    assert _holds(found, text)
