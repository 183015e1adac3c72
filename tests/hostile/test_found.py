"""What hostile input once did: each fault that was found, as small as it can be shown."""

from __future__ import annotations

import io
import json
import tarfile
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.sources import Member
from souwen.ingest.files.containers import read_container
from souwen.ingest.files.walk import Container
from souwen.ingest.pages.lines import Role
from souwen.ingest.pages.split import split_text
from souwen.ingest.report import Ignored, Skipped
from souwen.ingest.text import html
from souwen.ingest.text.decode import decode
from souwen.ingest.text.html import read_documents, read_html

from .blocks import gzipped, tarred, zipped

if TYPE_CHECKING:
    from pathlib import Path

UNSEEN = (
    "nav template noscript select svg button object audio video canvas map datalist iframe textarea"
)


@pytest.mark.parametrize(
    "inner", ["<div>", "<table><tr><td>", "<ul><li><div><div>", "<span>", "<p>"]
)
@pytest.mark.parametrize("name", UNSEEN.split())
def test_what_a_hidden_element_leaves_open_hides_nothing_else(name: str, inner: str) -> None:
    """Text below a menu whose tags are not closed is seen; the parser put it into the menu."""
    page = f"<p>前</p><div><{name}>{inner}菜单</{name}></div><p>正文</p>"
    shown = read_html(f"<html><body>{page}{page}</body></html>")
    assert (shown.count("正文"), shown.count("前")) == (2, 2)


def test_a_hidden_element_inside_another_ends_alone() -> None:
    """The end of an inner element does not end the outer one."""
    shown = read_html("<nav><div><select><b>一</select>二</div><nav>三</nav>四</nav><p>五</p>")
    assert shown == "五"


def test_too_many_tags_are_only_stripped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of more elements than there is memory for keeps its text, and a warning says why."""
    monkeypatch.setattr(html, "MOST", 1_000)
    (document,) = read_documents("<b>医</b>" * 1_001)
    assert document.text == "医" * 1_001
    assert document.warnings == ("there are too many tags: they were only stripped",)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"+2AA-", "utf-7"),
        (b"\xe5\x8c\xbb+3AA-", "utf-7"),
        (b"<meta charset=utf-7>\xb0+2AA-", None),
    ],
)
def test_halves_of_characters_in_utf_7_can_be_stored(
    tmp_path: Path, data: bytes, encoding: str | None
) -> None:
    """Python reads UTF-7 to text that cannot be written; it is replaced and told, not an error."""
    found = decode(data, encoding=encoding)
    found.text.encode()
    assert found.warnings
    (tmp_path / "a.txt").write_bytes("题目\n".encode("utf-7") + data)
    with souwen.open(tmp_path / "data") as engine:
        assert not engine.add([tmp_path / "a.txt"], encoding=encoding).skipped


def test_html_in_json_may_hold_half_a_character(tmp_path: Path) -> None:
    """A JSON line whose HTML holds a lone surrogate is taken in; it was refused."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"html": "<p>医\ud800保\0</p>"}), "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        assert engine.add([tmp_path / "a.jsonl"]).added == 1
        assert engine.search("保").total == 1


@pytest.mark.parametrize("tail", ["\xad", "\u200b", " \u200b ", "\ufeff"])
def test_nothing_to_see_behind_a_disclaimer_is_no_article(tail: str) -> None:
    """An invisible character glued to the end of a page does not make another page."""
    line = f"提示:本内容不能代替面诊,请就医。{tail}"
    (page,) = split_text(f"题目\n正文一句。\n{line}")
    assert [record.title for record in page.records] == ["题目"]
    assert (page.lines[-1].text, page.lines[-1].role) == (line, Role.DISCLAIMER)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped([])),
        ("a.zip", zipped([("folder/", b"")])),
        ("a.tar", tarred([])),
        ("a.tgz", gzipped(tarred([]))),
        ("a.jsonl", b"\n \n"),
        ("a.json", b"[]"),
    ],
)
def test_what_holds_nothing_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    """An archive without files, and a JSON file without objects, are ignored, and it is said."""
    (tmp_path / name).write_bytes(data)
    found, _ = read_container(Container("/k", tmp_path / name, name))
    assert isinstance(found, Ignored)


def test_no_key_holds_a_nul(tmp_path: Path) -> None:
    """The name of a member is stored without NUL, whatever the archive says."""
    info = tarfile.TarInfo("x")
    info.pax_headers = {"path": "nul\0.txt"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        made.addfile(info)
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    found = list(read_container(Container("/k", tmp_path / "a.tar", "a.tar")))
    assert found
    for one in found:
        if isinstance(one, Ignored | Skipped):
            assert "\0" not in one.source
        elif isinstance(one, Member):
            assert "\0" not in one.key


def test_a_reason_is_one_line(tmp_path: Path) -> None:
    """What is said of a member is one line, whatever its name is."""
    lost = b"\x80" * 40 + "医".encode()
    (tmp_path / "a.zip").write_bytes(zipped([("行\n行.txt", lost), ("\x1b[2J.txt", b"\xff" * 40)]))
    *found, _ = read_container(Container("/k", tmp_path / "a.zip", "a.zip"))
    told = [one.reason for one in found if isinstance(one, Ignored | Skipped)]
    assert told
    assert all(reason.isprintable() for reason in told)
