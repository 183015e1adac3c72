"""What is sent back: JSON, and problems as RFC 9457 has them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from ..messages.recognised import in_words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Headers of an answer that nobody keeps.
NO_STORE = {"cache-control": "no-store"}
JSON = "application/json"
PROBLEM = "application/problem+json"


class Problem(Exception):  # noqa: N818 - what RFC 9457 calls it
    """A request that is not carried out.

    Args:
        status: of HTTP.
        detail: one line for a person that says what is wrong with it.
        headers: more of them.
        parameter: the name of the parameter that is wrong, where it is one.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        parameter: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = in_words_of(detail)  # what is refused below is worded in English
        self.headers = dict(headers or {})
        self.parameter = parameter

    def as_dict(self) -> dict[str, object]:
        """Return its members."""
        members: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        return members | ({"parameter": self.parameter} if self.parameter else {})

    def reply(self) -> Response:
        """Return it as `application/problem+json`."""
        headers = NO_STORE | self.headers
        return as_json(self.as_dict(), status=self.status, headers=headers, media_type=PROBLEM)


def as_json(
    value: object,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = JSON,
) -> Response:
    """Return a value as JSON, Chinese characters as they are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate has no UTF-8; `backslashreplace` writes it as JSON does.
    return Response(text.encode("utf-8", "backslashreplace"), status, headers, media_type)
