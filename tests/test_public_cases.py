"""Failures from public trackers, by their number, from the dump to the hits.

Cases that one module alone can show are tests of that module; these go through everything.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

import souwen

from .dumps import holding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Shelf

    Make = Callable[..., Shelf]


def test_c01_what_stands_there_is_found(shelf: Make) -> None:
    """A word that the index cut otherwise than the query is found."""
    found = shelf({"m1": "参保人员按规定缴纳社保费后，门诊费和医疗费可以报销。"}).found
    for query in ("社保费", "门诊费", "医疗费", "保费"):
        assert found(query) == ["m1"]


def test_c06_hyphenated_codes(shelf: Make) -> None:
    """A quoted code finds its own document and no other code's."""
    found = shelf({"h1": "PD-1抑制剂", "h2": "PD-2受体", "h3": "COVID-19疫苗"}).found
    assert found('"PD-1"') == ["h1"]
    assert found('"COVID-19"') == ["h3"]
    assert found("PD-1") == ["h1"]


def test_c07_thousands_separators(shelf: Make) -> None:
    """Commas between thousands make no difference, on either side."""
    found = shelf({"n1": "月缴3,740元", "n2": "月缴5,740元", "n3": "基数18700元"}).found
    for query in ("3,740", "3740"):
        assert found(query) == ["n1"]
    for query in ("18,700", "18，700", "18700"):
        assert found(query) == ["n3"]
    assert found("740") == []


def test_c09_dates_inside_text(shelf: Make) -> None:
    """A single-digit month is no small matter."""
    found = shelf({"e1": "2025年4月26日起执行", "e2": "2025年5月26日起执行"}).found
    assert found('"2025年4月26日"') == ["e1"]


def test_c11_a_substring_across_words(shelf: Make) -> None:
    """Characters on both sides of a word border are found together."""
    assert shelf({"a1": "线上办理备案流程"}).found("理备案") == ["a1"]


def test_c12_quoted_text(shelf: Make) -> None:
    """Text copied from a document and quoted finds it."""
    found = shelf({"p1": "参保人先做异地就医备案，再持社保卡直接结算。"}).found
    assert found('"异地就医备案"') == ["p1"]


def test_c13_order_matters_in_quotes(shelf: Make) -> None:
    """A quoted string does not match the same words in another order."""
    assert shelf({"o1": "结算备案", "o2": "备案结算"}).found('"备案结算"') == ["o2"]


def test_c14_every_character_is_findable(shelf: Make) -> None:
    """Words that others stop are searched like any other, and never match everything."""
    found = shelf({"w1": "的士司机医保", "w2": "职工医保"}).found
    assert found("的") == ["w1"]
    assert found("的了") == []
    assert found("和") == []


@pytest.mark.parametrize("query", ["。，！", '""', "   ", "？？", "…", ""])
def test_c15_nothing_to_search_for(shelf: Make, query: str) -> None:
    """Punctuation alone finds nothing and says so."""
    results = shelf({"w1": "的士司机医保。，！？？…"}).engine.search(query)
    assert results.total == 0
    assert results.message


@pytest.mark.parametrize("query", ['"异地就医', "(异地就医", "异地就医)", "[异地"])
def test_c16_unbalanced_marks(shelf: Make, query: str) -> None:
    """A quotation mark or bracket that does not close is no obstacle."""
    assert shelf({"q1": "异地就医备案"}).found(query) == ["q1"]


def test_c17_a_colon_is_text(shelf: Make) -> None:
    """What stands before a colon is no field unless it is one."""
    found = shelf({"k1": "提示:医保电话12393:转1"}).found
    assert found("提示:医保") == ["k1"]
    assert found("12393:转1") == ["k1"]
    assert found("http://x.cn") == []


def test_c18_operators_glued_to_text(shelf: Make) -> None:
    """AND inside a token is text."""
    assert shelf({"b1": "职工AND居民", "b2": "职工培训"}).found("职工AND居民") == ["b1"]


@pytest.mark.parametrize("query", [" NOT OR ", "NOT NOT *", "2025 REQUIRE 8%?", 'date:""'])
def test_c19_operators_alone(shelf: Make, query: str) -> None:
    """Operators without operands raise nothing and match nothing by accident."""
    assert shelf({"b1": "职工居民"}).found(query) == []


