"""Serving the gateway: HTTPS with client certificates on the loopback, one line on stdout when ready.

With `--ends-with-stdin` it never outlives the process that started it, such as a terminal; else it runs until SIGTERM.
"""

import argparse
import asyncio
import logging
import os
import re
import socket
import ssl
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kiosk.gateway.app import create_app
from kiosk.gateway.catalogue import CatalogueError
from kiosk.gateway.check import Checker
from kiosk.gateway.check_server import CheckServer
from kiosk.gateway.commands import PURGE_DAYS
from kiosk.gateway.faults import FaultFileError, ScriptedFaults
from kiosk.gateway.notices import NoticesError
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.gateway.purge import DailyPurge
from kiosk.gateway.register import StoreUnavailable
from kiosk.gateway.terminals import common_name_of, key_id_of_certificate
from kiosk.gateway.workers import lead

READY = "listening "
"""What the one line on stdout begins with; the base URL follows."""

_KEEP_ALIVE_S = 75
_SHUTDOWN_S = 2
_TERMINAL_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class TerminalProtocol(H11Protocol):
    """HTTP/1.1 that tells each request who sent it: `state.terminal_id` (the certificate's common name, "" when that is
    no terminal id), `state.key_id` (the name of its key), and `state.connection`, the transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        tls = cast("ssl.SSLObject", transport.get_extra_info("ssl_object"))
        key_id = key_id_of_certificate(tls.getpeercert(binary_form=True) or b"")
        told = {"terminal_id": _common_name(tls), "key_id": key_id, "connection": transport}
        self.app_state = {**self.app_state, **told}

    @property
    def is_idle(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is None or bool(cycle.response_complete)


def _common_name(tls: ssl.SSLObject) -> str:
    subject = cast("tuple[tuple[tuple[str, str], ...], ...]", (tls.getpeercert() or {}).get("subject", ()))
    names = [value for relative in subject for key, value in relative if key == "commonName"]
    return names[0] if len(names) == 1 and _TERMINAL_ID.fullmatch(names[0]) else ""


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets
        host, port = cast("tuple[str, int]", sockets[0].getsockname())
        sys.stdout.write(f"{READY}https://{host}:{port}\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let running requests finish; idle kept-alive connections are cut, for TLS would wait for their goodbye."""
        for connection in cast("set[object]", self.server_state.connections):
            if isinstance(connection, TerminalProtocol) and connection.is_idle:
                connection.transport.abort()
        await super().shutdown(sockets)

    def stop_when_stdin_closes(self) -> None:
        def watch() -> None:
            while os.read(0, 1024):
                pass
            self.should_exit = True

        threading.Thread(target=watch, name="stdin", daemon=True).start()


