"""The command that serves a data folder to browsers and programs: serve."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import webbrowser
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import click

from ..corpus.errors import RequestError, SouwenError
from ..language.harmless import harmless
from ..messages import language
from ..messages import said as _
from ..web.settings import PORT
from ..web.settings import Settings as ServerSettings
from .advice import given
from .arguments import Settings, examples, number_option
from .demo import FOLDER
from .exits import ExitCode
from .interrupts import ends_with
from .render import shown_path
from .terminal import tell

_NEEDED = frozenset({"starlette", "uvicorn", "jinja2", "h11", "anyio"})
# Of networks for examples: a way there is looked for, and nothing is sent.
_SOMEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
_DEFAULT = click.core.ParameterSource.DEFAULT


@click.command(
    epilog=examples(
        "serve --open",
        "serve --host 0.0.0.0 --allow-host 书房.local --token-file token",
        "serve --workers 2",
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@number_option(
    "--port", least=0, most=65535, default=PORT, help="The port; 0 for any that is free."
)
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="NAME",
    help="Answer to this name too: of a proxy, of this machine in its network.",
)
@click.option(
    "--token-file",
    metavar="FILE",
    help="Ask for one of the tokens in this file, a line each.",
)
@click.option("--allow-anonymous", is_flag=True, help="Ask strangers for nothing.")
@number_option("--workers", least=1, most=64, default=1, help="How many processes.")
@number_option(
    "--threads", least=1, most=64, default=4, help="How many requests a process works on at once."
)
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def serve(  # noqa: PLR0913 - the options of a server
    context: click.Context,
    *,
    host: str,
    port: int,
    allow_hosts: tuple[str, ...],
    token_file: str | None,
    allow_anonymous: bool,
    workers: int,
    threads: int,
    open_: bool,
) -> int:
    """Serve a page to search on, and an API, until Ctrl-C.

    Only this machine can reach it, unless --host names another address; then a token is needed, or
    --allow-anonymous. Documents that are added meanwhile are found at once.
    """
    try:
        from ..web import serve as server  # noqa: PLC0415 - the extra `web`
        from ..web.guard import is_host  # noqa: PLC0415
    except ModuleNotFoundError as error:
        lacking = (error.name or "").split(".")[0]
        if lacking not in _NEEDED:
            raise
        raise SouwenError(f"serve needs {lacking}: pip install 'souwen[web]'") from None
    for name in allow_hosts:
        if not is_host(name):
            raise RequestError(f"--allow-host: {name!r} is no name of a host")
    tokens = _tokens(token_file)
    if tokens and allow_anonymous:
        raise RequestError("--token-file and --allow-anonymous exclude each other")
    listening = server.bind(host, port)
    with listening:
        if not (_is_loopback(listening) or tokens or allow_anonymous):
            raise RequestError(
                f"{host} can be reached from other machines: give --token-file FILE, or "
                "--allow-anonymous"
            )
        settings = _settings(context)
        if settings is not context.obj:
            given(settings.data)
        here, *elsewhere = _urls(host, listening)
        served = _("souwen: {data} is served at {url} (Ctrl-C ends it)")
        data = harmless(settings.index or shown_path(settings.data))
        tell(served.format(data=data, url=_(", elsewhere at ").join([here, *elsewhere])))
        ends_with(_("the server has ended"))
        if open_:
            # The browser waits in the socket's queue until it is answered.
            threading.Thread(target=_open_page, args=(here,), daemon=True).start()
        options = ServerSettings(allow_hosts, tokens, threads, lang=language())
        server.serve(settings.open, options, listening, workers)
    return ExitCode.DONE


def _settings(context: click.Context) -> Settings:
    """Return what stands before the command; of the demo, where nothing else is there."""
    settings: Settings = context.obj
    is_default = context.find_root().get_parameter_source("data") is _DEFAULT
    is_there = Path(settings.data).exists() or settings.index is not None
    if is_default and not is_there and Path(FOLDER).is_dir():
        return replace(settings, data=FOLDER)
    return settings


def _tokens(file: str | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        lines = Path(file).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise RequestError(f"--token-file {file}: {why}") from None
    tokens = tuple(line.strip() for line in lines if line.strip() and line[0] != "#")
    if not tokens:
        raise RequestError(f"--token-file {file}: there is no token in it")
    return tokens


def _is_loopback(listening: socket.socket) -> bool:
    return ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback


def _urls(host: str, listening: socket.socket) -> list[str]:
    """Return the addresses that a browser can open: of this machine, and in its network."""
    address, port = listening.getsockname()[:2]
    hosts = [host]
    if ip_address(address.partition("%")[0]).is_unspecified:
        outside = _address_in_the_network(listening.family)
        hosts = ["::1" if ":" in address else "127.0.0.1", *([outside] if outside else [])]
    return [f"http://{f'[{name}]' if ':' in name else name}:{port}/" for name in hosts]


def _address_in_the_network(family: socket.AddressFamily) -> str | None:
    """Return the address from which this machine would speak to others; nothing is sent."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((_SOMEWHERE[family], 9))
        except OSError:  # there is no network
            return None
        return str(probe.getsockname()[0])


def _open_page(url: str) -> None:
    """Open a page in the browser; what the program that does so says is nobody's business."""
    if os.name == "nt":
        is_open = webbrowser.open(url)
    else:
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        try:
            is_open = not subprocess.run(  # noqa: S603 - the address is ours
                [opener, url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
        except OSError:
            is_open = False
    if not is_open:
        tell(_("souwen: no browser could be opened: open {url} yourself").format(url=url))
