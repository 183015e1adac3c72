"""JSON files to members."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import souwen
from souwen.corpus.documents import Kind
from souwen.corpus.errors import InputError
from souwen.corpus.sources import Form, Member
from souwen.ingest.files.json_rows import read_json
from souwen.ingest.files.limits import Limits
from souwen.ingest.files.reading import HEAD, Reading
from souwen.ingest.files.row_members import read_line
from souwen.ingest.report import Ignored, Skipped

from .made import file_of, settled

if TYPE_CHECKING:
    from pathlib import Path


def read(
    data: bytes | str, name: str = "a.jsonl", encoding: str | None = None, most: int = 10_000_000
) -> list[Member | Ignored | Skipped]:
    """Read a JSON file."""
    raw = data.encode() if isinstance(data, str) else data
    reading = Reading(encoding, Limits(member_bytes=most))
    return [*settled(read_json(file_of(raw, name), reading))]


def line(**fields: Any) -> str:
    """Write one line."""
    return json.dumps(fields, ensure_ascii=False) + "\n"


def only(**fields: Any) -> Member:
    """Read one line that is taken."""
    (found,) = read(line(**fields))
    assert isinstance(found, Member)
    return found


def test_fields_become_a_record() -> None:
    """Every field of a line is in its record; unknown ones and flags are passed over."""
    member = only(
        id=7,
        kind="snippet",
        title=" 医保\n须知 ",
        body="甲\r\n乙\x00",
        published="2025-04-26",
        channel="健康新闻",
        url="http://x.cn",
        flags=["fallback"],
        more=[1],
    )
    (page,) = member.pages
    (record,) = page.records
    assert (member.key, page.key, page.number, member.form) == ("/k#7", "/k#7", 1, Form.JSON)
    assert (record.kind, record.title, record.body) == (Kind.SNIPPET, "医保 须知", "甲\n乙")
    assert (record.published, record.channel, record.url, record.ref) == (
        "2025-04-26",
        "健康新闻",
        "http://x.cn",
        "7",
    )
    assert member.warnings == ()


def test_a_line_without_an_id_is_keyed_by_its_content() -> None:
    """The same line has the same key wherever it stands in the file."""
    one, two = line(title="甲", body="乙"), line(title="丙", body="丁")
    keys = {found.key for found in read(one + two) if isinstance(found, Member)}
    assert keys == {found.key for found in read(two + "\n" + one) if isinstance(found, Member)}
    assert all(len(key) == len("/k#") + 16 for key in keys)


def test_a_whole_page_in_a_line() -> None:
    """A page is split as a file would be; the line's own fields are the article's."""
    for page in ("医保须知\n\n先登录。\n", "<h1>医保须知</h1><p>先登录。</p>"):
        member = only(id="x", page=page, url="http://x.cn", published="2025-04-26")
        record = member.pages[0].records[0]
        assert (member.key, record.title, record.ref) == ("/k#x", "医保须知", "x")
        assert (record.url, record.published) == ("http://x.cn", "2025-04-26")


def test_several_pages_in_a_line() -> None:
    """Each page of a line has a key of its own."""
    page = "<html><h1>甲</h1>乙</html>"
    member = only(id="x", page=page * 2)
    assert [page.key for page in member.pages] == ["/k#x#1", "/k#x#2"]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "医保",
        "[1]",
        '"x"',
        "{}",
        '{"title": " ", "body": "\\u3000"}',
        '{"page": "  "}',
        '{"html": "<p hidden>x</p>"}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "\ufeff\ufeff",
    ],
)
def test_a_bad_line_is_skipped_and_the_rest_goes_on(bad: str) -> None:
    """Whatever a line is, the next one is read, and the report names the line."""
    found = read("\n" + bad + "\n" + line(title="甲"))
    assert [type(one) for one in found] == [Skipped, Member]
    assert isinstance(found[0], Skipped)
    assert found[0].source == "/k line 2"
    assert found[0].reason


@pytest.mark.parametrize(
    "generous",
    [
        '{"title": 1}',
        '{"title": "甲", "body": ["乙"]}',
        '{"title": "甲", "id": 1.5}',
        '{"title": "甲", "id": true}',
        '{"title": "甲", "published": [{}]}',
        '{"title": ' + "9" * 5000 + "}",
    ],
)
def test_a_field_of_another_type_costs_no_record(generous: str) -> None:
    """A number or a list is a text too, and what is none costs its field only."""
    (found,) = read(generous)
    assert isinstance(found, Member)


def test_n17_a_date_or_a_title_of_another_type() -> None:
    """Unix time, MongoDB's dates and a number as title are read as what they say (N17)."""
    rows = [
        {"id": "a", "title": "甲文", "body": "一", "published": 1745625600},
        {"id": "b", "title": "乙文", "body": "二", "published": {"$date": "2025-04-26T00:00:00Z"}},
        {"id": "c", "title": 12393, "body": "热线怎么打。"},
    ]
    found = [one for one in read("\n".join(map(json.dumps, rows))) if isinstance(one, Member)]
    records = [one.pages[0].records[0] for one in found]
    assert [record.ref for record in records] == ["a", "b", "c"]
    assert [record.published for record in records] == ["2025-04-26", "2025-04-26", None]
    assert records[2].title == "12393"


