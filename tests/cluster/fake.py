"""A tiny server in the place of a cluster, for answers that a real one gives only now and then."""

from __future__ import annotations

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from souwen.cluster.address import Address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answers = Callable[[str, str, bytes], tuple[int, Any]]

#: What a node says of itself.
ABOUT = {"version": {"number": "2.19.6", "distribution": "opensearch"}}


class FakeCluster:
    """Answers as a function says, and keeps what it was asked; a context manager.

    Args:
        answers: given the method, the path and the body; gives a status and values, or bytes.
        about: what it says of itself.
        certificate: a file of a certificate and its key, to answer with TLS.
    """

    def __init__(
        self, answers: Answers, about: object = ABOUT, certificate: Path | None = None
    ) -> None:
        self.asked: list[tuple[str, str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                fake.headers.append(dict(self.headers))
                if self.path == "/" and about is not None:
                    status, values = 200, about
                else:
                    fake.asked.append((self.command, self.path, body))
                    status, values = answers(self.command, self.path, body)
                data = values if isinstance(values, bytes) else json.dumps(values).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - the base's

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._scheme = "http" if certificate is None else "https"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # A stranger to the certificate hangs up in the thread that answers, not in the other.
            listening = self._server.socket
            self._server.socket = context.wrap_socket(
                listening, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> Address:
        """Where it is, as that of an index."""
        return Address(self._scheme, (("127.0.0.1", self._server.server_address[1]),), "souwen")
