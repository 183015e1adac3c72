"""Every word of the command line in Chinese, and none of it in English where English is spoken."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from babel.messages.pofile import read_po

from souwen import messages
from souwen.cli.commands import souwen
from souwen.language.stand_in import shown_title
from souwen.messages import speaking_everywhere
from souwen.messages.recognised import in_words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "samples" / "pages"
HAN = re.compile("[\u4e00-\u9fff]")
# Three words in a row: a sentence, or a part of one.
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")
# What is the same in every language: commands in backticks and examples, options, times.
SAME = re.compile(
    r"`[^`]*`|^用法：.*|^ *souwen .*|^ *\$ .*|\[OPTIONS\].*|--[a-z-]+|pip (un)?install .*"
)
BAD_ROWS = """{"title": "标题一", "published": "2025-02-30", "body": "门诊报销比例是多少。"}
{"nothing": 1}
not json at all
{"title": "标题二", "text": "短", "story": "这是一段比已读内容更长的文字，所以会有警告。"}
"""


def session(folder: Path) -> list[list[str]]:
    """Return a session that calls each command, for people, right and wrong."""
    data = ["--data", str(folder / "data")]
    other = ["--data", str(folder / "other")]
    (folder / "bad").mkdir()
    (folder / "bad" / "rows.jsonl").write_text(BAD_ROWS, "utf-8")
    (folder / "bad" / "cut.zip").write_bytes(b"PK\x03\x04nothing of a zip")
    (folder / "bad" / "empty.txt").write_text("", "utf-8")
    (folder / "bad" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "bad" / "mixed.txt").write_bytes("门诊报销\n\n正文。".encode("gb18030") + b"\xff\xfe")
    (folder / "words.txt").write_text("云计算 5 n\n医保\t基本医疗保险\n", "utf-8")
    (folder / "queries.tsv").write_text("1\t产假\n", "utf-8")
    (folder / "judged.qrels").write_text("1 0 38154cce7add343e 1\n", "utf-8")
    page = str(next(iter(sorted(PAGES.iterdir()))))
    commands = [
        [*other, "search", "医保"],
        [*data, "add", str(PAGES)],
        [*data, "-v", "add", str(PAGES), str(folder / "bad"), str(folder / "none.txt")],
        [*data, "add", str(PAGES), "--dry-run", "--jobs", "1"],
        [*data, "add", page, "--encoding", "klingon"],
        [*data, "add", page, "--map", "nothing=x"],
        [*data, "add", page, "--max-size", "many"],
        [*data, "search", "产假", "--facets", "--explain"],
        [*data, "search", "产假 天数 报销", "-n", "2"],
        [*data, "search", "怎么申请生育津贴"],
        [*data, "search", "产甲天数"],
        [*data, "search", "产假 channel:无此频道"],
        [*data, "search", "产假", "--offset", "99"],
        [*data, "search", "-产假"],
        [*data, "search", "?"],
        [*data, "search", "产" * 20_001],
        [*data, "search", "产假", "--after", "soon"],
        [*data, "search", "产假", "--place", "nowhere"],
        [*data, "search", "产假", "--flag", "nothing"],
        [*data, "search", "产假", "--kind", "page"],
        [*data, "search", "产假", "--format", "{nothing}"],
        [*data, "search", "产假", "--format", "{id}", "--csv"],
        [*data, "search", "产假", "--format", "{"],
        [*data, "search", "产假", "--jsonl", "--facets", "-n", "1"],
        [*data, "search"],
        [*data, "search", "产假", "--nothing"],
        [*data, "search", "产假", "-n"],
        [*data, "search", "产假", "-n", "many"],
        [*data, "search", "产假", "--data", "x"],
        [*data, "suggest", "shengyu"],
        [*data, "suggest", "qqq"],
        [*data, "similar", "38154cce7add343e"],
        [*data, "similar", "ffff"],
        [*data, "explain", "产假 天数", "38154cce7add343e"],
        [*data, "explain", "产假 -天数", "38154cce7add343e"],
        [*data, "explain", "产假 channel:无", "38154cce7add343e"],
        [*data, "explain", "医师 资格", "38154cce7add343e"],
        [*data, "show", "38154cce7add343e", "ffff"],
        [*data, "show", "3"],
        [*data, "saved", "add", "产", "产假"],
        [*data, "saved", "add", "产", "产假"],
        [*data, "saved", "run"],
        [*data, "saved", "run", "无"],
        [*data, "saved", "list"],
        [*data, "saved", "remove", "无"],
        [*data, "saved", "remove", "产"],
        [*data, "saved", "list"],
        [*data, "sources"],
        [*data, "dict", "list"],
        [*data, "dict", "add", "居保", "居民医保"],
        [*data, "dict", "add", "。"],
        [*data, "dict", "import", str(folder / "words.txt")],
        [*data, "dict", "import", str(folder / "none.txt")],
        [*data, "dict", "remove", "无"],
        [*data, "dict", "remove", "居保"],
        [*data, "dict", "check"],
        [*data, "stats"],
        [*data, "check", "--deep"],
        [*data, "backup", str(folder / "backup")],
        [*data, "backup", str(folder / "backup")],
        [*other, "restore", str(folder / "none")],
        [*other, "restore", str(folder / "backup")],
        [*other, "restore", str(folder / "backup")],
        [*data, "eval", str(folder / "queries.tsv"), str(folder / "none.qrels")],
        [*data, "eval", str(folder / "queries.tsv"), str(folder / "judged.qrels")],
        [*data, "analyze", "?"],
        [*data, "split", str(folder / "none.txt")],
        [*data, "block"],
        [*data, "block", "zz"],
        [*data, "block", "38154cce7add343e"],
        [*data, "block", "--list"],
        [*data, "unblock", "38154cce7add343e"],
        [*data, "unblock", "38154cce7add343e"],
        [*data, "block", "--list"],
        [*data, "remove", "nothing"],
        [*data, "remove", str(PAGES)],
        [*data, "remove", str(PAGES), "--yes"],
        [*data, "purge"],
        [*data, "reindex"],
        [*data, "serve", "--host", "a b"],
        [*data, "serve", "--host", "0.0.0.0", "--port", "0"],
        [*data, "serve", "--token-file", str(folder / "none")],
        ["nothing"],
        ["--nothing"],
        [],
        ["--help"],
        ["--version"],
    ]
    context = click.Context(souwen)
    commands += [[name, "--help"] for name in souwen.list_commands(context)]
    commands += [["saved", name, "--help"] for name in ("add", "list", "remove", "run")]
    commands += [["dict", name, "--help"] for name in ("add", "import", "remove", "list", "check")]
    return commands


@pytest.fixture
def texts() -> set[str]:
    """Return what the pages hold: their lines, which are no sentences of ours."""
    import souwen as library  # noqa: PLC0415 - its name is that of the command here

    records = [record for page in library.split(PAGES).pages for record in page.records]
    found = {shown_title(record.title, record.body) for record in records}
    return found | {line for record in records for line in record.body.split("\n")}


def recorded(run: Run, folder: Path, spoken: str) -> Iterator[tuple[str, str]]:
    """Yield each line that the session prints, with the command that prints it."""
    for arguments in session(folder):
        ended = run("--lang", spoken, *arguments)
        assert "internal error" not in ended.err, (arguments, ended.err)
        assert "内部错误" not in ended.err, (arguments, ended.err)
        for line in (*ended.out.splitlines(), *ended.err.splitlines()):
            yield " ".join(arguments)[:200], line


def test_no_english_sentence_in_a_chinese_session(run: Run, tmp_path: Path) -> None:
    """Whatever the command line says in Chinese, no line of it is an English sentence."""
    count = 0
    for command, line in recorded(run, tmp_path, "zh"):
        if line.startswith(("{", "[")):  # JSON is the same in both
            continue
        count += 1
        plain = SAME.sub("", line.replace(str(tmp_path), "").replace(str(ROOT), ""))
        assert not ENGLISH.search(plain), (command, line)
    assert count > 700


def test_no_chinese_sentence_in_an_english_session(
    run: Run, tmp_path: Path, texts: set[str]
) -> None:
    """What is Chinese in an English session is a title, a text, or what was typed."""
    with (ROOT / "messages/locale/zh/LC_MESSAGES/souwen.po").open("rb") as file:
        catalogue = read_po(file)
    with (ROOT / "messages/locale/zh/LC_MESSAGES/terminal.po").open("rb") as file:
        said = [*catalogue, *read_po(file)]
    pieces = [
        max(re.split(r"\{\w*(?::,)?(?:!r)?\}", str(message.string)), key=len)
        for message in said
        if message.id and isinstance(message.string, str)
    ]
    ours = {piece for piece in pieces if len(HAN.findall(piece)) > 4}
    assert len(ours) > 300
    for command, line in recorded(run, tmp_path, "en"):
        if HAN.search(line) and not any(text and text in line for text in texts):
            assert not any(piece in line for piece in ours), (command, line)


JSON = [
    ["search", "产假 天数", "--facets", "--json"],
    ["search", "?", "--json"],
    ["suggest", "shengyu", "--json"],
    ["show", "38154cce7add343e", "--json"],
    ["sources", "--json"],
    ["stats", "--json"],
    ["analyze", "产假", "--json"],
    ["dict", "list", "--json"],
    ["saved", "list", "--json"],
]
SENTENCES = {"message", "reading", "sentence", "why_not", "took_ms"}


def _without_sentences(value: Any) -> Any:
    match value:
        case dict():
            return {
                key: _without_sentences(it) for key, it in value.items() if key not in SENTENCES
            }
        case list():
            return [_without_sentences(it) for it in value]
    return value


def test_json_is_the_same(run: Run, tmp_path: Path) -> None:
    """What is for programs is the same in both languages, but for sentences."""
    (tmp_path / "rows.jsonl").write_text(BAD_ROWS, "utf-8")
    data = ["--data", str(tmp_path / "data")]
    added = [
        run("--lang", spoken, *data, "add", str(tmp_path / "rows.jsonl"), "--dry-run", "--json").out
        for spoken in messages.LANGUAGES
    ]
    assert _without_sentences(json.loads(added[0])) == _without_sentences(json.loads(added[1]))
    assert "nothing to take" in added[0]
    run(*data, "add", str(PAGES), "--quiet")
    for arguments in JSON:
        english, chinese = (
            json.loads(run("--lang", spoken, *data, *arguments).out)
            for spoken in messages.LANGUAGES
        )
        assert _without_sentences(english) == _without_sentences(chinese), arguments


@pytest.mark.parametrize(
    ("before", "environment", "is_chinese"),
    [
        (["--lang", "zh"], {}, True),
        (["--lang=zh"], {"LANG": "en_US.UTF-8"}, True),
        (["-v", "--data", "--lang", "--lang", "zh"], {}, True),
        ([], {"SOUWEN_LANG": "zh"}, True),
        ([], {"LANG": "zh_CN.UTF-8"}, True),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
        (["--lang", "en"], {"SOUWEN_LANG": "zh"}, False),
        ([], {"SOUWEN_LANG": "en", "LANG": "zh_TW"}, False),
        ([], {}, False),
    ],
)
def test_which_language(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    before: list[str],
    environment: dict[str, str],
    is_chinese: bool,
) -> None:
    """`--lang` goes before the environment, that before the locale; errors of usage are in it."""
    for name in ("SOUWEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for arguments in (["--help"], ["search"], ["search", "x", "--kind", "y"]):
        ended = run(*before, *arguments)
        assert ("用法" in ended.out + ended.err) is is_chinese, arguments
    assert messages.language() == "en"
    assert run("--lang", "fr", "stats").code == 2


def _helps(command: click.Command, context: click.Context) -> Iterator[str]:
    yield command.help or ""
    yield from (it.help for it in command.params if isinstance(it, click.Option) and it.help)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _helps(inner, context)


def test_all_help_is_translated() -> None:
    """Each command and each option has its help in the catalogue."""
    catalogue = messages.translations("zh", messages.TERMINAL)
    helps = [inspect.cleandoc(text) for text in _helps(souwen, click.Context(souwen))]
    assert len(helps) > 100
    for text in helps:
        assert catalogue.gettext(text) != text, text


CALLS = {
    *("RequestError", "InputError", "SouwenError", "DamagedError", "OutdatedError", "OlderError"),
    *("LostError", "ClusterError", "Skipped", "Ignored", "Warned", "tell", "say", "UnpackError"),
}


def _template(node: ast.expr) -> str:
    """Return a text as it is written, with a word for each value in it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(piece.value) if isinstance(piece, ast.Constant) else "Xx" for piece in node.values
        )
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _sentences() -> Iterator[str]:
    for room in ("corpus", "ingest", "index", "search", "engine", "cluster", "cli"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = getattr(getattr(node, "func", None), "id", "")
                if isinstance(node, ast.Call) and name in CALLS:
                    for argument in node.args:
                        if isinstance(argument, ast.JoinedStr | ast.Constant):
                            yield _template(argument)


def test_every_sentence_is_recognised() -> None:
    """What reports, errors and commands say where they are made has its Chinese."""
    found = {text for text in _sentences() if re.search("[a-z]{2,} [a-z]{2,}", text)}
    assert len(found) > 120
    with speaking_everywhere("zh"):
        lacking = sorted(text for text in found if ENGLISH.search(SAME.sub("", in_words_of(text))))
    assert not lacking
