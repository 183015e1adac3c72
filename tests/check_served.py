"""Check an installed souwen: its page and its API answer, in Chinese too, with all their files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urljoin
from urllib.request import Request, urlopen


def main() -> None:
    """Serve the demo's folder on any free port, and ask for what a browser asks for."""
    command = [
        Path(sys.executable).with_name("souwen"),
        "--data",
        "souwen-demo",
        "serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as server:
        assert server.stderr is not None
        try:
            told = re.search(r"http://\S+", server.stderr.readline())
            assert told is not None
            _ask(told[0])
        finally:
            server.terminate()


def _ask(address: str) -> None:
    page = _get(urljoin(address, f"?q={quote('社保基数')}"))
    assert "条" in page
    files = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|svg)[^"]*)"', page)
    assert len(files) >= 3, files
    for name in files:
        assert _get(urljoin(address, name))
    assert '"openapi"' in _get(urljoin(address, "/api/v1/openapi.json"))


def _get(address: str) -> str:
    request = Request(address, headers={"Accept-Language": "zh-CN"})
    with urlopen(request, timeout=60) as answer:
        text: str = answer.read().decode()
    return text


if __name__ == "__main__":
    main()