def test_c21_minus(shelf: Make) -> None:
    """Inside a token it is text, before one it excludes."""
    found = shelf({"y1": "2024-2025年缴费标准", "y2": "医保报销", "y3": "医保目录"}).found
    assert found("2024-2025年") == ["y1"]
    assert found("医保 -报销") == ["y3"]


def test_c22_wildcards(shelf: Make) -> None:
    """A star is a wildcard beside numbers and letters, means nothing beside Han, and is quick."""
    documents = {f"d{number}": f"医保{number}" for number in range(300)}
    found = shelf(documents | {"x": "目录"}).found
    assert found("*") == []
    assert len(found("*保")) == 300
    assert set(found("*29*")) == {f"d{number}" for number in range(300) if "29" in str(number)}
    assert set(found("29*")) == {"d29", *(f"d29{digit}" for digit in range(10))}


@pytest.mark.parametrize("query", ["(医保 " * 3000 + ")" * 3000, "医保 " * 20000])
def test_c23_deep_and_long_queries(shelf: Make, query: str) -> None:
    """A query beyond all measure is answered in one line, soon."""
    engine = shelf({"a": "医保"}).engine
    started = time.process_time()
    results = engine.search(query)
    assert time.process_time() - started < 10
    assert results.problem in {"too-long", "too-complex"}
    assert results.message
    assert "\n" not in results.message


def test_c25_full_width(shelf: Make) -> None:
    """Full-width letters and digits are found by either form, and shown as they are."""
    on_shelf = shelf({"z1": "ＣＴ检查咨询１２３９３"})
    for query in ("CT", "12393", "ＣＴ", "１２３９３"):
        assert on_shelf.found(query) == ["z1"]
    assert on_shelf.hit("ct").title == "ＣＴ检查咨询１２３９３"


def test_c26_both_scripts(shelf: Make) -> None:
    """Traditional and simplified find each other."""
    found = shelf({"r1": "醫療保險報銷", "r2": "头发护理"}).found
    assert found("医疗保险") == found("醫療保險") == ["r1"]
    assert found("頭髮") == ["r2"]


def test_c27_superscripts(shelf: Make) -> None:
    """10⁹ is not 109."""
    assert shelf({"g1": "白细胞4.0×10⁹/L", "g2": "床位109张"}).found("109") == ["g2"]


def test_c28_radicals(shelf: Make) -> None:
    """A Kangxi radical is the character that it looks like."""
    assert shelf({"c1": "\u2f63\u80b2\u4fdd\u9669"}).found("生育保险") == ["c1"]


