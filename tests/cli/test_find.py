"""search and suggest."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from wcwidth import wcswidth

from souwen import Hit, Kind, Near, Relaxed, Results, Suggestion

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

HIT = Hit(
    rank=1,
    id="0123456789abcdef",
    kind=Kind.ARTICLE,
    title="城乡居民医保参保缴费指南\u2028",
    title_spans=((4, 6),),
    excerpt="医保\n缴费",
    excerpt_start=0,
    excerpt_spans=((0, 2),),
    published=None,
    channel=None,
    url=None,
    score=1.0,
    matches="all",
    coverage=1.0,
    sources=("/a.txt",),
    refs=(),
    folded=0,
    flags=(),
)
RELAXED = Relaxed("parts", ("医保",), "any of the words")
FOUND = Results("医保", (HIT, HIT), 26, relaxed=RELAXED, reading=("must match: 医保",))
FIELDS = [
    "rank",
    "id",
    "kind",
    "title",
    "title_spans",
    "excerpt",
    "excerpt_start",
    "excerpt_spans",
    "published",
    "channel",
    "url",
    "score",
    "matches",
    "coverage",
    "sources",
    "refs",
    "folded",
    "flags",
    "stand_in_title",
    "excerpt_cut",
]


@pytest.fixture
def searched(engine: FakeEngine, run: Run) -> Any:
    """Give a function that searches and gives the query and options that reach the engine."""
    engine.answers["search"] = FOUND

    def called(*arguments: str) -> tuple[str, dict[str, Any]]:
        engine.calls.clear()
        ended = run("search", *arguments)
        assert ended.code == 0, ended.err
        ((_, (query,), options),) = engine.calls
        return query, options

    return called


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (["异地就医", "备案"], "异地就医 备案"),
        (["社保", "-报销"], "社保 -报销"),
        (["社保", '-"异地 就医"'], '社保 -"异地 就医"'),
        (["-PD-1"], "-PD-1"),
        (["-nCoV", "-n", "3"], "-nCoV"),
        (["-n3", "医保", "-5"], "医保 -5"),
        (["-", "医保"], "- 医保"),
        (["--医保"], "--医保"),
        (["医保", "--limit", "3", "报销"], "医保 报销"),
        (["--sort=newest", "医保"], "医保"),
        (["--channel", "-健康", "医保"], "医保"),
        (["医保", "--", "--limit", "-n"], "医保 --limit -n"),
        (["标题:医保", "(社保", "OR", "医保)"], "标题:医保 (社保 OR 医保)"),
        (["  医保  "], "  医保  "),
    ],
)
def test_words_are_the_query(searched: Any, arguments: list[str], query: str) -> None:
    """Words with one dash are query text, wherever the options stand."""
    assert searched(*arguments)[0] == query


def test_options_reach_the_engine(searched: Any) -> None:
    """Every option of a search has its keyword; the rest are the library's defaults."""
    defaults = {
        "limit": 10,
        "offset": 0,
        "kind": None,
        "channel": None,
        "place": None,
        "flag": None,
        "source": None,
        "after": None,
        "before": None,
        "added_after": None,
        "sort": "relevance",
        "mode": "auto",
        "exact": False,
        "collapse": True,
        "facets": False,
    }
    assert searched("医保")[1] == defaults
    given = [
        "-n",
        "3",
        "--offset",
        "4",
        "--kind",
        "article",
        "--channel",
        "健康新闻",
        "--place",
        "佳木斯",
        "--flag",
        "摘要不全",
        "--source",
        "*.txt",
        "--after",
        "2025-04",
        "--added-after",
        "2024",
        "--before",
        "2025",
        "--sort",
        "oldest",
        "--mode",
        "any",
        "--exact",
        "--no-collapse",
        "--facets",
    ]
    assert searched("医保", *given)[1] == {
        "limit": 3,
        "offset": 4,
        "kind": "article",
        "channel": "健康新闻",
        "place": "佳木斯",
        "flag": "摘要不全",
        "source": "*.txt",
        "after": "2025-04",
        "before": "2025",
        "added_after": "2024",
        "sort": "oldest",
        "mode": "any",
        "exact": True,
        "collapse": False,
        "facets": True,
    }


