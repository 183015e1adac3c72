"""The whole of the server as one ASGI application."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from ..corpus.errors import NoDataError, SouwenError
from .api import API
from .page import Page
from .replies import Problem
from .service import Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from ..engine.engine import Engine
    from .settings import Settings

_log = logging.getLogger(__name__)


def create_app(engine: Engine, settings: Settings) -> Starlette:
    """Return the application: the page, the API, and what is for machines.

    Args:
        engine: what it answers from; it is closed at the end.
        settings: how it is to be.
    """
    service = Service(engine, settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        service.close()

    return Starlette(
        routes=[*API(service).routes(), *Page(service).routes()],
        exception_handlers=_HANDLERS,
        lifespan=lifespan,
    )


def _problem(_: Request, problem: Problem) -> Response:
    return problem.reply()


def _http_problem(_: Request, error: HTTPException) -> Response:
    detail = "there is nothing here" if error.status_code == HTTPStatus.NOT_FOUND else error.detail
    return Problem(error.status_code, detail, headers=error.headers).reply()


def _no_data(_: Request, __: NoDataError) -> Response:
    return _not_ready("nothing was added yet")


def _unreadable(_: Request, error: SouwenError) -> Response:
    # The line names files of this machine, which are its owner's business.
    _log.error("%s", error)
    return _not_ready("what is searched in cannot be read; the server's log says why")


def _fault(_: Request, __: Exception) -> Response:
    return Problem(500, "an internal error, which is a fault of souwen").reply()


def _not_ready(detail: str) -> Response:
    return Problem(503, detail, headers={"retry-after": "5"}).reply()


_HANDLERS: dict[Any, Any] = {
    Problem: _problem,
    HTTPException: _http_problem,
    NoDataError: _no_data,
    SouwenError: _unreadable,
    Exception: _fault,
}
