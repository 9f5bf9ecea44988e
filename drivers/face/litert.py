"""LiteRT, typed: a network file, pictures in, arrays out. The one place that imports ai_edge_litert."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from drivers.errors import DeviceUnavailable

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    from drivers.face.models import ModelFile

    Tensor = NDArray[np.float32]


@contextmanager
def _silent() -> Generator[None]:
    """The library says on the standard error, and past every logger, that it works; nobody has asked."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class LiteRtNetwork:
    """A network of one picture, run on one thread.

    Args:
        model: its file, verified before it is opened.
        input_px: side of the square picture that it must take, (1, side, side, 3) float32.

    Raises:
        DeviceUnavailable: `face.missing` without the library; `face.model_unusable` for a network of another shape;
            as `ModelFile.verified` does.
    """

    def __init__(self, model: ModelFile, input_px: int) -> None:
        path = model.verified()
        try:
            from ai_edge_litert.interpreter import Interpreter  # pyright: ignore[reportMissingTypeStubs]
        except ImportError as error:
            raise DeviceUnavailable("face.missing", retryable=False) from error
        unusable = DeviceUnavailable("face.model_unusable", retryable=False, data={"model": path.name})
        try:
            with _silent():
                self._interpreter = cast("Any", Interpreter)(model_path=str(path), num_threads=1)
                self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise unusable from error
        (taken,) = self._interpreter.get_input_details()
        if tuple(taken["shape"]) != (1, input_px, input_px, 3):
            raise unusable
        self._input: int = taken["index"]
        self._input_px = input_px
        self._outputs: list[int] = [given["index"] for given in self._interpreter.get_output_details()]

    def run(self, picture: Tensor) -> list[Tensor]:
        """All outputs, in the file's order. `picture` is (side, side, 3)."""
        self._interpreter.set_tensor(self._input, picture[np.newaxis])
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]

    def forget(self) -> None:
        """Overwrite what is left of the last picture."""
        self.run(np.zeros((self._input_px, self._input_px, 3), np.float32))