def test_c30_broken_words(tmp_path: Path) -> None:
    """An inline tag parts no word; a line break is a border."""
    page = tmp_path / "a.html"
    page.write_text("<h1>须知</h1><p>职工<b>医</b>保</p><p>糖尿<br>病</p>", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([page])
        assert engine.search('"医保"').total == 1
        assert engine.search('"糖尿病"').total == 0


def test_c46_one_document_in_two_dumps(tmp_path: Path) -> None:
    """An article that stands in two dumps is one document with two sources, however often added."""
    for name in ("dump1", "dump2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("异地备案\n\n先登录再提交。\n", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        for added in (1, 0):
            report = engine.add([tmp_path / "dump1", tmp_path / "dump2"])
            assert report.added == added
            (hit,) = engine.search("异地备案")
            assert len(hit.sources) == 2
            assert engine.stats().documents == 1


def test_c50_an_index_of_an_older_schema(shelf: Make) -> None:
    """A search says which command to run and leaves the index alone; a writing command rebuilds."""
    engine = shelf({"a": "医保"}).engine
    index = engine.folder / "index"
    (manifest,) = index.glob("*/souwen.json")
    values = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(values | {"format": 0}), "utf-8")
    before = manifest.read_bytes()
    with pytest.raises(souwen.OutdatedError, match="souwen reindex"):
        engine.search("医保")
    assert manifest.read_bytes() == before
    engine.reindex()
    assert engine.search("医保").total == 1


def test_c52_a_commit_while_searching(tmp_path: Path) -> None:
    """A session that is open while another commits goes on, and its next search sees the change."""
    (tmp_path / "a.txt").write_text("医保须知\n", "utf-8")
    with souwen.open(tmp_path / "data") as writer, souwen.open(tmp_path / "data") as reader:
        writer.add([tmp_path / "a.txt"])
        assert reader.search("医保").total == 1
        (tmp_path / "b.txt").write_text("医保目录\n", "utf-8")
        writer.add([tmp_path / "b.txt"])
        assert reader.search("医保").total == 2


def test_c59_undated_documents_come_last(shelf: Make) -> None:
    """In both orders by date the undated are there, at the end."""
    found = shelf(
        {
            "new": {"title": "医保甲", "published": "2025-04-26"},
            "none": {"title": "医保乙"},
            "old": {"title": "医保丙", "published": "2023-05-03"},
        }
    ).found
    assert found("医保", sort="newest") == ["new", "old", "none"]
    assert found("医保", sort="oldest") == ["old", "new", "none"]


def _marked(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_c64_marks_behind_supplementary_characters(shelf: Make) -> None:
    """Emoji and rare ideographs shift no mark."""
    on_shelf = shelf({"a": {"title": "须知", "body": "💊𠮷林医院可报医保"}})
    for query in ("医保", "𠮷林"):
        hit = on_shelf.hit(query)
        assert _marked(hit.excerpt, hit.excerpt_spans) == [query]


def test_c65_marks_after_folding(shelf: Make) -> None:
    """Folding that changes lengths shifts no mark."""
    hit = shelf({"a": {"title": "须知", "body": "每次5㎎，体温38℃，醫療保險可报"}}).hit("医疗保险")
    assert _marked(hit.excerpt, hit.excerpt_spans) == ["醫療保險"]


@pytest.mark.parametrize("unit", ["囍", "异地就医备案"])
def test_c45_one_huge_line(is_linear: Callable[..., bool], tmp_path: Path, unit: str) -> None:
    """The time grows in proportion to the line, from the file to the index."""
    turns = iter(range(100))

    def run(size: int) -> None:
        folder = tmp_path / str(next(turns))
        folder.mkdir()
        page = folder / "page.txt"
        page.write_text(unit * size, "utf-8")
        with souwen.open(folder / "data") as engine:
            assert engine.add([page]).articles == 1
            assert engine.search(f'"{unit}"').total == 1

    assert is_linear(run, 80_000 // len(unit))


A1 = (
    "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办，"
    "办好以后直接刷社保卡结算。"
)
A2 = (
    "没有备案的，报销比例要降低十个百分点左右，回到参保地手工报销。"
    "手工报销要带发票、清单、出院小结和银行卡。"
)
ITEM = (
    "<item><title>{}</title><link>{}</link><pubDate>{}</pubDate>"
    "<description>{}</description></item>"
)
INPUTS = {
    "n06": (
        {
            "feed.xml": '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            "<title>社保资讯</title>"
            + ITEM.format(
                "异地就医备案指南",
                "http://x.example/1",
                "Sat, 26 Apr 2025 08:30:00 +0800",
                f"<![CDATA[<p>{A1}</p>]]>",
            )
            + ITEM.format(
                "个人账户怎么用",
                "http://x.example/2",
                "Sun, 27 Apr 2025 08:30:00 +0800",
                f"<![CDATA[<p>{A2}</p>]]>",
            )
            + "</channel></rss>"
        },
        {"个人账户怎么用": 1, "手机上办": 1, "出院小结": 1},
        [
            ("个人账户怎么用", "2025-04-27", "http://x.example/2"),
            ("异地就医备案指南", "2025-04-26", "http://x.example/1"),
        ],
    ),
    "n15": (
        {
            "a.atom": '<?xml version="1.0" encoding="utf-8"?>'
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>社保资讯</title><entry>'
            "<title>异地就医备案指南</title>\n<updated>2025-04-26T08:30:00+08:00</updated>"
            f'<content type="html">&lt;p&gt;{A1}&lt;/p&gt;</content></entry></feed>',
            "sitemap.xml": "<?xml version='1.0'?><urlset xmlns='x'><url>"
            "<loc>http://x.example/a.html</loc></url></urlset>",
        },
        {"手机上办": 1},
        [("异地就医备案指南", "2025-04-26", None)],
    ),
    "n16": (
        {
            "a.md": "---\ntitle: 备案指南\ndate: 2025-04-26\n---\n# 备案指南\n"
            "先办**重要**的`登记`，再[提交](http://x.example)。\n"
        },
        {'"先办重要的登记，再提交"': 1},
        [("备案指南", "2025-04-26", None)],
    ),
    "n25": (
        {
            "a.txt": "&#24322;&#22320;&#23601;&#21307;\n\n"
            "&#x533B;&#x4FDD;&#x5907;&#x6848;&#x8BF4;&#x660E;&nbsp;"
        },
        {"异地就医": 1, "医保备案": 1},
        [("异地就医", None, None)],
    ),
    "n36": (
        {
            "a.txt": "URL: http://x.example/a.html\nTitle: 异地就医备案指南\n"
            f"Date: 2025-04-26\n\n{A1}",
            "b.txt": "标题：手工报销指南\n来源：健康新闻\n时间：2025-04-26 08:30\n"
            f"作者：某记者\n\n{A2}",
        },
        {"手机上办": 1, "channel:健康新闻": 1},
        [
            ("异地就医备案指南", "2025-04-26", "http://x.example/a.html"),
            ("手工报销指南", "2025-04-26", None),
        ],
    ),
    "n37": (
        {
            f"{number}.txt": f"备案指南{number}\n{line}\n\n{A1}{number}\n"
            for number, line in enumerate(
                (
                    *("[2025-04-26]", "（2025-04-26）", "2025/04/26 健康新闻"),
                    *("20250426", "民國114年4月26日"),
                )
            )
        },
        {"after:2025-04-26 before:2025-04-26": 5},
        [(f"备案指南{number}", "2025-04-26", None) for number in range(5)],
    ),
}


@pytest.mark.parametrize("case", INPUTS)
def test_files_of_the_public_cases(tmp_path: Path, case: str) -> None:
    """Each file gives its documents with title, date and address, which are found."""
    files, queries, wanted = INPUTS[case]
    (tmp_path / "in").mkdir()
    for name, text in files.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        report = engine.add(tmp_path / "in")
        assert (report.skipped, report.warnings) == ((), ())
        for query, total in queries.items():
            assert engine.search(query, collapse=False).total == total, query
        found = [
            (document["title"], document.get("published"), document.get("url"))
            for document in engine.export()
        ]
        assert sorted(found, key=str) == sorted(wanted, key=str)
        assert engine.add(tmp_path / "in").unchanged == len(wanted)


def test_n30_one_text_at_several_addresses(tmp_path: Path) -> None:
    """One document has both refs, and both addresses, in what `show --json` prints."""
    rows = [
        {"id": "1", "title": "备案指南", "body": "先登记，再刷卡。", "url": "http://a.example/x"},
        {"id": "2", "title": "备案指南", "body": "先登记，再刷卡。", "url": "https://b.example/x"},
    ]
    with holding(tmp_path, rows) as engine:
        (hit,) = engine.search("备案指南")
        document = engine.document(hit.id)
    assert document is not None
    assert document.as_dict()["refs"] == ["1", "2"]
    assert document.as_dict()["urls"] == ["http://a.example/x", "https://b.example/x"]


def test_n39_a_hashtag_as_it_is_pasted(shelf: Make) -> None:
    """Signs beside Han characters come off; those of C# and prices are theirs."""
    found = shelf({"t1": "职工医保报销比例", "t2": "C#入门", "t3": "基数¥3,024"}).found
    for query in ("#医保#", "医保$", "#医保"):
        assert found(query) == ["t1"]
    assert found("C#") == ["t2"]
    assert found("¥3,024") == ["t3"]


def test_n40_the_newest_year_stands_for_the_others(shelf: Make) -> None:
    """Of undated pages of one template the newest year is shown, unless another is asked for."""
    bodies = (
        "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。",
        "没有备案的，报销比例要降低十个百分点左右，回到参保地手工报销。",
        "退休人员的医保个人账户按月划入，划入的标准由各统筹区自己定。",
    )
    rows = {
        str(year): {"title": f"{year}年政府工作报告", "body": body}
        for year, body in zip((2023, 2025, 2024), bodies, strict=True)
    }
    engine = shelf(rows).engine
    assert [hit.refs[0] for hit in engine.search("政府工作报告")] == ["2025"]
    assert engine.search("2024年政府工作报告")[0].refs == ("2024",)
