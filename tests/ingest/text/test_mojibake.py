"""Text that was decoded wrongly before it was saved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import souwen
from souwen.ingest.text.decode import decode
from souwen.ingest.text.encodings import LOST
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


@pytest.mark.parametrize("first", ["latin-1", "cp1252"])
@pytest.mark.parametrize("times", [2, 3])
def test_what_was_mangled_more_than_once(first: str, times: int) -> None:
    """UTF-8 that was read as Latin-1 and saved again and again is read as it was meant."""
    mangled = _windows(TEXT.encode()) if first == "cp1252" else TEXT.encode().decode("latin-1")
    for _ in range(times - 1):
        mangled = mangled.encode().decode("latin-1")
    meant = "it was UTF-8 read as Latin-1, and is read as it was meant"
    assert unmangled(mangled) == (TEXT, (meant,))
    assert unmangled(f"标题：{mangled}") == (f"标题：{TEXT}", (meant,))


def test_characters_of_which_a_byte_is_lost() -> None:
    """Where five bytes of Windows-1252 became U+FFFD, the characters of the others are read."""
    text, (warning,) = unmangled(TEXT.encode().decode("cp1252", "replace"))
    assert text == "".join(
        "\ufffd" if "\ufffd" in sign.encode().decode("cp1252", "replace") else sign for sign in TEXT
    )
    assert "手机上" in text
    assert warning.endswith(f", but for {text.count(LOST)} characters")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (A1.encode("gbk").decode("utf-8", "replace"), "lost before it was saved: 57"),
        ("锟斤拷" * 10 + A1, "lost before it was saved: 20"),
        ("本市参保人\ufffd可以在\ufffd机上\ufffd理备案。", "lost before it was saved: 3"),
        ("ÖÐ\ufffd¹úÈË\ufffdÃñ¹²ºÍ¹ú", "looks like text that was read as Latin-1"),
        ("Ð\ufffdÐ¾ÑÐºÐ²Ð° Ñ\ufffdÑ\ufffdÐ¾", "looks like text that was read as Latin-1"),
    ],
)
def test_what_cannot_be_read_any_more_is_told(text: str, told: str, tmp_path: Path) -> None:
    """Lost characters and other mojibake stay, with one warning, in files as in rows."""
    kept, (warning,) = unmangled(text)
    assert kept == text
    assert told in warning
    (tmp_path / "a.txt").write_text(f"题目\n\n{text}\n", encoding="utf-8")
    row = {"title": "题目", "content": text}
    (tmp_path / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    if "lost" in told:
        report = souwen.split(tmp_path)
        assert {one.reason for one in report.warnings} == {warning}
        assert len(report.warnings + report.ignored) == 3


def test_what_the_decoder_lost_is_told_once() -> None:
    """U+FFFD for bytes of no encoding is told by the decoder alone."""
    (warning,) = decode(TEXT.encode() + b"\xff\xfe" * 9).warnings
    assert warning == "characters that could not be read: 18"


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
        *["«Été» — «Noël»…", "Tiếng Việt có dấu", "Ça coûte 5 € ½ ¼ ¾"],
        *["锟斤拷是怎么来的", "乱码里的 \ufffd 是什么", "参保\ufffd员在外地" + A1],
    ],
)
def test_n12_text_that_is_right_stays(text: str) -> None:
    """Chinese, accents, other scripts and symbols are no mojibake."""
    assert unmangled(text) == (text, ())


@given(st.text(st.sampled_from("参保人员在外地住院以前，。医a1 é–“")))
def test_n12_nothing_else_is_changed(text: str) -> None:
    """Text that a person can read is never rewritten."""
    assert unmangled(text)[0] == text
