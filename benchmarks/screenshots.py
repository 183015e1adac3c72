"""Take the pictures of the page that the docs show: `make screenshots`.

Over the sample pages, in Debian's Chromium (`apt-get install chromium fonts-noto-cjk`).
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

import souwen
from souwen.web.app import create_app
from souwen.web.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LARGEST = 200_000  # bytes of a picture
WIDE, NARROW = {"width": 1360, "height": 580}, {"width": 390, "height": 760}


def serve(folder: Path) -> str:
    """Serve a folder until this process ends; return the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(souwen.open(folder), Settings()), log_level="warning")
    )
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def main() -> int:
    """Take them all; 1 where one is too large."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        with souwen.open(folder) as engine:
            engine.add([ROOT / "samples" / "pages"], name="样例")
        address = serve(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        for name, window, scheme in (
            ("page", WIDE, "light"),
            ("page-dark", WIDE, "dark"),
            ("page-narrow", NARROW, "light"),
        ):
            context = browser.new_context(viewport=window, color_scheme=scheme, locale="zh-CN")
            page = context.new_page()
            page.goto(f"{address}/?q=医保")  # so that what is shown is as quick as usual
            if name == "page":
                page.goto(f"{address}/?q=社保基数")
                page.keyboard.press("Escape")
                page.keyboard.press("j")
                page.wait_for_selector(".preview mark")
            elif name == "page-dark":
                page.goto(f"{address}/")
                page.type("#q", "养老")
                page.wait_for_selector("[role=option]")
            else:
                page.goto(f"{address}/?q=生育津贴 岳阳")
            page.wait_for_timeout(300)
            page.screenshot(path=DOCS / f"{name}.png")
            context.close()
        browser.close()
    sizes = {path.name: path.stat().st_size for path in sorted(DOCS.glob("page*.png"))}
    print("\n".join(f"docs/{name}: {size:,} bytes" for name, size in sizes.items()))
    return int(max(sizes.values()) > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
