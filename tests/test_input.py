"""The page about input says what is so: its table, its names of fields, its examples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from souwen.ingest.rows.names import NAMES

from .input_forms import DOCUMENTS, FORMS, line, taken

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
