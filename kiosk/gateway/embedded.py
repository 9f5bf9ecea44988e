"""A gateway of one's own, as a child process: for `kiosk run` without a real platform, for journeys and for tests."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kiosk.gateway.paths import GatewayPaths

if TYPE_CHECKING:
    from kiosk.platform.schema import PlatformKeys

_READY = b"listening "
_STOP_S = 5.0


class GatewayStartError(RuntimeError):
    """The gateway did not come up; the message names its log file."""


class EmbeddedGateway:
    """Starts `python -m kiosk.gateway`, which ends with this process at the latest.

    `spawn` returns at once. From then on `base_url` is valid, and connections wait in the socket's queue until it
    serves; `wait_ready` returns when it does. `start` is both. Can be started again after `stop`.
    """

    def __init__(
        self,
        state_dir: Path,
        catalogue_dir: Path,
        *,
        terminal_id: str,
        faults_file: Path | None = None,
        port: int = 0,
        database: str = "",
        workers: int = 1,
        options: Sequence[str] = (),
    ) -> None:
        """Prepare; nothing is started or written yet.

        Args:
            terminal_id: the common name of the client certificate in `cert_file`.
            faults_file: a fault script whose entries for the platform are obeyed.
            port: 0 = any free one.
            database: `postgresql://` address; SQLite in `state_dir` without. workers: several need a database.
            options: further ones of the command line (`python -m kiosk.gateway --help`).
        """
        self._paths = GatewayPaths(state_dir)
        self._catalogue_dir = catalogue_dir
        self._terminal_id = terminal_id
        self._faults_file = faults_file
        self._port = port
        self._options = ["--database", database, "--workers", str(workers), *options]
        self._process: subprocess.Popen[bytes] | None = None
        self._base_url = ""

    @property
    def base_url(self) -> str:
        """`https://127.0.0.1:PORT`. Raises GatewayStartError before `spawn`."""
        if not self._base_url:
            raise GatewayStartError("not started")
        return self._base_url

    @property
    def ca_file(self) -> Path:
        return self._paths.ca_cert

    @property
    def cert_file(self) -> Path:
        return self._paths.terminal_cert(self._terminal_id)

    @property
    def key_file(self) -> Path:
        return self._paths.terminal_key(self._terminal_id)

    @property
    def state_dir(self) -> Path:
        return self._paths.state_dir

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def prepare(self) -> PlatformKeys:
        """Make certificates and keys now rather than in the child, and return the public ones. Idempotent."""
        from kiosk.gateway.pki import ensure_pki
        from kiosk.gateway.platform_keys import ensure_keys

        ensure_pki(self._paths, [self._terminal_id], datetime.now(UTC))
        return ensure_keys(self._paths).public()

    def spawn(self) -> None:
        """Start the process, unless it was started.

        Raises:
            OSError: the port is taken, or the state directory cannot be made.
        """
        if self._process:
            return
        self._paths.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._paths.log.touch(mode=0o600)
        with socket.create_server(("127.0.0.1", self._port)) as listener, self._paths.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                self._command(listener.fileno()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                pass_fds=(listener.fileno(),),
            )
            self._base_url = f"https://127.0.0.1:{listener.getsockname()[1]}"

    def wait_ready(self, timeout_s: float = 20.0) -> str:
        """Wait until it serves and return the base URL; called at most once per `spawn`.

        Raises:
            GatewayStartError: it ended, or said nothing in time; it is stopped then.
        """
        if not self._first_line(timeout_s).startswith(_READY):
            self.stop()
            raise GatewayStartError(f"no gateway: see {self._paths.log}")
        return self.base_url

    def start(self, timeout_s: float = 20.0) -> str:
        """`spawn` and `wait_ready`."""
        self.spawn()
        return self.wait_ready(timeout_s)

    def stop(self) -> None:
        """Close its stdin and wait for its end; kill it when that takes too long."""
        process, self._process, self._base_url = self._process, None, ""
        if process is None:
            return
        assert process.stdin
        assert process.stdout
        process.stdin.close()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self._process:
            self._process.kill()
            self.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def _command(self, listen_fd: int) -> list[str]:
        command = [sys.executable, "-m", "kiosk.gateway", "--state", str(self._paths.state_dir)]
        command += [
            "--catalogue",
            str(self._catalogue_dir),
            "--terminal",
            self._terminal_id,
            "--listen-fd",
            str(listen_fd),
            "--ends-with-stdin",
        ]
        command += self._options
        if self._faults_file:
            command += ["--faults", str(self._faults_file)]
        return command

    def _first_line(self, timeout_s: float) -> bytes:
        """What it wrote up to the first line feed; less when it ended or time ran out."""
        if self._process is None or self._process.stdout is None:
            return b""
        deadline_s = time.monotonic() + timeout_s
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n") and selector.select(max(0.0, deadline_s - time.monotonic())):
                piece = os.read(self._process.stdout.fileno(), 256)
                if not piece:
                    break
                line += piece
        return line if line.endswith(b"\n") else b""
