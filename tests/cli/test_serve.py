"""The command `serve` says what it cannot do, and hands the rest to the server."""

from __future__ import annotations

import os
import re
import socket
import sys
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.cli import serve as command
from souwen.web import serve as server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    from souwen.engine.engine import Engine
    from souwen.web.settings import Settings


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Settings, str, int]]:
    """Return what is served: the folder, the settings, the address, how many processes."""
    calls: list[tuple[Path, Settings, str, int]] = []

    def serve(
        open_engine: Callable[[], Engine], settings: Settings, listening: socket.socket, count: int
    ) -> None:
        with open_engine() as engine:
            calls.append((engine.folder, settings, listening.getsockname()[0], count))

    monkeypatch.setattr(server, "serve", serve)
    return calls


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that the browser is led to."""
    addresses: list[str] = []
    monkeypatch.setattr(command, "_open_page", addresses.append)
    return addresses


def test_it_serves(
    run: Run, served: list[Any], opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an option it is for this machine alone, with one process, and says where it is."""
    monkeypatch.chdir(tmp_path)
    ended = run("serve", "--port", "0")
    assert (ended.code, ended.out, opened) == (0, "", [])
    ((folder, settings, address, count),) = served
    assert (str(folder), address, count) == ("souwen-data", "127.0.0.1", 1)
    assert (settings.tokens, settings.allow_hosts, settings.threads) == ((), (), 4)
    said = "souwen: souwen-data is served at http://127.0.0.1:"
    assert ended.err.startswith(said)
    assert run("serve", "--port", "0", "--open").code == 0
    assert opened[0].startswith("http://127.0.0.1:")


def test_options_reach_the_server(run: Run, served: list[Any], tmp_path: Path) -> None:
    """Hosts, tokens, threads and processes are as they were given."""
    (tmp_path / "token").write_text("\ufeff# of the house\n first \n\n第二\n", "utf-8")
    line = ["serve", "--port", "0", "--host", "0.0.0.0", "--allow-host", "a.local", "--threads"]
    line += ["2", "--allow-host", "b.local", "--workers", "3", "--token-file"]
    assert run("--data", str(tmp_path), *line, str(tmp_path / "token")).code == 0
    ((_, settings, address, count),) = served
    assert (address, count, settings.threads) == ("0.0.0.0", 3, 2)
    assert settings.allow_hosts == ("a.local", "b.local")
    assert settings.tokens == ("first", "第二")


