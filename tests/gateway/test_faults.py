"""Scripted failures of the platform, and what the terminal's client makes of them."""

import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.contract.device import DeviceState, DeviceStatus
from drivers.faults import FaultScript
from kiosk.errors import PlatformError
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.faults import FaultFileError, ScriptedFaults, Struck
from kiosk.gateway.store import submissions
from kiosk.platform.client import PlatformClient
from kiosk.platform.schema import PrefillRequest, StoredAnswer
from kiosk.platform.submission_state import SubmissionState
from offline_cache.errors import LinkError
from offline_cache.reference import Kind
from offline_cache.sealing import ENVELOPE_TYPE, Envelope, PlatformKey, seal
from offline_cache.transport import Transport
from tests.gateway.terminal import CATALOGUE, LIN, TERMINAL, application, key_of, new_id, signed

SCRIPT = """
expect = "received"
fault = [
  { device = "printer", kind = "paper_out", on = "print" },
  { device = "platform", kind = "refuse", on = "prefill", times = 1, value = 503 },
  { device = "platform", kind = "garbage", on = "prefill", skip = 1, times = 1 },
  { device = "platform", kind = "silent", on = "prefill", skip = 2, times = 1 },
  { device = "platform", kind = "slow", on = "prefill", skip = 3, times = 1, delay_s = 0.2 },
  { device = "platform", kind = "unplugged", on = "ping", skip = 1, times = 1 },
  { device = "platform", kind = "half", on = "submission", times = 1 },
  { device = "platform", kind = "unplugged", on = "submission", skip = 2, times = 1 },
]
"""


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[EmbeddedGateway]:
    faults = tmp_path / "faults.toml"
    faults.write_text(SCRIPT)
    with EmbeddedGateway(tmp_path / "state", CATALOGUE, terminal_id=TERMINAL, faults_file=faults) as running:
        yield running


def transport_to(gateway: EmbeddedGateway, read_timeout_s: float = 1.0, **options: Any) -> Transport:
    return Transport(
        gateway.base_url,
        ca_file=gateway.ca_file,
        cert_file=gateway.cert_file,
        key_file=gateway.key_file,
        terminal_id=TERMINAL,
        read_timeout_s=read_timeout_s,
        **options,
    )


def request() -> PrefillRequest:
    return PrefillRequest(item_code="GA-WFZJL", consented_at=datetime.now(UTC), **LIN)


def sealed(client: PlatformClient, submission_id: str) -> Envelope:
    keys = client.keys()
    key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
    return seal(submission_id, application(submission_id).model_dump_json().encode(), (), key)


def test_each_failure_becomes_its_code(scripted: EmbeddedGateway) -> None:
    client = PlatformClient(transport_to(scripted))
    found: list[tuple[str, bool]] = []
    for _ in range(3):
        with pytest.raises(PlatformError) as failed:
            client.prefill(request())
        found.append((failed.value.code, failed.value.retryable))
    assert found == [("platform.refused", True), ("platform.garbage", False), ("platform.unreachable", True)]
    assert client.prefill(request()).fields  # slow
    assert client.prefill(request()).fields


def test_the_clients_status_follows_the_line(scripted: EmbeddedGateway) -> None:
    client = PlatformClient(transport_to(scripted))
    assert client.status().state is DeviceState.ONLINE
    lost = client.status()
    assert (lost.state, lost.code) == (DeviceState.OFFLINE, "platform.unreachable")
    assert client.status().state is DeviceState.ONLINE