def test_json(engine: FakeEngine, run: Run) -> None:
    """--json is one object with exactly the documented fields; Chinese is not escaped."""
    engine.answers["search"] = FOUND
    ended = run("search", "医保", "--json")
    given = json.loads(ended.out)
    keys = ["query", "total", "total_is_exact", "more", "relaxed", "took_ms", "reading", "message"]
    keys += ["did_you_mean", "facets", "nearest", "hits"]
    assert list(given) == keys
    assert list(given["hits"][0]) == FIELDS
    assert given["hits"][0]["title_spans"] == [[4, 6]]
    assert given["hits"][0]["kind"] == "article"
    assert "城乡" in ended.out
    assert (ended.code, ended.err) == (0, "")


def test_jsonl_and_ids(engine: FakeEngine, run: Run) -> None:
    """--jsonl is a hit a line, --ids an id a line; that the query was relaxed is told beside it."""
    engine.answers["search"] = FOUND
    ended = run("search", "医保", "--jsonl")
    assert [list(json.loads(line)) for line in ended.out.splitlines()] == [FIELDS] * 2
    assert ended.err == "souwen: any of the words\n"
    assert run("search", "医保", "--ids").out == "0123456789abcdef\n" * 2


def test_explaining_leaves_json_alone(engine: FakeEngine, run: Run) -> None:
    """What --explain has to say to a program's reader goes to standard error."""
    engine.answers["search"] = FOUND
    ended = run("search", "医保", "--json", "--explain")
    assert json.loads(ended.out)["total"] == 26
    assert ended.err == "must match: 医保\n"
    assert "score 1.0000" in run("search", "医保", "--explain").out


@pytest.mark.parametrize(
    ("command", "forms"),
    [
        (("search", "医保"), ("--csv", "--jsonl")),
        (("search", "医保"), ("--json", "--format={id}")),
        (("search", "医保"), ("--format={id}", "--ids")),
        (("saved", "run"), ("--ids", "--json")),
    ],
)
def test_one_form_at_a_time(run: Run, command: tuple[str, ...], forms: tuple[str, str]) -> None:
    """Of two forms none wins unheard: the command is refused, and both are named."""
    ended = run(*command, *forms)
    assert (ended.code, ended.out) == (2, "")
    one, other = (form.partition("=")[0] for form in forms)
    assert f"{one} and {other} exclude each other" in ended.err


@pytest.mark.parametrize("form", [(), ("--ids",), ("--jsonl",), ("--json",)])
def test_nothing_found(engine: FakeEngine, run: Run, form: tuple[str, ...]) -> None:
    """Nothing found is exit 1 and a reason on standard error, in every form."""
    engine.answers["search"] = Results("北极熊", (), reading=("must match: 北极熊",))
    ended = run("search", "北极熊", *form)
    assert ended.code == 1
    assert ended.err == "souwen: nothing found for 北极熊\n  must match: 北极熊\n"
    assert (json.loads(ended.out)["hits"] == []) if form == ("--json",) else not ended.out


def test_what_there_is_instead(engine: FakeEngine, run: Run) -> None:
    """Where nothing is found, what was probably meant and the nearest there is are told."""
    engine.answers["search"] = Results(
        "社报基数",
        (),
        reading=("must match: 社报基数",),
        did_you_mean="社保基数",
        nearest=(Near(HIT.id, "医保", "缴费"), Near(HIT.id, "\x1b[2J" + "长" * 99, "")),
    )
    ended = run("search", "社报基数", "--json")
    assert (ended.code, json.loads(ended.out)["did_you_mean"]) == (1, "社保基数")
    assert ended.err.splitlines()[2:5] == [
        "did you mean: 社保基数",
        "Closest documents:",
        "  医保 (0123456789abcdef)",
    ]
    assert ended.err.splitlines()[5].startswith("  ␛[2J长")


