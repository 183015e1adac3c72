"""The API: `/api/v1/…`, JSON as the command line prints it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from starlette.responses import Response
from starlette.routing import Route

from ..corpus.errors import AmbiguousIdError, RequestError
from ..messages import language
from ..messages import said as _
from .parameters import EXPLAIN, LANG, SEARCH, Parameter, Q, narrowing_options, read, search_options
from .replies import JSON, NO_STORE, Problem, as_json
from .settings import MOST_HITS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from starlette.requests import Request

    from .service import Service

_Found = TypeVar("_Found")
_NO_QUERY = frozenset({"too-long", "too-complex"})
_MOST_CHANGES = 1_000
_SUGGEST = {"q": Q, "limit": Parameter(int, 8, MOST_HITS), "lang": LANG}
_DOCUMENT = {"lang": LANG}
_SIMILAR = {"limit": Parameter(int, 10, MOST_HITS), "lang": LANG}
_CHANGES = {
    "since": Parameter(int, most=2**63 - 1, is_required=True),
    "lang": LANG,
}


class API:
    """The routes of the API over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """Return them all."""
        document = "/api/v1/documents/{id}"
        return [
            Route("/api/v1/search", self.search),
            Route("/api/v1/suggest", self.suggest),
            Route(document, self.document),
            Route(f"{document}/similar", self.similar),
            Route(f"{document}/explain", self.explain),
            Route("/api/v1/stats", self.stats),
            Route("/api/v1/changes", self.changes),
            Route("/api/v1/openapi.json", self.openapi),
        ]

    async def search(self, request: Request) -> Response:
        """Answer with what `souwen search --json` prints."""
        values = read(request, SEARCH)
        options = search_options(values, SEARCH)
        etag = self._tag(request, values)
        if known := known_already(request, etag):
            return known
        results = await self._service.search(values["q"], **options)
        if results.problem in _NO_QUERY:
            raise Problem(400, results.message or results.problem, parameter="q")
        headers = cached(etag) if results.total_is_exact else dict(NO_STORE)
        headers["server-timing"] = f"search;dur={results.took_ms}"
        return as_json(results.as_dict(), headers=headers)

    async def suggest(self, request: Request) -> Response:
        """Answer with what `souwen suggest --json` prints."""
        values = read(request, _SUGGEST)
        etag = self._tag(request, values)
        if known := known_already(request, etag):
            return known
        suggest = self._service.engine.suggest
        found = await self._service.call(suggest, values["q"], limit=values["limit"])
        return as_json([one.as_dict() for one in found], headers=cached(etag))

    async def document(self, request: Request) -> Response:
        """Answer with what `souwen show --json` prints."""
        etag = self._tag(request, read(request, _DOCUMENT))
        if known := known_already(request, etag):
            return known
        find = self._service.engine.document
        document = there(await unambiguous(self._service.call(find, id_of(request))))
        return as_json(document.as_dict(), headers=cached(etag))

    async def similar(self, request: Request) -> Response:
        """Answer with what `souwen similar --json` prints."""
        values = read(request, _SIMILAR)
        etag = self._tag(request, values)
        if known := known_already(request, etag):
            return known
        # One at least, which tells what is not there from what has nothing beside it.
        limit: int = values["limit"]
        similar, most = self._service.engine.similar, max(limit, 1)
        group = await unambiguous(self._service.call(similar, id_of(request), limit=most))
        there(group[0] if group else None)
        return as_json([document.as_dict() for document in group[:limit]], headers=cached(etag))

    async def explain(self, request: Request) -> Response:
        """Answer with what `souwen explain --json` prints."""
        values = read(request, EXPLAIN)
        options = narrowing_options(values)
        etag = self._tag(request, values)
        if known := known_already(request, etag):
            return known
        explained = self._service.explain(values["q"], id_of(request), **options)
        told = await unambiguous(explained)
        return as_json(there(told).as_dict(), headers=cached(etag))

    async def stats(self, request: Request) -> Response:
        """Answer with what `souwen stats --json` prints."""
        read(request, {"lang": LANG})
        stats = await self._service.call(self._service.engine.stats)
        return as_json(stats.as_dict(), headers=NO_STORE)

    async def changes(self, request: Request) -> Response:
        """Answer with what came, changed and went after a change of the log."""
        values = read(request, _CHANGES)
        changes = self._service.engine.changes
        try:
            found = await self._service.call(changes, values["since"], limit=_MOST_CHANGES)
        except RequestError as error:
            raise Problem(400, str(error), parameter="since") from None
        return as_json(found.as_dict(), headers=NO_STORE)

    async def openapi(self, request: Request) -> Response:
        """Answer with the description of all this."""
        read(request, {"lang": LANG})
        return Response(_description(), media_type=JSON)

    def _tag(self, request: Request, values: Mapping[str, object]) -> str:
        return self._service.etag(request.url.path, language(), sorted(values.items()))


def known_already(request: Request, etag: str) -> Response | None:
    """Return what to answer where who asks has the answer with this tag already, else None."""
    known = ",".join(request.headers.getlist("if-none-match"))
    opaque = etag.removeprefix("W/")
    if any(tag.strip().removeprefix("W/") in {opaque, "*"} for tag in known.split(",")):
        return Response(status_code=304, headers=cached(etag))
    return None


def cached(etag: str) -> dict[str, str]:
    """Return the headers of an answer that may be kept, and asked about again by its tag."""
    return {"etag": etag, "cache-control": "private, no-cache", "vary": "Accept-Language"}


def id_of(request: Request) -> str:
    """Return the id in the path of a request."""
    id_: str = request.path_params["id"]
    return id_.strip()


async def unambiguous(found: Awaitable[_Found]) -> _Found:
    """Return what an id leads to.

    Raises:
        Problem: 409, where several ids begin so.
    """
    try:
        return await found
    except AmbiguousIdError as error:
        raise Problem(409, str(error)) from None


def there(found: _Found | None) -> _Found:
    """Return what is there.

    Raises:
        Problem: 404, where it is not.
    """
    if found is None:
        raise Problem(404, _("there is no document with this id"))
    return found


@cache
def _description() -> bytes:
    return (files(__package__) / "openapi.json").read_bytes()
