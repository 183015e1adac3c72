"""Suggestions while one types: by sound, by the keyboard, by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit

expect = pytest.importorskip(
    "playwright.sync_api", reason="needs a browser: pip install 'souwen[browser]'"
).expect


def test_suggestions_by_pinyin(visit: Callable[..., Visit]) -> None:
    """Letters suggest words by their sound; arrows choose, Enter takes, Esc closes."""
    here = visit()
    here.page.type("#q", "yanglaojin")
    options = here.page.locator("[role=listbox] [role=option]")
    expect(options.first).to_contain_text("养老金")
    assert here.page.get_attribute("#q", "aria-expanded") == "true"
    assert here.page.get_attribute("#q", "aria-activedescendant") is None
    here.page.keyboard.press("ArrowDown")
    active = here.page.get_attribute("#q", "aria-activedescendant")
    assert here.page.get_attribute(f"#{active}", "aria-selected") == "true"
    assert here.page.input_value("#q") == "yanglaojin"
    here.page.keyboard.press("ArrowUp")
    assert here.page.get_attribute("#q", "aria-activedescendant") is None
    here.page.keyboard.press("ArrowDown")
    here.page.keyboard.press("Enter")
    here.is_settled("养老金")
    assert here.page.input_value("#q") == "养老金"
    expect(options).to_have_count(0)
    here.page.type("#q", "z")
    here.page.fill("#q", "ylj")
    expect(options.first).to_contain_text("养老金")
    here.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    assert here.page.evaluate("document.activeElement.id") == "q"
    assert here.page.input_value("#q") == "ylj"


def test_a_suggestion_is_clicked(visit: Callable[..., Visit]) -> None:
    """A click takes a suggestion; leaving the field, or a click elsewhere, closes them."""
    here = visit()
    here.page.type("#q", "shengyu")
    options = here.page.locator("[role=option]")
    text = options.first.locator("bdi").inner_text()
    options.first.click()
    here.is_settled(text)
    here.page.fill("#q", "shengyu")
    expect(options.first).to_be_visible()
    here.page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    here.page.fill("#q", "yanglao")
    expect(options.first).to_be_visible()
    here.page.click(".foot")
    expect(options).to_have_count(0)


@pytest.mark.parametrize("width", [390, 800, 1280, 1440])
def test_suggestions_cover_no_hit(visit: Callable[..., Visit], width: int) -> None:
    """While suggestions are shown every hit, filter and order can be clicked."""
    here = visit("/?q=&kind=snippet", viewport={"width": width, "height": 900})
    here.page.fill("#q", "养老")
    expect(here.page.locator("[role=option]").first).to_be_visible()
    here.page.click("a.chip[data-remove=kind]")
    here.page.wait_for_selector("a.chip", state="detached")
    here.page.fill("#q", "医保")
    expect(here.page.locator("[role=option]").first).to_be_visible()
    title = here.page.locator("article[data-id] h2 a").first
    href = title.get_attribute("href")
    title.click()
    here.page.wait_for_url(f"{here.address}{href}")


def test_a_hostile_suggestion_is_text(visit: Callable[..., Visit]) -> None:
    """Markup in what is suggested stays text."""
    here = visit()
    here.page.type("#q", "恶意")
    here.page.wait_for_selector("[role=option]")
    assert here.page.locator("[role=listbox] script, [role=listbox] img").count() == 0
    assert here.page.locator("[role=option]", has_text="<script>").count()
