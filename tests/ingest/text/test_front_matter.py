"""The fields above a text in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text.front_matter import front_matter


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("备案指南", "备案指南"),
        ('"备案: \\"指南\\""', '备案: "指南"'),
        ("'it''s # 备案'", "it's # 备案"),
        ("备案#1 # 说明", "备案#1"),
        ("2025-04-26 08:30:00 +0800", "2025-04-26 08:30:00 +0800"),
        ("[健康, '医 保']", ["健康", "医 保"]),
        ("[健康,\n  医保]", ["健康", "医保"]),
        ("\n- 健康\n- 医保", ["健康", "医保"]),
        ('\n  - 健康\n  - "医保"', ["健康", "医保"]),
        (">-\n  备案\n  指南", "备案 指南"),
        ("|\n  备案\n  指南", "备案\n指南"),
        ("备案\n  指南", "备案 指南"),
        ("~", ""),
        ("http://x.example/a:b", "http://x.example/a:b"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_values_of_yaml(written: str, value: object, ends: str) -> None:
    """Each form in which people write a value is read."""
    text = f"\ufeff---\n# c\ntitle: {written}\nnested:\n  a: 1\nlast: x\n---\n正文"
    found = front_matter(text.replace("\n", ends))
    assert found is not None
    assert found.fields["title"] == value
    assert (found.fields["last"], found.rest) == ("x", "正文")


def test_toml() -> None:
    """Between lines of `+++` it is TOML."""
    found = front_matter('+++\ntitle = "备案"\ndate = 2025-04-26\ntags = ["a"]\n+++\n正文')
    assert found is not None
    assert (found.fields["title"], str(found.fields["date"])) == ("备案", "2025-04-26")
    assert found.rest == "正文"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n",
        "---\n一段话\n---\n",
        "----\na: b\n---",
        "+++\n= 1\n+++\n",
        "",
        "---",
        "a: b",
    ],
)
def test_what_is_none(text: str) -> None:
    """A rule, fields without an end, and what is neither YAML nor TOML are text."""
    assert front_matter(text) is None


@given(st.text(alphabet="-+:#\"'[]|>~ \n\r医a=", max_size=80))
def test_any_fields_are_read(inside: str) -> None:
    """Nothing in them raises, and nothing below them is lost."""
    for border in ("---", "+++"):
        found = front_matter(f"{border}\na: b\n{inside}\n{border}\n独此")
        assert found is None or found.rest.endswith("独此")


def test_it_is_linear(is_linear: object) -> None:
    """Lines that begin a value and never end it are read in linear time."""
    assert callable(is_linear)
    for unit in ("a: [\n", 'a: "\n', "a:\n- ", "a: 'b'", "a: |\n b", ": "):
        assert is_linear(lambda size, u=unit: front_matter(f"---\n{u * size}\n---\n"), 1_000)