def test_a_lost_answer_does_not_double_the_submission(scripted: EmbeddedGateway) -> None:
    transport = transport_to(scripted)
    first = new_id()
    envelope = sealed(PlatformClient(transport), first)
    path = f"/v1/submissions/{first}"
    body = envelope.to_bytes()
    headers = signed(key_of(scripted), path, body)
    with pytest.raises(LinkError):  # half: stored, but the answer broke off
        transport.request("PUT", path, body=body, content_type=ENVELOPE_TYPE, headers=headers)
    again = transport.request("PUT", path, body=body, content_type=ENVELOPE_TYPE, headers=headers)
    assert again.status == 200
    assert StoredAnswer.model_validate_json(again.body).receipt.digest == envelope.header.digest
    with pytest.raises(LinkError):  # unplugged: nothing was done
        transport.request("PUT", f"/v1/submissions/{new_id()}", body=envelope.to_bytes(), content_type=ENVELOPE_TYPE)
    assert [record["id"] for record in submissions(scripted.state_dir)] == [first]


def test_the_client_against_a_sound_platform(gateway: EmbeddedGateway) -> None:
    transport = transport_to(gateway, read_timeout_s=10.0)
    client = PlatformClient(transport)
    client.open()
    catalogue = client.document(Kind.CATALOGUE)
    assert catalogue is not None
    assert client.document(Kind.CATALOGUE, catalogue.version) is None
    submission_id = new_id()
    with pytest.raises(PlatformError) as missing:
        client.submission_status(submission_id)
    assert (missing.value.code, missing.value.data["status"]) == ("platform.refused", 404)
    body, path = sealed(client, submission_id).to_bytes(), f"/v1/submissions/{submission_id}"
    headers = signed(key_of(gateway), path, body)
    transport.request("PUT", path, body=body, content_type=ENVELOPE_TYPE, headers=headers)
    assert client.submission_status(submission_id).state is SubmissionState.APPROVED
    transport.close()


def test_a_terminal_whose_clock_is_wrong_says_by_how_much(gateway: EmbeddedGateway) -> None:
    for wrong_by_min, details in ((0, {}), (90, {"clock_offset_min": "-90"})):
        transport = transport_to(gateway, wall=lambda wrong_by_min=wrong_by_min: time.time() + wrong_by_min * 60)
        assert PlatformClient(transport).status() == DeviceStatus(DeviceState.ONLINE, details=details)
        transport.close()


def test_the_client_when_nobody_is_there(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path, CATALOGUE, terminal_id=TERMINAL)
    gateway.start()
    client = PlatformClient(transport_to(gateway))
    gateway.stop()
    with pytest.raises(PlatformError) as failed:
        client.keys()
    assert (failed.value.code, failed.value.data["link"]) == ("platform.unreachable", "link.down")
    assert not client.status().state.usable


def test_both_readers_of_a_fault_file_agree(tmp_path: Path) -> None:
    """The devices' reader and the gateway's strike at the same operations."""
    file = tmp_path / "faults.toml"
    file.write_text(SCRIPT)
    devices, platform = FaultScript.load(file), ScriptedFaults.load(file)
    for operation in ["prefill"] * 6 + ["ping"] * 3 + ["submission"] * 4 + ["catalogue"]:
        expected = devices.strike("platform", operation)
        struck = platform(operation)
        assert (struck and (struck.kind, struck.delay_s)) == (expected and (expected.kind.value, expected.delay_s))


def test_a_fault_for_any_operation_counts_them_all(tmp_path: Path) -> None:
    file = tmp_path / "faults.toml"
    file.write_text('[[fault]]\ndevice = "platform"\nkind = "refuse"\nskip = 1\ntimes = 0\nvalue = 429\n')
    strike = ScriptedFaults.load(file)
    assert [strike(operation) for operation in ("keys", "ping", "rating")] == [None, *[Struck("refuse", 429, 0.0)] * 2]


@pytest.mark.parametrize("text", ["fault = 1", "[[fault]]\nkind = 'slow'", "[[fault]]\ndevice='platform'\nnope=1", "["])
def test_a_malformed_fault_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "faults.toml"
    file.write_text(text)
    with pytest.raises(FaultFileError, match=r"faults\.toml"):
        ScriptedFaults.load(file)
