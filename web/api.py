"""The API: `/api/v1/…`, JSON as the command line prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from ..messages import language
from .parameters import SEARCH, read, search_options
from .replies import Problem, as_json

if TYPE_CHECKING:
    from starlette.requests import Request

    from .service import Service

_NO_QUERY = frozenset({"too-long", "too-complex"})


class API:
    """The routes of the API over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """Return them all."""
        return [Route("/api/v1/search", self.search)]

    async def search(self, request: Request) -> Response:
        """Answer `/api/v1/search`."""
        values = read(request, SEARCH)
        options = search_options(values, SEARCH)
        etag = self._service.etag("search", language(), values["q"], options)
        if is_known(request, etag):
            return Response(status_code=304, headers=cached(etag))
        results = await self._service.call(self._service.engine.search, values["q"], **options)
        if results.problem in _NO_QUERY:
            raise Problem(400, results.message or results.problem, parameter="q")
        headers = cached(etag) if results.total_is_exact else {"cache-control": "no-store"}
        headers["server-timing"] = f"search;dur={results.took_ms}"
        return as_json(results.as_dict(), headers=headers)


def is_known(request: Request, etag: str) -> bool:
    """Whether who asks has the answer with this tag already."""
    known = request.headers.get("if-none-match", "")
    opaque = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") in {opaque, "*"} for tag in known.split(","))


def cached(etag: str) -> dict[str, str]:
    """Return the headers of an answer that may be kept, and asked about again by its tag."""
    return {"etag": etag, "cache-control": "private, no-cache", "vary": "Accept-Language"}
