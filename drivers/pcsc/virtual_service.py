"""A pcscd of our own with a virtual reader of two slots, for the simulator: the real service, driver and library."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

from drivers.child_process import await_end
from drivers.errors import DeviceUnavailable
from drivers.pcsc import virtual_namespace

READER = "Simulated"
SLOTS = 2
VPCD = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_PROGRAMS_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_ANSWER_S = 10.0
_END_S = 5.0


def programs() -> tuple[str, str] | None:
    """`unshare` and `pcscd`, if this machine has all that is needed (packages pcscd and vsmartcard-vpcd)."""
    unshare, pcscd = shutil.which("unshare", path=_PROGRAMS_PATH), shutil.which("pcscd", path=_PROGRAMS_PATH)
    return (unshare, pcscd) if unshare and pcscd and VPCD.exists() else None


class VirtualService:
    """pcscd and its virtual reader. While it runs, PC/SC of this process is this service, and not the system's.

    libpcsclite looks up the service's socket once in a process: all services of a process have the same, one by one.

    Args:
        preload: shared object that pcscd is started with, for tests that cannot wait for its 0.4 s between two looks.
        usb_drivers: folder with the bundles of drivers for USB readers, in place of the system's. None = none: no real
            reader is taken from the pcscd whose it is.
    """

    def __init__(self, preload: Path | None = None, usb_drivers: Path | None = None) -> None:
        self._preload = preload
        self._usb_drivers = usb_drivers
        self._lock = threading.Lock()  # one request on the control socket at a time
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises DeviceUnavailable `pcsc.service_gone` when this machine cannot do it."""
        found = programs()
        if found is None:
            raise DeviceUnavailable("pcsc.service_gone", retryable=False)
        unshare, pcscd = found
        point_here()
        self._configure(plugged=True)
        self._control, theirs = socket.socketpair()
        self._control.settimeout(_ANSWER_S)
        as_user = () if os.geteuid() == 0 else ("--user", "--map-root-user")
        namespaces = ("--net", "--mount", "--pid", "--fork", "--kill-child")
        python = (sys.executable, "-I", "-S", virtual_namespace.__file__)
        usb_drivers = self._usb_drivers or _directory(os.getpid()) / "no-usb-drivers"
        preload = {"LD_PRELOAD": str(self._preload)} if self._preload else {}
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    *(unshare, *as_user, *namespaces, *python),
                    *(str(theirs.fileno()), pcscd, str(_conf_path()), str(usb_drivers)),
                ],
                pass_fds=[theirs.fileno()],
                env={"PATH": _PROGRAMS_PATH, **preload},
                start_new_session=True,  # a Ctrl-C is for the terminal, which then ends this
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        try:
            self.revive()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        control, self._control = self._control, None
        process, self._process = self._process, None
        if control is not None:
            with suppress(OSError):
                control.send(b"Q")
            control.close()
        if process is not None:
            await_end(process, _END_S)
            _socket_path().unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL to pcscd: its socket refuses from here on, and every connection to it ends."""
        _socket_path().unlink(missing_ok=True)
        self._ask(b"K")

    def revive(self) -> None:
        """Start pcscd. What connects meanwhile waits for it. Raises DeviceUnavailable `pcsc.service_gone`."""
        path = _socket_path()
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
            listening.listen()
            self._ask(b"S", listening.fileno())

    def set_plugged(self, plugged: bool) -> None:
        """Take the reader away, or bring it back. To pcscd a reader of its configuration never comes or goes while it
        runs, so that it is another pcscd then."""
        self.kill()
        self._configure(plugged=plugged)
        self.revive()

    def connect(self, slot: int) -> socket.socket | None:
        """A connection with the virtual reader's slot, over which a card can be served; None while pcscd is down."""
        return self._ask(str(slot).encode())

    def _configure(self, *, plugged: bool) -> None:
        port = virtual_namespace.VPCD_PORT
        reader = f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:{port}\nLIBPATH {_vpcd_path()}\nCHANNELID {port:#x}\n'
        _conf_path().write_text(reader if plugged else "", "ascii")

    def _ask(self, request: bytes, *descriptors: int) -> socket.socket | None:
        with self._lock:
            if self._control is None:
                return None
            try:
                socket.send_fds(self._control, [request], descriptors)
                answer, handed, _, _ = socket.recv_fds(self._control, 1, 1)
            except OSError:
                answer, handed = b"", []
        if not answer:
            raise DeviceUnavailable("pcsc.service_gone", retryable=True)
        return socket.socket(fileno=handed[0]) if handed else None


def point_here() -> None:
    """From now on PC/SC of this process is our own service. Too late once libpcsclite has asked for the system's."""
    os.environ["PCSCLITE_CSOCK_NAME"] = str(_socket_path())


def _socket_path() -> Path:
    return _directory(os.getpid()) / "pcscd.comm"


def _conf_path() -> Path:
    return _directory(os.getpid()) / "reader.conf"


def _vpcd_path() -> Path:
    """A copy: the folder that it is from is not seen where our pcscd lives."""
    return _directory(os.getpid()) / VPCD.name


@cache
def _directory(_process: int) -> Path:
    """This process's; a child of ours has its own."""
    directory = Path(tempfile.mkdtemp(prefix="kiosk-pcsc-"))
    (directory / "no-usb-drivers").mkdir()
    shutil.copy(VPCD, directory)
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory
