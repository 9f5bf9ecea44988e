"""The face process: `python -m drivers.face.process SOCKET_FD MEMORY_FD`, started by `drivers.face.dlib_matcher`.

It exists because dlib's network holds the interpreter's lock while it works, and because what it knows of a face ends
with it. It leaves when the socket closes: it never outlives its parent.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import numpy as np

from drivers.child_messages import decode, misbehave, spoiled
from drivers.errors import DeviceError, DeviceUnavailable, MediaError
from drivers.face import wire
from drivers.faults import Kind

if TYPE_CHECKING:
    from drivers.face.check import FaceCheck, Thresholds
    from drivers.face.engine import FaceEngine, Picture
    from drivers.face.models import MeshModels
    from drivers.face.vendor_decoder import VendorDecoder

NICENESS = 5  # the screen goes first


class FaceService:
    """Answers one request at a time; the networks are loaded by `open`."""

    def __init__(self, memory: mmap.mmap) -> None:
        self._memory = memory
        self._engine: FaceEngine | None = None
        self._thresholds: Thresholds | None = None
        self._check: FaceCheck | None = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer's fields without `seq`. Raises DeviceError."""
        match request["do"]:
            case "open":
                return self._open(request)
            case "look":
                return {"look": wire.encode_look(self._opened.look(self._picture(request), float(request["taken_s"])))}
            case "self_match":
                return self._self_match(self._picture(request))
            case "enrol":
                self._opened.enrol(memoryview(self._memory)[: int(request["size"])])
            case "another_prompt":
                self._opened.another_prompt()
            case "forget":
                self._opened.forget()
            case "ping":
                pass
            case unknown:
                raise ValueError(f"no such request: {unknown}")
        return {}

    @property
    def _opened(self) -> FaceCheck:
        if self._check is None:
            raise DeviceUnavailable("face.closed", retryable=True)
        return self._check

    def _open(self, request: dict[str, Any]) -> dict[str, Any]:
        """Its name, its networks' hashes, and why portraits cannot be decoded ("" = they can)."""
        import cv2

        from drivers.face.check import FaceCheck, Thresholds
        from drivers.face.engines import EngineSettings, make_engine
        from drivers.face.models import MeshModels, installed_mesh_folder
        from drivers.face.recipe import DEFAULT
        from drivers.face.vendor_decoder import VendorDecoder

        cv2.setNumThreads(1)
        settings = EngineSettings(**request["engine"])
        self._engine = make_engine(settings)
        self._thresholds = Thresholds(**request["thresholds"])
        decoder = None if request["decoder"] is None else VendorDecoder(**request["decoder"])
        models = settings.models
        if request["liveness"]:
            mesh_models = MeshModels.within(installed_mesh_folder())
            models += [mesh_models.near, mesh_models.far, mesh_models.mesh, mesh_models.eyes]
            self._check = _live_check(self._engine, self._thresholds, mesh_models, decoder, int(request["prompts"]))
        else:
            self._check = FaceCheck(self._engine, self._thresholds, decoder)
        return {
            "engine": f"{self._engine.name}, {DEFAULT.name}",
            "models": {model.path.name: model.sha256 for model in models},
            "undecodable": "" if decoder is None else _trouble(decoder),
        }

    def _picture(self, request: dict[str, Any]) -> Picture:
        height_px, width_px = int(request["height"]), int(request["width"])
        return np.frombuffer(self._memory, np.uint8, width_px * height_px * 3).reshape(height_px, width_px, 3)

    def _self_match(self, picture: Picture) -> dict[str, Any]:
        from drivers.face.self_match import self_match

        if self._engine is None or self._thresholds is None:
            raise DeviceUnavailable("face.closed", retryable=True)
        return self_match(self._engine, self._thresholds, picture)


def _live_check(
    engine: FaceEngine, thresholds: Thresholds, models: MeshModels, decoder: VendorDecoder | None, prompts: int
) -> FaceCheck:
    """Loaded and run once, as the engine was."""
    from drivers.face.eyes import EyeContours
    from drivers.face.live_check import LiveFaceCheck
    from drivers.face.mesh import FaceMesh

    mesh, eyes = FaceMesh(models), EyeContours(models.eyes)
    check = LiveFaceCheck(engine, thresholds, mesh, eyes, decoder=decoder, prompts=prompts)
    check.forget()
    return check


def _trouble(decoder: VendorDecoder) -> str:
    try:
        decoder.check()
    except MediaError as error:
        return str(error.data["why"])
    return ""


def serve(connection: Connection, memory: mmap.mmap) -> None:
    """Answer until the other end closes."""
    service = FaceService(memory)
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = decode(connection.recv_bytes(wire.MAX_MESSAGE_BYTES), "face.garbage")
            answer: dict[str, Any] = {"seq": request["seq"]}
            try:
                misbehave(request, connection)
                if request.get("fault") in (Kind.MISSING, Kind.UNPLUGGED):
                    raise DeviceUnavailable("face.missing", retryable=True)
                answer |= service.answer(request)
            except DeviceError as error:
                answer |= {"error": wire.encode_error(error)}
            connection.send_bytes(spoiled(answer, request))


def main() -> None:
    socket_fd, memory_fd = (int(argument) for argument in sys.argv[1:3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the socket
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold faces
    os.nice(NICENESS)
    memory = mmap.mmap(memory_fd, wire.MEMORY_BYTES)
    os.close(memory_fd)
    with Connection(socket.socket(fileno=socket_fd).detach()) as connection:
        serve(connection, memory)


if __name__ == "__main__":
    main()
