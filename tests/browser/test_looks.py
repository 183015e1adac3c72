"""How the page looks and behaves for everybody: narrow, dark, hostile, read aloud."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit

PLACES = {
    "beginning": "/",
    "results": "/?q=医保",
    "loose": "/?q=生育津贴 岳阳&channel=健康新闻",
    "nothing": '/?q="火星社保"',
    "hostile": "/?q=恶意",
    "document": "/d/38154cce7add343e?q=生育津贴",
    "trouble": "/?nothing=1",
}


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core, which finds what people with a screen reader or weak eyes cannot use."""
    path = os.environ.get("SOUWEN_AXE")
    if not path:
        pytest.skip("needs axe-core: SOUWEN_AXE names its axe.min.js")
    return Path(path).read_text("utf-8")


def is_too_wide(here: Visit) -> bool:
    """Return whether one has to scroll sideways."""
    root = "document.documentElement"
    return bool(here.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"))


@pytest.mark.parametrize("width", [320, 390, 700, 900, 1280, 1920])
def test_nothing_is_wider_than_the_window(visit: Callable[..., Visit], width: int) -> None:
    """From a small telephone to a wide screen nobody scrolls sideways, whatever a title holds."""
    here = visit(viewport={"width": width, "height": 844})
    for url in PLACES.values():
        here.go(url)
        assert not is_too_wide(here), url
    here.go("/?q=恶意")
    here.page.locator("article[data-id] h2 a").first.click()
    here.page.wait_for_selector("article.text")
    assert not is_too_wide(here)


def test_a_long_title_takes_two_lines(visit: Callable[..., Visit]) -> None:
    """A title of 8,000 characters does not hide the hits below it."""
    here = visit("/?q=恶意")
    heights = here.page.eval_on_selector_all(".hit", "all => all.map(one => one.offsetHeight)")
    titles = here.page.eval_on_selector_all(".hit h2", "all => all.map(one => one.offsetHeight)")
    assert len(heights) >= 4
    assert max(titles) <= 60
    assert max(heights) < 400


def test_hostile_documents_do_nothing(visit: Callable[..., Visit]) -> None:
    """Markup in titles stays text, no script of theirs runs, no link leads to one."""
    here = visit("/?q=恶意")
    assert here.page.locator("#found script, #found img, #found i").count() == 0
    assert here.page.locator("a[href^='javascript']").count() == 0
    assert here.page.get_by_text("<script>alert(1)</script>").count()
    for href in here.page.eval_on_selector_all(".hit h2 a", "all => all.map(one => one.href)"):
        here.page.goto(href)
        assert here.page.locator("main script, main img").count() == 0


def test_no_policy_is_broken(visit: Callable[..., Visit]) -> None:
    """All that the page does is allowed by a policy without inline scripts and other hosts."""
    here = visit()
    reply = here.page.goto(f"{here.address}/?q=社保基数")
    assert reply is not None
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("j")
    here.page.click("a[data-part=why]")
    here.page.wait_for_selector(".opened")
    here.page.click("a[data-facet=month]")
    here.page.wait_for_selector("a[data-facet=month][aria-current]")
    heights = here.page.eval_on_selector_all(
        ".bars rect", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert len(set(map(round, heights))) > 1
    assert here.page.evaluate("getComputedStyle(document.querySelector('.brand')).color") == (
        "rgb(168, 50, 31)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(
    visit: Callable[..., Visit], axe: str, place: str, scheme: str
) -> None:
    """Contrast, names, roles and order are such that everybody can use the page."""
    here = visit(PLACES[place], color_scheme=scheme, bypass_csp=True)
    if place == "results":
        here.page.focus("#q")
        here.page.keyboard.press("End")
        here.page.keyboard.type("养")
        here.page.wait_for_timeout(600)
        here.page.locator("a[data-part=why]").first.click()
        here.page.wait_for_selector(".opened")
    here.page.add_script_tag(content=axe)
    found: Any = here.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_it_is_dark_where_people_want_it(visit: Callable[..., Visit]) -> None:
    """The page follows the system, with light letters on a dark ground."""
    brightness = """() => {
        const style = getComputedStyle(document.body);
        const sum = (of) => of.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0);
        return sum(style.color) - sum(style.backgroundColor);
    }"""
    assert visit("/", color_scheme="light").page.evaluate(brightness) < -500
    assert visit("/", color_scheme="dark").page.evaluate(brightness) > 500
