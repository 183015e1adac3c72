"""What is left out by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.cli.main import main
from souwen.corpus.errors import RequestError
from souwen.ingest.files.leave_out import Patterns, SavedPages, is_part_of_page

from .made import keys, read, read_bytes, tarred, zipped

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<h1>异地就医备案指南</h1><p>备案可以在手机上办。</p>".encode()


@pytest.mark.parametrize(
    ("glob", "path", "wanted"),
    [
        ("*.bak", "a/b.bak", True),
        ("*.bak", "a/b.bak.txt", False),
        ("drafts", "a/drafts/b.txt", True),
        ("drafts", "a/mydrafts/b.txt", False),
        ("drafts/", "drafts/b.txt", True),
        ("./drafts", "drafts", True),
        ("2024/*.html", "x/2024/a/b.html", True),
        ("2024/*.html", "2023/a.html", False),
        ("[ab].txt", "c/a.txt", True),
        ("草稿*", "数据/草稿二/a.txt", True),
        ("*.BAK", "a.bak", False),
        ("a.b", "aXb", False),
        ("/abs/*.txt", "abs/a.txt", False),
    ],
)
def test_a_pattern_means_names_and_paths(glob: str, path: str, *, wanted: bool) -> None:
    """One without a slash means a name at any depth, one with a slash a path."""
    assert Patterns([glob]).mean_any(path) is wanted
    assert Patterns(["no", glob, "neither"]).mean_any(path) is wanted
    assert not Patterns().mean_any(path)


def test_a_pattern_from_the_root_means_whole_paths() -> None:
    """Only such a pattern looks at the folders above what was asked for."""
    patterns = Patterns(["/dumps/drafts/", "tmp/*"])
    assert patterns.mean("drafts", "/dumps/drafts")
    assert not patterns.mean("drafts", "/other/drafts")
    assert not patterns.mean("a.txt", "/tmp/a.txt")


def test_an_empty_pattern_is_a_request_error() -> None:
    """A pattern that means nothing is the command's fault."""
    for glob in ("", "/"):
        with pytest.raises(RequestError):
            Patterns([glob])


def test_the_folder_of_a_saved_page(tmp_path: Path) -> None:
    """It is one only where the page is beside it."""
    for name in ("指南_files", "旧.files", "my_files", "_files"):
        (tmp_path / name).mkdir()
    (tmp_path / "指南.html").write_bytes(PAGE)
    (tmp_path / "旧.htm").write_bytes(PAGE)
    found = [path.name for path in sorted(tmp_path.iterdir()) if is_part_of_page(path)]
    assert set(found) == {"指南_files", "旧.files"}
    pages = SavedPages()
    pages.note("a/指南.html")
    assert pages.have("a/指南_files/b/app.js")
    assert not pages.have("指南_files/app.js")
    assert not pages.have("a/指南_files")


def test_n11_a_saved_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a browser saved beside a page is left out with a reason, and exit 0."""
    folder = tmp_path / "in" / "指南_files"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "指南.html").write_bytes(PAGE)
    (tmp_path / "in" / "app.min.js").write_text("var msg='请登录医保账号';", "utf-8")
    for name, text in {
        "app.js": "var msg='请登录医保账号';",
        "m.css": ".a{content:'医保'}",
        "i.svg": "<svg><text>医保</text></svg>",
        "s.json": '{"a": 1}',
        "frame.html": "<p>请登录医保账号</p>",
    }.items():
        (folder / name).write_text(text, "utf-8")
    data = str(tmp_path / "data")
    assert main(["--data", data, "add", str(tmp_path / "in")]) == 0
    told = capsys.readouterr().err
    assert "指南_files: it belongs to a saved page" in told
    assert "app.min.js: a script, not a page" in told
    with souwen.open(data) as engine:
        assert [document["title"] for document in engine.export()] == ["异地就医备案指南"]
    # A pattern of the shell names the folder beside the page.
    assert main(["--data", data, "add", *map(str, (tmp_path / "in").iterdir())]) == 0


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_n11_a_saved_page_in_an_archive(tmp_path: Path, pack: object) -> None:
    """In an archive, too: of a zip in any order, of a tar where the page comes first."""
    assert callable(pack)
    members = {"d/指南.html": PAGE, "d/指南_files/f.html": PAGE, "d/my_files/a.html": PAGE}
    found, whole = read(tmp_path, "a", pack(members))
    assert (keys(found), whole) == (["/k!d/指南.html", "/k!d/my_files/a.html"], True)
    members = {"d/指南_files/f.html": PAGE, "d/指南.html": PAGE}
    assert keys(read_bytes(zipped(members), "a.zip")) == ["/k!d/指南.html"]


def test_exclude(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is excluded is not taken in, is told, and does not make exit 3; later it can be."""
    dumps = tmp_path / "dumps"
    (dumps / "drafts").mkdir(parents=True)
    (dumps / "a.txt").write_text("甲文\n\n一。", "utf-8")
    (dumps / "b.bak").write_text("乙文\n\n二。", "utf-8")
    (dumps / "drafts" / "c.txt").write_text("丙文\n\n三。", "utf-8")
    (dumps / "d.zip").write_bytes(
        zipped({"a/d.bak": "丁文\n\n四。".encode(), "a/e.txt": "戊文\n\n五。".encode()})
    )
    data = str(tmp_path / "data")
    options = ["--exclude", "*.bak", "--exclude", "drafts"]
    assert main(["--data", data, "add", str(dumps), *options]) == 0
    told = capsys.readouterr().err
    assert told.count(": excluded") == 3
    with souwen.open(data) as engine:
        assert sorted(document["title"] for document in engine.export()) == ["戊文", "甲文"]
        report = engine.add(dumps, exclude="drafts", prune=True)
        assert (report.added, report.retired) == (2, 0)
        report = engine.add(dumps, exclude=["drafts", "*.bak"], prune=True)
        assert (report.added, report.retired, report.unchanged) == (0, 0, 3)
        assert engine.add([dumps / "b.bak"], exclude="*.bak").ignored == 1
    assert main(["--data", data, "add", str(dumps), "--exclude", ""]) == 2
