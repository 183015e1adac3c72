"""A browser gives a token once, in a form, and gets a cookie that stands for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from ..messages import language
from ..messages import said as _
from .guard import COOKIE, LOGIN, cookie_of, is_token
from .parameters import LANG, Parameter, read
from .rendering import render
from .replies import NO_STORE, Problem
from .settings import LONGEST_URL

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from .settings import Settings

_LARGEST_FORM = 16_384  # bytes
_PATIENCE = 10.0  # seconds for a form to come in
_A_MONTH = 30 * 24 * 3600  # seconds
_KNOWN = {"next": Parameter(default="/", most=LONGEST_URL), "lang": LANG}


class Login:
    """The form, and what becomes of it.

    Args:
        settings: the tokens.
    """

    def __init__(self, settings: Settings) -> None:
        self._tokens = settings.tokens

    def routes(self) -> list[Route]:
        """Return them all."""
        return [
            Route(LOGIN, self.form),
            Route(LOGIN, self.login, methods=["POST"]),
        ]

    async def form(self, request: Request) -> Response:
        """Show the form."""
        return self._form(read(request, _KNOWN)["next"])

    async def login(self, request: Request) -> Response:
        """Take the token that was typed, and go on where somebody wanted to go."""
        fields = parse_qs(await _body(request))
        wanted = fields.get("next", ["/"])[0]
        token = next(
            (it for it in self._tokens if is_token(fields.get("token", [""])[0], [it])), None
        )
        if token is None:
            return self._form(wanted, _("This token is not known here."))
        answer = RedirectResponse(wanted if _is_path(wanted) else "/", 303)
        answer.set_cookie(
            COOKIE,
            cookie_of(token),
            max_age=_A_MONTH,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    @staticmethod
    def _form(wanted: str, wrong: str | None = None) -> Response:
        shown = {
            "lang": language(),
            "title": _("Log in to souwen"),
            "label": _("Token"),
            "button": _("Log in"),
            "wrong": wrong,
            "next": wanted,
        }
        return HTMLResponse(render("login.html", shown), 403 if wrong else 200, NO_STORE)


async def _body(request: Request) -> str:
    body = b""
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > _LARGEST_FORM:
                    raise Problem(413, f"the form is larger than {_LARGEST_FORM:,} bytes")
    except TimeoutError:
        raise Problem(408, f"the form did not come in {_PATIENCE:.0f} seconds") from None
    except ClientDisconnect:  # nobody is there to read that
        raise Problem(400, "the form did not come in whole") from None
    return body.decode("latin-1")


def _is_path(wanted: str) -> bool:
    r"""Whether a browser stays here when it goes there: `//host` and `/\\host` lead elsewhere."""
    return wanted[:1] == "/" and wanted[1:2] not in {"/", "\\"} and wanted.isprintable()
