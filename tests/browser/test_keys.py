"""The page by the keyboard: the field, hits, marks; and parts that open in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit

expect = pytest.importorskip(
    "playwright.sync_api", reason="needs a browser: pip install 'souwen[browser]'"
).expect


def focused(here: Visit) -> str:
    """Return what has the focus: its id, or of a hit its place."""
    return str(
        here.page.evaluate(
            "() => document.activeElement.id ||"
            " [...document.querySelectorAll('.hit h2 a')].indexOf(document.activeElement)"
        )
    )


def test_the_field_is_a_key_away(visit: Callable[..., Visit]) -> None:
    """`/` and Ctrl+K go to the field from everywhere, and a slash in it is a slash."""
    here = visit("/?q=社保基数")
    for key in ("/", "Control+k"):
        here.page.keyboard.press("j")
        assert focused(here) == "0"
        here.page.keyboard.press(key)
        assert focused(here) == "q"
        assert here.page.input_value("#q") == "社保基数"
        here.page.keyboard.press("Escape")
        here.page.keyboard.press("Escape")
    here.page.focus("#q")
    here.page.keyboard.press("End")
    here.page.keyboard.press("/")
    assert here.page.input_value("#q") == "社保基数/"


def test_hits_are_gone_through(visit: Callable[..., Visit]) -> None:
    """J and k, or the arrows, go from hit to hit, back into the field, and Enter opens."""
    here = visit("/?q=社保基数")
    here.page.focus("#q")
    here.page.keyboard.press("ArrowDown")
    assert focused(here) == "0"
    for key, place in (("j", "1"), ("ArrowDown", "2"), ("k", "1"), ("ArrowUp", "0"), ("j", "1")):
        here.page.keyboard.press(key)
        assert focused(here) == place
    for _ in range(20):
        here.page.keyboard.press("j")
    assert focused(here) == str(here.page.locator(".hit").count() - 1)
    for _ in range(20):
        here.page.keyboard.press("k")
    assert focused(here) == "q"
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("j")
    here.page.keyboard.press("Enter")
    here.page.wait_for_selector("article.text")


def test_the_focus_stays_at_what_was_taken(visit: Callable[..., Visit]) -> None:
    """Who takes a filter or an order by the keyboard is still there when the results have come."""
    here = visit("/?q=社保基数")
    for link in ("a[data-facet=channel][data-value=健康新闻]", "a[data-sort=newest]"):
        here.page.locator(link).focus()
        here.page.keyboard.press("Enter")
        here.page.wait_for_selector(f"{link}[aria-current]")
        expect(here.page.locator(link)).to_be_focused()


def test_marks_of_a_document(visit: Callable[..., Visit]) -> None:
    """N and N go from match to match in a document, round and round, and say which it is."""
    here = visit("/?q=医保&kind=article")
    here.page.click("article[data-id] h2 a")
    here.page.wait_for_selector("article.text")
    marks = here.page.locator("article.text mark")
    count = marks.count()
    assert count > 2
    at = here.page.locator("[data-at]")
    expect(at).to_have_text(f"0/{count}")
    here.page.keyboard.press("n")
    expect(at).to_have_text(f"1/{count}")
    expect(marks.nth(0)).to_have_class("here")
    here.page.keyboard.press("Shift+N")
    expect(at).to_have_text(f"{count}/{count}")
    expect(marks.nth(count - 1)).to_be_in_viewport()
    here.page.click("button[data-step='1']")
    expect(at).to_have_text(f"1/{count}")
    assert here.page.locator("mark.here").count() == 1


def test_parts_open_in_place(visit: Callable[..., Visit]) -> None:
    """What is folded, and why a hit is found, open below it, and close again."""
    here = visit("/?q=生育津贴怎么领")
    url = here.page.url
    hit = here.page.locator("article[data-id]", has=here.page.locator("a.folded")).first
    for name, text in (("similar", "生育津贴怎么领"), ("why", "排第")):
        link = hit.locator(f"a[data-part={name}]")
        link.click()
        expect(hit.locator(f".opened[data-of={name}]")).to_contain_text(text)
        expect(link).to_have_attribute("aria-expanded", "true")
        link.click()
        expect(hit.locator(f".opened[data-of={name}]")).to_have_count(0)
        expect(link).to_have_attribute("aria-expanded", "false")
    assert here.page.url == url


def test_a_chosen_hit_is_shown_beside(visit: Callable[..., Visit]) -> None:
    """Where there is room the text of the chosen hit stands beside the list, with its marks."""
    here = visit("/?q=社保基数", viewport={"width": 1440, "height": 900})
    assert not here.page.locator(".preview").count()
    here.page.locator(".hit").nth(1).locator(".excerpt").click()
    expect(here.page.locator(".preview mark").first).to_have_text("社保基数")
    shown = here.page.locator(".preview article").get_attribute("data-id")
    assert shown == here.page.locator(".hit").nth(1).get_attribute("data-id")
    here.page.keyboard.press("n")
    expect(here.page.locator(".preview mark.here")).to_have_count(1)
    here.page.keyboard.press("Escape")
    expect(here.page.locator(".preview")).to_have_count(0)


def test_a_link_is_copied(visit: Callable[..., Visit]) -> None:
    """The button copies the address of the results, and says so."""
    here = visit("/?q=社保基数", permissions=["clipboard-read", "clipboard-write"])
    here.page.click("[data-copy]")
    expect(here.page.locator("[data-copy]")).to_have_text("已复制")
    assert here.page.evaluate("navigator.clipboard.readText()") == here.page.url
