"""Who may ask what: the method, the size, the Host, the token; and the headers of every answer.

A page of another origin that has its name point to this machine (DNS rebinding) sends its own name
as Host, which is how it is told. An address that is the one the request came to cannot be such a
name.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse

from ..messages import said as _
from .replies import Problem
from .settings import LARGEST_HEADERS, LONGEST_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .settings import Settings

LOGIN = "/-/login"
STATIC = "/static/"
COOKIE = "souwen"
_METHODS = ("GET", "HEAD")
_HOST = re.compile(r"(?:\[([^\[\]]+)\]|([^:@/\s]+))(?::[0-9]{0,5})?")
_LOOPBACK_NAMES = frozenset({"localhost", "localhost."})
_OF_PROGRAMS = ("/api/", "/-/", "/feed.atom", "/opensearch.xml")
_OPEN = frozenset({"/-/health", LOGIN})  # nothing of the documents is in them

#: Headers of every answer. Whatever a stranger's title holds, nothing of it is carried out.
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


class Guard:
    """Lets a request through to an application, or answers why not.

    Args:
        app: what answers those that may ask.
        settings: hosts and tokens.
        answer: makes an answer of a problem.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, answer: Callable[[Request, Problem], Response]
    ) -> None:
        self._app = app
        self._answer = answer
        self._names = (_LOOPBACK_NAMES | set(map(_as_sent, settings.allow_hosts))) - {""}
        self._tokens = settings.tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_RAW_HEADERS]
            await send(message)

        try:
            self._check(scope)
            answer: ASGIApp = self._app if self._may_read(scope) else self._stranger(scope)
        except Problem as problem:
            answer = self._answer(Request(scope), problem)
        await answer(scope, receive, with_headers)

    def _check(self, scope: Scope) -> None:
        methods = (*_METHODS, "POST") if scope["path"] == LOGIN else _METHODS
        if scope["method"] not in methods:
            headers = {"allow": ", ".join(methods)}
            told = _("only {methods} are answered").format(methods=", ".join(methods))
            raise Problem(405, told, headers=headers)
        if len(scope["raw_path"]) + 1 + len(scope["query_string"]) > LONGEST_URL:
            told = _("the address is longer than {most:,} bytes")
            raise Problem(414, told.format(most=LONGEST_URL))
        size = sum(len(name) + len(value) for name, value in scope["headers"])
        if size > LARGEST_HEADERS:
            told = _("the headers are larger than {most:,} bytes")
            raise Problem(431, told.format(most=LARGEST_HEADERS))
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0], scope):
            named = repr(hosts[0][:80]) if hosts else "''"
            told = _("{host} is not served here: --allow-host names more hosts")
            raise Problem(421, told.format(host=named))

    def _is_ours(self, host: str, scope: Scope) -> bool:
        name = host_name(host)
        if name in self._names:
            return True
        try:
            address = _address(name)
            return address.is_loopback or address == _address((scope.get("server") or ("",))[0])
        except ValueError:
            return False

    def _may_read(self, scope: Scope) -> bool:
        path = scope["path"]
        if not self._tokens or path in _OPEN or path.startswith(STATIC):
            return True
        request = Request(scope)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and is_token(token.strip(), self._tokens):
            return True
        return is_token(request.cookies.get(COOKIE, ""), map(cookie_of, self._tokens))

    @staticmethod
    def _stranger(scope: Scope) -> Response:
        request = Request(scope)
        if not is_for_people(request):
            raise Problem(401, _("a token is needed"), headers={"www-authenticate": "Bearer"})
        wanted = request.url.replace(scheme="", netloc="")
        return RedirectResponse(f"{LOGIN}?{urlencode({'next': str(wanted)})}", 303)


def is_for_people(request: Request) -> bool:
    """Whether a request wants a page to read: a browser's, and not to what programs ask."""
    is_of_programs = request.url.path.startswith(_OF_PROGRAMS)
    return not is_of_programs and "text/html" in request.headers.get("accept", "")


def is_host(name: str) -> bool:
    """Whether a name, or an address, is one that a Host header can have, with or without a port."""
    try:
        return bool(_address(name))
    except ValueError:
        return bool(host_name(name)) and not set("*?#/\\,") & set(name)


def host_name(host: str) -> str:
    """Return the name or the address in a Host header, without its port; "" where it is neither."""
    written = _HOST.fullmatch(host)
    return (written[1] or written[2]).lower() if written else ""


def _address(written: str) -> IPv4Address | IPv6Address:
    """Return an address; one of IPv4 also where a socket for both writes it as one of IPv6."""
    address = ip_address(written)
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _as_sent(name: str) -> str:
    """Return a name as browsers send it, without a port: 书房.local is xn--1jqt79b.local."""
    name = host_name(name) if name.count(":") == 1 or name.startswith("[") else name
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:
        return name.lower()


def is_token(given: str, tokens: Iterable[str]) -> bool:
    """Whether a text is one of the tokens; how long that takes says nothing of them."""
    found = False
    for token in tokens:
        found |= hmac.compare_digest(given.encode(), token.encode())
    return found


def cookie_of(token: str) -> str:
    """Return the value of the cookie that stands for a token; the token is not in it."""
    return hmac.new(token.encode(), b"souwen cookie", sha256).hexdigest()
