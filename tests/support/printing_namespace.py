"""The child process in which ippeveprinter and cupsd live, in a network, mount and process namespace of their own.

ippeveprinter wants Avahi, Avahi wants the system's D-Bus, and all of them listen on all interfaces: in here the only
one is a loopback that nobody else has. The parent is handed connections over the control socket. When that one closes,
everything in here ends. Run as a file, with nothing but the standard library:

    unshare --net --mount --pid --fork --kill-child python -I -S printing_namespace.py CONTROL_FD DIRECTORY

Requests are one byte: P or C (connect to the printer, to cupsd), U (start cupsd with a queue to the printer), K (kill
the printer as a power cut does), R (start it again). Answers are `k` (for a connection: with it) or `n`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PRINTER_PORT, CUPS_PORT = 8631, 631
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1
_PATIENCE_S = 20.0
_AVAHI = "[server]\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\n[publish]\npublish-workstation=no\n"
_CUPSD = """
Listen 127.0.0.1:631
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_CUPS_FILES = """
User lp
Group lp
SystemGroup root
ServerRoot {root}
StateDir /run/cups
RequestRoot {root}/spool
CacheDir {root}/cache
TempDir {root}/tmp
ErrorLog {root}/error_log
AccessLog {root}/access_log
PageLog {root}/page_log
"""
_OUT = '#!/bin/sh\ncp "$1" "{directory}/$(basename "$1").out"\n'


class Machinery:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._printer: subprocess.Popen[bytes] | None = None

    def power_up(self) -> None:
        """D-Bus, Avahi, the printer."""
        Path("/run/dbus").mkdir()
        Path("/run/avahi-daemon").mkdir()
        conf = self._directory / "avahi.conf"
        conf.write_text(_AVAHI, "ascii")
        self._spawn("dbus-daemon", "--system", "--nofork", "--nopidfile")
        _wait_for(Path("/run/dbus/system_bus_socket").exists)
        self._spawn("avahi-daemon", "-f", str(conf), "--no-drop-root", "--no-rlimits", "--no-chroot")
        _wait_for(Path("/run/avahi-daemon/socket").exists)
        self.start_printer()

    def start_printer(self) -> None:
        out, spool = self._directory / "out", self._directory / "spool"
        spool.mkdir(exist_ok=True)
        out.mkdir(exist_ok=True)
        command = self._directory / "out.sh"
        command.write_text(_OUT.format(directory=out), "utf-8")
        command.chmod(0o755)
        formats = ("-f", "application/pdf,image/pwg-raster")
        where = ("-p", str(PRINTER_PORT), "-d", str(spool), "-c", str(command))
        self._printer = self._spawn("ippeveprinter", *where, *formats, "-s", "60", "Test")
        _wait_for(lambda: _answers(PRINTER_PORT))

    def kill_printer(self) -> None:
        if self._printer is not None:
            self._printer.kill()
            self._printer.wait()

    def start_queue(self) -> None:
        """cupsd with one raw queue `test` that hands PDFs on as they are."""
        root = Path("/run/printing")  # where its own user may go
        for name in ("spool", "cache", "tmp", "ppd", "ssl"):
            (root / name).mkdir(parents=True)
        Path("/run/cups").mkdir()
        (root / "cupsd.conf").write_text(_CUPSD, "ascii")
        (root / "cups-files.conf").write_text(_CUPS_FILES.format(root=root), "utf-8")
        for place in (root, *root.iterdir()):
            shutil.chown(place, "lp", "lp")
            place.chmod(0o755)
        self._spawn("cupsd", "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf"))
        _wait_for(lambda: _answers(CUPS_PORT))
        printer = f"ipp://127.0.0.1:{PRINTER_PORT}/ipp/print"
        queue = ("-p", "test", "-E", "-v", printer, "-m", "raw", "-o", "printer-error-policy=retry-current-job")
        subprocess.run(["lpadmin", "-h", f"127.0.0.1:{CUPS_PORT}", *queue], check=True, stderr=subprocess.DEVNULL)

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        log = (self._directory / f"{command[0]}.log").open("ab")
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def serve(control: socket.socket, machinery: Machinery) -> None:
    """Until the control socket closes."""
    while True:
        request = control.recv(1)
        if request == b"P":
            _hand_over(control, PRINTER_PORT)
        elif request == b"C":
            _hand_over(control, CUPS_PORT)
        elif request == b"U":
            machinery.start_queue()
            control.send(b"k")
        elif request == b"K":
            machinery.kill_printer()
            control.send(b"k")
        elif request == b"R":
            machinery.start_printer()
            control.send(b"k")
        else:
            return


def _hand_over(control: socket.socket, port: int) -> None:
    with socket.socket() as connection:
        try:
            connection.connect(("127.0.0.1", port))
        except OSError:
            control.send(b"n")
        else:
            socket.send_fds(control, [b"k"], [connection.fileno()])


def _answers(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(there: Callable[[], bool]) -> None:
    until_s = time.monotonic() + _PATIENCE_S
    while not there():
        if time.monotonic() > until_s:
            raise TimeoutError("it does not come up")
        time.sleep(0.02)


def _furnish() -> None:
    """A loopback that is up, and a /run of its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as interface:
        fcntl.ioctl(interface, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)


if __name__ == "__main__":
    channel = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(channel.fileno(), False)
    _furnish()
    whole = Machinery(Path(sys.argv[2]))
    whole.power_up()
    channel.send(b"k")
    serve(channel, whole)
