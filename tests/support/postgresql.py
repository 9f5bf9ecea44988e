"""A PostgreSQL server of the test's own: Debian's, on loopback, in a folder that goes with it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")
_START_S = 60


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server with one empty database; yields its address (libpq's URI). Durable: nothing is switched off."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # not below a folder that only root may enter
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(BINARIES / program), "-D", str(data), *arguments]
        subprocess.run(command, user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    try:
        shutil.chown(folder, user)
        run("initdb", "-A", "trust", "-U", "gateway", "-E", "UTF8", "--no-locale")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        run("pg_ctl", "-l", str(folder / "log"), "-t", str(_START_S), "-w", "-o", options, "start")
        try:
            yield f"postgresql://gateway@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder)
