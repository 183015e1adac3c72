"""The page in a real browser: Debian's Chromium, driven by playwright."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn

import souwen
from souwen.web.app import create_app
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Request

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples" / "pages"
CHROMIUM = shutil.which("chromium")
NO_PLAYWRIGHT = "needs a browser: pip install 'souwen[browser]'"
PATIENCE = 90_000  # ms; a busy machine is no fault of the page
HOSTILE = [
    {"id": "markup", "title": "恶意<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"},
    {"id": "script", "title": "恶意链接", "url": "javascript:alert(3)"},
    {"id": "bidi", "title": "恶意\u202eabc\u2066方向\x1b[31m\x00"},
    {"id": "long", "title": "恶意" * 4000, "channel": "频\u202e道<i>" * 40},
    {"id": "letters", "title": "恶意" + "W" * 8000, "url": "https://example.com/" + "x" * 900},
    {"id": "gpt", "title": "ChatGPT能写病历吗", "body": "能写，要改。"},
    {"id": "marks", "title": "恶意" + "e\u0301\u0302\u0303\u0304" * 200},
]


class Server:
    """A server in a thread of this process, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = create_app(souwen.open(folder), Settings())
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        given = {"sockets": [self._socket]}
        self._thread = threading.Thread(target=self._server.run, kwargs=given, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """End it, with what it holds."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server over the sample pages and documents that mean no good."""
    folder = tmp_path_factory.mktemp("browser")
    dump = folder / "hostile.jsonl"
    rows = [{"body": "恶意正文。" * 30, **row} for row in HOSTILE]
    dump.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    with souwen.open(folder / "data") as engine:
        engine.add([SAMPLES, dump], name="samples")
    running = Server(folder / "data")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium, or skip."""
    if CHROMIUM is None:
        pytest.skip("needs a browser: apt-get install chromium fonts-noto-cjk")
    api = pytest.importorskip("playwright.sync_api", reason=NO_PLAYWRIGHT)
    api.expect.set_options(timeout=PATIENCE)
    with api.sync_playwright() as playwright:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=as_root)
        yield browser
        browser.close()


class Visit:
    """A page of the server in a browser, with what it asked for and what went wrong.

    Attributes:
        page: of playwright.
        requests: the addresses that it asked for, in order, but what is always the same.
        hosts: all that it asked.
        faults: what the console says, and what ran that must not.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.faults.append("dialog"), dialog.dismiss()))
        # Chromium knows of input methods by its protocol only.
        self._protocol: CDPSession = context.new_cdp_session(self.page)

    def _asked(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)
        if "/static/" not in request.url:
            self.requests.append(request.url)

    def _said(self, message: Any) -> None:
        # That a page of trouble has its status of HTTP is no fault.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def go(self, url: str) -> Visit:
        """Go to an address of the server, and forget what came before."""
        self.page.goto(self.address + url)
        self.requests.clear()
        return self

    def queries(self) -> list[str]:
        """Return the queries that were searched, in order."""
        asked = [urlsplit(url) for url in self.requests]
        return [parse_qs(url.query).get("q", [""])[0] for url in asked if url.path == "/"]

    def suggested(self) -> list[str]:
        """Return the texts that suggestions were asked for, in order."""
        asked = [urlsplit(url) for url in self.requests]
        return [parse_qs(url.query)["q"][0] for url in asked if url.path.endswith("/suggest")]

    def compose(self, text: str) -> None:
        """Let an input method show a text that is not final."""
        self._key_of_composition()
        given = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        self._protocol.send("Input.imeSetComposition", given)

    def compose_end(self, text: str) -> None:
        """Let an input method put its text in."""
        self._key_of_composition()
        self._protocol.send("Input.insertText", {"text": text})

    def _key_of_composition(self) -> None:
        key = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process"}
        self._protocol.send("Input.dispatchKeyEvent", key)

    def composition_key(self, key: str) -> None:
        """Press a key that an input method takes for itself."""
        given = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": key}
        self._protocol.send("Input.dispatchKeyEvent", given)

    def is_settled(self, query: str) -> None:
        """Wait until the results of a query are shown."""
        self.page.wait_for_function(
            "query => new URL(location.href).searchParams.get('q') === query"
            " && document.title.startsWith(query)"
            " && document.querySelector('#found [data-total]')",
            arg=query,
        )

    def total(self) -> int:
        """Return the count of documents as it is shown."""
        return int(self.page.inner_text("[data-total]"))


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """Return an opener of pages, with options of a browser; none of them may show a fault."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def begin(url: str = "/", **options: Any) -> Visit:
        given = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, **options}
        context = chromium.new_context(**given)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visits.append(Visit(context, server.address))
        return visits[-1].go(url)

    yield begin
    for context in contexts:
        context.close()
    assert [fault for one in visits for fault in one.faults] == []
    assert {host for one in visits for host in one.hosts} <= {urlsplit(server.address).netloc}
