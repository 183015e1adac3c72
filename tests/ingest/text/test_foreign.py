"""Korean, Japanese, and encodings that switch by escapes."""

from __future__ import annotations

import pytest

from souwen.ingest.text.decode import decode

KOREAN = "건강보험 안내\n건강보험 가입자는 병원에서 진료를 받을 수 있습니다"
JAPANESE = "健康保険の手続きについて、窓口でお尋ねください。"
CHINESE = "医保报销比例有多少\n参保人员在外地住院以前要先办理备案。"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (KOREAN, "euc-kr", "euc-kr"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp"),
        (JAPANESE, "iso-2022-jp", ""),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (KOREAN, "iso-2022-kr", "iso-2022-kr"),
        (CHINESE, "hz", "hz-gb-2312"),
        (CHINESE, "hz", ""),
    ],
)
def test_n27_a_label_that_fits_is_believed(text: str, encoding: str, label: str) -> None:
    """N27: what decodes without an error into plausible text of its language is that."""
    meta = f'<meta charset="{label}"><p>' if label else "<p>"
    decoded = decode(meta.encode() + text.encode(encoding) + b"</p>")
    assert text in decoded.text
    assert decoded.warnings == ()


@pytest.mark.parametrize("label", ["euc-kr", "shift_jis", "euc-jp", "iso-2022-jp", "hz"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_n27_a_label_that_lies_is_not(label: str, encoding: str) -> None:
    """Chinese under such a label is read as Chinese."""
    data = f'<meta charset="{label}"><p>'.encode() + (CHINESE * 3).encode(encoding)
    assert CHINESE in decode(data).text


def test_n27_code_with_tildes_is_ascii() -> None:
    """What only looks like an escape is text."""
    for text in ("a~{b~}c", "~{}", "regex ~{2}~} and ~~"):
        assert decode(text.encode()).text == text
