"""Ask a cluster: one request at a time, again where that may help, every failure in one line."""

from __future__ import annotations

import logging
import math
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from ..corpus.errors import ClusterError
from ..language.harmless import harmless
from .credentials import Credentials
from .transport import LONGEST_REASON, as_line, once, reason_of
from .waits import Waits, ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from .address import Address
    from .transport import Answer

#: What a busy or changing cluster answers, and a proxy before it: the same again may go well.
PASSING = frozenset({429, 502, 503, 504})
#: Seconds until a search gives up asking again, and until a command that writes does.
READING, WRITING = 5.0, 120.0
#: How many clauses a cluster takes in a query, 1,024 by itself, and how many our longest have.
CLAUSES, MOST_CLAUSES = "indices.query.bool.max_clause_count", 8_192
_FIRST_CONTACT = 5.0  # seconds: who is not there from the beginning is not waited for
_TIMEOUT = 60.0  # seconds a request
_SEARCH = 20.0  # seconds that a node may take for a search, before another is asked
_CONNECTIONS = 16
_MAJOR_VERSIONS = ("2", "3")
_UNAUTHORISED, _FORBIDDEN = 401, 403
_LOST = "search_context_missing"  # a point in time, with the node that had it
_TOO_LONG = "maxClauseCount"
_TAKES_MORE = (
    f"the query is too long for it: set `{CLAUSES}` to {MOST_CLAUSES} there, or search for less"
)
_WHOSE = "SOUWEN_CLUSTER_USER and SOUWEN_CLUSTER_PASSWORD, or SOUWEN_CLUSTER_TOKEN"


_Found = TypeVar("_Found")
# Of the thread, so that searches beside one that writes do not wait as long.
_PATIENCE: ContextVar[float] = ContextVar("patience", default=0.0)


class PartError(ClusterError):
    """A part did not answer, or has lost the point in time; another may, asked again."""


class TooLongError(ClusterError):
    """A query has more clauses than the cluster takes."""


