"""A bare token matches as it stands, by all its words, by another reading, or taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Backend


@pytest.mark.parametrize(
    ("token", "text", "matches"),
    [
        ("职工医保报销", "报销比例，医保目录，职工", True),
        ("职工医保报销", "报销比例，医保目录", False),
        ("门诊慢特病", "门诊，慢特，特病", True),
        ("门诊慢特病", "门诊，慢病", False),
        ("医保的报销", "报销医保", True),
        ("心慌去哪家医院", "心悸去哪家医院", True),
        ("昌江县医院眩晕", "昌江黎族自治县医院眩晕", True),
        ("基数1.87万元", "基数18700元", True),
        ("HPV疫苗", "hpv疫苗", True),
        ("医保卡余额", "社保卡余额", False),
        ("4届全国人大", "第四届全国人大", True),
        ("4届全国人大", "十四届全国人大", False),
        ("5条规定", "五条，规定", True),
        ("5条规定", "二十五条，规定", False),
        ("5倍", "三点五倍", False),
        ("6000个", "两万六千个", False),
        ("10人", "数十人", False),
        ("5%", "占百分之五以上", True),
        ("5%", "占百分之五十", False),
        ("5%", "占百分之五点六", False),
        ("2级行业", "申万二级行业", True),
        ("2023-08-09", "二零二三年八月九日", True),
        ("运20", "运-20首飞", True),
        ("医保 会遗传吗", "医保遗传", True),
        ("医保 在哪里", "医保", True),
    ],
)
def test_how_a_token_matches(backend: Backend, token: str, text: str, matches: bool) -> None:
    """All words of a Han token are enough, with the characters that no word covers."""
    backend.add({"a": {"title": "题", "body": text}})
    assert backend.found(token, mode="all") == ["a"] * matches


def test_all_tokens_must_match(backend: Backend) -> None:
    """Tokens match in title and text taken together; `OR`, `-` and groups are what they say."""
    backend.add({"a": {"title": "职工医保", "body": "报销"}, "b": "居民医保", "c": "居民报销"})
    assert backend.found("职工 报销") == ["a"]
    assert set(backend.found("职工 OR 居民")) == {"a", "b", "c"}
    assert set(backend.found("医保 -报销")) == {"b"}
    assert set(backend.found("(职工 | 居民) 医保")) == {"a", "b"}
    assert set(backend.found("居民 -(医保 报销)")) == {"b", "c"}
    assert set(backend.found("居民 NOT 医保")) == {"c"}


def test_own_words_and_synonyms(make_backend: Callable[..., Backend], backend_name: str) -> None:
    """A word of the person's own is not cut apart, and its synonyms stand for it."""
    backend = make_backend(backend_name, {"居保": ("城居保险",), "慢特保": ()})
    backend.add({"a": "居保报销", "b": "城居保险报销", "c": "保居报销", "d": "慢保特报销"})
    assert set(backend.found("居保报销", mode="all")) == {"a", "b"}
    assert backend.found("慢特保报销", mode="all") == []


def test_own_words_stand_there_whole(
    make_backend: Callable[..., Backend], backend_name: str
) -> None:
    """What has an own word only in pieces does not match, nor a synonym or a question with it."""
    backend = make_backend(backend_name, {"居保金": (), "娃娃卡": ("电子娃卡",), "乙肝dna": ()})
    backend.add(
        {
            "pieces": "居保，保金，报销，怎么办理",
            "whole": "报销：居保金，怎么办理",
            "others": "娃娃，娃卡，电子，办理",
            "same": "办理电子娃卡",
            "mixed": "检测乙肝DNA",
            "apart": "DNA，乙肝，检测",
        }
    )
    assert backend.found("居保金报销", mode="all") == ["whole"]
    assert backend.found("居保金怎么办理报销") == ["whole"]
    assert backend.found("娃娃卡办理", mode="all") == ["same"]
    assert backend.found("娃娃卡怎么办理") == ["same"]
    assert backend.found("乙肝dna检测") == ["mixed"]


