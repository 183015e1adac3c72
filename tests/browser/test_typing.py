"""What happens while one types: with an input method, on a touch keyboard, quickly, slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit

AWHILE = 400  # ms, more than what is typed has to stand


def test_results_come_while_one_types(visit: Callable[..., Visit]) -> None:
    """What stands for a moment is searched once, and the address has it."""
    here = visit()
    here.page.type("#q", "社保", delay=10)
    here.is_settled("社保")
    assert here.queries() == ["社保"]
    assert here.page.locator("article[data-id] mark").first.inner_text() == "社保"
    here.page.type("#q", "基数", delay=10)
    here.is_settled("社保基数")
    assert here.queries() == ["社保", "社保基数"]
    assert here.total() == 11
    assert here.page.input_value("#q") == "社保基数"


def test_a_composition_is_one_query(visit: Callable[..., Visit]) -> None:
    """Nothing is sent while an input method composes, and what it puts in is searched once."""
    here = visit()
    here.page.focus("#q")
    for text in ("s", "she", "she b", "she bao", "she bao ji shu"):
        here.compose(text)
        here.page.wait_for_timeout(AWHILE)
    assert here.page.input_value("#q") == "she bao ji shu"
    assert here.requests == []
    here.compose_end("社保基数")
    here.is_settled("社保基数")
    here.page.wait_for_timeout(AWHILE)
    assert here.queries() == here.suggested() == ["社保基数"]
    assert here.page.input_value("#q") == "社保基数"


def test_keys_of_a_composition_do_nothing(visit: Callable[..., Visit]) -> None:
    """Enter, arrows and Esc that belong to an input method neither open, nor choose, nor close."""
    here = visit("/?q=社保")
    entries = here.page.evaluate("history.length")
    here.page.focus("#q")
    here.compose("ji shu")
    for key in ("Enter", "ArrowDown", "Escape", "/"):
        here.composition_key(key)
    here.page.wait_for_timeout(AWHILE)
    assert here.requests == []
    assert here.page.evaluate("history.length") == entries
    assert here.page.evaluate("document.activeElement.id") == "q"
    assert not here.page.locator(".hit.chosen").count()
    here.compose_end("")
    assert here.page.input_value("#q") == "社保"


def test_the_key_that_ends_a_composition_in_safari(visit: Callable[..., Visit]) -> None:
    """Safari sends Enter just after the end of the composition: it searches nothing by itself."""
    here = visit("/?q=社保")
    sent = here.page.evaluate(
        """() => {
            const q = document.getElementById("q");
            q.focus();
            q.dispatchEvent(new CompositionEvent("compositionstart"));
            q.value = "社保基数";
            q.dispatchEvent(new CompositionEvent("compositionend"));
            const given = { key: "Enter", bubbles: true, cancelable: true };
            q.dispatchEvent(new KeyboardEvent("keydown", given));
            q.form.requestSubmit();
            return history.length;
        }"""
    )
    here.is_settled("社保基数")
    assert here.queries() == ["社保基数"]
    assert here.page.evaluate("history.length") == sent


def test_the_field_is_not_written_while_composing(visit: Callable[..., Visit]) -> None:
    """An answer that comes while the next word is composed leaves the field as it is."""
    here = visit()
    here.page.route(
        "**/?q=*fragment*", lambda route: (here.page.wait_for_timeout(300), route.continue_())
    )
    here.page.type("#q", "社保")
    with here.page.expect_response("**/?q=*fragment*"):
        here.page.wait_for_timeout(150)
        here.compose("ji shu")
    here.page.wait_for_timeout(AWHILE)
    assert here.page.input_value("#q") == "社保ji shu"
    here.compose_end("基数")
    here.is_settled("社保基数")
    assert here.page.input_value("#q") == "社保基数"


def test_touch_keyboards_compose_letters(visit: Callable[..., Visit]) -> None:
    """Where one types by touch, what is composed is searched when it stood for a while."""
    here = visit(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    here.page.focus("#q")
    here.compose("chat")
    here.page.wait_for_timeout(300)
    here.compose("chatgpt")
    here.page.wait_for_timeout(300)
    assert here.queries() == []
    here.is_settled("chatgpt")
    assert here.queries() == ["chatgpt"]


def test_a_late_answer_is_dropped(visit: Callable[..., Visit]) -> None:
    """An answer to what was typed before does not replace that to what is typed now."""
    here = visit()
    held: list[Any] = []
    here.page.route("**/?q=%E5%8C%BB%E4%BF%9D&*", lambda route: held.append(route))  # noqa: PLW0108
    here.page.fill("#q", "医保")
    here.page.wait_for_timeout(300)
    assert len(held) == 1
    here.page.fill("#q", "社保基数")
    here.is_settled("社保基数")
    held[0].continue_()
    here.page.wait_for_timeout(AWHILE)
    assert here.total() == 11
    assert here.page.title().startswith("社保基数")


def test_a_server_that_is_gone_is_told(visit: Callable[..., Visit]) -> None:
    """Without an answer the page says so, and searches again when there is one."""
    here = visit("/?q=社保")
    here.page.route("**/?q=*", lambda route: route.abort())
    here.page.fill("#q", "社保基数")
    here.page.wait_for_selector(".failed")
    assert "服务器" in here.page.inner_text("#said")
    assert here.page.locator("article[data-id]").count()
    here.page.unroute("**/?q=*")
    here.page.press("#q", "Enter")
    here.is_settled("社保基数")
    assert here.total() == 11
    assert not here.page.locator(".failed").count()


def test_the_same_is_not_asked_twice(visit: Callable[..., Visit]) -> None:
    """Spaces behind Han characters, and Enter after the results are there, ask nothing again."""
    here = visit()
    here.page.fill("#q", "社保基数")
    here.is_settled("社保基数")
    here.page.fill("#q", "社保基数 ")
    here.page.wait_for_timeout(AWHILE)
    here.page.press("#q", "Enter")
    here.page.wait_for_timeout(AWHILE)
    assert here.queries() == ["社保基数"]


def test_a_word_in_letters_is_a_beginning_while_it_is_typed(visit: Callable[..., Visit]) -> None:
    """`chatgp` finds ChatGPT, until a space or Enter says that the word is whole."""
    found = "article[data-id]:not(.loose)"
    for end in ("Space", "Enter"):
        here = visit()
        here.page.type("#q", "chatgp")
        here.is_settled("chatgp")
        assert "ChatGPT" in here.page.locator(found).first.inner_text()
        here.page.press("#q", end)
        here.page.wait_for_selector(found, state="detached")
        assert here.page.url.endswith("/?q=chatgp")


def test_an_emptied_field_is_the_beginning(visit: Callable[..., Visit]) -> None:
    """Without a query the first page is there again."""
    here = visit("/?q=社保基数")
    here.page.fill("#q", "")
    here.page.wait_for_selector(".welcome")
    assert here.page.evaluate("location.search") == ""
