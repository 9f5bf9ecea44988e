"""Scanners that SANE knows, through its own program `scanimage`: whatever a backend does, it does in a child process.

What it writes is read line by line while it scans, since its exit code says little: it is 0 when the feeder was empty
(as it always is in the end), when the device was busy, and when access was refused. After some errors it does not end
at all (1.1.1: after `Document feeder jammed`), so it is ended once it has said why.
"""

from __future__ import annotations

import os
import re
import selectors
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from drivers.child_process import await_end
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PaperSize, ScannedPage
from drivers.document import pages
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import Fault, FaultScript, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROGRAM = "scanimage"
MEMORY_DIR = "/dev/shm"  # noqa: S108 pages never touch a disk
CHECK_DEADLINE_S = 10.0
EXIT_DEADLINE_S = 2.0
_MOST_OUTPUT_BYTES = 100_000

_PAGE = re.compile(r"page-\d+\.pnm")
_REASON = re.compile(r"scanimage: (?:sane_start|sane_read|open of device .* failed): ?(.*)|.*failed: (.*)")
_SAYS: Mapping[str, tuple[type[DeviceError], str]] = {  # sane_strstatus(), backend/sane_strstatus.c
    "Document feeder jammed": (MediaError, "scanner.jammed"),
    "Document feeder out of documents": (MediaError, "scanner.no_paper"),
    "Scanner cover is open": (MediaError, "scanner.cover_open"),
    "Device busy": (DeviceUnavailable, "scanner.busy"),
    "Access to resource has been denied": (DeviceUnavailable, "scanner.no_access"),
    "Error during device I/O": (DeviceUnavailable, "scanner.lost"),
    "Invalid argument": (DeviceUnavailable, "scanner.missing"),
}
_FOR_STAFF = frozenset({"scanner.jammed", "scanner.no_access"})  # trying again does not help
_TEST_BACKEND: Mapping[Kind, str] = {
    Kind.JAMMED: "JAMMED",
    Kind.PAPER_OUT: "NO_DOCS",
    Kind.COVER_OPEN: "COVER_OPEN",
    Kind.UNPLUGGED: "IO_ERROR",
}