@pytest.mark.parametrize("word", ["iph", "iPhone", "iphone pro"])
def test_words_in_letters_mean_the_same_both_ways(
    make_backend: Callable[..., Backend], backend_name: str, word: str
) -> None:
    """A word that begins another one, or has a space in it, finds what that finds; whole ones."""
    backend = make_backend(backend_name, {"iph": ("iphone", "iphone pro"), "18": ("188",)})
    backend.add(
        {
            "short": "用iph拍照",
            "long": "我的iPhone坏了",
            "two": "iPhone Pro评测",
            "x": "iphx",
            "s": "iphones",
            "parts": "Pro：iPhones",
        }
    )
    assert set(backend.found(word)) == {"short", "long", "two"}
    assert backend.found(f"我的{word}" if word != "iphone pro" else "我的iPhone") == ["long"]


def test_synonyms_of_synonyms(make_backend: Callable[..., Backend], backend_name: str) -> None:
    """What a synonym finds, the word finds, over several entries and shipped synonyms alike."""
    backend = make_backend(backend_name, {"娃保": ("娃娃险",), "宝保": ("娃娃险", "职工医保")})
    backend.add(
        {"a": "娃保", "b": "娃娃险", "c": "宝保", "d": "职工医保", "e": "城镇职工基本医疗保险"}
    )
    for word in ("娃保", "娃娃险", "宝保", "职工医保", "城镇职工基本医疗保险"):
        assert set(backend.found(word)) == set("abcde"), word


def test_questions_match_what_covers_enough_of_them(backend: Backend) -> None:
    """Three quarters of what a whole question asks for is a match; what shares a word is loose."""
    backend.add(
        {"a": "异地就医备案流程", "b": "备案", "c": "怎么办", "d": "天气", "e": "备案异地就医"}
    )
    results = backend.search("异地就医怎么备案", collapse=False)
    assert {hit.refs[0] for hit in results if hit.matches == "all"} == {"a", "e"}
    assert {hit.refs[0] for hit in results if hit.matches == "parts"} == {"b"}
    assert (results.total, results.more) == (2, 1)
    assert {hit.refs[0]: hit.coverage for hit in results if hit.coverage == 1} == {"a": 1, "e": 1}
    assert set(backend.found("异地就医怎么备案", mode="all")) == {"a", "e"}


def test_words_that_only_ask_are_no_condition(backend: Backend) -> None:
    """医保 怎么办 finds all about 医保; what has 怎么办, too, stands first."""
    backend.add({"a": "医保", "b": {"title": "医保", "body": "怎么办"}, "c": "怎么办"})
    assert backend.found("医保 怎么办") == ["b", "a"]
    assert set(backend.found("怎么办")) == {"b", "c"}


def test_taken_apart(backend: Backend) -> None:
    """A token of Han and digits that stands nowhere is its parts; it stays whole where it is."""
    backend.add({"a": "年医保报销 2024", "b": "2024", "c": "每月1.87万元", "d": "基数"})
    with backend.index.snapshot() as snapshot:
        matches = snapshot.run(backend.read("2024年医保报销"), page_of())
    (relaxed, *_) = matches.relaxed
    assert (relaxed.how, relaxed.texts) == ("taken-apart", ("2024", "年医保报销"))
    assert backend.found("2024年医保报销", mode="all") == ["a"]
    assert backend.found("基数1.87万元", mode="all") == []
    backend.add({"e": "2024年医保报销"})
    assert backend.found("2024年医保报销") == ["e"]


