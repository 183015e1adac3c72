"""Archives made to hurt: what unpacks to too much, lies about itself, or leads somewhere else."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.cli.main import main
from souwen.corpus.sources import Member
from souwen.ingest.files.limits import DEFAULT_LIMITS, LONGEST_PAGE, LONGEST_TEXT, Limits
from souwen.ingest.report import Ignored, Skipped

from ..ingest.files import made
from ..ingest.files.made import keys, reasons
from .blocks import COMPRESS, gzipped, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from souwen.ingest.files.containers import Outcome

    Linear = Callable[[Callable[[int], object], int], bool]

TEXT = "医保须知\n\n先登录再提交。\n".encode()
SMALL = Limits(member_bytes=1_000_000, ratio=50, free_bytes=10_000)
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
read = partial(made.read, limits=SMALL)


def peak(run: Callable[[], object]) -> int:
    """Give how many bytes were held at most while something ran."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# What unpacks to too much


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path, suffix: str) -> None:
    """Each sort of compression is stopped at the ratio, by default too, and in little memory."""
    bomb = COMPRESS[suffix](b"a" * 60_000_000)
    found, whole = read(tmp_path, f"a.txt{suffix}", bomb)
    assert any(reason.startswith("refused: ") for reason in reasons(found))
    assert not whole
    if len(bomb) < 60_000:
        found, whole = read(tmp_path, f"a.txt{suffix}", bomb, limits=DEFAULT_LIMITS)
        assert not whole
        if DEFAULT_LIMITS.ratio * len(bomb) > LONGEST_PAGE:  # which is met before the ratio
            assert reasons(found) == [f"refused: larger than {LONGEST_PAGE} bytes"]
        else:  # what was read of it until then is too long a text, too
            assert reasons(found) == [
                f"refused: a text of more than {LONGEST_TEXT} characters",
                "refused: it unpacks to more than 1000 times its size",
            ]


@pytest.mark.parametrize("method", METHODS[1:])
@pytest.mark.parametrize("lies", [False, True])
def test_a_bomb_in_a_zip_takes_no_memory(tmp_path: Path, method: int, *, lies: bool) -> None:
    """A member of every method is refused, whether the zip says how large it is or lies."""
    data = zipped([("a.txt", b"a" * 60_000_000), ("b.txt", TEXT)], method)
    if lies:
        size = struct.pack("<I", 60_000_000)
        assert data.count(size) == 2
        data = data.replace(size, struct.pack("<I", 500))
    outcome: list[tuple[list[Outcome], bool]] = []
    most = peak(lambda: outcome.append(read(tmp_path, "a.zip", data)))
    ((found, whole),) = outcome
    assert most < 20_000_000
    assert (keys(found), len(reasons(found)), whole) == (["/k!b.txt"], 1, False)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("said", [0, 7])
def test_a_size_that_is_not_true_is_told(tmp_path: Path, method: int, said: int) -> None:
    """A member that is longer than its zip says is skipped, the next one is taken."""
    data = zipped([("a.txt", TEXT * 3), ("b.txt", TEXT)], method)
    size = struct.pack("<I", len(TEXT) * 3)
    assert data.count(size) >= 2
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02"))
    lied = data[: at + 24] + struct.pack("<I", said) + data[at + 28 :]
    found, whole = read(tmp_path, "a.zip", lied)
    assert (keys(found), whole) == (["/k!b.txt"], False)
    assert len(reasons(found)) == 1


