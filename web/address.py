"""The state of the page as its URL has it, and the links that change a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from ..search.request import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The parameters of each facet; a month is a first and a last day.
FACETS = {
    "kind": ("kind",),
    "channel": ("channel",),
    "month": ("after", "before"),
    "place": ("place",),
    "flag": ("flag",),
}
_USUAL = {"q": "", "lang": None, **{declared.name: declared.default for declared, _ in options()}}
_NOT_KEPT = frozenset({"facets"})
# What is no filter, or is one in another form.
_NO_CHIP = frozenset({"q", "lang", "limit", "offset", "sort", "prefix_last", "after", "before"})


class Link(NamedTuple):
    """A value of a facet or of an option, and where it leads.

    Attributes:
        name: of the facet.
        value: as it stands in the URL.
        label: as it is shown.
        href: what the page is with it; without it where it is chosen.
        number: of documents that have it.
        is_chosen: whether the page is narrowed by it.
        height: of a bar, from 0 to 100.
    """

    name: str
    value: str
    label: str
    href: str
    number: int = 0
    is_chosen: bool = False
    height: int = 0


class Address:
    """The state of the page: only what is not as usual.

    Args:
        values: the query as `q`, the language, and the options of a search, by their names.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {
            name: value
            for name, value in values.items()
            if name in _USUAL and name not in _NOT_KEPT and value != _USUAL[name]
        }

    def value(self, name: str) -> Any:  # noqa: ANN401 - a text, a number or a switch
        """Return a value that is not as usual, else None."""
        return self._values.get(name)

    def to(self, path: str = "/", /, **changed: object) -> str:
        """Return the address with some values changed; on the first page, if none is given.

        Args:
            path: another one.
            changed: None takes a value away.
        """
        values = self._values | {"offset": None} | changed
        pairs = [
            (name, _written(value))
            for name, value in values.items()
            if value is not None and value != _USUAL[name]
        ]
        return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path

    def home(self) -> str:
        """Return the address of the beginning, in the same language."""
        return Address({"lang": self.value("lang")}).to()

    def unfiltered(self) -> str:
        """Return the address without what narrows the query."""
        kept = ("q", "lang", "limit", "sort", "prefix_last")
        return Address({name: self.value(name) for name in kept}).to()

    def hidden(self) -> list[tuple[str, str]]:
        """Return what a form has to carry along besides the query, which is typed to its end."""
        return [
            (name, _written(value))
            for name, value in self._values.items()
            if name not in {"q", "offset", "prefix_last"}
        ]

    def chosen(self, facet: str) -> str | None:
        """Return the value of a facet that the page is narrowed by."""
        first, *others = (self.value(name) for name in FACETS[facet])
        return first if all(other == first for other in others) else None

    def narrowed(self, facet: str, value: str | None) -> str:
        """Return the address narrowed by a value of a facet, or by none."""
        return self.to("/", **dict.fromkeys(FACETS[facet], value))

    def filters(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, value and the address without it of each thing that narrows the page."""
        for name, value in self._values.items():
            if name not in _NO_CHIP:
                yield name, _written(value), self.to("/", **{name: None})
        after, before = self.value("after"), self.value("before")
        if after or before:
            between = after if after == before else f"{after or '…'} – {before or '…'}"
            yield "month", between, self.to(after=None, before=None)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
