"""Answer each request in the language that it asks for: `lang`, else what the browser prefers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers

from ..messages import LANGUAGES, speaking

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_WEIGHT = re.compile(r"\s*q=([01](?:\.\d{0,3})?)\s*")
_MOST = 20  # languages of a header that are looked at


class Spoken:
    """Lets an application answer in the language of each request.

    Args:
        app: it asks `messages.language`, and says its sentences by `messages.said`.
        default: where a request accepts none of the languages that there are.
    """

    def __init__(self, app: ASGIApp, default: str) -> None:
        self._app = app
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        language = self._default if scope["type"] != "http" else asked(scope, self._default)
        with speaking(language):
            await self._app(scope, receive, send)


def asked(scope: Scope, default: str) -> str:
    """Return the language that a request asks for, or the default.

    A `lang` that is none is refused where the parameters are read.
    """
    query: str = scope["query_string"].decode("latin-1")
    given = parse_qs(query).get("lang", [""])[0]
    if given in LANGUAGES:
        return given
    weighed = []
    wishes = Headers(scope=scope).get("accept-language", "").split(",")
    for place, wish in enumerate(wishes[:_MOST]):
        name, _, quality = wish.partition(";")
        primary = name.strip().partition("-")[0].lower()
        if primary in LANGUAGES:
            weight = _WEIGHT.fullmatch(quality)
            weighed.append((-float(weight[1]) if weight else -1.0, place, primary))
    best, _, language = min(weighed, default=(0.0, 0, default))
    return language if best < 0 else default