def test_n18_dates_as_people_write_them() -> None:
    """Compact, of mail, with weekday, with a label: each is the day that it says (N18)."""
    dates = ["20250426", "Sat, 26 Apr 2025 08:30:00 +0800", "2025年4月26日（星期六）"]
    for said in [*dates, "发布时间：2025-04-26 08:30"]:
        member = only(title="甲", body="乙", published=said)
        assert member.pages[0].records[0].published == "2025-04-26"
        assert member.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        '{"total": 2, "data": [{"title": "甲", "body": "一"}, {"title": "乙", "body": "二"}]}',
        '{"n": 2, "hits": {"hits": [{"_source": {"title": "甲", "body": "一"}}, {"title": "乙"}]}}',
        '{\n"RECORDS":[\n{\n"title":"甲",\n"body":"一"\n},\n{\n"title":"乙",\n"body":"二"\n}\n]\n}',
        '[\n  {"title": "甲", "body": "一"},\n  {"title": "乙", "body": "二"},\n]',
        '[\n {"title": "甲", "body": "一"},\n {"title": "},\n {"title": "乙", "body": "二"}\n]',
        '{"title": "甲",\n "body": "一"}\n{"title": "乙",\n "body": "二"}\n',
        '{"page": 1, "list": [{"title": "甲", "body": "一"}, {"title": "乙", "body": "二"}]}',
        '{"title": "丙", "items": [{"title": "甲", "body": "一"}, {"title": "乙", "text": "二"}]}',
        '{"content": "", "result": [{"title": "甲", "body": "一"}, {"title": "乙", "body": "二"}]}',
        '{"content": [{"title": "甲", "body": "一"}, {"title": "乙", "body": "二"}], "pages": 3}',
        '{"index": {"_id": "1"}}\n{"title": "甲", "body": "一"}\n{"create": {}}\n{"title": "乙"}\n',
    ],
)
@pytest.mark.parametrize("long", [False, True])
def test_lists_of_rows_in_whatever_holds_them(text: str, long: bool) -> None:
    """What programs export around their rows is passed over, and what is broken among them.

    That holds for texts beyond what is looked at of the beginning of a file, too.
    """
    text = text.replace("一", "一" * HEAD) if long else text
    found = [one for one in read(text, "a.json") if isinstance(one, Member)]
    assert [one.pages[0].records[0].title for one in found] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"7": {"title": "甲", "text": "一"}, "8": {"title": "乙", "text": "二"}}', ["7", "8"]),
        ('{"http://x/1": {"text": "甲\\n一"}, "http://x/2": {"text": "乙\\n二"}}', []),
        (
            '{"医": [{"title": "甲", "text": "一"}], "社": {"": {"title": "乙", "text": "二"}}}',
            [],
        ),
        (
            '{"data": {"7": {"title": "甲", "text": "一"}, "8": {"title": "乙", "text": "二"}}}',
            ["7", "8"],
        ),
        (
            '{"x": {"a": {"title": "甲", "text":"一"}, "b": {"id":8, "title": "乙", "text":"二"}}}',
            ["8"],
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_articles_by_their_ids(text: str, keys: list[str], name: str) -> None:
    """Each value of an object that is a row is an article; a number or an address is its own."""
    found = [one for one in read(text, name) if isinstance(one, Member)]
    records = [one.pages[0].records[0] for one in found]
    assert [(one.title, one.body) for one in records] == [("甲", "一"), ("乙", "二")]
    assert [one.ref for one in records if one.ref] == keys
    assert [one.url for one in records if one.url] == [
        f"http://x/{n}" for n in (1, 2) if "http" in text
    ]
    assert [one.warnings for one in found] == [(), ()]


def test_many_articles_by_their_ids_are_read_piece_by_piece() -> None:
    """An object that is larger than a row may be gives the rows in it, each once."""
    rows = {str(at): {"title": f"甲{at}", "text": "乙" * 900} for at in range(2_000)}
    found = read(json.dumps(rows, ensure_ascii=False, indent=1), "a.json", most=50_000)
    assert [one.key for one in found if isinstance(one, Member)] == [f"/k#{at}" for at in rows]


@pytest.mark.parametrize(
    "outer", ['{"code": 0, "data": {"list": %s}}', '{"title": "丙", "items": %s}']
)
def test_an_answer_on_each_line(outer: str) -> None:
    """A line that is an object around rows is these, each with its place."""
    texts = '[{"title": "甲", "body": "一二"}, {"title": ""}]', '[{"title": "乙", "body": "三四"}]'
    found = read("".join(f"{outer % rows}\n" for rows in texts), "a.jsonl")
    members = [one for one in found if isinstance(one, Member)]
    assert [one.pages[0].records[0].title for one in members] == ["甲", "乙"]
    (skipped,) = (one for one in found if isinstance(one, Skipped))
    assert skipped.source.endswith("line 1 item 2")


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "甲"},\n{"title": "乙"},\n',
        '{\n "title": "甲"\n}\n{\n "title": "乙"\n}\n',
        '[\n{"title": "甲"},\n{"title": "乙"}\n]',
        '[{"title": "甲"}, {"title": "乙"}]',
    ],
)
def test_lines_that_are_not_quite_lines(text: str) -> None:
    """What is named JSON lines may be a list, with or without its brackets."""
    found = [one for one in read(text, "a.jsonl") if isinstance(one, Member)]
    assert [one.pages[0].records[0].title for one in found] == ["甲", "乙"]


