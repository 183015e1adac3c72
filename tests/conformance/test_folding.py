"""Documents that say the same are one line, and none of them is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Backend

TEXT = "参保人员在定点医疗机构就医，凭社保卡直接结算。"


def lines(backend: Backend, query: str, **options: Any) -> set[tuple[frozenset[str], int]]:
    """Return the lines of a result: what may be shown for each, and how many are behind it."""
    groups: dict[str, frozenset[str]] = {}
    of = {id_: name for name, id_ in backend.ids().items()}
    with backend.index.snapshot() as snapshot:
        for id_, name in of.items():
            groups[name] = frozenset(of[other] for other in snapshot.group(id_, 99))
    return {(groups[hit.refs[0]], hit.folded) for hit in backend.search(query, limit=99, **options)}


def test_pages_of_one_template_are_one_line(backend: Backend) -> None:
    """Titles that differ in a place or a number are one line, whatever their texts."""
    backend.add(
        {
            "a": {"title": "佳木斯社保基数18800", "body": "甲"},
            "b": {"title": "鹤岗社保基数9600", "body": "乙乙"},
            "c": "社保基数怎么查",
        }
    )
    assert lines(backend, "社保基数") == {(frozenset("ab"), 1), (frozenset("c"), 0)}


def test_versions_of_one_text_are_one_line(backend: Backend) -> None:
    """Of one title, like texts are one line: a snippet beside its article; unlike ones are two."""
    backend.add(
        {
            "article": {"title": "异地就医备案", "body": TEXT + "备案长期有效。"},
            "snippet": {"title": "异地就医备案", "body": TEXT, "kind": "snippet"},
            "other": {"title": "异地就医备案", "body": "登录国家平台，填写转往地区，提交承诺书。"},
        }
    )
    folded = [hit.folded for hit in backend.search("异地就医备案")]
    assert sorted(folded) == [0, 1]
    assert backend.search("异地就医备案").total == 3
    assert [hit.folded for hit in backend.search("异地就医备案", collapse=False)] == [0, 0, 0]


def test_what_does_not_match_is_not_counted(backend: Backend) -> None:
    """Behind a line stand only documents that match as well."""
    backend.add({"a": "佳木斯社保基数18800", "b": "鹤岗社保基数9600", "c": "鹤岗社保基数8800"})
    assert lines(backend, "社保基数") == {(frozenset("abc"), 2)}
    assert lines(backend, "鹤岗") == {(frozenset("abc"), 1)}
    assert lines(backend, "社保基数 -鹤岗") == {(frozenset("abc"), 0)}


def test_the_line_shows_the_page_of_the_query(backend: Backend) -> None:
    """The document of a line is the one that has what was typed."""
    backend.add({"a": "佳木斯社保基数18800", "b": "鹤岗社保基数9600", "c": "鸡西社保基数7700"})
    for name, place in (("a", "佳木斯"), ("b", "鹤岗"), ("c", "鸡西")):
        (hit,) = backend.search(f"社保基数 OR {place}")
        assert (hit.refs[0], hit.folded) == (name, 2)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_no_document_is_lost(backend: Backend, sort: str) -> None:
    """The lines of all pages and what is behind them are all that match, each group on one line."""
    places = ("佳木斯", "鹤岗", "鸡西", "北京", "")
    backend.add(
        {
            f"{number}": {
                "title": f"{places[number % 5]}医保{('报销', '目录', '基数18800')[number % 3]}",
                "body": f"{TEXT}{number}",
                "published": f"2025-01-{1 + number % 7:02}",
            }
            for number in range(40)
        }
    )
    pages = [
        backend.search("医保", sort=sort, limit=2, offset=offset) for offset in range(0, 20, 2)
    ]
    hits = [hit for page in pages for hit in page]
    assert sum(1 + hit.folded for hit in hits) == pages[0].total == 40
    with backend.index.snapshot() as snapshot:
        groups = [frozenset(snapshot.group(hit.id, 99)) for hit in hits]
    assert len(set(groups)) == len(groups) == 6


BODY = (
    "参保人员跨省异地就医前，应当向参保地的经办机构办理备案手续，可以在窗口办理，也可以在网上办理。"
    "办理时需要提供本人的有效身份证件，以及居住证明或者转诊证明，当场就能办结。"
    "备案长期有效的人员，在备案地和参保地都可以享受医保待遇。"
)


PAIRS = [(one, other) for one in "甲乙丙丁戊己" for other in "子丑寅卯辰"]


def folded(backend: Backend, query: str, **options: Any) -> list[int]:
    """Return how many are behind each line, ascending."""
    return sorted(hit.folded for hit in backend.search(query, limit=99, **options))


def similar(backend: Backend, name: str) -> set[str]:
    """Return the names of the documents that are like one."""
    of = {id_: name for name, id_ in backend.ids().items()}
    with backend.index.snapshot() as snapshot:
        return {of[id_] for id_ in snapshot.group(backend.ids()[name], 99)}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_one_text_under_several_titles_is_one_line(backend: Backend, sort: str) -> None:
    """A text that was headed anew, cut, or is a snippet of it is on its line, and similar to it."""
    backend.add(
        {
            "a": {"title": "异地就医怎么备案", "body": BODY},
            "b": {
                "title": "出门看病先办这个",
                "body": "来源：某某网\n" + BODY,
                "published": "2025-01-02",
            },
            "c": {"title": "", "body": BODY[: len(BODY) * 2 // 3]},
            "d": {"title": "外地住院", "body": BODY[:58], "kind": "snippet"},
            "e": {
                "title": "证明",
                "body": "居住证明怎么开：带身份证件到社区窗口办理，备案以后可以使用。",
            },
        }
    )
    assert folded(backend, "备案", sort=sort) == [0, 3]
    assert folded(backend, "备案", sort=sort, collapse=False) == [0] * 5
    assert similar(backend, "a") == similar(backend, "d") == set("abcd")
    assert similar(backend, "e") == {"e"}


@pytest.mark.parametrize(
    "other", ["成都市经办机构", "18700号经办机构", "APP经办机构", "3万家经办机构"]
)
def test_what_tells_apart_is_never_folded(backend: Backend, other: str) -> None:
    """A place, a long number or a name in one of two texts keeps them on two lines."""
    text = BODY.replace("经办机构", other)
    backend.add(
        {"a": {"title": "怎么备案", "body": BODY}, "b": {"title": "先办这个", "body": text}}
    )
    assert folded(backend, "证明") == [0, 0]
    assert similar(backend, "a") == {"a"}


def test_the_rarest_word_of_the_query_tells_apart(backend: Backend) -> None:
    """What only one of two versions has of the query keeps it on a line of its own."""
    text = BODY.replace("当场就能办结", "满意以后评价")
    backend.add(
        {"a": {"title": "怎么备案", "body": BODY}, "b": {"title": "先办这个", "body": text}}
    )
    assert folded(backend, "证明") == [1]
    assert folded(backend, "证明 OR 评价") == [0, 0]
    assert similar(backend, "a") == {"a", "b"}


@pytest.mark.parametrize("text", ["", "点击查看", "更多精彩内容请关注我们的官方账号"])
def test_short_texts_do_not_fold(backend: Backend, text: str) -> None:
    """Equal texts of a few characters under several titles are several lines."""
    titles = ("社保卡怎么办", "社保怎么查询", "社保断缴影响")
    backend.add({title: {"title": title, "body": text} for title in titles})
    assert folded(backend, "社保") == [0, 0, 0]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_page_does_not_repeat_another(backend: Backend, sort: str) -> None:
    """However a result is paged, each text is on one line, and the lines are those of the whole."""
    heads = "甲乙丙丁戊己庚辛壬癸"
    backend.add(
        {
            f"{at}-{copy}": {
                "title": f"{heads[at]}问{heads[copy]}答",
                "body": "".join(
                    heads[at] + heads[(at * 3 + place) % 10] + BODY[place * 4 :][:4]
                    for place in range(30)
                ),
                "published": f"2025-{1 + copy:02}-{1 + at:02}",
            }
            for at in range(10)
            for copy in range(4)
        }
    )
    whole = backend.search("问", limit=99, sort=sort)
    assert [hit.folded for hit in whole] == [3] * 10
    paged = [
        hit
        for offset in range(0, 12, 3)
        for hit in backend.search("问", limit=3, offset=offset, sort=sort)
    ]
    assert [(hit.id, hit.folded) for hit in paged] == [(hit.id, hit.folded) for hit in whole]


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize("texts", [12, 26])
def test_nothing_is_lost_below_the_first_page(backend: Backend, sort: str, texts: int) -> None:
    """Pages of every size have the lines of the whole, which stand for each match once."""
    heads = "甲乙丙丁戊己庚辛壬癸"
    backend.add(
        {
            f"{at}-{copy}": {
                "title": f"{heads[at % 10]}{heads[at // 10]}问{heads[copy]}答",
                "body": "".join(
                    heads[at % 10]
                    + heads[(at * 3 + place) % 10]
                    + heads[at // 10]
                    + BODY[place:][:4]
                    for place in range(30)
                ),
                "published": f"2025-{1 + (copy * 5 + at) % 12:02}-{1 + at % 28:02}",
            }
            for at in range(texts)
            for copy in range(4)
        }
    )
    whole = [(hit.id, hit.folded) for hit in backend.search("问", limit=500, sort=sort)]
    assert sum(1 + folded for _, folded in whole) == texts * 4
    assert len({id_ for id_, _ in whole}) == len(whole)
    if texts * 4 <= 100:
        assert [folded for _, folded in whole] == [3] * texts
    for size in (7, 10):
        paged = [
            (hit.id, hit.folded)
            for offset in range(0, len(whole) + size, size)
            for hit in backend.search("问", limit=size, offset=offset, sort=sort)
        ]
        assert paged == whole


def test_the_member_shown_fits_best(backend: Backend) -> None:
    """The year and the script that were typed decide, then the newest is shown."""
    traditional = BODY.translate(
        str.maketrans("参备医经办机构网证应当长", "參備醫經辦機構網證應當長")
    )
    backend.add(
        {
            "old": {"title": "怎么备案", "body": BODY, "published": "2024-03-01"},
            "new": {"title": "先办这个", "body": BODY, "published": "2025-03-01"},
            "traditional": {"title": "出門看病", "body": traditional, "published": "2023-03-01"},
        }
    )
    for query, name in (("证明", "new"), ("證明", "traditional"), ("居住", "new")):
        (hit,) = backend.search(query)
        assert (hit.refs[0], hit.folded) == (name, 2)
    assert backend.search("证明 2024", mode="any")[0].refs[0] == "old"


def test_no_line_holds_what_is_told_apart(backend: Backend) -> None:
    """Texts of two cities stay on two lines, though both are versions of one that names neither."""
    backend.add(
        {
            "neutral": {"title": "怎么备案", "body": BODY},
            "one": {"title": "先办这个", "body": BODY + "成都市已经可以办理。"},
            "other": {"title": "出门看病", "body": BODY + "绵阳市已经可以办理。"},
        }
    )
    assert folded(backend, "证明") == [0, 1]
    assert similar(backend, "neutral") == {"neutral", "one", "other"}
    assert similar(backend, "one") == {"neutral", "one"}


def test_all_of_a_chain_are_similar(backend: Backend) -> None:
    """What stands behind a line is similar to what the line shows, through others as well."""
    pieces = [f"{one}{other}{BODY[at % 90 :][:6]}。" for at, (one, other) in enumerate(PAIRS)]
    texts = {"a": pieces[:20], "b": pieces[5:25], "c": pieces[10:30]}
    titles = {"a": "怎么备案", "b": "先办这个", "c": "出门看病"}
    backend.add(
        {
            name: {"title": titles[name], "body": "".join(text) + "证明。"}
            for name, text in texts.items()
        }
    )
    (hit,) = backend.search("证明")
    assert hit.folded == 2
    assert [similar(backend, name) for name in "abc"] == [set("abc")] * 3