def test_an_address_that_can_be_opened_is_said(
    run: Run, served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all addresses together that of this machine is said, and that in its network."""
    line = ["--data", str(tmp_path), "serve", "--port", "0", "--allow-anonymous", "--host"]
    monkeypatch.setattr(command, "_address_in_the_network", lambda _: "192.0.2.7")
    said = run(*line, "0.0.0.0").err
    assert re.search(r"at http://127\.0\.0\.1:\d+/, elsewhere at http://192\.0\.2\.7:\d+/ ", said)
    monkeypatch.setattr(command, "_address_in_the_network", lambda _: None)
    assert re.search(r"at http://127\.0\.0\.1:\d+/ \(Ctrl-C", run(*line, "0.0.0.0").err)
    assert re.search(r"at http://127\.0\.0\.1:\d+/ \(Ctrl-C", run(*line, "127.0.0.1").err)
    assert len(served) == 3


def test_the_own_address_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is that of a socket; without a network there is none, and that is no fault."""
    address = command._address_in_the_network(socket.AF_INET)
    assert address is None or ip_address(address).version == 4
    monkeypatch.setitem(command._SOMEWHERE, socket.AF_INET, "255.255.255.255")
    assert command._address_in_the_network(socket.AF_INET) is None


@pytest.mark.skipif(os.name == "nt", reason="there it is Windows that opens it")
def test_a_browser_makes_no_noise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What opens the browser is not heard; where it fails, the address is said to be opened."""
    opener = tmp_path / ("open" if sys.platform == "darwin" else "xdg-open")
    monkeypatch.setenv("PATH", str(tmp_path))
    told = "souwen: no browser could be opened: open http://x/ yourself\n"
    command._open_page("http://x/")
    assert capfd.readouterr().err == told
    for code, said in ((0, ""), (3, told)):
        opener.write_text(f"#!/bin/sh\necho noise\necho noise >&2\nexit {code}\n")
        opener.chmod(0o755)
        command._open_page("http://x/")
        assert capfd.readouterr() == ("", said)


def test_the_demo_is_served_where_nothing_else_is(
    run: Run, served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `souwen demo` alone its folder is served; one that is named is served as it is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "souwen-demo").mkdir()
    assert "souwen-demo is served" in run("serve", "--port", "0").err
    assert run("--data", "souwen-data", "serve", "--port", "0").code == 0
    (tmp_path / "souwen-data").mkdir()
    assert run("serve", "--port", "0").code == 0
    assert [str(folder) for folder, *_ in served] == ["souwen-demo", "souwen-data", "souwen-data"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 can be reached from other machines: give --token-file"),
        (["--host", "::"], ":: can be reached from other machines"),
        (["--host", "a b"], "'a b' is no address of this machine"),
        (["--token-file", "none"], "--token-file none: No such file"),
        (["--token-file", "empty"], "--token-file empty: there is no token in it"),
        (["--token-file", "other"], "--token-file other: it is not UTF-8"),
        (["--token-file", "."], "--token-file .: Is a directory"),
        (["--token-file", "token", "--allow-anonymous"], "exclude each other"),
        (["--port", "65536"], "65536"),
        (["--workers", "0"], "0"),
        (["--threads", "x"], "x"),
    ],
)
def test_what_cannot_be_is_said(
    run: Run,
    served: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    says: str,
) -> None:
    """Each option that cannot be carried out is a line of its own, exit 2, and serves nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").write_text("\n# nothing\n")
    (tmp_path / "token").write_text("first\n")
    (tmp_path / "other").write_bytes(b"\xff\xfe")
    ended = run("serve", "--port", "0", *options)
    assert (ended.code, served) == (2, [])
    assert says in ended.err


def test_anonymous_strangers_may_be_let_in(run: Run, served: list[Any], tmp_path: Path) -> None:
    """Another address than loopback needs no token where somebody says so."""
    data = str(tmp_path)
    assert run("--data", data, "serve", "--port", "0", "--host", "0.0.0.0", "--allow-anonymous")
    assert [address for _, _, address, _ in served] == ["0.0.0.0"]


@pytest.mark.parametrize("lacking", ["starlette", "uvicorn", "jinja2"])
def test_without_the_extra_it_says_what_to_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    """Where a distribution is missing, one line has the command that installs all of them."""
    for name in [name for name in sys.modules if name.startswith("souwen.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(souwen, "web")
    for name in [name for name in sys.modules if name.split(".")[0] == lacking]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, lacking, None)  # type: ignore[arg-type]
    ended = run("serve", "--port", "0")
    assert (ended.code, ended.out) == (4, "")
    assert ended.err == f"souwen: serve needs {lacking}: pip install 'souwen[web]'\n"


@pytest.mark.parametrize(
    ("names", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C", "SOUWEN_LANG": "zh"}, "zh"),
        ({}, "en"),
    ],
)
def test_its_language_is_that_of_who_runs_it(
    run: Run,
    served: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: dict[str, str],
    lang: str,
) -> None:
    """A browser that prefers no language that there is gets the one of the server's locale."""
    for name in ("SOUWEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert run("--data", str(tmp_path), "serve", "--port", "0").code == 0
    assert served[0][1].lang == lang


@pytest.mark.parametrize("name", ["", "http://x.y/", "a b", "*.x.org", "a,b", "[::1"])
def test_a_host_that_none_can_be(run: Run, served: list[Any], name: str) -> None:
    """A name that no browser can send as its host is refused, and nothing is served."""
    ended = run("serve", "--port", "0", "--allow-host", name)
    assert (ended.code, served) == (2, [])
    assert ended.err.endswith(f"--allow-host: {name!r} is no name of a host\n")


@pytest.mark.parametrize("name", ["x.y", "x.y:80", "书房.local", "::1", "[::1]:80", "10.0.0.7"])
def test_a_host_that_one_can_be(run: Run, served: list[Any], name: str) -> None:
    """Names and addresses, with a port or without, are taken."""
    assert run("serve", "--port", "0", "--allow-host", name).code == 0
    assert served[0][1].allow_hosts == (name,)
