"""The whole of the server as one ASGI application."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from ..corpus.errors import NoDataError, SouwenError
from ..messages import said as _
from .api import API
from .faults import Faults
from .feed import Feed
from .guard import HEADERS, Guard, is_for_people
from .login import Login
from .machine import Machine
from .metrics import Counting, Metrics
from .page import Page, trouble
from .replies import Problem
from .service import Service
from .spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from ..engine.engine import Engine
    from .settings import Settings


def create_app(engine: Engine, settings: Settings) -> Starlette:
    """Return the application: the page, the API, and what is for machines.

    Args:
        engine: what it answers from; it is closed at the end.
        settings: how it is to be.
    """
    service, metrics, faults = Service(engine, settings), Metrics(), Faults()
    machine = Machine(service, metrics, faults)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(machine.warm_up())
        yield
        warming.cancel()
        service.close()

    app = Starlette(
        routes=[
            *API(service).routes(),
            *Feed(service).routes(),
            *Page(service).routes(),
            *machine.routes(),
            *Login(settings).routes(),
        ],
        middleware=[
            Middleware(Counting, metrics),
            Middleware(Spoken, settings.lang),
            Middleware(Guard, settings, _problem),
        ],
        exception_handlers={
            **_HANDLERS,
            SouwenError: partial(_unreadable, faults),
            Exception: partial(_fault, faults),
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _problem(request: Request, problem: Problem) -> Response:
    return trouble(problem) if is_for_people(request) else problem.reply()


def _http_problem(request: Request, error: HTTPException) -> Response:
    is_gone = error.status_code == HTTPStatus.NOT_FOUND
    detail = _("there is nothing here") if is_gone else error.detail
    return _problem(request, Problem(error.status_code, detail, headers=error.headers))


def _no_data(request: Request, error: NoDataError) -> Response:
    del request, error
    return _not_ready(_("nothing was added yet"))


async def _unreadable(faults: Faults, request: Request, error: SouwenError) -> Response:
    del request
    # The line names files of this machine, which are its owner's business.
    faults.log(type(error).__name__, str(error))
    return _not_ready(_("what is searched in cannot be read; the server's log says why"))


async def _fault(faults: Faults, request: Request, error: Exception) -> Response:
    del request
    where = bool(os.environ.get("SOUWEN_DEBUG"))
    hint = "" if where else " (SOUWEN_DEBUG=1 shows where)"
    line = f"internal error: {type(error).__name__}: {error}{hint}"
    faults.log(line, line, where=where)
    return Problem(500, _("an internal error, which is a fault of souwen"), headers=HEADERS).reply()


def _not_ready(detail: str) -> Response:
    return Problem(503, detail, headers={"retry-after": "5"}).reply()


_HANDLERS: dict[Any, Any] = {
    Problem: _problem,
    HTTPException: _http_problem,
    NoDataError: _no_data,
}
