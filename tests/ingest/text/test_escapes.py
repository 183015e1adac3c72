"""Text with a code for each character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text.escapes import unescaped

TEXT = "异地就医\n\n“医保”备案说明😀"


def entities(text: str, form: str = "&#{};") -> str:
    """Write the characters of East Asia as entities."""
    return "".join(form.format(ord(sign)) if ord(sign) > 0x2E80 else sign for sign in text)


@pytest.mark.parametrize("form", ["&#{};", "&#x{:x};", "&#X{:X};", "&amp;#{};"])
def test_n25_entities(form: str) -> None:
    """Decimal and hexadecimal entities are the characters, also those written twice."""
    assert unescaped(entities(TEXT, form)) == TEXT
    assert unescaped(f"{entities(TEXT, form)}&nbsp;a &lt; b") == f"{TEXT} a < b"


@pytest.mark.parametrize(("mark", "line"), [("\\u", "\\n"), ("\\\\u", "\\\\n"), ("%u", "\n")])
def test_n25_escapes(mark: str, line: str) -> None:
    r"""`\u` of JSON and Python and `%u` of JavaScript are the characters, halves put together."""
    units = TEXT.encode("utf-16-be")
    codes = [units[at : at + 2].hex() for at in range(0, len(units), 2)]
    written = "".join(line if code == "000a" else f"{mark}{code}" for code in codes)
    assert unescaped(written) == TEXT


def test_a_path_among_escapes_beside_text_stays() -> None:
    """Where a text has characters as they are, only the codes in it are read."""
    assert unescaped(r"路径 C:\new\temp 是\u533b\u4fdd") == r"路径 C:\new\temp 是医保"


@pytest.mark.parametrize(
    "text",
    [
        "医保 &amp; 养老",
        "a &#65; b &#66; c",
        "字符 &#21307; 的代码",
        r"正则 \u4e00 是一个字",
        r"C:\users\u1234",
        "&#xD800;&#xDFFF; &#999999999;",
        "#医保# u",
    ],
)
def test_what_is_no_dump_stays(text: str) -> None:
    """Other entities, and one code that a text is about, are left as they stand."""
    assert unescaped(text) == text


@given(st.text(alphabet="&#x;u\\%0123456789abcdefDF医\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No code raises, and what comes out can be stored."""
    unescaped(text).encode("utf-8")


def test_it_is_linear(is_linear: object) -> None:
    """Codes that never end are read in linear time."""
    assert callable(is_linear)
    for unit in ("&#", "&amp;", "\\u", "\\u533b", "&#21307;", "%u53"):
        assert is_linear(lambda size, unit=unit: unescaped(unit * size), 5_000)
