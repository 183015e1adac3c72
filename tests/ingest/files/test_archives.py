"""Archives as streams."""

from __future__ import annotations

import bz2
import contextlib
import functools
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.files.archives import Archive, Entry
from souwen.ingest.files.containers import Finished, Outcome, read_container
from souwen.ingest.files.decompress import BROKEN, Unpacked
from souwen.ingest.files.formats import Format
from souwen.ingest.files.limits import DEFAULT_LIMITS, Limits
from souwen.ingest.files.walk import Container
from souwen.ingest.report import Ignored, Skipped

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "医保须知\n\n先登录再提交。\n"
# Without the clock, so that the same members are the same bytes.
gzipped = functools.partial(gzip.compress, mtime=0)
COMPRESS = {"w": bytes, "w:gz": gzipped, "w:bz2": bz2.compress, "w:xz": lzma.compress}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            made.writestr(info, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    """Make a tar, compressed or not."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return COMPRESS[mode](out.getvalue())


def read(
    folder: Path, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> tuple[list[Outcome], bool]:
    """Read a file; give what came, and whether it was whole."""
    path = folder / name
    path.write_bytes(data)
    *found, end = read_container(Container("/k", path, name), None, limits)
    assert isinstance(end, Finished)
    return found, end.whole


def keys(found: list[Outcome]) -> list[str]:
    """Give the keys of members."""
    return [one.key for one in found if isinstance(one, Member)]


def reasons(found: list[Outcome]) -> list[str]:
    """Give the reasons of what was skipped."""
    return [one.reason for one in found if isinstance(one, Skipped)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", gzipped(TEXT.encode())),
        ("a.txt.bz2", bz2.compress(TEXT.encode())),
        ("a.txt.xz", lzma.compress(TEXT.encode())),
        ("a.gz", gzipped(TEXT.encode()[:9]) + gzipped(TEXT.encode()[9:]) + b"\0" * 9),
    ],
)
def test_a_compressed_file_is_one_member_with_its_key(
    tmp_path: Path, name: str, data: bytes
) -> None:
    """A file that is only compressed keeps the key of its container."""
    found, whole = read(tmp_path, name, data)
    assert (keys(found), whole) == (["/k"], True)
    assert isinstance(found[0], Member)
    assert found[0].text == TEXT


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.tar", "w"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.tar.xz", "w:xz"), ("a", "w")],
)
def test_tars(tmp_path: Path, name: str, mode: str) -> None:
    """Tars of every compression give their members in order."""
    data = tarred({"b/一.txt": TEXT.encode(), "a.html": b"<h1>A</h1>", "e.txt": b""}, mode)
    found, whole = read(tmp_path, name, data)
    assert (keys(found), whole) == (["/k!b/一.txt", "/k!a.html"], True)
    assert isinstance(found[2], Ignored)


def test_zips(tmp_path: Path) -> None:
    """A zip gives its members in order; names of Chinese systems are read."""
    found, whole = read(tmp_path, "a.zip", zipped({"甲/乙.txt": TEXT.encode(), "c.txt": b"C"}))
    assert (keys(found), whole) == (["/k!甲/乙.txt", "/k!c.txt"], True)
    gbk = "备案.txt".encode("gbk")
    odd = zipped({"x" * len(gbk): b"C"}).replace(b"x" * len(gbk), gbk)
    assert keys(read(tmp_path, "b.zip", odd)[0]) == ["/k!备案.txt"]


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


def test_an_encrypted_member_is_skipped(tmp_path: Path) -> None:
    """A member that needs a password is told, the rest is taken."""
    data = bytearray(zipped({"a.txt": b"A", "b.txt": b"B"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found, whole = read(tmp_path, "a.zip", bytes(data))
    assert (keys(found), reasons(found), whole) == (["/k!b.txt"], ["encrypted"], False)


def noise(size: int) -> bytes:
    """Text that does not compress to nothing."""
    return "".join(f"医{k * 7919 % 100_003}\n" for k in range(size)).encode()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_cut_tar_gives_what_was_read(tmp_path: Path, mode: str) -> None:
    """The members before the cut are taken, the container is not whole."""
    data = tarred({"a.txt": b"A", "b.txt": noise(40_000), "c.txt": noise(40_000)}, mode)
    found, whole = read(tmp_path, "a.tar", data[: len(data) * 3 // 4])
    assert not whole
    assert reasons(found)
    if mode not in {"w:bz2", "w:xz"}:
        assert keys(found) == ["/k!a.txt", "/k!b.txt"]


def test_a_tar_cut_between_members(tmp_path: Path) -> None:
    """Even a cut at a border is seen, and damage in the middle too."""
    data = tarred({"a.txt": b"A" * 512, "b.txt": b"B" * 512})
    found, whole = read(tmp_path, "a.tar", data[:1024])
    assert (keys(found), whole) == (["/k!a.txt"], False)
    found, whole = read(tmp_path, "b.tar", data[:1024] + b"x" * 512 + data[1536:])
    assert (keys(found), whole) == (["/k!a.txt"], False)


@pytest.mark.parametrize("compress", [gzipped, bz2.compress, lzma.compress])
def test_a_cut_compressed_file_gives_what_was_read(tmp_path: Path, compress: object) -> None:
    """The text before the cut is taken, with the reason."""
    assert callable(compress)
    data = compress(noise(400_000))
    found, whole = read(tmp_path, "a.gz", data[: len(data) * 3 // 4])
    assert (keys(found), whole) == (["/k"], False)
    assert reasons(found)[0].startswith("cut: ")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_cut_zip_gives_what_was_read(tmp_path: Path, method: int) -> None:
    """Members that stand whole before the cut are taken."""
    data = zipped({"a.txt": noise(50), "b/c.txt": noise(60), "d.txt": noise(5000)}, method)
    found, whole = read(tmp_path, "a.zip", data[:-2000])
    assert (keys(found), whole) == (["/k!a.txt", "/k!b/c.txt"], False)


def test_a_damaged_member_of_a_zip(tmp_path: Path) -> None:
    """A member whose checksum does not fit is skipped, the next one is read."""
    data = zipped({"a.txt": noise(50), "b.txt": b"B"}, zipfile.ZIP_STORED)
    found, whole = read(tmp_path, "a.zip", data.replace(b"7919", b"7918", 1))
    assert (keys(found), whole) == (["/k!b.txt"], False)


@pytest.mark.parametrize("name", ["a.zip", "a.gz", "a.tar", "a.tar.gz", "a.bz2", "a.xz"])
def test_what_is_no_archive(tmp_path: Path, name: str) -> None:
    """A file that is not what its name says is skipped with a reason."""
    found, whole = read(tmp_path, name, b"this is no archive " * 60)
    assert (keys(found), len(reasons(found)), whole) == ([], 1, False)


def test_archives_that_are_not_read(tmp_path: Path) -> None:
    """A kind that is not read is told, for its pages are lost."""
    found, whole = read(tmp_path, "a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50)
    assert (reasons(found), whole) == (["an archive of a kind that is not read (7z)"], False)


def test_bombs_are_refused(tmp_path: Path) -> None:
    """What unpacks to too much is refused while it is read."""
    limits = Limits(member_bytes=1_000_000, ratio=50, free_bytes=10_000)
    bomb = b"0" * 900_000
    for name, data in (
        ("a.gz", gzipped(bomb)),
        ("a.xz", lzma.compress(bomb)),
        ("a.zip", zipped({"b": bomb})),
        ("a.tgz", tarred({"b": bomb}, "w:gz")),
        ("b.zip", zipped({"b": noise(200_000)})),
        ("c.txt", noise(200_000)),
    ):
        found, whole = read(tmp_path, name, data, limits)
        assert any(reason.startswith("refused: ") for reason in reasons(found)), name
        assert not whole


def test_a_header_that_asks_for_too_much(tmp_path: Path) -> None:
    """A tar header cannot make its reader take any amount of memory."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 10**9
    found, whole = read(tmp_path, "a.tar", info.tobuf() + b"\0" * 10240)
    assert (keys(found), whole) == ([], False)


def test_memory_does_not_grow_with_an_archive() -> None:
    """Members are asked for one by one: the first is there before the rest is read."""

    class Endless(io.RawIOBase):
        """A tar without an end."""

        def __init__(self) -> None:
            self.waiting = tarred({"a.txt": b"A"})[:1024]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            while len(self.waiting) < len(buffer):
                self.waiting += tarred({"b.txt": b"B" * 500})[:1024]
            buffer[:] = self.waiting[: len(buffer)]
            self.waiting = self.waiting[len(buffer) :]
            return len(buffer)

    members = iter(Archive("/k", io.BufferedReader(Endless()), Format.TAR, DEFAULT_LIMITS))
    for _ in range(3):
        assert isinstance(next(members), Entry)


@given(st.binary(max_size=300), st.sampled_from([Format.GZIP, Format.BZIP2, Format.XZ]))
def test_any_bytes_are_unpacked_or_told(data: bytes, format_: Format) -> None:
    """No bytes raise."""
    stream = Unpacked(io.BytesIO(data), format_, DEFAULT_LIMITS)
    stream.read()
    assert stream.problem or not data.strip(b"\0")


@given(
    st.sampled_from([Format.ZIP, Format.TAR]),
    st.integers(0, 3000),
    st.integers(0, 255),
    st.booleans(),
)
def test_any_damage_is_survived(format_: Format, at: int, byte: int, cut: bool) -> None:
    """An archive with any byte changed, or cut anywhere, raises nothing."""
    members = {"a.txt": TEXT.encode(), "b.txt": b"B" * 600}
    data = bytearray(zipped(members) if format_ is Format.ZIP else tarred(members))
    at %= len(data)
    data[at] = byte
    stream = io.BytesIO(bytes(data[:at] if cut else data))
    for member in Archive("/k", stream, format_, DEFAULT_LIMITS):
        if isinstance(member, Entry):
            with contextlib.suppress(*BROKEN):
                member.stream.read()