def test_a_row_of_unknown_names_says_what_there_is() -> None:
    """Where no name is known, the reason has those of the texts."""
    (found,) = read(line(bt="医保", nr="备案"))
    assert isinstance(found, Skipped)
    assert found.reason.endswith("no html; but bt, nr (--map body=KEY)")
    assert found.unread == ("bt", "nr")


def test_keys_that_stand_twice() -> None:
    """The last that says something counts, and the record says so."""
    (found,) = read('{"title": "甲", "title": "乙", "title": "", "body": "丙"}')
    assert isinstance(found, Member)
    assert found.pages[0].records[0].title == "乙"
    assert found.warnings == ("more than once in it, the last counts: title",)


def test_json_files_that_are_one_value() -> None:
    """A .json file may be lines, an array of objects, or one object over many lines."""
    objects = [{"id": "1", "title": "甲"}, {"id": "2", "title": "乙"}]
    for data in (
        json.dumps(objects, ensure_ascii=False, indent=2),
        json.dumps(objects),
        "".join(json.dumps(one) + "\n" for one in objects),
    ):
        assert [one.key for one in read(data, "a.json") if isinstance(one, Member)] == [
            "/k#1",
            "/k#2",
        ]
    assert isinstance(read(json.dumps(objects[0], indent=1), "a.json")[0], Member)
    mixed = read(json.dumps([objects[0], 3]), "a.json")
    assert isinstance(mixed[1], Skipped)
    assert mixed[1].source == "/k item 2"
    assert isinstance(read("[1,", "a.json")[0], Skipped)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_lines_in_other_encodings(encoding: str) -> None:
    """Lines are read in each encoding, with or without being told."""
    data = (line(id="1", title="医保须知") + line(id="2", title="备案")).encode(encoding)
    told = None if encoding in ("utf-8-sig", "gb18030", "utf-16") else encoding
    found = read(data, encoding=told)
    assert [one.key for one in found if isinstance(one, Member)] == ["/k#1", "/k#2"]
    assert isinstance(found[0], Member)
    assert found[0].pages[0].records[0].title == "医保须知"


