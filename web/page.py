"""The page to search on: whole without JavaScript; `static/souwen.js` makes it instant.

The script asks for the same addresses with `fragment=true` or `part=…` and puts what it gets in the
place of what there is, so that HTML is made by the templates alone.
"""

from __future__ import annotations

import logging
from functools import partial, wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..corpus.errors import AmbiguousIdError, NoDataError, SouwenError
from ..language.harmless import harmless
from ..messages import LANGUAGES, language, later
from ..messages import said as _
from . import view
from .address import FACETS, Address
from .api import cached, known_already
from .parameters import SEARCH, Parameter, read, search_options, search_parameters
from .rendering import STATIC, looks, render, window_title
from .replies import NO_STORE, Problem
from .settings import FURTHEST_OFFSET, LONGEST_QUERY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import TypeAlias

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from ..search.answer.results import Results
    from ..search.request import Narrowing
    from .service import Service

    Values: TypeAlias = dict[str, Any]
    Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

_log = logging.getLogger(__name__)

_EVERYTHING = "kind:article | kind:snippet"
_NEWEST = 6
_CHANNELS = 12
_MOST_ALIKE = 50
_MOST_TERMS = 12
_Q = Parameter(default="", most=LONGEST_QUERY)
_SEARCH = {**SEARCH, "q": _Q, "fragment": Parameter(bool, default=False)}
_DOCUMENT = {**SEARCH, "q": _Q, "part": Parameter(choices=("text", "similar", "why"))}
_NARROWING = search_parameters(narrowing_only=True)
_TROUBLES = {
    400: later("This cannot be asked"),
    404: later("There is nothing here"),
    409: later("This names several documents"),
    503: later("Not now"),
}


