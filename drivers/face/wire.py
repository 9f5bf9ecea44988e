"""What passes between `DlibMatcher` and the face process: JSON messages over a socket pair, pictures in shared memory.

    -> {"seq": 7, "do": "look", "width": 1280, "height": 720, "taken_s": 12.5}
    <- {"seq": 7, "look": {"instruction": "checking", "verdict": null, "score_band": "", "progress": 0.33, "reason": "",
        "liveness": null}}
    <- {"seq": 7, "error": {"class": "MediaError", "code": "face.no_template", "retryable": false, "data": {}}}

`do` is open, ping, enrol (portrait bytes in shared memory), look (BGR frame in shared memory), another_prompt, forget.
A request may carry `fault` and `delay_s`, which the process obeys (fault scripts). Templates and distances never pass.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from drivers.contract.face import FaceInstruction, FaceLook, FaceVerdict, LivenessRecord, PromptShown
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError

MAX_MESSAGE_BYTES = 4096
MEMORY_BYTES = 3840 * 2160 * 3  # a 4K frame; only pages that are written to take memory

_ERRORS: dict[str, type[DeviceError]] = {
    error.__name__: error for error in (DeviceUnavailable, DeviceTimeout, ProtocolError, MediaError)
}


def encode_look(look: FaceLook) -> dict[str, Any]:
    return {
        "instruction": look.instruction,
        "verdict": look.verdict,
        "score_band": look.score_band,
        "progress": look.progress,
        "reason": look.reason,
        "liveness": None if look.liveness is None else asdict(look.liveness),
    }


def decode_look(fields: object) -> FaceLook:
    """Raises ProtocolError `face.garbage`."""
    try:
        values = cast("dict[str, Any]", fields)
        verdict = values["verdict"]
        return FaceLook(
            FaceInstruction(values["instruction"]),
            None if verdict is None else FaceVerdict(verdict),
            str(values["score_band"]),
            float(values["progress"]),
            str(values["reason"]),
            None if values["liveness"] is None else _decode_liveness(values["liveness"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _garbled() from error


def _decode_liveness(fields: dict[str, Any]) -> LivenessRecord:
    prompts = [
        PromptShown(
            FaceInstruction(prompt["instruction"]),
            float(prompt["shown_s"]),
            None if prompt["done_s"] is None else float(prompt["done_s"]),
        )
        for prompt in fields["prompts"]
    ]
    return LivenessRecord(str(fields["version"]), str(fields["seed"]), str(fields["outcome"]), tuple(prompts))


def encode_error(error: DeviceError) -> dict[str, Any]:
    return {
        "class": type(error).__name__,
        "code": error.code,
        "retryable": error.retryable,
        "data": error.data,
    }


def decode_error(fields: object) -> DeviceError:
    """The error as it was raised in the process; `face.garbage` when it makes no sense."""
    try:
        values = cast("dict[str, Any]", fields)
        kind = _ERRORS[values["class"]]
        return kind(str(values["code"]), retryable=bool(values["retryable"]), data=dict(values["data"]))
    except (KeyError, TypeError, ValueError):
        return _garbled()


def _garbled() -> ProtocolError:
    return ProtocolError("face.garbage", retryable=True)
