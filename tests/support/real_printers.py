"""A real IPP printer (ippeveprinter) and a real CUPS queue to it, reached over ports on 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from tests.support import printing_namespace

_PATIENCE_S = 60.0
_PROGRAMS_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
A4 = "iso_a4_210x297mm"


class RealPrinters:
    """Use it as a context. `out` are the sheets that came out, as the files that were printed.

    Args:
        directory: a folder of its own, short enough for nobody to care.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_PATIENCE_S)
        as_user = () if os.geteuid() == 0 else ("--user", "--map-root-user")
        unshare = shutil.which("unshare", path=_PROGRAMS_PATH)
        assert unshare, "util-linux is missing: packaging/bootstrap.sh dev"
        namespaces = ("--net", "--mount", "--pid", "--fork", "--kill-child")
        python = (sys.executable, "-I", "-S", printing_namespace.__file__)
        log = (directory / "namespace.log").open("ab")
        with theirs, log:
            self._process = subprocess.Popen(
                [unshare, *as_user, *namespaces, *python, str(theirs.fileno()), str(directory)],
                pass_fds=[theirs.fileno()],
                env={"PATH": _PROGRAMS_PATH, "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._relays: list[_Relay] = []

    def __enter__(self) -> Self:
        answer = self._control.recv(1)
        assert answer == b"k", (self._directory / "namespace.log").read_text("utf-8", "replace")
        self._printer = self._relay(b"P")
        return self

    def __exit__(self, *_: object) -> None:
        for relay in self._relays:
            relay.close()
        self._control.close()
        self._process.wait(_PATIENCE_S)

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self._printer.port}/ipp/print"

    def queue(self) -> str:
        """Start cupsd with a queue to the printer; its URI."""
        self._ask(b"U")
        return f"ipp://127.0.0.1:{self._relay(b'C').port}/printers/test"

    def load(self, sheets: int, special_sheets: int = 25) -> None:
        """What lies in the trays, said on the printer's own page."""
        main = {"size1": A4, "type1": "stationery", "level1": sheets}
        self._page("media", main | {"size3": A4, "type3": "stationery-letterhead", "level3": special_sheets})

    def set_toner(self, percent: int) -> None:
        self._page("supplies", {"supply2": percent})

    def cut_power(self) -> None:
        self._ask(b"K")

    def restore_power(self) -> None:
        self._ask(b"R")

    @property
    def out(self) -> list[Path]:
        return sorted((self._directory / "out").glob("*.out"))

    def _page(self, name: str, form: dict[str, str | int]) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._printer.port}/{name}?{urlencode(form)}") as page:
            page.read()

    def _relay(self, request: bytes) -> _Relay:
        relay = _Relay(lambda: self._ask(request))
        self._relays.append(relay)
        return relay

    def _ask(self, request: bytes) -> socket.socket | None:
        with self._lock:
            self._control.send(request)
            answer, handed, _, _ = socket.recv_fds(self._control, 1, 1)
        assert answer, (self._directory / "namespace.log").read_text("utf-8", "replace")
        return socket.socket(fileno=handed[0]) if handed else None


class _Relay:
    """A port of ours whose connections go on inside; one that finds nobody there is reset."""

    def __init__(self, connect: Callable[[], socket.socket | None]) -> None:
        self._connect = connect
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, name="relay", daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                outside, _ = self._listener.accept()
                inside = self._connect()
                if inside is None:
                    outside.close()
                    continue
                threading.Thread(target=_join, args=(outside, inside), name="relay: joined", daemon=True).start()


def _join(outside: socket.socket, inside: socket.socket) -> None:
    """Carry bytes both ways until either side hangs up."""
    with outside, inside, contextlib.suppress(OSError):
        while True:
            ready, _, _ = select.select([outside, inside], [], [])
            for source in ready:
                data = source.recv(65536)
                if not data:
                    return
                (inside if source is outside else outside).sendall(data)