class Page:
    """The routes of the page over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._engine = service.engine

    def routes(self) -> list[BaseRoute]:
        """Return them all."""
        return [
            Route("/", _answering(self.search_page)),
            Route("/d/{id}", _answering(self.document_page)),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def search_page(self, request: Request) -> Response:
        """Answer with the beginning, or with what a query finds."""
        values = read(request, _SEARCH)
        options = dict(search_options(values, SEARCH)) | {"facets": True}
        etag = self._service.etag("page", looks(), language(), values)
        if known := known_already(request, etag):
            return known
        found = partial(self._found, values, options)
        html, is_exact = await self._service.weighed(found, values["q"], options)
        return HTMLResponse(html, headers=cached(etag) if is_exact else NO_STORE)

    def _found(self, values: Values, options: Values) -> tuple[str, bool]:
        """Search, and return the page of it and whether its numbers are exact."""
        address, query = Address(values), values["q"]
        template = "found.html" if values["fragment"] else "page.html"
        common = _common(address, query)
        if not query.strip():
            home = self._home(address)
            return render(template, common | home), home["newest"].total_is_exact
        limit = options["limit"]
        # One line more tells whether there is a page behind this one.
        results = self._engine.search(query, **options | {"limit": limit + 1})
        counted, is_exact = dict(results.facets or {}), results.total_is_exact
        # What else a facet could be narrowed to is counted without what it is narrowed to.
        for facet, parameters in FACETS.items():
            if any(options[name] for name in parameters) and not results.problem:
                others = dict.fromkeys(parameters) | {"limit": 0}
                more = self._engine.search(query, **options | others)
                counted |= {facet: (more.facets or counted).get(facet, ())}
                is_exact &= more.total_is_exact
        meant = results.did_you_mean
        if is_exact and not results.hits and not results.problem and not meant:
            # What is typed may be the sound of what is meant, where that finds something.
            offered = (one.text for one in self._engine.suggest(query, limit=1))
            whole = options | {"limit": 0, "prefix_last": False}
            search = self._engine.search
            meant = next((text for text in offered if search(text, **whole).total), None)
        shown = _shown(address, results, counted, limit) | {
            "meant": meant,
            "meant_at": address.to(q=meant, prefix_last=None),
        }
        return render(template, common | shown), is_exact

    def _home(self, address: Address) -> Values:
        newest = self._engine.search(_EVERYTHING, sort="newest", limit=_NEWEST, facets=True)
        channels = dict(newest.facets or {}).get("channel", ())[:_CHANNELS]
        return {
            "results": None,
            "newest": newest,
            "usual": view.usual_flags(newest.hits),
            "channels": [view.query_link(address, "channel", *one) for one in channels],
        }

    async def document_page(self, request: Request) -> Response:
        """Answer with a document, or a part of its page."""
        values = read(request, _DOCUMENT)
        options = search_options(values, SEARCH)
        id_ = request.path_params["id"]
        etag = self._service.etag("document", looks(), language(), id_, values)
        if known := known_already(request, etag):
            return known
        whole = partial(self._whole, id_, values)
        html = await self._service.weighed(whole, values["q"], options)
        return HTMLResponse(html, headers=cached(etag))

    def _whole(self, id_: str, values: Values) -> str:
        """Return the page of a document, or a part of it."""
        engine, query, part = self._engine, values["q"], values["part"]
        address = Address(values)
        try:
            document = engine.document(id_)
        except AmbiguousIdError as error:
            raise Problem(409, str(error)) from None
        if document is None:
            raise Problem(404, _("There is no document with this id."))
        shown = _common(address, query) | {
            "document": document,
            "part": part,
            "back": address.to() if query else None,
        }
        narrowing = cast("Narrowing", {name: values[name] for name in _NARROWING})
        if part in {None, "text"}:
            marks = engine.marks(query, document.id, **narrowing) if query else None
            shown |= view.text_of(document, marks)
            shown["title"] = window_title(shown["name"])
        if part in {None, "similar"}:
            alike = engine.similar(document.id, limit=_MOST_ALIKE + 1)
            shown["similar"] = [other for other in alike if other.id != document.id]
        if query and part in {None, "why"}:
            told = engine.explain(query, document.id, **narrowing)
            shown["told"] = view.told(told, _MOST_TERMS) if told else None
        elif part == "why":
            raise Problem(400, _("There is no query."))
        return render("part.html" if part else "document.html", shown)


def _common(address: Address, query: str) -> Values:
    """Return what every page shows."""
    lang = language()
    other = next(one for one in LANGUAGES if one != lang)
    return {
        "lang": lang,
        "query": harmless(query),
        "title": window_title(query),
        "home": address.home(),
        "hidden": address.hidden(),
        "feed": address.to("/feed.atom", sort=None, limit=None) if query else None,
        "other_language": address.to(lang=other, offset=address.value("offset")),
        "document_at": lambda id_: address.to(f"/d/{quote(id_)}"),
    }


def _shown(address: Address, results: Results, counted: Mapping[str, Any], limit: int) -> Values:
    """Return what the page of results shows.

    Args:
        address: of the page.
        results: with one line more than the page.
        counted: for each facet its values with their counts.
        limit: lines of the page.
    """
    hits = results.hits[:limit]
    told = results.relaxed.message if results.relaxed else None  # where the loose hits begin
    offset = int(address.value("offset") or 0)
    is_more = len(results.hits) > limit
    before, after = view.pages(address, offset, limit, FURTHEST_OFFSET, is_more=is_more)
    return {
        "results": results,
        "hits": hits,
        "took": max(round(results.took_ms), 1),
        "reading": _("; ").join(harmless(line) for line in results.reading if line != told),
        "chips": view.chips(address),
        "unfiltered": address.unfiltered(),
        "orders": view.orders(address),
        "facets": view.facets(address, counted),
        "bars": view.bars(address, counted.get("month", ())),
        "first_loose": view.first_loose(hits),
        "usual": view.usual_flags(hits),
        "before_page": before,
        "after_page": after,
    }


def _answering(handler: Handler) -> Handler:
    """Return a handler that answers with a page also where there is trouble."""

    @wraps(handler)  # its name is counted
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Problem as problem:
            return trouble(problem)
        except NoDataError:
            return trouble(Problem(503, _("Nothing was added yet: souwen add FOLDER")))
        except SouwenError as error:
            # The line names files of this machine, which are its owner's business.
            _log.error("%s", error)
            reason = _("What is searched in cannot be read; the server's log says why.")
            return trouble(Problem(503, reason))

    return answer


def trouble(problem: Problem) -> Response:
    """Return a page that says what is wrong with a request."""
    heading = _TROUBLES.get(problem.status, HTTPStatus(problem.status).phrase)
    shown = _common(Address({}), "") | {"heading": _(heading), "detail": problem.detail}
    return HTMLResponse(render("trouble.html", shown), problem.status, NO_STORE | problem.headers)
