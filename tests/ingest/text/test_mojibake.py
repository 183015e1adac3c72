"""Text that was decoded wrongly before it was saved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import souwen
from souwen.ingest.text.decode import decode
from souwen.ingest.text.mojibake import unmangled

if TYPE_CHECKING:
    from pathlib import Path

A1 = (
    "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，"
    "也可以到窗口办，办好以后直接刷社保卡结算。"
)
TEXT = f"异地就医备案指南\n\n{A1}"


def _windows(data: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize(
    "mangled",
    [
        TEXT.encode().decode("latin-1"),
        _windows(TEXT.encode()),
        TEXT.encode("gb18030").decode("latin-1"),
        _windows(TEXT.encode("gb18030")),
    ],
)
def test_n12_the_way_back(mangled: str) -> None:
    """N12: where nothing is lost, the text is read as it was meant, and a line says so."""
    decoded = decode(mangled.encode())
    assert decoded.text == TEXT
    (warning,) = decoded.warnings
    assert "read as it was meant" in warning


def test_n12_gbk_without_a_loss() -> None:
    """N12: so is UTF-8 that was read as GBK, where its bytes happen to be all there."""
    text = "异地就医直接结算办法"
    decoded = decode(text.encode().decode("gb18030").encode())
    assert decoded.text == text
    assert "UTF-8 read as GBK" in decoded.warnings[0]


def test_n12_what_is_lost_is_told() -> None:
    """N12: UTF-8 that was read as GBK with losses is kept as it is, with a warning."""
    mangled = TEXT.encode().decode("gbk", "replace")
    decoded = decode(mangled.encode())
    assert decoded.text == mangled
    assert any("UTF-8 read as GBK" in warning for warning in decoded.warnings)


def test_n12_in_the_codes_of_json(tmp_path: Path) -> None:
    """N12: a field of JSON that was mangled before it was written in codes is put right, too."""
    row = {"title": "备案指南".encode().decode("latin-1"), "body": _windows(A1.encode())}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    with souwen.open(tmp_path / "data") as engine:
        report = engine.add([tmp_path / "a.jsonl"])
        (hit,) = engine.search("手机上办")
    assert hit.title == "备案指南"
    assert ["Latin-1" in warning.reason for warning in report.warnings] == [True]


def test_n12_a_page_of_which_a_part_is_mangled() -> None:
    """What stands between well-read text is repaired where it can be."""
    mangled = A1.encode().decode("latin-1")
    text, (warning,) = unmangled(
        f"<h1>caf\u00e9 \u2013 Menü</h1><p>{mangled}</p>\ud83d".replace("\ud83d", "💊")
    )
    assert A1 in text
    assert "Latin-1" in warning
    assert "café" in text


@pytest.mark.parametrize(
    "text",
    [
        *[
            TEXT,
            "Un café à la crème, s'il vous plaît. Déjà vu!",
            "Größe über Maß, ÄÖÜ",
            "plain",
            "",
        ],
        *[
            "한국어 텍스트입니다",
            "これは日本語です",
            "醫療保險報銷比例",
            "Ω≈ç√∫˜µ≤≥÷",
            "价格：£20–£30，约€25",
        ],
        *["©2025 某某网", "¥18,700 × 2", "±5℃", "鍖栧", "寮傚"],
    ],
)
def test_n12_text_that_is_right_stays(text: str) -> None:
    """Chinese, accents, other scripts and symbols are no mojibake."""
    assert unmangled(text) == (text, ())


@given(st.text(st.sampled_from("参保人员在外地住院以前，。医a1 é–“")))
def test_n12_nothing_else_is_changed(text: str) -> None:
    """Text that a person can read is never rewritten."""
    assert unmangled(text)[0] == text
