"""The reader of print as the terminal sees it: a child process that is asked, watched, ended, and started anew."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from drivers.child_process import AskedChild, ChildCodes
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.document import PaperReading, ReadLine, ScannedPage
from drivers.document import reader_wire as wire
from drivers.document.paper_kinds import KINDS, PaperKind, PaperKindsError, interpreted, load_kinds
from drivers.document.reading import models
from drivers.errors import DeviceError, DeviceUnavailable, MediaError, ProtocolError
from drivers.faults import FaultScript

START_DEADLINE_S = 30.0  # 1.5 s on an idle core
EXIT_DEADLINE_S = 0.2
_CODES = ChildCodes(crashed="paper_reader.crashed", silent="paper_reader.silent", garbage="paper_reader.garbage")
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "1048576",
}


class PaperOcr:
    """Implements `drivers.contract.document.PaperReader` with rapidocr.

    The process runs from `prepare`, or the first `read`, until `forget`: while nobody shows papers it takes no memory.

    Args:
        kinds_file: a site's own kinds of paper, beside those of `paper_kinds.toml`.
        deadline_s: for one page.
        faults: struck at `open` and `read`, device `paper_reader`.
    """

    engine = "rapidocr"

    def __init__(
        self, kinds_file: Path | None = None, *, deadline_s: float = 10.0, faults: FaultScript | None = None
    ) -> None:
        self._kinds_file = kinds_file
        self._deadline_s = deadline_s
        self._faults = faults or FaultScript()
        self._kinds: dict[str, PaperKind] | None = None
        self._child: AskedChild | None = None

    @property
    def process_id(self) -> int | None:
        """Of the reading process, for memory figures; None while none runs."""
        return self._child.process.pid if self._child else None

    def open(self) -> None:
        """Look whether everything is there; nothing is started.

        Raises:
            DeviceUnavailable: `paper_reader.missing` (rapidocr, onnxruntime, their networks), `paper_reader.bad_kinds`.
        """
        self.close()
        if self._faults.strike("paper_reader", "open") is not None or not models():
            raise DeviceUnavailable("paper_reader.missing", retryable=False)
        try:
            self._kinds = load_kinds(KINDS, *([self._kinds_file] if self._kinds_file else []))
        except (PaperKindsError, OSError) as error:
            raise DeviceUnavailable("paper_reader.bad_kinds", retryable=False, data={"why": str(error)}) from error
        self.engine = f"rapidocr {version('rapidocr')}"

    def close(self) -> None:
        self.forget()
        self._kinds = None

    def status(self) -> DeviceStatus:
        """`details["process"]` is "running" or "resting"."""
        if self._kinds is None:
            return DeviceStatus(DeviceState.OFFLINE, "paper_reader.closed")
        if self._child is not None and self._child.process.poll() is not None:
            self.forget()
        details = {"engine": self.engine, "process": "running" if self._child else "resting"}
        return DeviceStatus(DeviceState.ONLINE, details=details)

    def prepare(self) -> None:
        if self._kinds is None:
            raise DeviceUnavailable("paper_reader.closed", retryable=True)
        if self._child is None:
            self._child = AskedChild(
                "drivers.document.reader_process",
                codes=_CODES,
                most_bytes=wire.MAX_MESSAGE_BYTES,
                environment=_ENVIRONMENT,  # and quiet: libraries quote what they read
            )
            self._ask({"do": "ping"}, b"", START_DEADLINE_S)

    def read(self, page: ScannedPage, *, kind: str = "", side: str = "", today: str = "") -> PaperReading:
        self.prepare()
        request: dict[str, Any] = {"do": "read"}
        if (fault := self._faults.strike("paper_reader", "read")) is not None:
            request |= {"fault": fault.kind.value, "delay_s": fault.delay_s}
        turn, lines = self._lines(self._ask(request, page.jpeg, self._deadline_s))
        return interpreted(lines, turn, self._kinds or {}, kind=kind, side=side, today=today)

    def forget(self) -> None:
        if self._child is not None:
            self._child.end(EXIT_DEADLINE_S)
        self._child = None

    def _lines(self, answer: dict[str, Any]) -> tuple[int, tuple[ReadLine, ...]]:
        try:
            return wire.decode_reading(answer)
        except ProtocolError:
            self.forget()
            raise

    def _ask(self, request: dict[str, Any], page: bytes, deadline_s: float) -> dict[str, Any]:
        """One request, one answer. Any error but one that the process itself reports ends the process."""
        assert self._child is not None
        try:
            answer = self._child.ask(request, deadline_s, page)
        except DeviceError:
            self.forget()
            raise
        if "error" in answer:
            raise MediaError("paper_reader.bad_page", retryable=False)
        return answer
