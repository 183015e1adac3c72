"""Which document of a line is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import MakeShelf

TEXT = (
    "参保人员跨省异地就医前，应当向参保地的经办机构办理备案手续，备案可以在窗口办理，也可以在网上办理。"
    "备案长期有效的人员，在备案地和参保地都可以享受医保待遇。"
)
TRADITIONAL = TEXT.translate(str.maketrans("参备医经办机构网证应当长", "參備醫經辦機構網證應當長"))


@pytest.mark.parametrize(
    ("query", "documents", "shown"),
    [
        (
            "异地就医",
            {"old": {"published": "2024-05-01"}, "new": {"published": "2025-05-01"}},
            "new",
        ),
        (
            "异地就医 2024",
            {"old": {"published": "2024-05-01"}, "new": {"published": "2025-05-01"}},
            "old",
        ),
        ("异地就医", {"dated": {"published": "2020-01-01"}, "undated": {}}, "dated"),
        (
            "異地就醫",
            {
                "s": {"published": "2025-05-01"},
                "t": {"body": TRADITIONAL, "published": "2024-05-01"},
            },
            "t",
        ),
        (
            "异地就医",
            {
                "s": {"published": "2024-05-01"},
                "t": {"body": TRADITIONAL, "published": "2025-05-01"},
            },
            "s",
        ),
        (
            "备案",
            {
                "s": {"published": "2024-05-01"},
                "t": {"body": TRADITIONAL, "published": "2025-05-01"},
            },
            "s",
        ),
        (
            "异地就医",
            {
                "article": {"published": "2024-05-01"},
                "snippet": {"kind": "snippet", "published": "2025-05-01", "body": TEXT[:60]},
            },
            "article",
        ),
    ],
)
def test_the_best_fit_is_shown(
    shelf: MakeShelf, query: str, documents: dict[str, dict[str, Any]], shown: str
) -> None:
    """Year and script of the query decide, then an article before a snippet, then the day."""
    titles = ("出门看病先办这个", "外地住院怎么结算")
    pages = {
        name: {"title": title, "body": TEXT} | fields
        for (name, fields), title in zip(documents.items(), titles, strict=True)
    }
    engine = shelf(pages).engine
    query, options = (query, {}) if "2024" not in query else (query, {"mode": "any"})
    (hit,) = engine.search(query, **options)
    assert hit.folded == 1
    assert hit.title == pages[shown]["title"]


def test_the_order_by_date_is_that_of_what_is_shown(shelf: MakeShelf) -> None:
    """By date the first of a line in that order is shown, so that the days stay in order."""
    engine = shelf(
        {
            "a": {"title": "出门看病先办这个", "body": TEXT, "published": "2024-05-01"},
            "b": {"title": "外地住院怎么结算", "body": TEXT, "published": "2025-05-01"},
        }
    ).engine
    for sort, day in (("newest", "2025-05-01"), ("oldest", "2024-05-01")):
        (hit,) = engine.search("备案", sort=sort)
        assert hit.published == day