def test_a_line_that_is_too_long() -> None:
    """A line beyond the limit is skipped alone."""
    data = (line(title="甲" * 100) + line(title="乙")).encode()
    found = read(data, most=64)
    assert [type(one) for one in found] == [Skipped, Member]


@given(st.text())
def test_any_line_is_read_or_refused(text: str) -> None:
    """No line raises anything else."""
    for given_line in (text, json.dumps({"title": text, "html": text}), f'{{"page": {text}'):
        with contextlib.suppress(InputError):
            read_line(given_line, "x")


@given(
    st.dictionaries(
        st.sampled_from(
            ["title", "body", "text", "html", "page", "id", "kind", "published", "channel", "url"]
        ),
        st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.none()),
    ),
    st.binary(max_size=40),
)
def test_any_object_is_read_or_skipped(fields: dict[str, Any], noise: bytes) -> None:
    """No fields raise, and what comes out can be stored."""
    for found in read(json.dumps(fields).encode() + b"\n" + noise):
        if isinstance(found, Member):
            for page in found.pages:
                for record in page.records:
                    f"{page.key}{record.title}{record.body}".encode()


def test_two_lines_of_one_id(tmp_path: Path) -> None:
    """Of two lines with one `id` both are kept, a warning names it, and changes are followed."""
    path = tmp_path / "z.jsonl"
    rows = [{"id": "a", "title": "一"}, {"id": "b", "title": "二"}, {"id": "a", "title": "三"}]

    def added(*lines: dict[str, str]) -> tuple[list[str], list[str]]:
        path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
        report = engine.add([path], yes=True)
        assert all("more than once" in told.reason for told in report.warnings)
        return [told.source for told in report.warnings], sorted(
            str(document["title"]) for document in engine.export()
        )

    with souwen.open(tmp_path / "data") as engine:
        again = [f"{path}#a"]
        assert added(*rows, rows[1]) == (again, ["一", "三", "二"])
        assert added(*rows) == (again, ["一", "三", "二"])
        assert added(*rows[:2], {"id": "a", "title": "四"}) == (again, ["一", "二", "四"])
        assert added({"id": "a", "title": "五"}, rows[1]) == ([], ["二", "五"])


@pytest.mark.parametrize("name", ["nan", "null", "None", "NULL", "\\N"])
def test_no_ids(name: str) -> None:
    """What a program writes for nothing is no id, and a user's comes behind all others."""
    assert only(id=name, title="甲").pages[0].records[0].ref is None
    assert only(id=name, uid=1001, mid=7, title="甲").key == "/k#7"
    assert only(uid=1001, title="甲").key == "/k#1001"


def test_html_in_json_may_hold_half_a_character(tmp_path: Path) -> None:
    """A JSON line whose HTML holds a lone surrogate is taken in; it was refused."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"html": "<p>医\ud800保\0</p>"}), "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        assert engine.add([tmp_path / "a.jsonl"]).added == 1
        assert engine.search("保").total == 1
