"""The page to search on: whole without JavaScript; `static/souwen.js` makes it instant.

The script asks for the same addresses with `fragment=true` or `part=…` and puts what it gets in the
place of what there is, so that HTML is made by the templates alone.
"""

from __future__ import annotations

from functools import cache, partial
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..corpus.errors import NoDataError, RequestError, SouwenError
from ..language.harmless import harmless
from ..messages import LANGUAGES, language, later, speaking
from ..messages import said as _
from . import view
from .address import FACETS, Address
from .api import cached, is_known
from .parameters import (
    SEARCH,
    Parameter,
    read,
    search_options,
    search_parameters,
)
from .replies import Problem
from .settings import FURTHEST_OFFSET, LONGEST_QUERY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from typing import TypeAlias

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from ..search.answer.results import Results
    from ..search.request import Narrowing
    from .service import Service

    Values: TypeAlias = dict[str, Any]
    Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

_HERE = Path(__file__).parent
_NOT_KEPT = {"cache-control": "no-store"}
_SITE = "搜文"
_STATIC = _HERE / "static"
_TEMPLATES = _HERE / "templates"
_EVERYTHING = "kind:article | kind:snippet"
_NEWEST = 6
_CHANNELS = 12
_MOST_ALIKE = 50
_MOST_TERMS = 12
_LONGEST_TITLE = 60  # of a window
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
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        self._environment.globals.update(
            _=_,
            is_web=view.is_web,
            name_of=view.name_of,
            pieces=view.pieces,
            plain=harmless,
            static=_static,
            value_of=view.value_of,
        )

    def routes(self) -> list[BaseRoute]:
        """Return them all."""
        return [
            Route("/", self._answering(self._search)),
            Route("/d/{id}", self._answering(self._document)),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ]

    async def _search(self, request: Request) -> Response:
        values = read(request, _SEARCH)
        options = dict(search_options(values, SEARCH)) | {"facets": True}
        lang = language()
        etag = self._service.etag("page", _looks(), lang, values)
        if is_known(request, etag):
            return Response(status_code=304, headers=cached(etag))
        make = partial(self._found, values, options, lang)
        html, is_exact = await self._service.call(make)
        return HTMLResponse(
            html, headers=cached(etag) if is_exact else {"cache-control": "no-store"}
        )

    def _found(self, values: Values, options: Values, lang: str) -> tuple[str, bool]:
        """Search, and return the page of it and whether its numbers are exact."""
        address = Address(values)
        template = "found.html" if values["fragment"] else "page.html"
        shown = self._common(address, lang, values["q"])
        if not values["q"].strip():
            with speaking(lang):
                return self._render(template, shown | self._home(address)), True
        search = self._service.engine.search
        with speaking(lang):
            limit = options["limit"]
            # One line more tells whether there is a page behind this one.
            results = search(values["q"], **options | {"limit": limit + 1})
            counted = dict(results.facets or {})
            # What else a facet could be narrowed to is counted without what it is narrowed to.
            for facet, parameters in FACETS.items():
                if any(options[name] for name in parameters) and not results.problem:
                    others = dict.fromkeys(parameters)
                    more = search(values["q"], **options | others | {"limit": 0})
                    counted[facet] = (more.facets or {})[facet]
            found = self._results(address, results, counted, limit)
            return self._render(template, shown | found), results.total_is_exact

    def _results(
        self, address: Address, results: Results, counted: Mapping[str, Any], limit: int
    ) -> Values:
        hits = results.hits[:limit]
        offset = int(address.value("offset") or 0)
        before, after = view.pages(
            address, offset, limit, FURTHEST_OFFSET, is_more=len(results.hits) > limit
        )
        return {
            "results": results,
            "hits": hits,
            "took": max(round(results.took_ms), 1),
            "reading": _("; ").join(map(harmless, results.reading)),
            "chips": view.chips(address),
            "unfiltered": address.unfiltered(),
            "orders": view.orders(address),
            "facets": view.facets(address, counted),
            "bars": view.bars(address, counted.get("month", ())),
            "first_loose": view.first_loose(results),
            "usual": view.usual_flags(hits),
            "meant": address.to(q=results.did_you_mean or ""),
            "before_page": before,
            "after_page": after,
        }

    def _home(self, address: Address) -> Values:
        search = self._service.engine.search
        newest = search(_EVERYTHING, sort="newest", limit=_NEWEST, facets=True)
        channels = dict(newest.facets or {}).get("channel", ())[:_CHANNELS]
        return {
            "results": None,
            "newest": newest,
            "usual": view.usual_flags(newest.hits),
            "channels": [view.query_link(address, "channel", *one) for one in channels],
        }

    async def _document(self, request: Request) -> Response:
        values = read(request, _DOCUMENT)
        search_options(values, SEARCH)
        lang = language()
        id_ = request.path_params["id"]
        etag = self._service.etag("document", _looks(), lang, id_, values)
        if is_known(request, etag):
            return Response(status_code=304, headers=cached(etag))
        html = await self._service.call(partial(self._shown, id_, values, lang))
        return HTMLResponse(html, headers=cached(etag))

    def _shown(self, id_: str, values: Values, lang: str) -> str:
        """Return the page of a document, or a part of it."""
        engine, query, part = self._service.engine, values["q"], values["part"]
        address = Address(values)
        try:
            document = engine.document(id_)
        except RequestError as error:
            raise Problem(409, str(error)) from None
        if document is None:
            with speaking(lang):
                raise Problem(404, _("There is no document with this id."))
        with speaking(lang):
            shown = self._common(address, lang, query) | {
                "document": document,
                "part": part,
                "back": address.to() if query else None,
            }
            if part in {None, "text"}:
                shown |= view.text_of(document, engine.marks(query, document.id) if query else None)
                shown["title"] = _window(shown["name"])
            if part in {None, "similar"}:
                alike = engine.similar(document.id, limit=_MOST_ALIKE + 1)
                shown["similar"] = [other for other in alike if other.id != document.id]
            if query and part in {None, "why"}:
                narrowing = cast("Narrowing", {name: values[name] for name in _NARROWING})
                told = engine.explain(query, document.id, **narrowing)
                shown["told"] = view.told(told, _MOST_TERMS) if told else None
            elif part == "why":
                raise Problem(400, _("There is no query."))
            return self._render("part.html" if part else "document.html", shown)

    def _common(self, address: Address, lang: str, query: str) -> Values:
        other = next(one for one in LANGUAGES if one != lang)
        return {
            "lang": lang,
            "query": harmless(query),
            "title": _window(query),
            "home": address.home(),
            "hidden": address.hidden(),
            "feed": address.to("/feed.atom", sort=None, limit=None) if query else None,
            "other_language": address.to(lang=other, offset=address.value("offset")),
            "document_at": lambda id_: address.to(f"/d/{quote(id_)}"),
        }

    def _render(self, template: str, shown: Values) -> str:
        return self._environment.get_template(template).render(shown)

    def _answering(self, handler: Handler) -> Handler:
        """Return a handler that answers with a page also where there is trouble."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except Problem as problem:
                return self._trouble(problem)
            except NoDataError:
                return self._trouble(
                    Problem(503, ""), later("Nothing was added yet: souwen add FOLDER")
                )
            except SouwenError:
                reason = later("What is searched in cannot be read; the server's log says why.")
                return self._trouble(Problem(503, ""), reason)

        return answer

    def _trouble(self, problem: Problem, reason: str | None = None) -> Response:
        lang = language()
        with speaking(lang):
            heading = _TROUBLES.get(problem.status, HTTPStatus(problem.status).phrase)
            shown = self._common(Address({}), lang, "") | {
                "heading": _(heading),
                "detail": _(reason) if reason else problem.detail,
            }
            html = self._render("trouble.html", shown)
        headers = _NOT_KEPT | problem.headers
        return HTMLResponse(html, problem.status, headers)


def _window(text: str) -> str:
    """Return the title of a window."""
    line = harmless(text).strip()
    short = line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE]}…"
    return f"{short} - {_SITE}" if short else _SITE


@cache
def _static(name: str) -> str:
    """Return the address of a file, which changes when the file does: browsers may keep it."""
    return f"/static/{name}?v={_hash_of([_STATIC / name])}"


@cache
def _looks() -> str:
    """Return what changes when another version would write the same answer otherwise."""
    return _hash_of(sorted([*_STATIC.iterdir(), *_TEMPLATES.iterdir()]))


def _hash_of(files: Iterable[Path]) -> str:
    hashed = blake2b(digest_size=6)
    for file in files:
        hashed.update(file.read_bytes())
    return hashed.hexdigest()
