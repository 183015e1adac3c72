"""Deep, long and many: time grows in proportion to the input, whatever it is made of."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.sources import Member
from souwen.ingest.files.containers import Finished, read_container
from souwen.ingest.files.json_rows import read_json
from souwen.ingest.files.limits import LONGEST_PAGE, LONGEST_ROW
from souwen.ingest.files.opening import digest_of
from souwen.ingest.files.reading import HEAD, File, Later, Reading
from souwen.ingest.files.walk import Container, walk
from souwen.ingest.pages.split import split_text
from souwen.ingest.report import Ignored, Skipped
from souwen.ingest.text.decode import decode
from souwen.ingest.text.html import looks_like_html, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Linear = Callable[[Callable[[int], object], int], bool]

#: What is repeated, and what stands behind it.
MARKUP = [
    ("<!--", "<!doctype a>-->"),
    ("<title>", "<!doctype a></title>"),
    ("<textarea>", "<!doctype a></textarea>"),
    ("<script>", "<!doctype a></script>"),
    ("<a ", "<!doctype a>"),
    ('<a b="', '<!doctype>">'),
    ("<![CDATA[", "<!doctype >]]>"),
    ("<!doctype a>", ""),
    ("<html></html>", ""),
    ("<nav><div>", "</nav>"),
    ("<nav><div></nav>", ""),
    ("<select><b>", "</b></select>"),
    ("<h1>医</h1>", ""),
    ("<table><tr><td>", ""),
    ("<b><p>", ""),
    ("<font>a</p>", ""),
    ("&#x", ""),
    ("<p class='a b c'>医保医保医保医保医保医保，医保。", ""),
    ("<div style='display:none'>", ""),
]
TEXTS = ["1,000,", "相关问题\n题\n", "3天前\n", "题\n文\n健康新闻 2025-02-30\n", "责任编辑:张三\n"]
TEXTS += [
    "提示:本内容不能代替面诊。\xad",
    "首页 > ",
    "•医\n",
    "\x0b",
    "暂时无法查找到",
    "\r",
    "\u2028医",
]
BYTES = [b"\0", b"\xff", b"\xb0", b"\xe5\x8c\xbb\n\xb0\xa1\n", b"\xd8\x00", b"<charset=a", b"+2AA-"]
BYTES += [b"\x1b$B", b"\x00\x00\x00a", b"\xa4\x40", b"<", b"\n\xff"]
LINES = [
    "{\n",
    "{}",
    "[",
    '{"a":',
    '"',
    "\\",
    '{"title":"医"}\n',
    "1",
    '{"page":"题\\n"}\n',
    '"\\u',
]


@pytest.mark.parametrize(("piece", "end"), MARKUP)
def test_the_reader_of_html_is_linear(is_linear: Linear, piece: str, end: str) -> None:
    """Markup that makes a reader look for the same end again and again is read in linear time."""
    assert is_linear(lambda size: read_documents(piece * size + end), 1_500)
    assert is_linear(lambda size: looks_like_html(piece * size + end), 1_500)


@pytest.mark.parametrize("unit", TEXTS)
@pytest.mark.parametrize("head", ["", "题\n文。\n大家都在搜\n"])
def test_the_splitter_is_linear(is_linear: Linear, head: str, unit: str) -> None:
    """Lines that nearly are something are split in linear time."""
    assert is_linear(lambda size: split_text(head + unit * size), 1_000)


@pytest.mark.parametrize("unit", BYTES)
def test_the_decoder_is_linear(is_linear: Linear, unit: bytes) -> None:
    """Bytes that many encodings nearly fit are decoded in linear time."""
    assert is_linear(lambda size: decode(unit * size), 10_000)


@pytest.mark.parametrize("unit", LINES)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_the_reader_of_json_is_linear(is_linear: Linear, name: str, unit: str) -> None:
    """JSON that never ends, or nests, is refused in linear time."""

    def read(size: int) -> object:
        stream = io.BufferedReader(io.BytesIO((unit * size).encode()), HEAD)
        return [
            piece.done() if isinstance(piece, Later) else piece
            for piece in read_json(File("/k", name, stream), Reading())
        ]

    assert is_linear(read, 3_000)


def test_deep_nesting(tmp_path: Path) -> None:
    """HTML, JSON and queries nested a hundred thousand times are read, or refused in one line."""
    deep = 100_000
    (tmp_path / "a.html").write_text(
        "<p>头</p>" + "<div>" * deep + "医保" + "</div>" * deep, "utf-8"
    )
    (tmp_path / "b.jsonl").write_text(
        "[" * deep + "\n" + '{"a":' * deep + '\n{"title": "好"}\n', "utf-8"
    )
    (tmp_path / "c.json").write_text('[{"title": "甲"}, ' + "[" * 900 + "]" * 900 + "]", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        report = engine.add([tmp_path / name for name in ("a.html", "b.jsonl", "c.json")])
        assert [document["title"] for document in engine.export()] != []
        assert {one.reason for one in report.warnings} == (
            {"tags nest too deeply: they were only stripped"}
        )
        assert {one.reason for one in report.skipped} == (
            {"JSON nests too deeply", "not a JSON object"}
        )
        for signs in ("(", "-", '"', "()"):
            assert engine.search(signs * deep).total == 0
        assert "too long" in str(engine.search("(医 " * deep + ")" * deep).message)
        assert engine.search("(" * 20 + "医保" + ")" * 20).total == 1


# What is no file, and what is large


def test_what_is_no_file_never_blocks(tmp_path: Path) -> None:
    """Pipes, sockets, devices and loops of links are told, and what is beside them is taken in."""
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "a.txt").write_text("医保须知\n\n先登录。\n", "utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "to-pipe.txt").symlink_to("pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "self").symlink_to("self")
    (folder / "up").symlink_to("..")
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    here = os.getcwd()  # noqa: PTH109 - names of sockets are short
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.txt")
            with souwen.open(tmp_path / "data") as engine:
                report = engine.add([folder, folder / "pipe.txt", "/dev/full"])
    finally:
        os.chdir(here)
    assert report.sources == 1
    told = {(one.source.rpartition("/")[2], one.reason) for one in report.skipped}
    assert told >= {
        ("pipe.txt", "a pipe, not a file"),
        ("socket.txt", "a socket, not a file"),
        ("zero", "a device, not a file"),
        ("full", "a device, not a file"),
        ("self", "a link that leads to itself"),
        ("one", "a link that leads to itself"),
    }


def test_a_file_that_became_a_pipe_is_skipped(tmp_path: Path) -> None:
    """What was a file when it was found, and is a pipe when it is opened, does not block."""
    path = tmp_path / "a.txt"
    path.write_text("医保", "utf-8")
    (found,) = walk([path])
    assert isinstance(found, Container)
    path.unlink()
    os.mkfifo(path)
    ended: list[object] = []

    def read() -> None:
        with pytest.raises(souwen.InputError):
            digest_of(found)
        ended.extend(read_container(found))

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(30)
    assert ended == [
        Skipped(found.key, "cannot be read: it is no file any more"),
        Finished(found.key, whole=False),
    ]


def test_a_file_of_a_gigabyte(tmp_path: Path, *, long: bool) -> None:
    """A file of 1 GB is refused or ignored, by its beginning or at the limit; the rest goes on."""
    if not long:
        pytest.skip("takes a while: SOUWEN_HOSTILE=1, or make hostile")
    import resource  # noqa: PLC0415 - not on every system

    for name, head in (
        ("a.txt", "医保须知\n\n先登录。\n" * 9_000),
        ("b.bin", ""),
        ("c.jsonl", '{"title": "' + "医" * 30_000),
    ):
        with (tmp_path / name).open("wb") as file:
            file.write(head.encode())
            file.truncate(1024**3)
    (tmp_path / "d.jsonl").write_text('{"title": "好"}\n', "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        report = engine.add(sorted(tmp_path.iterdir()))
    assert [one.reason for one in report.skipped] == (
        [f"refused: larger than {LONGEST_PAGE} bytes", f"longer than {LONGEST_ROW} bytes"]
    )
    assert [one.reason for one in report.ignored_sources] == ["not text"]
    assert report.articles == 1
    if sys.platform == "linux":
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000  # KB


@pytest.mark.parametrize("field", ["title", "body", "channel", "url", "id", "kind", "published"])
def test_a_long_field_is_kept_or_told(tmp_path: Path, field: str) -> None:
    """A field of a megabyte is taken in and found; what is told of it is short."""
    row = {"title": "医保", field: "长" * 1_000_000}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    *found, _ = read_container(Container("/k", tmp_path / "a.jsonl", "a.jsonl"))
    assert [isinstance(one, Member) for one in found] == [True]
    for one in found:
        assert not isinstance(one, Ignored | Skipped | Finished)
        assert all(len(warning) < 200 for warning in one.warnings)
    with souwen.open(tmp_path / "data") as engine:
        assert engine.add([tmp_path / "a.jsonl"]).added == 1
        assert engine.search("医保" if field != "title" else "长长").total == 1
