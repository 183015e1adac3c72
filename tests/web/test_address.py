"""The state of the page as its URL has it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from souwen.search.request import options
from souwen.web.address import FACETS, Address

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
STATES = st.fixed_dictionaries(
    {"q": TEXTS},
    optional={
        "lang": st.sampled_from(["zh", "en"]),
        "kind": st.sampled_from(["article", "snippet"]),
        "channel": TEXTS,
        "after": st.just("2025-02"),
        "before": st.sampled_from(["2025-02", "2025-03"]),
        "sort": st.sampled_from(["relevance", "newest"]),
        "limit": st.integers(1, 100),
        "offset": st.integers(0, 1000),
        "collapse": st.booleans(),
        "prefix_last": st.booleans(),
    },
)


def state_of(href: str) -> dict[str, str]:
    """Read an address again."""
    return dict(parse_qsl(urlsplit(href).query, keep_blank_values=True))


@given(STATES)
def test_an_address_has_what_is_not_as_usual(state: dict[str, object]) -> None:
    """What an address says reads back as it was, without defaults and on the first page."""
    usual = {declared.name: declared.default for declared, _ in options()}
    expected = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in state.items()
        if value != usual.get(name) and name != "offset"
    }
    assert state_of(Address(state).to()) == expected
    kept = Address(state).to(offset=state.get("offset"))
    assert state_of(kept).get("offset", "0") == str(state.get("offset", 0))
    typed = {"q", "prefix_last"}  # who sends a form has typed to the end
    assert dict(Address(state).hidden()) == {n: v for n, v in expected.items() if n not in typed}


@given(STATES, st.sampled_from(list(FACETS)))
def test_narrowing_is_taken_back(state: dict[str, object], facet: str) -> None:
    """A facet narrows by its own parameters only, is then the chosen one, and can be taken away."""
    address = Address(state)
    narrowed = Address(state_of(address.narrowed(facet, "2025-04")))
    assert narrowed.chosen(facet) == "2025-04"
    others = [other for other in FACETS if other != facet]
    assert [narrowed.chosen(other) for other in others] == [address.chosen(o) for o in others]
    widened = Address(state_of(narrowed.narrowed(facet, None)))
    assert widened.chosen(facet) is None
    assert widened.value("q") == state["q"]


def test_filters_are_named_and_removable() -> None:
    """Every filter is told with the address without it; a month is one filter, not two."""
    state = {"q": "医保", "channel": "健康", "after": "2025-02", "before": "2025-02", "exact": True}
    found = list(Address(state).filters())
    assert [(name, value) for name, value, _ in found] == [
        ("channel", "健康"),
        ("exact", "true"),
        ("month", "2025-02"),
    ]
    for name, _, href in found:
        gone = {"month": {"after", "before"}}.get(name, {name})
        assert set(state_of(href)) == set(state) - gone
    assert state_of(Address(state).unfiltered()) == {"q": "医保"}
    assert next(Address({"q": "医保", "after": "2025"}).filters())[1] == "2025 – …"


def test_the_beginning_keeps_the_language() -> None:
    """The way home loses the query and keeps the language; a lone surrogate makes no error."""
    assert Address({"q": "医保", "lang": "zh"}).home() == "/?lang=zh"
    assert Address({"q": "医保"}).home() == "/"
    assert Address({"q": "\udc9d"}).to() == "/?q=%3F"
