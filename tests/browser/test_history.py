"""The address is the state: what one goes back to, what one sends to a friend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit


def entries(here: Visit) -> int:
    """Return how many entries the history has."""
    return int(here.page.evaluate("history.length"))


def test_typing_writes_over_and_enter_adds(visit: Callable[..., Visit]) -> None:
    """While one types there is one entry, Enter makes one, and back finds each that was settled."""
    here = visit()
    first = entries(here)
    for letters in ("社", "社保", "社保基数"):
        here.page.fill("#q", letters)
        here.is_settled(letters)
    assert entries(here) == first
    here.page.press("#q", "Enter")
    assert entries(here) == first + 1
    here.page.fill("#q", "产假")
    here.is_settled("产假")
    here.page.press("#q", "Enter")
    assert entries(here) == first + 2
    here.page.go_back()
    here.is_settled("社保基数")
    assert here.page.input_value("#q") == "社保基数"
    assert here.total() == 11
    here.page.go_back()
    here.page.wait_for_selector(".welcome")
    assert here.page.input_value("#q") == ""
    here.page.go_forward()
    here.page.go_forward()
    here.is_settled("产假")
    assert here.page.input_value("#q") == "产假"


def test_filters_orders_and_pages_add(visit: Callable[..., Visit]) -> None:
    """A facet, an order and another page are entries; the address shows the same to others."""
    here = visit("/?q=医保&limit=3")
    first = entries(here)
    here.page.click("a[data-facet=channel]")
    here.page.wait_for_selector("a[data-facet=channel][aria-current]")
    narrowed = here.total()
    here.page.click("a[data-sort=newest]")
    here.page.wait_for_selector("a[data-sort=newest][aria-current]")
    here.page.click("a[rel=next]")
    here.page.wait_for_selector("a[rel=prev]")
    assert entries(here) == first + 3
    assert here.total() == narrowed
    ids = here.page.eval_on_selector_all(
        "article[data-id]", "all => all.map(one => one.dataset.id)"
    )
    other = visit(here.page.url.removeprefix(here.address))
    shown = "all => all.map(one => one.dataset.id)"
    assert other.page.eval_on_selector_all("article[data-id]", shown) == ids
    here.page.go_back()
    here.page.wait_for_selector("a[rel=prev]", state="detached")
    here.page.go_back()
    here.page.go_back()
    here.page.wait_for_selector("a[data-facet=channel][aria-current]", state="detached")
    assert (
        here.page.evaluate("location.pathname + location.search")
        == "/?q=%E5%8C%BB%E4%BF%9D&limit=3"
    )


def test_what_was_typed_is_there_before_its_links(visit: Callable[..., Visit]) -> None:
    """Who types and then narrows, orders or turns a page comes back to what was typed."""
    for selector in ("a[data-facet=kind]", "a[data-sort=newest]", "a[rel=next]"):
        here = visit("/?q=产假")
        here.page.fill("#q", "社保")
        here.is_settled("社保")
        number = here.total()
        with here.page.expect_response("**/?q=*fragment*"):
            here.page.click(selector)
        here.page.go_back()
        here.is_settled("社保")
        assert (here.page.input_value("#q"), here.total()) == ("社保", number)
        here.page.go_back()
        here.is_settled("产假")


def test_links_of_a_beginning(visit: Callable[..., Visit]) -> None:
    """A word that is still being typed is a beginning in all links of its results, and marked."""
    for selector in ("a[data-facet=kind]", "a[data-sort=newest]"):
        here = visit()
        here.page.type("#q", "chatgp")
        here.is_settled("chatgp")
        number = here.total()
        assert number
        with here.page.expect_response("**/?q=*fragment*"):
            here.page.click(selector)
        here.page.wait_for_selector(f"{selector}[aria-current]")
        assert here.page.locator("article[data-id]:not(.loose) mark").count()
        assert here.total() <= number
        assert here.total()
        assert visit(here.page.url.removeprefix(here.address)).total() == here.total()
    here.page.click("article[data-id] h2 a")
    here.page.wait_for_selector("article.text mark")


def test_a_filter_stays_while_one_types(visit: Callable[..., Visit]) -> None:
    """Another query keeps what it is narrowed by, and begins on its first page."""
    here = visit("/?q=医保&kind=snippet&offset=10")
    here.page.fill("#q", "社保基数")
    here.is_settled("社保基数")
    assert here.page.evaluate("new URL(location).searchParams.get('kind')") == "snippet"
    assert here.page.evaluate("new URL(location).searchParams.get('offset')") is None
    here.page.click("a.chip[data-remove=kind]")
    here.page.wait_for_selector("a.chip", state="detached")
    assert here.total() == 11


def test_back_from_a_document(visit: Callable[..., Visit]) -> None:
    """What was typed is there when one comes back from a document, as is what was before it."""
    here = visit("/?q=产假")
    here.page.fill("#q", "社保基数")
    here.is_settled("社保基数")
    here.page.click("article[data-id] h2 a")
    here.page.wait_for_selector("article.text")
    here.page.go_back()
    here.is_settled("社保基数")
    assert here.page.input_value("#q") == "社保基数"
    here.page.go_back()
    here.is_settled("产假")


def test_typing_on_the_page_of_a_document(visit: Callable[..., Visit]) -> None:
    """Another query beside a document shows its results, and back leads to the document."""
    here = visit("/d/38154cce7add343e")
    here.page.fill("#q", "社保基数")
    here.is_settled("社保基数")
    assert here.total() == 11
    here.page.go_back()
    here.page.wait_for_selector("article.text[data-id='38154cce7add343e']")


def test_an_address_is_whole_without_a_script(visit: Callable[..., Visit]) -> None:
    """Without JavaScript the form, facets, pages, what is folded and documents work by links."""
    here = visit(java_script_enabled=False)
    here.page.fill("#q", "医保")
    here.page.press("#q", "Enter")
    assert here.page.title().startswith("医保")
    here.page.click("a[data-facet=month]")
    assert here.page.locator("a[data-facet=month][aria-current]").count() == 1
    here.page.click("a[data-facet=month][aria-current]")
    here.page.click("a[rel=next]")
    here.page.click("a[rel=prev]")
    here.page.fill("#q", "生育津贴怎么领")
    here.page.click("button[type=submit]")
    here.page.click("a.folded")
    assert here.page.locator("#similar li").count() == 1
    assert here.page.locator("article.text mark").count()
    assert not here.page.locator("button:visible:not([type=submit])").count()
    here.page.click("[data-back]")
    assert here.page.locator("article[data-id]").count()
