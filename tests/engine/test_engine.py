"""The front door itself: what needs no data folder."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable

    WritePage = Callable[[Path, str], Path]

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "pages"


@pytest.fixture(scope="module")
def samples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of the sample pages, which is only read."""
    folder = tmp_path_factory.mktemp("engine") / "data"
    with souwen.open(folder) as engine:
        engine.add([SAMPLES])
    return folder


def test_opening_makes_nothing(tmp_path: Path) -> None:
    """A folder is made when something is added, and not before."""
    with souwen.open(tmp_path / "data"):
        pass
    assert not (tmp_path / "data").exists()


def test_a_page_and_a_text_are_looked_at_alone(tmp_path: Path, write_page: WritePage) -> None:
    """What a file would give, and the terms of a text, are shown without any folder."""
    (page,) = souwen.split(write_page(tmp_path / "a.txt", "甲医保")).pages
    assert page.records[0].title == "甲医保"
    assert any(row.term == "医保" for row in souwen.analyze("甲医保"))


WRONG: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    ("query", "search", (None,), {}),
    ("limit", "search", ("x",), {"limit": "3"}),
    ("after", "explain", ("x", "0f"), {"after": 2025}),
    ("id_", "explain", ("x", 3), {}),
    ("id_", "document", (3,), {}),
    ("id_", "marks", ("x", None), {}),
    ("id_", "similar", (b"0f",), {}),
    ("limit", "similar", ("0f",), {"limit": None}),
    ("ids", "documents", (7,), {}),
    ("ids", "documents", ([7],), {}),
    ("text", "suggest", (7,), {}),
    ("limit", "nearest", ("x",), {"limit": 1.0}),
    ("since", "changes", ("0",), {}),
    ("paths", "add", (7,), {}),
    ("paths", "add", ([b"x"],), {}),
    ("jobs", "add", ("x",), {"jobs": "2"}),
    ("dry_run", "add", ("x",), {"dry_run": 1}),
    ("name", "add", ("x",), {"name": 7}),
    ("max_size", "add", ("x",), {"max_size": "1M"}),
    ("exclude", "add", ("x",), {"exclude": [7]}),
    ("patterns", "remove", (None,), {}),
    ("ids", "block", ([None],), {}),
    ("ids", "unblock", (7,), {}),
    ("word", "dictionary_add", (7,), {}),
    ("synonyms", "dictionary_add", ("x", [7]), {}),
    ("word", "dictionary_remove", (None,), {}),
]


@pytest.mark.parametrize(("name", "method", "given", "options"), WRONG)
def test_wrong_types_name_the_argument(
    name: str, method: str, given: tuple[Any, ...], options: dict[str, Any], samples_folder: Path
) -> None:
    """A value of another type is a `TypeError` that begins with the argument, and does nothing."""
    with souwen.open(samples_folder) as engine:
        before = engine.state()
        with pytest.raises(TypeError, match=f"^{name} must be "):
            getattr(engine, method)(*given, **options)
        assert engine.state() == before


def test_all_is_short_to_look_at_and_json(samples_folder: Path) -> None:
    """Every value that comes back has a `repr` of one short line, and a form that JSON takes."""
    with souwen.open(samples_folder) as engine:
        results = engine.search("产假 天数", limit=50, facets=True)
        document = engine.document(results[0].id)
        assert document is not None
        values = [
            *(results, results[0], document, engine.stats(), engine.stats().index),
            *(
                engine.changes(),
                engine.explain("产假", document.id),
                engine.marks("的", document.id),
            ),
            *(engine.suggest("产假")[0], next(engine.sources()), engine.check()),
            engine.search("产甲天").nearest[0],
            souwen.analyze("产假")[0],
            engine.add(samples_folder / "nothing.txt", dry_run=True),
            souwen.split(samples_folder),
            souwen.SearchRequest("产" * 10_000),
        ]
        assert repr(engine) == f"Engine('{samples_folder}')"
    for value in values:
        shown = repr(value)
        assert shown.startswith(f"{type(value).__name__}("), shown
        assert len(shown) < 500, shown
        assert "\n" not in shown
        if not isinstance(value, souwen.SearchRequest):
            json.dumps(value.as_dict())


def test_several_documents_begin_so(samples_folder: Path) -> None:
    """The beginning of several ids is an error of its own, which is a `RequestError`, too."""
    with souwen.open(samples_folder) as engine:
        first = {hit.id[0] for hit in engine.search("的", limit=50, collapse=False)}
        (beginning,) = [*first][:1]
        for ask in (
            engine.document,
            engine.similar,
            lambda id_: engine.explain("x", id_),
            lambda id_: engine.marks("x", id_),
            engine.block,
        ):
            with pytest.raises(souwen.AmbiguousIdError, match="give more of the id") as caught:
                ask(beginning)
            assert caught.value.beginning == beginning
            assert isinstance(caught.value, souwen.RequestError)


def test_names_load_when_they_are_asked_for() -> None:
    """Every public name is there, also for `dir`, and one that is not is an `AttributeError`."""
    assert {*souwen.__all__} <= {*dir(souwen)}
    assert souwen.AddReport.__module__ == "souwen.ingest.report"
    assert souwen.__version__ == version("souwen")
    with pytest.raises(AttributeError, match="'nothing'"):
        souwen.nothing  # noqa: B018
