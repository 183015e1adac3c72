"""Send documents in large requests, and count nothing as done that was not acknowledged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, NamedTuple

from .client import PASSING
from .transport import as_line, reason_of
from .waits import Waits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .client import Client
    from .transport import Answer

#: Bytes of a request: large enough to cost little, and small enough for every node.
MOST_BYTES = 10 << 20
#: Documents that are larger are refused by most nodes, whatever is done.
LARGEST = 95 << 20
_TIMEOUT = 120.0  # seconds a request
_AT_ONCE = 2  # requests: one is worked on there while the next is made here
_DELETED_BEFORE, _CONFLICT, _TOO_LARGE, _OK = 404, 409, 413, 300
_HEAD = 100  # bytes, about, of the line that says what to do


class Action(NamedTuple):
    """One document to be written or deleted.

    Attributes:
        id: of the document.
        seq: its change; one that is newer there stays.
        body: the line of the document, b"" for a deletion.
        anyway: whether it is done whatever version is there.
    """

    id: str
    seq: int
    body: bytes = b""
    anyway: bool = False

    @property
    def size(self) -> int:
        """About its bytes in a request."""
        return len(self.body) + _HEAD

    def lines(self) -> list[bytes]:
        """Return its lines in a request."""
        head: dict[str, object] = {"_id": self.id}
        if not self.anyway:
            head |= {"version": self.seq, "version_type": "external_gte"}
        first = as_line({"index" if self.body else "delete": head})
        return [first, self.body] if self.body else [first]


def writing(id_: str, seq: int, body: Mapping[str, Any]) -> Action:
    """Return the writing of a document."""
    return Action(id_, seq, as_line(body))


class Sender:
    """Sends actions to one index; a context manager that waits for all acknowledgements.

    Args:
        client: of the cluster.
        index: its name.
        most_bytes: of a request.
        anyway: whether documents are written that somebody deleted there by hand.
    """

    def __init__(
        self, client: Client, index: str, most_bytes: int = MOST_BYTES, *, anyway: bool = False
    ) -> None:
        self._client = client
        self._index = index
        self._most = most_bytes
        self._anyway = anyway
        self.sent = 0
        self.acknowledged = 0

    def send(self, actions: Iterable[Action]) -> None:
        """Send actions, and return when every one is acknowledged.

        Args:
            actions: made while others are sent.

        Raises:
            ClusterError: one is refused, or not acknowledged in time; names it.
        """
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="souwen-bulk") as pool:
            waiting = []
            for chunk in self._chunks(actions):
                self.sent += len(chunk)
                waiting.append(pool.submit(copy_context().run, self._deliver, chunk))
                if len(waiting) > _AT_ONCE:
                    waiting.pop(0).result()
            for last in waiting:
                last.result()

    def _chunks(self, actions: Iterable[Action]) -> Iterator[list[Action]]:
        chunk: list[Action] = []
        size = 0
        for action in actions:
            if action.size > LARGEST:
                raise self._refused(action, f"it is too large for a request: {action.size:,} bytes")
            if chunk and size + action.size > self._most:
                yield chunk
                chunk, size = [], 0
            chunk.append(action)
            size += action.size
        if chunk:
            yield chunk

    def _deliver(self, chunk: list[Action]) -> None:
        """Send until all are acknowledged, those again that a busy node put off."""
        waits = Waits(self._client.patience)
        while chunk:
            answer = self._post(chunk)
            if answer.status == _TOO_LARGE:
                if len(chunk) == 1:
                    raise self._refused(chunk[0], "it is too large for the cluster")
                half = len(chunk) // 2
                self._deliver(chunk[:half])
                self._deliver(chunk[half:])
                return
            if not answer.ok:
                raise self._client.error(f"/{self._index}: {answer.reason}")
            left = self._not_done(chunk, answer.body)
            self.acknowledged += len(chunk) - len(left)
            if left and not waits.again():
                raise self._client.error(f"{len(left)} documents are put off for too long")
            chunk = left

    def _post(self, chunk: list[Action]) -> Answer:
        body = b"".join(line for action in chunk for line in action.lines())
        return self._client.answer("POST", f"/{self._index}/_bulk", body, timeout=_TIMEOUT)

    def _not_done(self, chunk: list[Action], body: Any) -> list[Action]:  # noqa: ANN401 - JSON
        """Return the actions to be sent again.

        Raises:
            ClusterError: one will never be done.
        """
        items = body.get("items") if isinstance(body, dict) else None
        if not isinstance(items, list) or len(items) != len(chunk):
            raise self._client.error("it does not say what became of the documents")
        if not body.get("errors"):
            return []
        left, conflicts = [], []
        for action, item in zip(chunk, items, strict=True):
            ((_, result),) = item.items()
            status, error = result.get("status", 0), result.get("error")
            if 0 < status < _OK or (status == _DELETED_BEFORE and not error):
                continue
            if status == _CONFLICT:
                conflicts.append(action)
                continue
            kind = error.get("type", "") if isinstance(error, dict) else ""
            reason = reason_of(error, status)
            if kind == "cluster_block_exception":
                raise self._client.error(f"it takes no documents now, make room there: {reason}")
            if status not in PASSING:
                raise self._refused(action, reason)
            left.append(action)
        return left + self._not_newer(conflicts)

    def _not_newer(self, conflicts: list[Action]) -> list[Action]:
        """Return what is to be done anyway, of what met another version.

        That is one of a later change, as a rule, and so it is done; whose changes these are was
        compared before anything was sent. Who writes to an index by hand makes versions that say
        nothing of changes.
        """
        if not conflicts:
            return []
        found = self._client.sources(self._index, (action.id for action in conflicts), "seq")
        there = {id_: int(source["seq"]) for id_, source in found.items()}
        return [
            action._replace(anyway=True)
            for action in conflicts
            if (action.id in there and there[action.id] < action.seq)
            or (action.id not in there and self._anyway and action.body)
        ]

    def _refused(self, action: Action, reason: str) -> Exception:
        return self._client.error(f"document {action.id} is refused: {reason}")
