"""Several processes that serve on one listening socket. They end with the one that leads, and it with any of them."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence

_STOP_S = 10.0


def lead(arguments: Sequence[str], count: int, listener: socket.socket, *, ready: str, ends_with_stdin: bool) -> int:
    """Start workers, say that they are ready on stdout, and wait until one of them ends, or stdin where that counts.

    Args:
        arguments: of one worker's command line, without port and number of workers.
        ready: what the line on stdout begins with; the base URL follows.

    Returns:
        0, or 1 when a worker did not come up or ended by itself.
    """
    given = (*arguments, "--listen-fd", str(listener.fileno()), "--ends-with-stdin")
    command = [sys.executable, "-m", "kiosk.gateway", *given]
    workers = [
        subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(listener.fileno(),)
        )
        for _ in range(count)
    ]
    failed = not all(worker.stdout and worker.stdout.readline().startswith(ready.encode()) for worker in workers)
    if not failed:
        host, port = listener.getsockname()[:2]
        sys.stdout.write(f"{ready}https://{host}:{port}\n")
        sys.stdout.flush()
        failed = _first_to_end(workers, ends_with_stdin=ends_with_stdin)
    for worker in workers:
        assert worker.stdin
        worker.stdin.close()
    for worker in workers:
        try:
            worker.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
    return int(failed)


def _first_to_end(workers: Sequence[subprocess.Popen[bytes]], *, ends_with_stdin: bool) -> bool:
    """Wait for the end of a worker (True), or of stdin (False)."""
    ended = threading.Event()
    told: list[bool] = []

    def watch_stdin() -> None:
        while os.read(0, 1024):
            pass
        told.append(False)
        ended.set()

    def watch(worker: subprocess.Popen[bytes]) -> None:
        worker.wait()
        told.append(True)
        ended.set()

    if ends_with_stdin:
        threading.Thread(target=watch_stdin, name="stdin", daemon=True).start()
    for worker in workers:
        threading.Thread(target=watch, args=(worker,), name="worker", daemon=True).start()
    ended.wait()
    return told[0]
