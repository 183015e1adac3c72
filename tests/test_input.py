"""The page about input says what is so: its table, its names of fields, its examples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from souwen.corpus.sources import Member
from souwen.ingest.files.containers import read_container
from souwen.ingest.files.walk import Container
from souwen.ingest.report import Ignored, Skipped
from souwen.ingest.rows.names import NAMES, FieldNames

from .input_forms import DOCUMENTS, FORMS, Form, line, taken

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "input.md").read_text("utf-8")


def test_the_table_is_real() -> None:
    """Every form of the table is taken in as it says, whole: two documents, and what they say."""
    for one in FORMS:
        if one.module:
            pytest.importorskip(one.module)
        row = taken(one)
        assert line(one, row) in PAGE, one.name
        assert row.documents == DOCUMENTS.get(one.name, 2), one.name
        assert not row.skipped, one.name


def test_the_names_of_fields_are_those_of_the_code() -> None:
    """Every name of every field stands in its row of the page, in the order in which they count."""
    rows = dict(
        re.findall(r"^\| ([a-z]+) \| (`[^|]*`) \|", PAGE.partition("## Rows")[2], re.MULTILINE)
    )
    assert {field: tuple(re.findall("`([^`]+)`", names)) for field, names in rows.items()} == NAMES


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python examples of the page run, one after the other."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "example"}
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 5
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"example {number}", "exec"), names)
    names["engine"].close()


def _read(data: bytes, one: Form, folder: Path, **how: Any) -> tuple[int, list[str]]:
    """Read a file of a form; give how many pages it had, and what was told of it."""
    path = folder / one.file
    path.write_bytes(data)
    names = FieldNames(one.options.get("map"))
    found = list(read_container(Container("/k", path, one.file, len(data)), names=names, **how))
    told = [each.reason for each in found if isinstance(each, Skipped | Ignored)]
    return sum(len(each.pages) for each in found if isinstance(each, Member)), told


@pytest.mark.parametrize("one", FORMS, ids=lambda one: one.name)
def test_every_form_may_end_anywhere_or_be_damaged(one: Form, tmp_path: Path) -> None:
    """A file that is cut, or of which a byte is another, gives what can be read, or a reason."""
    if one.module:
        pytest.importorskip(one.module)
    whole = one.write()
    for place in range(1, len(whole), max(1, len(whole) // 30)):
        for data in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            pages, told = _read(data, one, tmp_path)
            assert pages or told
            assert all(reason and len(reason.splitlines()) == 1 for reason in told)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "latin-1"])
def test_every_form_in_a_wrong_encoding(encoding: str, tmp_path: Path) -> None:
    """Whatever a user says that a file is in, nothing raises, and nothing is lost in silence."""
    for one in FORMS:
        if not one.module:
            pages, told = _read(one.write(), one, tmp_path, encoding=encoding)
            assert pages or told, one.name
