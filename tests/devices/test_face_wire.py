"""Messages between the terminal and the face process."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.child_messages import decode, encode
from drivers.contract.face import PROMPTS, FaceInstruction, FaceLook, FaceVerdict, LivenessRecord, PromptShown
from drivers.errors import DeviceError, DeviceTimeout, DeviceUnavailable, MediaError, ProtocolError
from drivers.face import wire

seconds = st.floats(0, 100)
records = st.builds(
    LivenessRecord,
    st.text(max_size=8),
    st.text(max_size=16),
    st.sampled_from(["", "passed", "face.liveness.late"]),
    st.lists(st.builds(PromptShown, st.sampled_from(PROMPTS), seconds, st.none() | seconds), max_size=4).map(tuple),
)
looks = st.builds(
    FaceLook,
    st.sampled_from(FaceInstruction),
    st.none() | st.sampled_from(FaceVerdict),
    st.sampled_from(["", "match", "near", "far"]),
    st.floats(0, 1),
    st.sampled_from(["", "face.liveness.late"]),
    st.none() | records,
)
scalars = st.text(max_size=8) | st.integers() | st.floats(allow_nan=False)
errors = st.builds(
    lambda kind, code, retryable, data: kind(code, retryable=retryable, data=data),
    st.sampled_from([DeviceUnavailable, DeviceTimeout, ProtocolError, MediaError]),
    st.from_regex(r"face\.[a-z_]{1,20}", fullmatch=True),
    st.booleans(),
    st.dictionaries(st.text(max_size=8), scalars, max_size=3),
)


def as_sent(message: dict[str, Any]) -> dict[str, Any]:
    return decode(encode(message), "face.garbage")


@given(looks)
def test_a_look_arrives_as_it_left(look: FaceLook) -> None:
    assert wire.decode_look(as_sent({"look": wire.encode_look(look)})["look"]) == look


@given(errors)
def test_an_error_arrives_as_it_left(error: DeviceError) -> None:
    arrived = wire.decode_error(as_sent(wire.encode_error(error)))
    assert type(arrived) is type(error)
    assert (arrived.code, arrived.retryable, arrived.data) == (error.code, error.retryable, error.data)


@given(st.binary(max_size=60))
def test_noise_is_garbage_or_some_object(noise: bytes) -> None:
    with contextlib.suppress(ProtocolError):
        assert isinstance(decode(noise, "face.garbage"), dict)


@given(st.none() | scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.text(max_size=8), scalars, max_size=3))
def test_a_look_that_makes_no_sense_is_garbage(fields: object) -> None:
    with pytest.raises(ProtocolError, match=r"face\.garbage"):
        wire.decode_look(fields)
    assert wire.decode_error(fields).code == "face.garbage"
