"""The state document of an index: which change of which corpus it has reached, who writes.

It stands among the documents and is none: it has none of their fields. Asking for it by the name of
the alias tells in one request which index is live and what it has reached. Whoever writes replaces
it only as they know it, so that of two writers the second is noticed by the first.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..corpus.documents import now
from ..corpus.errors import DamagedError, OutdatedError
from .mapping import made_with

if TYPE_CHECKING:
    from .client import Client

#: The ids of the two documents that are none.
STATE, DICTIONARY = "souwen-state", "souwen-dictionary"
_NOT_FOUND, _CONFLICT = 404, 409
_REMEDY = "build it anew with `souwen reindex`"
_OTHER = "give that one with --data, or another --index; `souwen reindex` replaces it by this one"


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an index.

    Attributes:
        index: its name, not that of the alias.
        seq: the change of the corpus that it has reached.
        corpus: the id of that corpus, None where it has none.
        made_with: what decides what it holds of a document.
        dictionary: a digest of the person's own words that are kept with it, "" for none.
        owner: who wrote last.
        version: (sequence number, primary term) of the document; both change with each write.
    """

    index: str
    seq: int = 0
    corpus: str | None = None
    made_with: str = ""
    dictionary: str = ""
    owner: str = ""
    version: tuple[int, int] = (-1, -1)

    def check(self, address: object) -> None:
        """Raise where this version cannot use it.

        Raises:
            OutdatedError: it was made with something else.
        """
        if self.made_with != made_with():
            reason = f"made with {self.made_with or 'nothing known'}, not {made_with()}"
            raise OutdatedError(str(address), reason, _REMEDY)


def read_state(client: Client, index: str) -> State | None:
    """Return the state of an index by its name or its alias; None where there is no such index.

    Raises:
        DamagedError: it is no index of ours.
        ClusterError: the cluster cannot be asked.
    """
    answer = client.answer("GET", f"/{index}/_doc/{STATE}")
    if answer.status == _NOT_FOUND and "index_not_found" in answer.reason:
        return None
    if answer.status == _NOT_FOUND:
        reason = "there is no state in it: it is not one of souwen, or somebody changed it"
        raise not_ours(client, reason)
    if not answer.ok:
        raise client.error(f"/{index}: {answer.reason}")
    try:
        found = answer.body
        kept = found["_source"]["state"]
        return State(
            found["_index"],
            int(kept["seq"]),
            kept["corpus"],
            kept["made_with"],
            kept["dictionary"],
            kept["owner"],
            (found["_seq_no"], found["_primary_term"]),
        )
    except (LookupError, TypeError, ValueError):
        raise not_ours(client, "its state is not what souwen writes") from None


def not_ours(client: Client, reason: str) -> DamagedError:
    """Return what to raise where an index is none that can be used."""
    return DamagedError(str(client.address), reason, _REMEDY)


def of_another(client: Client) -> DamagedError:
    """Return what to raise where an index is that of another corpus."""
    return DamagedError(str(client.address), "it is the index of another corpus", _OTHER)


class Fence:
    """Writes the state of one index, as long as nobody else does.

    Args:
        client: of the cluster.
        state: as it was read.
    """

    def __init__(self, client: Client, state: State) -> None:
        self._client = client
        self.state = replace(state, owner=secrets.token_hex(8))

    def write(self, **changes: Any) -> State:  # noqa: ANN401 - fields of a state
        """Replace the state.

        Args:
            changes: fields of it.

        Raises:
            ClusterError: somebody else writes to the index, or it cannot be written.
        """
        state = replace(self.state, **changes)
        names = ("seq", "corpus", "made_with", "dictionary", "owner")
        kept = {name: getattr(state, name) for name in names}
        params: dict[str, object] = {"op_type": "create"}
        if state.version[0] >= 0:
            params = dict(zip(("if_seq_no", "if_primary_term"), state.version, strict=True))
        body = {"state": {**kept, "written": now()}}
        answer = self._client.answer("PUT", f"/{state.index}/_doc/{STATE}", body, params)
        if answer.status == _CONFLICT:
            # A write of which the answer was lost, and that was sent again, is one of ours.
            there = read_state(self._client, state.index)
            if there is None or replace(there, version=state.version) != state:
                raise self._client.error(
                    f"another process writes to {state.index}, too: what this one sent stays, and "
                    "does not count as done; let only one machine write to an index"
                )
            self.state = there
        elif not answer.ok:
            raise self._client.error(f"/{state.index}: {answer.reason}")
        else:
            version = (answer.body["_seq_no"], answer.body["_primary_term"])
            self.state = replace(state, version=version)
        return self.state