@pytest.mark.parametrize(
    ("query", "found", "loose"),
    [
        ("职工 北极熊", [], {"a", "b"}),
        ("脚掌酸痛疼", [], {"d"}),
        ("医保报销", ["b"], {"a", "c"}),
        ("医保报销 职工", ["b"], {"a", "c"}),
        ('"医保报销"', [], set()),
        ("医保", ["a", "b"], set()),
    ],
)
def test_what_has_parts_stands_below(
    backend: Backend, query: str, found: list[str], loose: set[str]
) -> None:
    """Below few matches stands what has parts of the query, by relevance and in `auto` alone."""
    backend.add(
        {"a": "职工，医保", "b": "职工报销，医保", "c": "报销", "d": "脚掌酸痛", "e": "天气"}
    )
    assert backend.found(query, sort="relevance") == found or query == "医保"
    assert set(backend.loose(query)) == loose
    results = backend.search(query, collapse=False, facets=True)
    assert results.total == len(found)
    assert (results.relaxed is not None) == bool(loose)
    assert results.relaxed is None or results.relaxed.how == "parts"
    assert sum(count for _, count in (results.facets or {})["kind"]) == len(found)
    assert [hit.matches for hit in results] == ["all"] * len(found) + ["parts"] * len(loose)
    assert all(hit.coverage < 1 for hit in results if hit.matches == "parts")
    assert [hit.score for hit in results] == sorted((hit.score for hit in results), reverse=True)
    for options in ({"mode": "all"}, {"sort": "newest"}, {"exact": True}):
        assert backend.loose(query, **options) == []


def test_whole_tokens_stand_before_parts_of_them(backend: Backend) -> None:
    """Of loose hits those come first that have a token or a word whole."""
    backend.add(
        {
            "bits": {"title": "40余人", "body": "40，付首，" * 9},
            "whole": {"title": "无关", "body": "天气" * 200 + "首付"},
        }
    )
    assert backend.loose("40% 首付") == ["whole", "bits"]


def test_an_or_counts_its_best_branch(backend: Backend) -> None:
    """Coverage weighs tokens by their content; a query of filters alone is covered whole."""
    backend.add({"a": "职工医保", "b": "居民", "c": "职工"})
    for query in ("职工 OR 北极熊", "kind:article", "(职工 OR 北极熊) 医保"):
        results = backend.search(query, collapse=False)
        assert results.total
        assert {hit.coverage for hit in results if hit.matches == "all"} == {1}
    for mode in ("auto", "any"):
        results = backend.search("(天气 after:2025) OR kind:article", mode=mode, collapse=False)
        assert [hit.coverage for hit in results] == [1, 1, 1]
    (hit, *_) = backend.search("居民 医保", mode="any", collapse=False)
    assert 0 < hit.coverage < 1


@pytest.mark.parametrize("query", ["报销 北极熊 -居民", "报销 北极熊 kind:article"])
def test_exclusions_and_filters_are_never_relaxed(backend: Backend, query: str) -> None:
    """What must not be there, or what a filter asks, holds for a relaxed query, too."""
    backend.add({"a": "职工报销", "b": {"title": "居民报销", "kind": "snippet"}})
    assert (backend.found(query), backend.loose(query)) == ([], ["a"])
    relaxed = backend.search(query).relaxed
    assert relaxed is not None
    assert "passes the filters" in relaxed.message  # without them there may be one


def test_what_a_filter_leaves_out_does_not_keep_a_query_strict(backend: Backend) -> None:
    """A token that stands nowhere is relaxed, whatever has all its bigrams elsewhere."""
    backend.add(
        {
            "words": {"title": "报销医保", "channel": "健康"},
            "share": {"title": "保报销", "channel": "健康"},
            "elsewhere": "医保报，保报销",
        }
    )
    assert backend.found("医保报销", channel="健康") == ["words"]
    assert backend.loose("医保报销", channel="健康") == ["share"]


def test_modes(backend: Backend) -> None:
    """With `any` one token is enough; with `all` none may be missing."""
    documents: dict[str, Any] = {"a": "职工医保", "b": "居民", "c": "天气"}
    backend.add(documents)
    assert set(backend.found("职工 居民", mode="any")) == {"a", "b"}
    assert backend.found("职工 居民", mode="all") == []


def test_problems_are_no_matches(backend: Backend) -> None:
    """What cannot be carried out finds nothing, and says why."""
    backend.add({"a": "医保"})
    for query, problem in (("", "empty"), ("。", "empty"), ("-医保", "only-exclusions")):
        results = backend.search(query)
        assert (results.total, results.problem) == (0, problem)
        assert results.message
