r"""The child process in which a private pcscd lives, in a network, mount and process namespace of its own.

vpcd, the virtual reader's driver, listens on all interfaces at a fixed port: in here the only interface is a loopback
nobody else has, so nothing is exposed and nothing collides. The parent cannot reach that loopback; it asks for
connections over the control socket and is handed them. When the control socket closes, everything in here ends; when
it closes without a farewell, our parent was killed, and what it left behind is removed.

Run as a file, with nothing but the standard library:

    unshare --net --mount --pid --fork --kill-child \
        python -I -S virtual_namespace.py CONTROL_FD PCSCD READER_CONF USB_DRIVERS

Requests are one byte: S (with the listening socket: start pcscd), K (kill it), 0 to 3 (connect to that slot), Q
(farewell, no answer). Answers are `k` (for a slot: with the connection) or `n`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

VPCD_PORT = 35963
"""Slot 0; the others have the next ones."""

_USB_DRIVERS = "/usr/lib/pcsc/drivers"
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1
_LISTEN_FD = 3  # where sd_listen_fds(3) has the first socket
_WELL, _NOT = b"k", b"n"


def serve(control: socket.socket, pcscd: str, reader_conf: str) -> None:
    """Until the control socket closes."""
    running = 0
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not request:
            shutil.rmtree(Path(reader_conf).parent)
        if request in (b"", b"Q"):
            return
        if request == b"S":
            running = _spawn(pcscd, reader_conf, descriptors[0])
            os.close(descriptors[0])
            control.send(_WELL)
        elif request == b"K":
            if running:
                os.kill(running, signal.SIGKILL)
                os.waitpid(running, 0)
                running = 0
            control.send(_WELL)
        else:
            _hand_over_slot(control, int(request))


def _spawn(pcscd: str, reader_conf: str, listening: int) -> int:
    """Start pcscd as systemd does, on a socket that is already there: its own path could only be the system's."""
    child = os.fork()
    if child == 0:
        os.dup2(listening, _LISTEN_FD)
        environment = os.environ | {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
        arguments = [pcscd, "--foreground", "--critical", "--config", reader_conf]
        os.execve(pcscd, arguments, environment)  # noqa: S606
    return child


def _hand_over_slot(control: socket.socket, slot: int) -> None:
    with socket.socket() as connection:
        try:
            connection.connect(("127.0.0.1", VPCD_PORT + slot))
        except OSError:  # pcscd is not up yet, or no longer
            control.send(_NOT)
        else:
            socket.send_fds(control, [_WELL], [connection.fileno()])


def _furnish(usb_drivers: str) -> None:
    """A loopback that is up, a /run of its own for pcscd's process number, and these drivers for USB readers alone:
    pcscd's folder for them can only be put somewhere else when it is compiled."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as interface:
        fcntl.ioctl(interface, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)  # noqa: S607
    subprocess.run(["mount", "--bind", usb_drivers, _USB_DRIVERS], check=True)  # noqa: S603, S607
    Path("/run/pcscd").mkdir()


if __name__ == "__main__":
    channel = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(channel.fileno(), False)
    with suppress(OSError):
        _furnish(sys.argv[4])
        serve(channel, sys.argv[2], sys.argv[3])
