"""Archives: their members as files."""

from __future__ import annotations

import contextlib
import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.files.decompress import BROKEN
from souwen.ingest.files.reading import File, Reading
from souwen.ingest.files.tars import read_tar
from souwen.ingest.files.zips import read_zip
from souwen.ingest.report import Ignored, Skipped

from .made import TEXT, file_of, gzipped, keys, read, read_bytes, reasons, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from souwen.ingest.files.reading import Reader

    Pack = Callable[[dict[str, bytes]], bytes]


def test_jsonl_in_archives(tmp_path: Path) -> None:
    """Lines of a JSON file in an archive, and in a compressed file, are members."""
    data = b'{"id": 1, "title": "A"}\nx\n{"title": "B"}\n'
    found, whole = read(tmp_path, "a.zip", zipped({"d/l.jsonl": data}))
    assert keys(found)[0] == "/k!d/l.jsonl#1"
    assert [one.source for one in found if isinstance(one, Skipped)] == ["/k!d/l.jsonl line 2"]
    assert not whole
    assert keys(read(tmp_path, "l.jsonl.gz", gzipped(data))[0])[0] == "/k#1"


def test_compressed_files_in_archives(tmp_path: Path) -> None:
    """One more level of packing is read, an archive in an archive is refused."""
    inner = {"a.txt.gz": gzipped(TEXT.encode()), "b.zip": zipped({"c": b"x"})}
    for data, name in ((zipped(inner), "a.zip"), (tarred(inner), "a.tar")):
        found, whole = read(tmp_path, name, data)
        assert keys(found) == ["/k!a.txt.gz"]
        assert "inside an archive" in reasons(found)[0]
        assert not whole


def test_members_that_point_outside_are_refused(tmp_path: Path) -> None:
    """Absolute names, climbing names and links are left out, the rest is taken."""
    members = dict.fromkeys(("../x<b>.txt", "/etc/x", "a/../../b", "c:\\x", "ok.txt"), b"T")
    found, whole = read(tmp_path, "a.zip", zipped(members))
    assert (keys(found), len(reasons(found)), whole) == (["/k!ok.txt"], 4, True)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for sort in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("l")
            info.type, info.linkname = sort, "/etc/passwd"
            made.addfile(info)
        made.addfile(tarfile.TarInfo("../up.txt"))
    found, _ = read(tmp_path, "a.tar", out.getvalue())
    assert [reason.split(":")[0] for reason in reasons(found)] == ["refused"] * 5
    link = zipfile.ZipInfo("l")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as linked:
        linked.writestr(link, "/etc/passwd")
    assert reasons(read(tmp_path, "b.zip", out.getvalue())[0]) == ["refused: a link"]


def test_hidden_members_are_ignored(tmp_path: Path) -> None:
    """What systems leave in archives is no dump."""
    members = dict.fromkeys(("__MACOSX/._a.txt", "a/.DS_Store", "./b.txt"), b"T")
    found, whole = read(tmp_path, "a.tar", tarred(members))
    assert (keys(found), reasons(found), whole) == (["/k!./b.txt"], [], True)


@given(
    st.sampled_from([(zipped, read_zip), (tarred, read_tar)]),
    st.integers(0, 3000),
    st.integers(0, 255),
    st.booleans(),
)
def test_any_damage_is_survived(form: tuple[Pack, Reader], at: int, byte: int, cut: bool) -> None:
    """An archive with any byte changed, or cut anywhere, raises nothing."""
    pack, reader = form
    data = bytearray(pack({"a.txt": TEXT.encode(), "b.txt": b"B" * 600}))
    at %= len(data)
    data[at] = byte
    for found in reader(file_of(bytes(data[:at] if cut else data)), Reading()):
        if isinstance(found, File):
            with contextlib.suppress(*BROKEN):
                found.stream.read()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({})),
        ("a.zip", zipped({"folder/": b""})),
        ("a.tar", tarred({})),
        ("a.tgz", gzipped(tarred({}))),
        ("a.jsonl", b"\n \n"),
        ("a.json", b"[]"),
    ],
)
def test_what_holds_nothing_is_told(name: str, data: bytes) -> None:
    """An archive without files, and a JSON file without objects, are ignored, and it is said."""
    (ignored,) = read_bytes(data, name)
    assert isinstance(ignored, Ignored)


def test_a_reason_is_one_line() -> None:
    """What is said of a member is one line, whatever its name is."""
    lost = b"\x80" * 40 + "医".encode()
    found = read_bytes(zipped({"行\n行.txt": lost, "\x1b[2J.txt": b"\xff" * 40}), "a.zip")
    reasons = [one.reason for one in found if isinstance(one, Ignored | Skipped)]
    assert reasons
    assert all(reason.isprintable() for reason in reasons)
