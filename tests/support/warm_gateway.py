"""A gateway that is killed and starts again within a few tens of milliseconds.

One process imports `kiosk.gateway.server` and forks itself for every life. A life is `main` with the command line of
`python -m kiosk.gateway`; it has memory, sockets and files of its own, and SIGKILL takes them as it does any process's.
Only the interpreter's start and the imports are saved.

Run as a program: each line on stdin is a command line in JSON, and answered by the process id, the gateway's own line
once it serves, and "ended". A life reads the same stdin, so that it ends with the test; nothing is written there while
one lives.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from kiosk.gateway.embedded import EmbeddedGateway

LISTENING, ENDED = b"listening ", b"ended\n"
PORTS = range(20_000, 32_000)
"""Below those that the kernel gives to clients (ip(7), ip_local_port_range): nobody takes it between two lives."""


class WarmGateway:
    """A context manager; nothing serves before `start`.

    Args:
        settled: says where state, certificates and keys are; it is not started.
    """

    def __init__(self, settled: EmbeddedGateway, catalogue_dir: Path, terminal_id: str) -> None:
        self._port = _free_port()
        self._arguments = ["--state", str(settled.state_dir), "--catalogue", str(catalogue_dir)]
        self._arguments += ["--terminal", terminal_id, "--port", str(self._port), "--ends-with-stdin"]
        with (settled.state_dir / "gateway.log").open("ab") as log:
            self._forks = subprocess.Popen(
                [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
            )
        self._pid = 0

    @property
    def base_url(self) -> str:
        return f"https://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Begin a life and wait until it serves."""
        assert self._forks.stdin
        self._forks.stdin.write(json.dumps(self._arguments).encode() + b"\n")
        self._pid = int(self._line())
        line = self._line()
        assert line.startswith(LISTENING), f"it did not come up: {line!r}, see gateway.log"

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        os.kill(self._pid, signal.SIGKILL)
        line = self._line()
        assert line == ENDED, line

    def _line(self) -> bytes:
        assert self._forks.stdout
        return self._forks.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._forks.stdin
        assert self._forks.stdout
        self._forks.stdin.close()
        self._forks.wait()
        self._forks.stdout.close()


def _free_port() -> int:
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


def main() -> None:
    from kiosk.gateway.server import main as serve

    while line := sys.stdin.readline():
        life = os.fork()
        if life == 0:
            os.write(1, b"%d\n" % os.getpid())
            os._exit(serve(json.loads(line)))
        os.waitpid(life, 0)
        os.write(1, ENDED)


if __name__ == "__main__":
    main()