class SaneScanner:
    """Implements `drivers.contract.document.DocumentScanner`.

    Args:
        device: SANE's name of it, as `scanimage -L` says. `test` is SANE's own pretended scanner.
        source: the backend's word for where paper comes from, such as `Automatic Document Feeder`; "" = as it is.
        feeder: whether that source draws in sheets until none is left; without, one page is scanned.
        mode: the backend's word for colour, such as `Color` or `Gray`; "" = as it is.
        dpi: of the pages.
        options: further ones for `scanimage`, such as `--swdeskew=yes`.
        most_pages: more at a time are refused.
        page_timeout_s: how long one page may take; the first one with the time that the lamp takes.
        faults: struck at `open` and `scan`, device `scanner`; only the test backend can obey.
    """

    def __init__(
        self,
        device: str,
        source: str = "",
        *,
        feeder: bool = True,
        mode: str = "Color",
        dpi: int = 200,
        options: Sequence[str] = (),
        most_pages: int = 30,
        page_timeout_s: float = 45.0,
        faults: FaultScript | None = None,
    ) -> None:
        width_mm, height_mm = PaperSize.A4.size_mm
        self._device = device
        self._feeder = feeder
        self._dpi = dpi
        self._most_pages = most_pages
        self._page_timeout_s = page_timeout_s
        self._arguments = [
            f"--resolution={dpi}",
            *([f"--source={source}"] if source else []),
            *([f"--mode={mode}"] if mode else []),
            *options,
            *("-x", f"{width_mm:g}", "-y", f"{height_mm:g}"),
        ]
        self._faults = faults or FaultScript()
        self._opened = False

    def open(self) -> None:
        """Look whether the scanner is there and knows the options.

        Raises:
            DeviceUnavailable: `scanner.no_program`, `scanner.missing`, `scanner.bad_options`, `scanner.no_access`.
            DeviceTimeout: `scanner.silent`.
        """
        self.close()
        if self._faults.strike("scanner", "open") is not None:
            raise DeviceUnavailable("scanner.missing", retryable=True)
        if shutil.which(PROGRAM) is None:
            raise DeviceUnavailable("scanner.no_program", retryable=False)
        self._look()
        self._opened = True

    def close(self) -> None:
        self._opened = False

    def status(self) -> DeviceStatus:
        """Opens and closes the device; some backends take seconds for it."""
        if not self._opened:
            return DeviceStatus(DeviceState.OFFLINE, "scanner.closed")
        try:
            self._look()
        except DeviceTimeout as error:
            return DeviceStatus(DeviceState.HARDWARE_ERROR, error.code)
        except DeviceError as error:
            return DeviceStatus(DeviceState.NO_DEVICE, error.code)
        return DeviceStatus(DeviceState.ONLINE)

    def scan(self) -> tuple[ScannedPage, ...]:
        """Also raises ProtocolError `scanner.garbage`: a page that is no picture."""
        if not self._opened:
            raise DeviceUnavailable("scanner.closed", retryable=True)
        fault = self._faults.strike("scanner", "scan")
        count = [] if self._feeder else ["--batch-count=1"]
        taken: list[ScannedPage] = []
        with tempfile.TemporaryDirectory(prefix="scan-", dir=MEMORY_DIR) as folder:
            arguments = ["--format=pnm", "--batch=page-%d.pnm", "--batch-print", *count, *_pretended(fault)]
            with self._scanimage(*self._arguments, *arguments, folder=folder) as lines:
                for line in lines:
                    if _PAGE.fullmatch(line):
                        taken.append(self._page(Path(folder) / line))
                    elif (error := _error_in(line, len(taken))) is not None:
                        raise error
                    if len(taken) > self._most_pages:
                        raise MediaError("scanner.too_many", retryable=True, data={"most": self._most_pages})
                    if line.startswith("Batch terminated"):
                        break
        if not taken:
            raise MediaError("scanner.no_paper", retryable=True, data={"pages": 0})
        return tuple(taken)

    def _look(self) -> None:
        """`scanimage --dont-scan`: opens the device and sets the options."""
        said: list[str] = []
        with self._scanimage(*self._arguments, "--dont-scan", deadline_s=CHECK_DEADLINE_S) as lines:
            for line in lines:
                said.append(line)
                if (error := _error_in(line, 0)) is not None:
                    raise error
        if any("unrecognized option" in line or "invalid option" in line or "bad value" in line for line in said):
            raise DeviceUnavailable("scanner.bad_options", retryable=False)

    def _page(self, file: Path) -> ScannedPage:
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
        file.unlink(missing_ok=True)
        if picture is None:
            raise ProtocolError("scanner.garbage", retryable=True)
        page: NDArray[np.uint8] = picture.astype("uint8", copy=False)
        return pages.encoded(page, self._dpi)

    @contextmanager
    def _scanimage(
        self, *arguments: str, folder: str | None = None, deadline_s: float | None = None
    ) -> Generator[Generator[str]]:
        """What it says, line by line, as it says it; ended on the way out."""
        process = subprocess.Popen(  # noqa: S603 the site's own scanner, by name
            [PROGRAM, f"--device-name={self._device}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
        )
        try:
            yield _lines(process, deadline_s or self._page_timeout_s)
        finally:
            assert process.stdout is not None
            process.stdout.close()
            process.terminate()
            await_end(process, EXIT_DEADLINE_S)


def _lines(process: subprocess.Popen[bytes], deadline_s: float) -> Generator[str]:
    """Raises DeviceTimeout `scanner.silent` when no line comes in time."""
    assert process.stdout is not None
    known = b""
    read = 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        until_s = time.monotonic() + deadline_s
        while True:
            if not selector.select(max(0.0, until_s - time.monotonic())):
                raise DeviceTimeout("scanner.silent", retryable=True, data={"deadline_s": deadline_s})
            piece = os.read(process.stdout.fileno(), 4096)
            read += len(piece)
            if read > _MOST_OUTPUT_BYTES:
                raise ProtocolError("scanner.garbage", retryable=True)
            *complete, known = (known + piece).split(b"\n")
            for line in complete:
                until_s = time.monotonic() + deadline_s
                yield line.decode("utf-8", "replace").strip()
            if not piece:
                return


def _error_in(line: str, pages_before: int) -> DeviceError | None:
    """The error that a line tells of. An empty feeder after pages is none: so it knows that they were all."""
    said = _REASON.fullmatch(line)
    if said is None:
        return None
    reason = (said[1] or said[2] or "").strip()
    kind, code = _SAYS.get(reason, (DeviceUnavailable, "scanner.failed"))
    if code == "scanner.no_paper" and pages_before:
        return None
    data = {"pages": pages_before} if kind is MediaError else {}
    return kind(code, retryable=code not in _FOR_STAFF, data=data)


def _pretended(fault: Fault | None) -> list[str]:
    """How the test backend is told to fail."""
    status = _TEST_BACKEND.get(fault.kind) if fault is not None else None
    return [f"--read-return-value=SANE_STATUS_{status}"] if status else []
