"""What people call the fields of a row."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import RequestError
from souwen.ingest.rows.names import NAMES, USUAL, FieldNames, unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def test_a_map_takes_the_place_of_the_usual_names() -> None:
    """A field that is mapped has the given keys only; others keep theirs."""
    names = FieldNames({"title": "bt, meta.t", "body": ["nr"]})
    assert names.of["title"] == ("bt", "meta.t")
    assert names.of["url"] == USUAL.of["url"]
    assert str(names) == "body=nr; title=bt,meta.t"
    assert pickle.loads(pickle.dumps(names)).of == names.of


@pytest.mark.parametrize("given", [{"titel": "bt"}, {"title": " , "}, {"title": []}])
def test_a_map_that_cannot_be_carried_out(given: dict[str, str]) -> None:
    """A field that does not exist, or without a key, is a mistake of who asks."""
    with pytest.raises(RequestError, match="map tit"):
        FieldNames(given)


def test_a_written_map() -> None:
    """Options of one field add up; one without `=` is a mistake."""
    assert FieldNames.written(["title=a,b", "title=c"]) == {"title": ["a", "b", "c"]}
    with pytest.raises(RequestError, match="not FIELD=KEY"):
        FieldNames.written(["title"])


def test_case_and_spaces_of_a_name_do_not_matter() -> None:
    """A known name in other letters is that name, unless it is there as it should be."""
    assert USUAL.spelled({"Title ": 1, "x": 2}) == {"title": 1, "x": 2}
    assert USUAL.spelled({"title": 1, "TITLE": 3}) == {"title": 1}
    assert USUAL.spelled({"dataType": 1, "DATATYPE": 2})["dataType"] == 1


def test_a_record_inside_of_another() -> None:
    """Fields that another program keeps below a key of its own are as good as others."""
    record = {"_index": "a", "_id": "7", "_source": {"Title": "甲", "text": "乙"}}
    assert unwrapped(record, USUAL) == {"_index": "a", "_id": "7", "title": "甲", "text": "乙"}
    assert unwrapped({"title": "甲", "x": {"text": "乙"}}, USUAL)["x"] == {"text": "乙"}
    assert USUAL.has_text(record)
    assert not USUAL.has_text({"title": "甲"})


def test_a_record_that_holds_several_objects() -> None:
    """What has an id of its own is one record, and so is what stands beside `_source`."""
    text = {"title": "甲", "text": "乙"}
    for record in ({"_id": "7", "doc": text}, {"_source": text}):
        assert (
            unwrapped({**record, "highlight": {"title": ["丙"], "text": ["丁"]}}, USUAL)["title"]
            == "甲"
        )
    assert not USUAL.has_text({"a": text, "b": text, "total": 2})
    assert unwrapped({"question": text, "answer": {"text": "丙"}}, USUAL)["text"] == "乙"


def test_spellings_of_a_name() -> None:
    """Humps, dashes and the labels above a text are the same names."""
    for key in ("publishTime", "Publish-Date", "PUB_TIME", "發布時間", "发布日期", "publishedAt"):
        (spelled,) = USUAL.spelled({key: "2025-04-26"})
        assert spelled in NAMES["published"]


@pytest.mark.parametrize(
    ("outer", "is_row"),
    [
        ({}, False),
        ({"title": "甲"}, True),
        ({"title": "甲", "text": "丙"}, True),
    ],
)
def test_a_list_of_articles_is_no_text(outer: dict[str, str], is_row: bool) -> None:
    """A list of titles and texts is one of rows, unless it is that of a titled one's sections."""
    items = [{"title": "一", "content": "乙"}, {"title": "二", "content": "丙"}]
    assert USUAL.has_text({**outer, "content": items}) is is_row
    dated = [{**item, "date": "2025-04-26"} for item in items]
    assert USUAL.has_text({**outer, "content": dated}) is ("text" in outer)
    assert USUAL.has_text({**outer, "content": ["乙", "丙"]})


def test_an_article_below_a_key() -> None:
    """Its fields are those of the row, also where the key is that of a text."""
    for key, fields in (("article", ("title", "date")), ("_source", ("Title", "Date"))):
        inner = {fields[0]: "甲", "Content": "乙", fields[1]: "2025-04-26"}
        found = unwrapped({"url": "http://x/1", key: inner}, USUAL)
        assert (found["title"], found["content"], found["date"]) == ("甲", "乙", "2025-04-26")


def test_what_is_known_beside_a_text() -> None:
    """Fields of `metadata` are the row's, unless it has them itself or a person maps some."""
    row = {"page_content": "乙", "title": "", "metadata": {"title": "甲", "publishedTime": "x"}}
    found = unwrapped(row, USUAL)
    assert (found["title"], found["published_time"], found["page_content"]) == ("甲", "x", "乙")
    row = {"text": "乙", "meta": {"text": "丙", "a": 1}}
    assert unwrapped(row, USUAL) == {"text": "乙", "meta": {"a": 1}}
    mapped = FieldNames({"url": "meta.url"})
    assert unwrapped({"text": "乙", "meta": {"url": "x"}}, mapped)["meta"] == {"url": "x"}


@pytest.mark.parametrize("shape", [lambda it: it, lambda it: [it], lambda it: [it, it]])
def test_articles_inside_of_articles(shape: Callable[[object], object]) -> None:
    """However deep they lie in one another, few of them are looked into."""
    looks = 0

    class Counted(dict[str, object]):
        def __iter__(self) -> Iterator[str]:
            nonlocal looks
            looks += 1
            return super().__iter__()

    fields = Counted(title="甲", content="乙")
    for _ in range(300):
        fields = Counted(title="甲", content=shape(fields), date="2025-04-26")
    USUAL.has_text(fields)
    unwrapped(fields, USUAL)
    assert looks < 20_000