def overlapping(count: int, size: int) -> bytes:
    """Make a zip whose directory names the same packed bytes again and again."""
    data = zipped([("a.txt", TEXT * (size // len(TEXT)))])
    at = data.index(b"PK\x01\x02")
    entry = data[at : data.index(b"PK\x05\x06")]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, at, 0)
    return data[:at] + entry * count + end


def test_members_that_overlap_are_one_bomb(tmp_path: Path) -> None:
    """Members that each are harmless are counted together against the size of the archive."""
    found, whole = read(tmp_path, "a.zip", overlapping(300, 9_000))
    assert len(keys(found)) < 150
    assert "with it, the archive unpacks to more than 50 times" in reasons(found)[-1]
    assert not whole


@pytest.mark.parametrize("pack", [zipped, tarred, lambda inner: gzipped(tarred(inner))])
def test_small_bombs_are_counted_together(
    tmp_path: Path, pack: Callable[[list[tuple[str, bytes]]], bytes]
) -> None:
    """Compressed files in an archive, each small enough, end it when they are too much at once."""
    inner = gzipped(b"a" * 9_900)
    found, whole = read(tmp_path, "a", pack([(f"{n}.gz", inner) for n in range(600)]))
    assert 0 < len(found) < 600 or pack is tarred
    assert whole == (pack is tarred)  # 512 bytes of header each: not even 10 times its size


def test_sparse_members_are_counted(tmp_path: Path) -> None:
    """A tar that leaves out the zeros of its files unpacks to no more than the limits allow."""
    header = tarfile.TarInfo("a.txt")
    header.size = 512
    header.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    block[386:410] = b"%011o\0%011o\0" % (0, 512)
    block[483:495] = b"%011o\0" % 900_000
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    data = (bytes(block) + b"a" * 512) * 8 + bytes(1024)
    found, whole = read(tmp_path, "a.tar", data)
    assert "the archive unpacks to more than" in reasons(found)[-1]
    assert not whole


def test_a_dictionary_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """An xz stream that asks for 4 GB of memory does not get them."""
    data = bytearray(lzma.compress(TEXT))
    assert data[14:16] == b"\x21\x01"
    data[16] = 40
    data[20:24] = struct.pack("<I", zlib.crc32(bytes(data[12:20])))
    found, whole = read(tmp_path, "a.xz", bytes(data))
    assert not whole
    assert reasons(found)[-1].startswith("broken xz: Memory usage limit")


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    """However archives are put into each other, no more than one is opened, and it is told."""
    data = zipped([("a.txt", TEXT)])
    for turn in range(6):
        name, data = (
            ("x.zip", zipped([("x.zip", data)])),
            ("x.tar", tarred([("x.tar", data)])),
            ("x.gz", gzipped(gzipped(data))),
        )[turn % 3]
        found, whole = read(tmp_path, name, data)
        assert (keys(found), whole) == ([], False)
        assert "archive inside an archive" in reasons(found)[0]


def test_many_members_take_time_in_proportion(tmp_path: Path, is_linear: Linear) -> None:
    """A zip and a tar of many members, all of one name, are read in linear time."""
    for pack in (zipped, tarred):
        made = {size: pack([("a.txt", TEXT)] * size) for size in (150, 600)}
        assert is_linear(lambda size, made=made: read(tmp_path, "a", made[size]), 150)


# Headers that lie


def pax(record: bytes) -> bytes:
    """Make a tar that begins with an extended header."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(record)
    return info.tobuf() + record + bytes(-len(record) % 512) + tarred([("a.txt", TEXT)])


def sized(size: int) -> bytes:
    """Make a tar of a file of a size that is not there."""
    info = tarfile.TarInfo("big.bin")
    info.size = size
    return tarred([("a.txt", TEXT)])[:1024] + info.tobuf(tarfile.GNU_FORMAT) + TEXT


@pytest.mark.parametrize(
    "data",
    [
        pax(b"9" * 1_000_000),
        pax(b"19 path=" + b"1" * 10 + b"\n" + b"1" * 900_000),
        pax(b"5 a\n" * 200_000 + b"="),
        pax(b"8 size=-" + b"9" * 30 + b"\n"),
        pax(b"12 size=-512\n"),
        pax(b"27 size=99999999999999999\n"),
        pax(b"99999999999999999999 path=x\n"),
        pax(b"0 path=x\n"),
        sized(2**62),
        sized(2**80),
        sized(-(2**40)),
        b"".join(tarred([("x" * 200, b"")], format=tarfile.GNU_FORMAT)[:1024] for _ in range(3000)),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_header_of_a_tar_that_lies(tmp_path: Path, data: bytes, *, packed: bool) -> None:
    """No header makes the reader go round in circles, take much memory, or raise."""
    begun = time.process_time()
    found, whole = read(tmp_path, "a.tar", gzipped(data) if packed else data, limits=DEFAULT_LIMITS)
    # It took hours, or for ever.
    assert time.process_time() - begun < 20
    assert not whole
    assert all(isinstance(one, Member | Ignored | Skipped) for one in found)


# Names and sorts of members

OUTSIDE = [
    "../x.txt",
    "a/../../x.txt",
    "/etc/x.txt",
    "//x.txt",
    "\\x.txt",
    "..\\x.txt",
    "a\\..\\x.txt",
]
OUTSIDE += ["C:\\x.txt", "c:x.txt", "a/..", "\\\\host\\share\\x.txt", "..", "./../x.txt"]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_outside_is_refused(
    tmp_path: Path, name: str, pack: Callable[[list[tuple[str, bytes]]], bytes]
) -> None:
    """No member is taken whose name would stand outside the archive, on any system."""
    (tmp_path / "in").mkdir()
    found, whole = read(tmp_path / "in", "a", pack([(name, TEXT), ("ok.txt", TEXT)]))
    assert (keys(found), whole) == (["/k!ok.txt"], True)
    assert reasons(found) == ["refused: its name points outside the archive"]
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a"]


@pytest.mark.parametrize(
    "sort", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_what_is_no_file_in_a_tar_is_refused(tmp_path: Path, sort: bytes) -> None:
    """A link, a device and a pipe are told and never followed or made."""
    data = tarred([("l.txt", b"")], sort)[:512] + tarred([("ok.txt", TEXT)])
    found, whole = read(tmp_path, "a.tar", data)
    assert (keys(found), len(reasons(found)), whole) == (["/k!ok.txt"], 1, True)
    assert reasons(found)[0] in {"refused: a link", "refused: a device"}


# The limits that can be set


def test_the_limits_can_be_set(tmp_path: Path) -> None:
    """The library takes both limits; what they refuse is told, and taken in when they allow it."""
    (tmp_path / "a.txt").write_bytes("医保须知\n\n".encode() + "文字。".encode() * 2_000)
    blank = b"".join(b" " * (number * 7919 % 101) + b"\n" for number in range(240_000))
    (tmp_path / "b.txt.gz").write_bytes(gzipped(TEXT + blank))
    with souwen.open(tmp_path / "data") as engine:
        dumps = [tmp_path / "a.txt", tmp_path / "b.txt.gz"]
        report = engine.add(dumps, max_size=5_000)
        assert (report.sources, len(report.skipped)) == (0, 2)
        report = engine.add(dumps, max_ratio=2)
        assert [one.reason for one in report.skipped] == (
            ["refused: it unpacks to more than 2 times its size"]
        )
        assert not engine.add(dumps).skipped
        assert engine.stats().documents == 2
        with pytest.raises(souwen.RequestError):
            engine.add(dumps, max_size=0)
        with pytest.raises(souwen.RequestError):
            engine.add(dumps, max_ratio=-1)
    assert souwen.split(tmp_path / "a.txt", max_size=100).skipped
    assert not souwen.split(tmp_path / "a.txt").skipped


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--max-size", "5000"), 3, "refused: larger than 5000 bytes"),
        (("--max-size", "2k"), 3, "refused: larger than 2048 bytes"),
        (("--max-size", "1M", "--max-ratio", "1"), 0, ""),
        (("--max-size", "much"), 2, "'much' is no size: write for example 64M or 2G"),
        (("--max-size", "0"), 2, "'0' is no size"),
        (("--max-ratio", "0"), 2, "--max-ratio"),
    ],
)
@pytest.mark.parametrize("command", ["add", "split"])
def test_the_limits_are_options(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    options: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    """Both commands take the limits, sizes with their usual letters, and say what is none."""
    (tmp_path / "a.txt").write_bytes("医保须知\n\n".encode() + "文字。".encode() * 2_000)
    data = str(tmp_path / "data")
    assert main(["--data", data, command, str(tmp_path / "a.txt"), *options]) == code
    assert told in capsys.readouterr().err


def test_a_stream_that_compresses_well_is_no_bomb(tmp_path: Path) -> None:
    """What unpacks to much, and to less than the limits say, is taken whole."""
    data = b"".join(f"{number} some text\n".encode() for number in range(3_000))
    limits = replace(DEFAULT_LIMITS, free_bytes=len(data))
    for pack in (gzipped, bz2.compress, lzma.compress):
        found, whole = read(tmp_path, "a.gz", pack(data), limits=limits)
        assert (keys(found), whole) == (["/k"], True)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for number in range(20):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    found, whole = read(tmp_path, "a.tar.gz", gzipped(out.getvalue()), limits=limits)
    assert (len(keys(found)), whole) == (20, True)
