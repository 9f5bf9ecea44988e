"""The face matcher as the terminal sees it: a child process that is asked, watched, and replaced when it dies."""

from __future__ import annotations

import mmap
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from drivers.child_process import AskedChild, ChildCodes
from drivers.contract.camera import Frame
from drivers.contract.device import DeviceState, DeviceStatus
from drivers.contract.face import FaceLook
from drivers.errors import DeviceError, DeviceUnavailable
from drivers.face import wire
from drivers.faults import FaultScript

if TYPE_CHECKING:
    from numpy.typing import NDArray

OPEN_DEADLINE_S = 20.0
ENROL_DEADLINE_S = 15.0  # 0.7 s on an idle core
PING_DEADLINE_S = 2.0
EXIT_DEADLINE_S = 1.0
LOOK_EVERY_S = 0.045  # every second frame of 30 a second: no action is shorter, and the screen needs the machine too
STAND_IN = "stand_in"
_CODES = ChildCodes(crashed="face.crashed", silent="face.silent", garbage="face.garbage")
_ENVIRONMENT = {
    # glibc overwrites what is freed, also in libraries that copy pictures; its per-thread cache would not.
    "GLIBC_TUNABLES": "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


class DlibMatcher:
    """Implements `drivers.contract.face.FaceMatcher`.

    Whatever goes wrong with the process ends it: its template is gone then, and the next `look` after `open` raises
    MediaError `face.no_template` until the portrait is enrolled again.

    Args:
        accept_distance: at most this far from the portrait is the same person.
        reject_distance: farther than this, after three tries, is another person; between the two the answer is RETRY.
        give_up_s: RETRY after this long without a usable frame.
        engine: `dlib`; `arcface`, a network of the site's own; `fused`, both. Distances and thus thresholds differ.
        models_dir: where dlib's networks lie; "" = in the package face_recognition_models.
        onnx_file: the network for `arcface` and `fused` (`drivers.face.arcface_engine`).
        onnx_sha256: its hash, 64 hex digits; another file is refused.
        dlib_share: of dlib's distance in the fused one, 0 … 1.
        liveness: prompts have to be followed before anybody is accepted (`drivers.face.live_check`).
        prompts: how many of them, 2 or 3; one more for whoever was refused.
        decoder: `stand_in`, or the path of a vendor's library; `decoder_…`: see `drivers.face.vendor_decoder`.
        deadline_s: for each answer but those to `open` and `enrol`.
        faults: struck at `open`, `enrol` and `look`.
    """

    def __init__(
        self,
        accept_distance: float = 0.53,
        reject_distance: float = 0.60,
        *,
        give_up_s: float = 20.0,
        engine: Literal["dlib", "arcface", "fused"] = "dlib",
        models_dir: str = "",
        onnx_file: str = "",
        onnx_sha256: str = "",
        dlib_share: float = 0.5,
        liveness: bool = True,
        prompts: int = 2,
        decoder: str = "stand_in",
        decoder_function: str = "unpack",
        decoder_form: Literal["bgr", "bmp_file"] = "bgr",
        decoder_argument: int = 0,
        decoder_flip: Literal["none", "vertical", "horizontal", "both"] = "none",
        decoder_timeout_s: float = 2.0,
        deadline_s: float = 7.0,
        faults: FaultScript | None = None,
    ) -> None:
        self.engine: str = engine
        self.models: Mapping[str, str] = {}
        """SHA-256 of each network in use, once opened."""
        self._settings: Mapping[str, Any] = {
            "engine": {
                "engine": engine,
                "models_dir": models_dir,
                "onnx_file": onnx_file,
                "onnx_sha256": onnx_sha256,
                "dlib_share": dlib_share,
            },
            "liveness": liveness,
            "prompts": prompts,
            "thresholds": {"accept": accept_distance, "reject": reject_distance, "give_up_s": give_up_s},
            "decoder": None
            if decoder == STAND_IN
            else {
                "library": decoder,
                "function": decoder_function,
                "form": decoder_form,
                "argument": decoder_argument,
                "flip": decoder_flip,
                "timeout_s": decoder_timeout_s,
            },
        }
        self._undecodable = ""
        self._deadline_s = deadline_s
        self._faults = faults or FaultScript()
        self._child: _Child | None = None
        self._looked: tuple[FaceLook, float] | None = None
        """The last look without a verdict, and when its frame was taken."""

    @property
    def process_id(self) -> int | None:
        """Of the face process, for memory figures and the support bundle."""
        return self._child.process.pid if self._child else None

    def open(self) -> None:
        """Start the process and load the networks (under a second).

        Raises:
            DeviceUnavailable: `face.missing` (dlib or onnxruntime), `face.model_missing`, `face.model_changed`,
                `face.model_unusable`, `face.crashed`.
            DeviceTimeout: `face.silent`.
        """
        self.close()
        self._child = _Child()
        try:
            answer = self._ask({"do": "open", **self._settings}, OPEN_DEADLINE_S, operation="open")
        except DeviceError:
            self.close()
            raise
        self.engine = str(answer["engine"])
        self.models = dict(answer["models"])
        self._undecodable = str(answer["undecodable"])

    def close(self) -> None:
        self._looked = None
        if self._child is not None:
            self._child.end(EXIT_DEADLINE_S)
        self._child = None

    def status(self) -> DeviceStatus:
        """Online with the code `face.portrait_undecodable` when the vendor's decoder is not there.

        The process works all the same, and whoever comes is sent the way without a face check.
        """
        if self._child is None:
            return DeviceStatus(DeviceState.OFFLINE, "face.closed")
        try:
            self._ask({"do": "ping"}, PING_DEADLINE_S)
        except DeviceError as error:
            return DeviceStatus(DeviceState.HARDWARE_ERROR, error.code)
        if self._undecodable:
            details = {"engine": self.engine, "portraits": f"not decoded: {self._undecodable}"}
            return DeviceStatus(DeviceState.ONLINE, "face.portrait_undecodable", details)
        return DeviceStatus(DeviceState.ONLINE, details={"engine": self.engine})

    def enrol(self, portrait: bytes) -> None:
        self._looked = None
        self._opened.write(portrait)
        self._ask({"do": "enrol", "size": len(portrait)}, ENROL_DEADLINE_S, operation="enrol")

    def look(self, frame: Frame) -> FaceLook:
        """Judge one frame of at most 3840×2160; while prompts are followed, what comes sooner than `LOOK_EVERY_S` after
        the one before is answered as that was. Also raises MediaError `face.no_template`."""
        if self._looked is not None and 0 <= frame.taken_s - self._looked[1] < LOOK_EVERY_S:
            return self._looked[0]
        self._looked = None
        request = {"do": "look", "taken_s": frame.taken_s, **self._show(frame.image)}
        look = wire.decode_look(self._ask(request, self._deadline_s, operation="look").get("look"))
        if self._settings["liveness"] and look.verdict is None:
            self._looked = look, frame.taken_s
        return look

    def another_prompt(self) -> None:
        self._looked = None
        self._ask({"do": "another_prompt"}, self._deadline_s)

    def self_match(self, picture: NDArray[np.uint8]) -> Mapping[str, Any]:
        """What `drivers.face.self_match` finds in a known picture, (H, W, 3) BGR. Not while somebody is checked."""
        answer = self._ask({"do": "self_match", **self._show(picture)}, ENROL_DEADLINE_S)
        self._opened.wipe()
        return answer

    def forget(self) -> None:
        """Wipe template and frames. When the process does not answer it is killed, which wipes them too."""
        self._looked = None
        if self._child is None:
            return
        self._child.wipe()
        self._ask({"do": "forget"}, self._deadline_s)

    def _show(self, image: NDArray[np.uint8]) -> dict[str, int]:
        """Put a picture where the process sees it; its size for the request."""
        self._opened.write(np.ascontiguousarray(image).data)
        return {"width": image.shape[1], "height": image.shape[0]}

    @property
    def _opened(self) -> _Child:
        if self._child is None:
            raise DeviceUnavailable("face.closed", retryable=True)
        return self._child

    def _ask(self, request: dict[str, Any], deadline_s: float, operation: str = "") -> dict[str, Any]:
        """One request, one answer. Any error but one that the process itself reports ends the process."""
        fault = self._faults.strike("face", operation) if operation else None
        if fault is not None:
            request |= {"fault": fault.kind.value, "delay_s": fault.delay_s}
        try:
            answer = self._opened.ask(request, deadline_s)
        except DeviceError:
            self.close()
            raise
        if "error" in answer:
            raise wire.decode_error(answer["error"])
        return answer


class _Child(AskedChild):
    """One run of the face process, and the memory that both see."""

    def __init__(self) -> None:
        # A file in memory without a name: it vanishes with the processes, whatever happens to them.
        memory_fd = os.memfd_create("face")
        os.ftruncate(memory_fd, wire.MEMORY_BYTES)
        self._memory = mmap.mmap(memory_fd, wire.MEMORY_BYTES)
        self._written = 0
        super().__init__(
            "drivers.face.process",
            [str(memory_fd)],
            codes=_CODES,
            most_bytes=wire.MAX_MESSAGE_BYTES,
            pass_fds=[memory_fd],
            environment=_ENVIRONMENT,
            quiet=False,
        )
        os.close(memory_fd)

    def write(self, picture: bytes | memoryview) -> None:
        """Put a portrait or a frame where the process reads it."""
        source = memoryview(picture).cast("B")
        self._memory[: source.nbytes] = source
        self._written = max(self._written, source.nbytes)

    def wipe(self) -> None:
        self._memory[: self._written] = bytes(self._written)
        self._written = 0

    def end(self, timeout_s: float) -> None:
        super().end(timeout_s)
        self.wipe()
        self._memory.close()
