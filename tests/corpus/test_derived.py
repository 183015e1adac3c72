"""What a document shows follows from its sightings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Dumps


def test_the_earliest_date(dumps: Dumps) -> None:
    """Of several dates the earliest is shown, whichever came first."""
    for key, day in (("/d/a", "2025-04-26"), ("/d/b", "2025-03-01"), ("/d/c", None)):
        dumps.pages({key: [dumps.snippet("甲", published=day)]})
    assert dumps.shown(dumps.snippet("甲")).published == "2025-03-01"
    dumps.remove("/d/b")
    assert dumps.shown(dumps.snippet("甲")).published == "2025-04-26"


def test_the_channel_of_the_earliest_that_has_one(dumps: Dumps) -> None:
    """Channel and link come from the earliest sighting that names one, undated ones last."""
    says = [
        {"published": "2025-01-01"},
        {"published": "2025-02-01", "channel": "健康新闻"},
        {"published": "2025-03-01", "channel": "甲频道", "url": "http://x/3"},
        {"channel": "一", "url": "http://x/4"},
    ]
    for number, said in enumerate(says):
        dumps.pages({f"/d/{number}": [dumps.snippet("甲", **said)]})
    shown = dumps.shown(dumps.snippet("甲"))
    assert (shown.published, shown.channel, shown.url) == ("2025-01-01", "健康新闻", "http://x/3")
    dumps.remove("/d/0", "/d/1", "/d/2")
    shown = dumps.shown(dumps.snippet("甲"))
    assert (shown.published, shown.channel, shown.url) == (None, "一", "http://x/4")


def test_a_new_date_is_an_update(dumps: Dumps) -> None:
    """A page that tells another date updates the document; a later one elsewhere does not."""
    dumps.pages({"/d/a": [dumps.snippet("甲", published="2025-04-26")]})
    assert dumps.pages({"/d/b": [dumps.snippet("甲", published="2025-05-01")]}).unchanged == 1
    assert dumps.pages({"/d/a": [dumps.snippet("甲", published="2025-04-25")]}).updated == 1
    assert dumps.shown(dumps.snippet("甲")).published == "2025-04-25"


@pytest.mark.parametrize("order", [("/d/article", "/d/snippet"), ("/d/snippet", "/d/article")])
@pytest.mark.parametrize("at_once", [True, False])
def test_lending(dumps: Dumps, order: tuple[str, str], at_once: bool) -> None:
    """A snippet points to its article and lends it date and channel, whichever came first."""
    article = dumps.article("怎么申请", "全文")
    snippet = dumps.snippet(" 怎么申请 ", "摘要", published="2025-04-26", channel="健康新闻")
    pages = {"/d/article": [article], "/d/snippet": [snippet]}
    if at_once:
        dumps.pages({key: pages[key] for key in order})
    else:
        dumps.pages({order[0]: pages[order[0]]})
        assert dumps.pages({order[1]: pages[order[1]]}).updated == 1
    assert dumps.shown(snippet).article == dumps.id_of(article)
    shown = dumps.shown(article)
    assert (shown.published, shown.channel, shown.article) == ("2025-04-26", "健康新闻", None)


def test_what_was_lent_goes_with_the_snippet(dumps: Dumps) -> None:
    """When the snippet goes, the article has no date again; when the article goes, no pointer."""
    article = dumps.article("甲", "全文")
    snippet = dumps.snippet("甲", "摘要", published="2025-04-26", channel="健康新闻")
    dumps.pages({"/d/a": [article], "/d/s": [snippet]})
    dumps.remove("/d/s")
    shown = dumps.shown(article)
    assert (shown.published, shown.channel) == (None, None)
    assert dumps.shown(snippet).article is None
    dumps.pages({"/d/s": [snippet]})
    assert dumps.shown(article).published == "2025-04-26"
    dumps.remove("/d/a")
    assert dumps.shown(snippet).article is None


def test_an_article_keeps_its_own(dumps: Dumps) -> None:
    """What an article has of its own is not replaced, what it lacks is lent."""
    article = dumps.article("甲", "全文", published="2025-06-01")
    snippet = dumps.snippet("甲", "摘要", published="2025-04-26", channel="健康新闻")
    dumps.pages({"/d/a": [article], "/d/s": [snippet]})
    shown = dumps.shown(article)
    assert (shown.published, shown.channel) == ("2025-06-01", "健康新闻")


def test_several_snippets_lend_the_earliest(dumps: Dumps) -> None:
    """Of several snippets the earliest date is lent, and the channel of the earliest with one."""
    article = dumps.article("甲", "全文")
    dumps.pages(
        {
            "/d/a": [article],
            "/d/1": [dumps.snippet("甲", "一", published="2025-03-01")],
            "/d/2": [dumps.snippet("甲", "二", published="2025-04-01", channel="早")],
            "/d/3": [dumps.snippet("甲", "三", published="2025-05-01", channel="晚")],
        }
    )
    shown = dumps.shown(article)
    assert (shown.published, shown.channel) == ("2025-03-01", "早")
    dumps.remove("/d/1", "/d/2")
    shown = dumps.shown(article)
    assert (shown.published, shown.channel) == ("2025-05-01", "晚")


def test_of_several_articles_the_least_id(dumps: Dumps) -> None:
    """Of several articles of one title the snippet points to the least id and lends to it alone."""
    articles = sorted((dumps.article("甲", body) for body in "一二三四"), key=dumps.id_of)
    snippet = dumps.snippet("甲", "摘要", published="2025-04-26")
    dumps.pages({"/d/s": [snippet]})
    for number in (2, 3, 1, 0):
        dumps.pages({f"/d/{number}": [articles[number]]})
    for first in range(4):
        assert dumps.shown(snippet).article == dumps.id_of(articles[first])
        dates = [dumps.shown(article).published for article in articles]
        assert dates == ["2025-04-26" if number == first else None for number in range(4)]
        dumps.remove(f"/d/{first}")
    assert dumps.shown(snippet).article is None


def test_a_retired_snippet_lends_nothing(dumps: Dumps) -> None:
    """A document that no source shows shows nothing itself, and lends nothing."""
    snippet = dumps.snippet("甲", "摘要", published="2025-04-26")
    dumps.pages({"/d/s": [snippet], "/d/o": [dumps.article("别")]})
    dumps.remove("/d/s")
    article = dumps.article("甲", "全文")
    dumps.pages({"/d/a": [article]})
    assert dumps.shown(article).published is None
    assert dumps.shown(snippet).published is None
