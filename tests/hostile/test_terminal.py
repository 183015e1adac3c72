"""What pages can say to a terminal: nothing, by any command, in any field, on any stream."""

from __future__ import annotations

import html
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from .blocks import STEERING, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

TURNING = "\u202e\u2066\u200f\u061c"
EVIL = (
    "".join(STEERING) + TURNING + "\x07\x1b[5m<b onclick='x'>&lt;\x9d0;t\x9c\x1b]8;;http://x\x1b\\"
)
#: What souwen itself may send to a terminal: the colours of its marks, and erasing its own bar.
OWN = re.compile(r"\x1b\[(?:0|1|2|22|3[0-7]|39|9[0-7]|1;3[0-7])?(?:;\d\d?)?m|\r\x1b\[K")
COMMANDS = [
    ("search", "医保"),
    ("search", "医保", "--explain", "--facets"),
    ("search", "医保", "--no-collapse", "--color", "never"),
    ("search", "医保", "--json"),
    ("search", "医保", "--jsonl"),
    ("search", EVIL.replace("\0", "")),
    ("search", f'"{TURNING}没有"'),
    ("search", "医保", "--channel", EVIL),
    ("explain", "医保", "ID"),
    ("show", "ID"),
    ("show", "ID", "--json"),
    ("show", EVIL),
    ("similar", "ID"),
    ("sources",),
    ("sources", "--json"),
    ("split", "dumps/a.jsonl"),
    ("split", "dumps", "--explain"),
    ("analyze", EVIL),
    ("export",),
    ("add", "dumps", "--dry-run"),
    ("add", f"dumps/{EVIL.replace('/', '')}"),
    ("remove", EVIL),
    ("eval", EVIL, EVIL),
]


def assert_harmless(out: bytes) -> None:
    """No character steers a terminal or turns the direction of writing."""
    text = out.decode()
    for char in text:
        steers = unicodedata.category(char) in {"Cc", "Cs"} and char != "\n"
        assert not steers, repr(char)
        assert char not in TURNING
        assert char not in "\u200e\u202a\u202b\u202c\u202d\u2067\u2068\u2069"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with dumps of which every field is hostile, taken in."""
    folder = tmp_path_factory.mktemp("terminal")
    dumps = folder / "dumps"
    dumps.mkdir()
    rows = [
        {
            "id": f"{number}{EVIL}",
            "title": f"医保{EVIL}题{number // 2}",
            "body": f"{EVIL}医保怎么办理{number}。\n{EVIL}\n" + "先登录再提交。" * 20,
            "channel": f"某网{EVIL}",
            "url": f"http://x/{EVIL}",
            "kind": EVIL,
            "published": EVIL,
        }
        for number in range(4)
    ]
    (dumps / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    page = f"医保{EVIL}\n\n{EVIL}正文医保。\n相关推荐\n\n推荐{EVIL}医保\n\n"
    page += f"{'医保文字。' * 30}\n\n某{TURNING}栏 2025-04-26\n"
    (dumps / f"b{EVIL.replace('/', '')}.txt").write_text(page, "utf-8")
    markup = f"<title>医保{html.escape(EVIL)}</title><p>&#x1b;[2J&#x9b;5m&#x202e;医保</p>"
    (dumps / "c.html").write_text(f"<html><body>{markup}</body></html>", "utf-8")
    name = EVIL.replace("/", "").replace("\0", "")
    (dumps / "d.zip").write_bytes(zipped([(f"{name}.txt", page.encode()), (f"../{name}", b"x")]))
    (dumps / f"e{name}.zip").write_bytes(b"PK\x03\x04 no zip")
    ended = run(folder)("add", "dumps")
    assert ended.returncode == 3
    assert_harmless(ended.stdout + ended.stderr)
    return folder


def environment() -> dict[str, str]:
    """Give the environment of a person who set nothing."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SOUWEN_")}


def run(folder: Path) -> Run:
    """Give a runner of the program in a folder."""

    def carried_out(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "souwen", *arguments]
        return subprocess.run(
            command, cwd=folder, env=environment(), capture_output=True, check=False, timeout=120
        )

    return carried_out


def filled(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    """Put the id of a document where one is needed."""
    found = run(folder)("search", "医保", "--ids", "-n", "1").stdout.decode().strip()
    assert found
    return [found if argument == "ID" else argument for argument in arguments]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_no_page_steers_a_pipe(home: Path, arguments: tuple[str, ...]) -> None:
    """What goes to a pipe or a file, and what is told beside it, holds no control character."""
    ended = run(home)(*filled(home, arguments))
    assert ended.returncode in {0, 1, 2, 3, 4}
    assert b"internal error" not in ended.stderr
    assert ended.stdout + ended.stderr
    assert_harmless(ended.stdout)
    assert_harmless(ended.stderr)
    if "--json" in arguments:
        json.loads(ended.stdout)
    if "--jsonl" in arguments or arguments in {("export",), ("split", "dumps/a.jsonl")}:
        for line in ended.stdout.decode().splitlines():
            json.loads(line)


@pytest.mark.parametrize(
    "arguments",
    [command for command in COMMANDS if "--json" not in command],
    ids=lambda arguments: arguments[0],
)
def test_no_page_steers_a_terminal(home: Path, arguments: tuple[str, ...]) -> None:
    """On a terminal there are the colours of souwen, and nothing of what a page asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "souwen", *filled(home, arguments)]
    running = subprocess.Popen(
        command,
        cwd=home,
        env={**environment(), "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert running.wait(60) in {0, 1, 2, 3, 4}
    assert shown
    text = shown.decode().replace("\r\n", "\n")
    assert "\x1b[5m" not in text
    assert_harmless(OWN.sub("", text).encode())


def test_markup_in_a_title_is_text(home: Path) -> None:
    """HTML that a page wrote as text is shown as it is, never taken for a mark of ours."""
    shown = run(home)("search", "医保", "--color", "never").stdout.decode()
    assert "<b onclick='x'>" in shown
    hits = json.loads(run(home)("search", "医保", "--json").stdout)["hits"]
    assert any("<b onclick='x'>&lt;" in hit["title"] for hit in hits)