def main(arguments: list[str] | None = None) -> int:
    """`python -m kiosk.gateway`; exit code 2 for a file that is wrong, and for a port that is taken."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    paths = GatewayPaths(options.state)
    ensure_pki(paths, options.terminal, datetime.now(UTC))
    if options.workers > 1 and not options.database:
        logging.getLogger(__name__).error("several workers need --database: SQLite has one writing process")
        return 2
    try:
        app = create_app(_settings(options), ScriptedFaults.load(options.faults) if options.faults else None)
        platform = cast("Platform", app.state.platform)
        _admit(platform, options)
        listener = _listener(options)
        check = _check_server(platform, paths, options)
    except (CatalogueError, NoticesError, FaultFileError, StoreUnavailable, OSError, ValueError) as error:
        logging.getLogger(__name__).error("%s", error)
        return 2
    if check:
        check.start()
        logging.getLogger(__name__).info("receipts are checked at %s", check.address)
    if options.workers > 1:
        if not check:
            platform.store.close()
        follow = options.ends_with_stdin
        return lead(_worker_arguments(options), options.workers, listener, ready=READY, ends_with_stdin=follow)
    server = _server(app, paths)
    if options.ends_with_stdin:
        server.stop_when_stdin_closes()
    purge = DailyPurge(platform.store, platform.chunks, options.purge_days) if options.purge_days else None
    if purge:
        purge.start()
    server.run([listener])
    if purge:
        purge.stop()
    if check:
        check.stop()
    platform.store.close()
    return 0


def _settings(options: argparse.Namespace) -> GatewaySettings:
    return GatewaySettings(
        state_dir=options.state,
        catalogue_dir=options.catalogue,
        database=options.database,
        notices_file=options.notices,
        citizens_file=options.citizens,
        orders_file=options.orders,
    )


def _server(app: FastAPI, paths: GatewayPaths) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            http=TerminalProtocol,
            loop="asyncio",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_SHUTDOWN_S,
            ssl_context_factory=lambda _config, _default: _tls(paths),
        )
    )


def _check_server(platform: Platform, paths: GatewayPaths, options: argparse.Namespace) -> CheckServer | None:
    """Raises OSError: its port is taken."""
    if options.check_port is None:
        return None
    checker = Checker(platform.store, platform.keys, platform.settings.now)
    return CheckServer(checker, paths, socket.create_server((options.host, options.check_port)))


def _admit(platform: Platform, options: argparse.Namespace) -> None:
    """Enrol and revoke what the command line says. Raises ValueError for what is no certificate."""
    now = datetime.now(UTC)
    paths = GatewayPaths(options.state)
    for terminal_id in options.terminal:
        platform.terminals.enrol(terminal_id, paths.terminal_cert(terminal_id).read_bytes(), now)
    for file in options.enrol:
        certificate = file.read_bytes()
        platform.terminals.enrol(common_name_of(certificate), certificate, now)
    for terminal_id in options.revoke:
        platform.terminals.revoke(terminal_id, now)


def _worker_arguments(options: argparse.Namespace) -> list[str]:
    given = ["--state", str(options.state), "--catalogue", str(options.catalogue), "--database", options.database]
    given += ["--purge-days", str(options.purge_days)]
    given += ["--notices", str(options.notices)] if options.notices else []
    given += ["--citizens", str(options.citizens)] if options.citizens else []
    given += ["--orders", str(options.orders)] if options.orders else []
    return given + (["--faults", str(options.faults)] if options.faults else [])


def _tls(paths: GatewayPaths) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(paths.ca_cert))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(paths.server_cert, paths.server_key)
    return context


def _listener(options: argparse.Namespace) -> socket.socket:
    if options.listen_fd is not None:
        return socket.socket(fileno=options.listen_fd)
    return socket.create_server((options.host, options.port))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kiosk.gateway", description="The reference central platform.")
    parser.add_argument("--state", type=Path, required=True, help="directory for certificates, keys and the database")
    parser.add_argument("--catalogue", type=Path, required=True, help="directory of item files")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 = any free one")
    parser.add_argument("--check-port", type=int, help="page on which anybody checks a receipt; none without")
    parser.add_argument("--listen-fd", type=int, help="serve on this listening socket, inherited from the parent")
    parser.add_argument("--terminal", action="append", default=[], help="make a certificate for this terminal id")
    parser.add_argument("--enrol", action="append", type=Path, default=[], help="let in this certificate (PEM)")
    parser.add_argument("--revoke", action="append", default=[], help="let this terminal id in no more")
    parser.add_argument("--database", default="", help="postgresql:// address; SQLite in the state directory without")
    parser.add_argument("--workers", type=int, default=1, help="processes that serve; several need --database")
    parser.add_argument("--faults", type=Path, help="fault file; its entries for the platform are obeyed")
    parser.add_argument("--citizens", type=Path, help="register of the simulated national identity service (TOML)")
    parser.add_argument("--orders", type=Path, help="demo orders that can be picked up (TOML), taken in at the start")
    parser.add_argument("--notices", type=Path, help="file of notices; notices.toml in the state directory without")
    parser.add_argument(
        "--purge-days",
        type=int,
        default=PURGE_DAYS,
        help="remove chunks whose envelope did not come in so many days; 0 = never",
    )
    parser.add_argument("--ends-with-stdin", action="store_true", help="stop when stdin closes (child processes)")
    return parser