def test_what_was_meant_stands_over_relaxed_hits(engine: FakeEngine, run: Run) -> None:
    """A relaxed result says what was probably meant, before its hits."""
    engine.answers["search"] = replace(FOUND, did_you_mean="社保")
    assert run("search", "医保").out.splitlines()[1:3] == [
        "any of the words",
        "did you mean: 社保",
    ]


def test_facets(engine: FakeEngine, run: Run) -> None:
    """They stand behind the hits, are in the JSON, and beside the forms that have no place."""
    months = tuple((f"2025-{month:02}", 1) for month in range(1, 13))
    facets = {"kind": (("article", 1234), ("snippet", 2)), "month": months, "flag": ()}
    engine.answers["search"] = replace(FOUND, facets=facets)
    lines = run("search", "医保", "--facets").out.splitlines()[-2:]
    assert lines[0] == "kind: article 1,234, snippet 2"
    assert lines[1].startswith("month: 2025-01 1, 2025-02 1, ")
    assert lines[1].endswith("2025-10 1, and 2 more")
    assert json.loads(run("search", "医保", "--json").out)["facets"]["flag"] == []
    assert "\nkind: article 1,234" in run("search", "医保", "--ids").err


@pytest.mark.parametrize(
    ("problem", "code"), [("empty", 1), ("only-exclusions", 1), ("too-long", 2), ("too-complex", 2)]
)
def test_queries_that_cannot_be_carried_out(
    engine: FakeEngine, run: Run, problem: str, code: int
) -> None:
    """A query with nothing in it finds nothing; one that is too much is a usage error."""
    engine.answers["search"] = Results("?", (), problem=problem, message="the query is odd")
    ended = run("search", "?")
    assert (ended.code, ended.out, ended.err) == (code, "", "souwen: the query is odd\n")


def test_pages_beyond_the_last(engine: FakeEngine, run: Run) -> None:
    """A page without hits is exit 1; a count without hits was asked for."""
    engine.answers["search"] = Results("医保", (), 26)
    ended = run("search", "医保", "--offset", "50")
    assert (ended.code, ended.out) == (1, "")
    assert "of 26 results" in ended.err
    ended = run("search", "医保", "--limit", "0")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("26 results (")


def test_colours(engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe has no colours but where they are asked for."""
    engine.answers["search"] = FOUND
    assert "\x1b" not in run("search", "医保").out
    assert "\x1b[1;31m医保" in run("search", "医保", "--color", "always").out
    monkeypatch.setattr("souwen.cli.terminal.is_terminal", lambda _: True)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" in run("search", "医保").out
    assert "\x1b" not in run("search", "医保", "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("search", "医保").out
    assert "\x1b" in run("search", "医保", "--color", "always").out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run("search", "医保").out


def test_c72_columns(engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 40 columns no line is wider."""
    engine.answers["search"] = FOUND
    monkeypatch.setenv("COLUMNS", "40")
    assert all(wcswidth(line) <= 40 for line in run("search", "医保").out.split("\n"))


def test_suggest(engine: FakeEngine, run: Run) -> None:
    """Suggestions are a line each, safe to print, or a JSON array; without one it is exit 1."""
    title = Suggestion("养老金\x1b[2J\n怎么领", "title", "0" * 16, ((0, 2),), "prefix")
    engine.answers["suggest"] = [Suggestion("养老金", "word", None, ((0, 2),), "prefix"), title]
    ended = run("suggest", "养老", "-n", "3")
    assert (ended.code, ended.out) == (0, "养老金\n养老金␛[2J 怎么领\n")
    assert engine.calls == [("suggest", ("养老",), {"limit": 3})]
    shown = json.loads(run("suggest", "养老", "--json").out)
    assert [one["kind"] for one in shown] == ["word", "title"]
    engine.answers["suggest"] = []
    ended = run("suggest", "xyz", "\x1b")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "souwen: nothing to suggest for xyz ␛\n"
    ended = run("suggest", "xyz", "--json")
    assert (ended.code, ended.out, ended.err) == (1, "[]\n", "")
