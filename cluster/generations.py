"""The indices behind one name: `NAME` is an alias of the live one of `NAME-000001`, `NAME-000002`.

A rebuild makes the next one beside it, and one call turns the alias around.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..corpus.errors import ClusterError
from .address import GENERATION
from .clauses import EVERYTHING
from .client import CLAUSES, MOST_CLAUSES
from .mapping import WHOLE, changed_fields, index_body, meta_of
from .state import not_ours

if TYPE_CHECKING:
    from .client import Client

_NOT_FOUND = 404
_MOST_SHARDS = 8  # of an index that nobody planned
_STUCK = 60.0  # seconds after which copies are given up of which none is being made
_WAIT_A_TIME = 15  # seconds


class Generations:
    """The indices of an address.

    Args:
        client: of the cluster.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.name = client.address.name

    def all(self) -> dict[str, bool]:
        """Return the names of all that are there, each with whether it is the live one."""
        answer = self._client.answer(
            "GET", f"/{self.name}-*", params={"filter_path": "*.aliases,*.mappings._meta"}
        )
        found = answer.body if answer.ok and isinstance(answer.body, dict) else {}
        return {
            index: self.name in about.get("aliases", {})
            for index, about in sorted(found.items())
            if GENERATION.fullmatch(index.removeprefix(self.name))
            and meta_of(about.get("mappings", {})) is not None
        }

    def live(self) -> list[str]:
        """Return the indices that the name is an alias of.

        Raises:
            DamagedError: it is that of an index, or an alias of others; they are left alone.
        """
        answer = self._client.answer("GET", f"/{self.name}/_alias")
        if answer.status == _NOT_FOUND:
            return []
        if not answer.ok:
            raise self._client.error(f"/{self.name}: {answer.reason}")
        found = sorted(answer.body)
        if self.name in found:
            raise not_ours(self._client, f"{self.name} is an index that is not one of souwen")
        for index in found:
            if not GENERATION.fullmatch(index.removeprefix(self.name)):
                raise not_ours(self._client, f"{self.name} is an alias of {index}, not of souwen's")
        return found

    def create(self, shards: int | None = None) -> str:
        """Create the next index, empty, and return its name.

        Args:
            shards: by default one for each machine that keeps documents.
        """
        self._take_long_queries()
        number = max((int(index[-6:]) for index in [*self.all(), *self.live()]), default=0) + 1
        name = f"{self.name}-{number:06d}"
        if shards is None:
            health = self._client.ask("GET", "/_cluster/health")
            shards = min(max(int(health["number_of_data_nodes"]), 1), _MOST_SHARDS)
        answer = self._client.answer("PUT", f"/{name}", index_body(shards))
        # Where the answer to the first try was lost, the second finds what that made.
        if not answer.ok and "resource_already_exists" not in answer.reason:
            raise self._client.error(f"/{name}: {answer.reason}")
        return name

    def _take_long_queries(self) -> None:
        """Let the cluster take as many clauses as a long query has, where that may be set."""
        path, whole = "/_cluster/settings", {"include_defaults": "true", "flat_settings": "true"}
        # Before 2.16 it stands in a file; where it cannot be set, the longest queries say so.
        with suppress(ClusterError):
            known = self._client.ask("GET", path, params={**whole})
            found = known["defaults"] | known["persistent"] | known["transient"]
            if int(found.get(CLAUSES, MOST_CLAUSES)) < MOST_CLAUSES:
                self._client.answer("PUT", path, {"persistent": {CLAUSES: MOST_CLAUSES}})

    def switch(self, index: str, before: list[str]) -> None:
        """Make an index whole, with copies on other machines, and then the live one, in one call.

        Args:
            index: the new one.
            before: what was live when it was begun.

        Raises:
            ClusterError: its copies cannot be made, or another was made meanwhile; the old one
                stays the live one.
        """
        self._client.ask("POST", f"/{index}/_refresh")
        self._client.ask("PUT", f"/{index}/_settings", WHOLE)
        self._wait_for_copies(index)
        if self.live() != before:
            raise self._client.error("another process has built the index anew meanwhile")
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self.name}} for old in before
        ]
        actions.append({"add": {"index": index, "alias": self.name, "filter": EVERYTHING}})
        answer = self._client.answer("POST", "/_aliases", {"actions": actions})
        if not answer.ok and self.live() != [index]:
            raise self._client.error(f"the name cannot be given to {index}: {answer.reason}")

    def _wait_for_copies(self, index: str) -> None:
        """Wait until every shard has its copies, for as long as any of them is being made."""
        since = time.monotonic()
        while True:
            answer = self._client.answer(
                "GET",
                f"/_cluster/health/{index}",
                params={"wait_for_status": "green", "timeout": f"{_WAIT_A_TIME}s"},
            )
            health = answer.body if isinstance(answer.body, dict) else {}
            if health.get("status") == "green":
                return
            if health.get("initializing_shards") or health.get("relocating_shards"):
                since = time.monotonic()
            elif time.monotonic() - since > _STUCK:
                raise self._client.error(f"{index} does not become green: look at _cluster/health")

    def remove(self, index: str) -> None:
        """Delete an index that is not live; what cannot be deleted now stays for the next time."""
        try:
            self._client.answer("DELETE", f"/{index}")
        except ClusterError:
            return

    def remove_others(self, kept: str) -> None:
        """Delete what rebuilds left: indices that were replaced, or never became the live one."""
        for index, is_live in self.all().items():
            if not is_live and index != kept:
                self.remove(index)

    def check(self, index: str) -> None:
        """Compare the fields of an index with what they were made as.

        Raises:
            DamagedError: somebody changed them.
        """
        found = self._client.ask("GET", f"/{index}/_mapping")
        for about in found.values():
            if changed := changed_fields(about["mappings"]):
                names = ", ".join(changed[:5])
                raise not_ours(self._client, f"its mapping is not what it was made with: {names}")