class Client:
    """The nodes of a cluster; safe to use from several threads.

    Args:
        address: of the index.
        credentials: by default those of the environment.
        patience: seconds after which what passes by is taken for lasting.

    Raises:
        ClusterError: the extra `cluster` is not installed.
        RequestError: the credentials cannot be used.
    """

    def __init__(
        self, address: Address, credentials: Credentials | None = None, patience: float = READING
    ) -> None:
        self.address = address
        self._least = patience
        self._credentials = credentials or Credentials.given()
        self._guard = threading.Lock()
        self._transport: Any = None
        self._known = False

    def __repr__(self) -> str:
        return f"<Client {self.address}>"

    def close(self) -> None:
        """Let all connections go."""
        with self._guard:
            transport, self._transport, self._known = self._transport, None, False
        if transport is not None:
            transport.close()

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Wait longer for a cluster that is busy or away inside the block, as who writes may."""
        token = _PATIENCE.set(WRITING)
        try:
            with ending(math.inf):
                yield
        finally:
            _PATIENCE.reset(token)

    def impatient(self) -> AbstractContextManager[None]:
        """Have all that is asked inside the block share one patience: the requests of a search.

        Each would wait for itself, and each thread for the one that waits before it.
        """
        return ending(self.patience)

    @property
    def patience(self) -> float:
        """Seconds after which what passes by is taken for lasting; more where somebody writes."""
        return max(self._least, _PATIENCE.get())

    # --- what is asked ---------------------------------------------------------------------------

    def search(self, body: Mapping[str, Any], **params: object) -> dict[str, Any]:
        """Search; a shard that does not answer is an error, never a shorter list.

        Args:
            body: of the request; with a `pit` it names no index, else that of the address.
            params: of the request.

        Raises:
            PartError: a part did not answer.
            TooLongError: the query has more clauses than it takes.
            ClusterError: it cannot be answered.
        """
        place = "/_search" if "pit" in body else f"/{self.address.name}/_search"
        given = {"allow_partial_search_results": "false"} | params
        if "pit" in body:
            del given["allow_partial_search_results"]  # a point in time is whole from the beginning
        # What passes by may not pass for a point in time, which a node took with it.
        answer = self.answer("POST", place, body, given, _SEARCH, patiently="pit" not in body)
        if not answer.ok:
            raise self._failed(f"{place}: {answer.reason}", answer.status)
        return self._whole(answer.body)

    def msearch(self, bodies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Search several times in one request; an error in one of them is raised.

        Raises:
            PartError: a part did not answer one of them.
            ClusterError: one cannot be answered.
        """
        if not bodies:
            return []
        lines: list[Mapping[str, Any]] = []
        for body in bodies:
            is_of_index = {"index": self.address.name, "allow_partial_search_results": False}
            lines += {} if "pit" in body else is_of_index, body
        request = b"".join(as_line(line) for line in lines)
        given = self.ask("POST", "/_msearch", request, timeout=_SEARCH)
        return [self._whole(response) for response in given["responses"]]

    def insisted(self, asks: Callable[[], _Found], before: Callable[[], object] = bool) -> _Found:
        """Ask again where a part did not answer: another copy of it may, a moment later.

        Args:
            asks: asks once.
            before: what is done before it is asked again.

        Raises:
            ClusterError: it was not answered in time, or refused.
        """
        waits = Waits(self.patience)
        while True:
            try:
                return asks()
            except PartError:
                if not waits.again():
                    raise
            before()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Mapping[str, object] | None = None,
        timeout: float = _TIMEOUT,
    ) -> Any:  # noqa: ANN401 - JSON
        """Ask, and return the values of the answer; the arguments are those of `answer`.

        Raises:
            ClusterError: the cluster cannot be reached in time, or refuses.
        """
        answer = self.answer(method, path, body, params, timeout)
        if not answer.ok:
            raise self.error(f"{path}: {answer.reason}")
        return answer.body

    def answer(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Mapping[str, object] | None = None,
        timeout: float = _TIMEOUT,
        *,
        patiently: bool = True,
    ) -> Answer:
        """Ask, and return a refusal too.

        Args:
            method: of HTTP.
            path: with the name of an index.
            body: values, or bytes of several lines.
            params: of the request.
            timeout: seconds to wait for the answer.
            patiently: ask again where a failure may pass by, until patience ends.

        Raises:
            ClusterError: the cluster cannot be reached, or does not let us in.
        """
        transport = self._opened()
        patience = self.patience if self._known else min(self.patience, _FIRST_CONTACT)
        patience = patience if patiently else 0.0
        answer = self._patiently(transport, (method, path, body, params, timeout), patience)
        self._check_let_in(answer)
        if answer.status == _FORBIDDEN and "block" not in answer.reason:
            raise self.error(f"we may not do that there ({answer.reason})")
        return answer

    def sources(self, index: str, ids: Iterable[str], only: str | None = None) -> dict[str, Any]:
        """Return what an index keeps of documents, by their ids; of those that are there.

        Args:
            index: its name.
            ids: in the order in which they are returned; one at least.
            only: a field, where the others are not wanted.
        """
        params = {"_source_includes": only} if only else None
        found = self.ask("POST", f"/{index}/_mget", {"ids": list(ids)}, params)["docs"]
        return {one["_id"]: one["_source"] for one in found if one.get("found")}

    def error(self, reason: str) -> ClusterError:
        """Return what to raise: one line that names the cluster, and no secret."""
        return ClusterError(f"{self.address}: {harmless(reason)[:LONGEST_REASON]}")

    # --- how -------------------------------------------------------------------------------------

    def _patiently(self, transport: Any, asked: tuple[Any, ...], patience: float) -> Answer:  # noqa: ANN401
        waits = Waits(patience)
        while True:
            answer = once(transport, *asked)
            passes = answer.status in PASSING or not answer.status
            # A full disk does not pass by itself, nor does a certificate that nobody knows.
            lasts = not passes or "block" in answer.reason or "certificate" in answer.reason
            if lasts or not waits.again():
                break
        if not answer.status:
            raise PartError(str(self.error(answer.reason)))
        return answer

    def _opened(self) -> Any:  # noqa: ANN401 - the client's own
        with self._guard:
            if self._transport is None:
                self._transport = self._connected()
            transport = self._transport
        if not self._known:
            self._introduce(transport)
            self._known = True
        return transport

    def _connected(self) -> Any:  # noqa: ANN401
        try:
            from opensearchpy import OpenSearch  # noqa: PLC0415 - the extra `cluster`
        except ImportError:
            raise ClusterError(
                "an index on a cluster needs opensearch-py: pip install 'souwen[cluster]'"
            ) from None
        # It warns of each try that fails, with a traceback; what comes of it is told in one line.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        hosts = [
            {"host": host.strip("[]"), "port": port, "use_ssl": self.address.scheme == "https"}
            for host, port in self.address.hosts
        ]
        options = self._credentials.options()
        if self.address.scheme == "http":
            for name in ("verify_certs", "ssl_show_warn", "ca_certs"):
                options.pop(name, None)
        return OpenSearch(
            hosts,
            max_retries=len(hosts),
            retry_on_timeout=True,
            pool_maxsize=_CONNECTIONS,
            **options,
        ).transport

    def _introduce(self, transport: Any) -> None:  # noqa: ANN401
        """Find out whether what answers is OpenSearch, of a version that is known."""
        patience = min(self.patience, _FIRST_CONTACT)
        answer = self._patiently(transport, ("GET", "/", None, None, _TIMEOUT), patience)
        self._check_let_in(answer)
        if answer.status in PASSING:
            raise self.error(answer.reason)
        body = answer.body if isinstance(answer.body, dict) else {}
        version = body.get("version")
        version = version if isinstance(version, dict) else {}
        number, product = str(version.get("number", "")), version.get("distribution")
        if product != "opensearch":
            what = f"Elasticsearch {number}" if version.get("build_flavor") else "something else"
            raise self.error(f"what answers there is {what}, not OpenSearch")
        if number.partition(".")[0] not in _MAJOR_VERSIONS:
            known = " and ".join(_MAJOR_VERSIONS)
            raise self.error(f"it is OpenSearch {number}; this version knows {known}")

    def _check_let_in(self, answer: Answer) -> None:
        if answer.status == _UNAUTHORISED:
            raise self.error(f"it does not let us in: {_WHOSE} are missing or wrong")

    def _whole(self, response: Any) -> dict[str, Any]:  # noqa: ANN401
        if not isinstance(response, dict):
            raise self.error("it answers what is no answer to a search")
        if "error" in response:
            status = response.get("status", 0)
            raise self._failed(reason_of(response["error"], status), status)
        shards = response.get("_shards", {})
        if response.get("timed_out") or shards.get("failed"):
            reason = "a part of the index did not answer; what was found is not all"
            raise PartError(str(self.error(reason)))
        return response

    def _failed(self, reason: str, status: int) -> ClusterError:
        if _TOO_LONG in reason:
            return TooLongError(str(self.error(_TAKES_MORE)))
        error = self.error(reason)
        return PartError(str(error)) if _LOST in reason or status in PASSING else error
