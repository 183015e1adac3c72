"""One request to a cluster: whatever comes of it is an answer, and the reason one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ..language.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Characters of a reason that are told.
LONGEST_REASON = 300
_NOT_FOUND, _OK = 404, 300


class Answer(NamedTuple):
    """What a cluster answers: the status, and the values, or of a refusal the reason."""

    status: int
    body: Any = None
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether it did what it was asked."""
        return 0 < self.status < _OK


def once(
    transport: Any,  # noqa: ANN401
    method: str,
    path: str,
    body: object,
    params: Mapping[str, object] | None,
    timeout: float,
) -> Answer:
    """Ask once; the status is 0 where nobody answered, the reason that of a refusal.

    Args:
        transport: the library's own.
        method: of HTTP.
        path: of the request.
        body: values, or bytes of several lines.
        params: of the request.
        timeout: seconds to wait for the answer.
    """
    from opensearchpy import exceptions  # noqa: PLC0415 - the extra `cluster`

    given = {name: str(value) for name, value in (params or {}).items()}
    try:
        found = transport.perform_request(
            method, path, params=given | {"request_timeout": timeout}, body=body
        )
    except exceptions.ConnectionError as error:
        return Answer(0, None, _unreached(error, timeout))
    except exceptions.TransportError as error:
        status = error.status_code if isinstance(error.status_code, int) else 0
        values = error.info if isinstance(error.info, dict) else {}
        reason = values.get("error") or str(error.info or error.error)
        return Answer(status, values, reason_of(reason, status))
    except exceptions.SerializationError:
        return Answer(200, None, "")
    if method == "HEAD":
        return Answer(200 if found else _NOT_FOUND, found)
    return Answer(200, found)


def _unreached(error: Exception, timeout: float) -> str:
    from opensearchpy import exceptions  # noqa: PLC0415 - the extra `cluster`

    if isinstance(error, exceptions.SSLError) and "WRONG_VERSION" in str(error):
        return "it does not speak TLS there (opensearch+http://?)"
    if isinstance(error, exceptions.SSLError):
        return f"its certificate is not trusted ({_innermost(error)})"
    if isinstance(error, exceptions.ConnectionTimeout):
        return f"no answer in {timeout:g} seconds"
    return f"it cannot be reached ({_innermost(error)})"


def as_line(values: object) -> bytes:
    """Return values as one line of JSON."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def reason_of(error: object, status: int) -> str:
    """Return why something was refused, as the cluster says it, in one line."""
    if isinstance(error, dict):
        deeper = error.get("root_cause") or [{}]
        first = deeper[0] if isinstance(deeper, list) and deeper else {}
        causes = [error, error.get("caused_by"), first]
        said = dict.fromkeys(
            f"{cause.get('type')}: {cause.get('reason')}"
            for cause in causes
            if isinstance(cause, dict) and cause.get("type")
        )
        text = "; ".join(said)
        if "no_shard_available" in text or "missing shards" in text:
            text = "a part of the index does not answer"
    else:
        text = str(error or "")
    return harmless(" ".join(text.split())[:LONGEST_REASON] or f"status {status}")


def _innermost(error: Any) -> str:  # noqa: ANN401
    """Return the reason at the end of a chain of wrapped errors."""
    inner = getattr(error, "info", error)
    while isinstance(inner, BaseException):
        deeper = getattr(inner, "reason", None) or inner.__cause__ or inner.__context__
        if not isinstance(deeper, BaseException):
            break
        inner = deeper
    text = str(getattr(inner, "strerror", None) or inner)
    return text.rpartition(": ")[2] if "Errno" in text else text
