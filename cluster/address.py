"""Where an index on a cluster is: `opensearch+https://host1:9200,host2:9200/NAME`."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..corpus.errors import ClusterError, RequestError
from ..language.harmless import harmless

_PORT = 9200
_FORM = "opensearch+https://HOST:9200[,HOST2:9200]/NAME"
_ADDRESS = re.compile(r"opensearch\+(https?)://([^/?#]*)(?:/([^/?#]*)/?)?", re.ASCII)
_HOST = re.compile(
    r"(?P<host>[a-z0-9](?:[a-z0-9._-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(?P<port>\d{1,5}))?",
    re.ASCII | re.IGNORECASE,
)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}", re.ASCII)
_LAST_PORT = 65_535
#: The end of the name of an index; the one of an address is that of an alias of the newest.
GENERATION = re.compile(r"-(\d{6})", re.ASCII)


class Address(NamedTuple):
    """The nodes of a cluster, and the name of an index there.

    Attributes:
        scheme: http or https.
        hosts: (host, port) of each node that may be asked.
        name: of the index.
    """

    scheme: str
    hosts: tuple[tuple[str, int], ...]
    name: str

    @classmethod
    def read(cls, text: str) -> Address:
        """Read an address as a person wrote it.

        Raises:
            RequestError: it is none.
            ClusterError: no index can have such a name.
        """
        if "@" in text:  # it is not repeated: a password may be in it
            raise RequestError(
                "an address of an index names no user: set SOUWEN_CLUSTER_USER and "
                "SOUWEN_CLUSTER_PASSWORD"
            )
        shown = harmless(text[:200])
        match = _ADDRESS.fullmatch(text.strip())
        if match is None:
            raise RequestError(f"{shown!r} is no address of an index: write {_FORM}")
        scheme, hosts, name = match.groups()
        read = tuple(_host(host, shown) for host in hosts.split(","))
        if not name:
            raise RequestError(f"{shown!r} names no index: write {_FORM}")
        if not _NAME.fullmatch(name) or GENERATION.fullmatch(name[-7:]):
            raise ClusterError(
                f"{harmless(name[:100])!r} is no name of an index: up to 100 small letters a to z, "
                "digits, - and _, a letter or digit first, and no number of six digits behind a -"
            )
        return cls(scheme, tuple(dict.fromkeys(read)), name)

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch+{self.scheme}://{hosts}/{self.name}"


def _host(text: str, shown: str) -> tuple[str, int]:
    match = _HOST.fullmatch(text.strip())
    port = int(match["port"] or _PORT) if match else 0
    if match is None or not 0 < port <= _LAST_PORT:
        raise RequestError(f"{shown!r} is no address of an index: {text.strip()!r} is no host")
    return match["host"].lower(), port
