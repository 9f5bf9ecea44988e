"""A certificate refused for its dates: whether it is the certificate, or our clock. A time server on loopback tells."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_server import PACKET, TimeServer, stamp, time_server

from config.loader import load
from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.app.doctor import examine
from kiosk.platform.client import PlatformClient
from offline_cache import sntp
from offline_cache.clock_check import ASK_EVERY_S, ClockCheck
from offline_cache.errors import LinkError
from offline_cache.sntp import clock_offset_s
from offline_cache.transport import Transport
from tests.offline_cache.conftest import Pki, Platform

Serve = Callable[..., Platform]
NOW = datetime.now(UTC)
DAY_S = 86_400.0
YEAR_S = 365 * DAY_S


@pytest.fixture
def server() -> Iterator[TimeServer]:
    with time_server() as running:
        yield running


# ---- asking for the time ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offset_s", [0.0, 3.25, -400 * DAY_S, 12 * YEAR_S])  # the last is beyond 2036: NTP's next era
def test_how_far_our_clock_is_off(server: TimeServer, offset_s: float) -> None:
    server.offset_s = offset_s
    assert clock_offset_s(server.address) == pytest.approx(offset_s, abs=0.5)
    (question,) = server.asked
    assert len(question) == 48
    assert question[0] == 0b00_100_011  # no warning, version 4, client
    assert question[1:40] == bytes(39)  # says nothing about us; the rest is chance


def test_no_question_is_like_another(server: TimeServer) -> None:
    clock_offset_s(server.address)
    clock_offset_s(server.address)
    assert len(set(server.asked)) == 2


def changed(at: int, value: int) -> Callable[[bytes], bytes]:
    return lambda answer: answer[:at] + bytes([value]) + answer[at + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [
        changed(0, 0b11_100_100),
        changed(0, 0b00_100_011),
        changed(1, 0),
        changed(1, 16),
        lambda answer: answer[:24] + bytes(8) + answer[32:],
        lambda answer: answer[:40] + bytes(8),
        lambda answer: answer[:47],
    ],
    ids=[
        "unsynchronised",
        "not a server",
        "kiss of death",
        "no stratum",
        "to another question",
        "no time",
        "too short",
    ],
)
def test_an_answer_that_is_none_is_not_believed(server: TimeServer, spoil: Callable[[bytes], bytes]) -> None:
    server.spoil = spoil
    with pytest.raises(LinkError) as refused:
        clock_offset_s(server.address)
    assert refused.value.code == "link.garbage"


def test_silence_and_nobody_there(server: TimeServer) -> None:
    server.spoil = lambda _answer: None
    with pytest.raises(LinkError) as refused:
        clock_offset_s(server.address, timeout_s=0.1)
    assert refused.value.code == "link.timeout"
    with pytest.raises(LinkError) as refused:
        clock_offset_s("127.0.0.1:9", timeout_s=0.5)
    assert refused.value.code == "link.down"


@given(answer=st.binary(max_size=80), question=st.integers(0, 2**64 - 1))
def test_any_bytes_are_an_answer_or_garbage(answer: bytes, question: int) -> None:
    try:
        sntp._times(answer, question)
        outcome = "believed"
    except LinkError as error:
        outcome = error.code
    assert outcome == "link.garbage" or answer[24:32] == question.to_bytes(8)


@given(epoch_s=st.floats(-YEAR_S, 100 * YEAR_S))
def test_times_of_both_eras(epoch_s: float) -> None:
    packet = PACKET.pack(4 << 3 | 4, 1, 0, 0, 0, 0, 0, 0, 7, stamp(epoch_s), stamp(epoch_s) or 1)
    assert sntp._times(packet, 7)[0] == pytest.approx(epoch_s, abs=0.001)


@pytest.mark.parametrize(
    ("server", "place"),
    [
        ("ntp.example", ("ntp.example", 123)),
        ("ntp.example:1123", ("ntp.example", 1123)),
        ("[fd00::1]:1123", ("fd00::1", 1123)),
        ("fd00::1", ("fd00::1", 123)),
        ("[fd00::1]", ("fd00::1", 123)),
    ],
)
def test_ways_to_name_a_server(server: str, place: tuple[str, int]) -> None:
    assert sntp._place(server) == place


# ---- over TLS --------------------------------------------------------------------------------------------------------


@pytest.fixture
def refusal(pki: Pki, serve: Serve) -> Callable[..., LinkError]:
    """What a request fails with at a platform whose certificate is valid for these days from now."""

    def fail(since_days: int, until_days: int, ntp_server: str) -> LinkError:
        since, until = NOW + timedelta(days=since_days), NOW + timedelta(days=until_days)
        identity = pki.authority.issue(f"platform-{os.urandom(4).hex()}", since=since, until=until)
        transport = Transport(
            serve(identity=identity).base_url,
            ca_file=pki.authority.file,
            cert_file=pki.terminal.cert,
            key_file=pki.terminal.key,
            terminal_id="terminal-0001",
            clock_check=ClockCheck(ntp_server),
        )
        with pytest.raises(LinkError) as refused:
            transport.request("GET", "/v1/ping")
        transport.close()
        assert refused.value.retryable
        return refused.value

    return fail


@pytest.mark.parametrize(
    ("since_days", "until_days", "off_days", "code"),
    [
        (10, 400, 20, "link.clock"),  # we woke up in the past
        (-400, -10, -20, "link.clock"),  # or in the future
        (10, 400, 0, "link.certificate"),  # our clock is right: they were too early
        (-400, -10, 0, "link.certificate"),  # they forgot to renew
        (10, 20, 30, "link.certificate"),  # our clock is wrong, but the certificate has run out too
        (-400, -10, 20, "link.certificate"),
    ],
)
def test_whether_it_is_the_clock_or_the_certificate(
    refusal: Callable[..., LinkError], server: TimeServer, since_days: int, until_days: int, off_days: int, code: str
) -> None:
    server.offset_s = off_days * DAY_S
    error = refusal(since_days, until_days, server.address)
    assert error.code == code
    if code == "link.clock":
        assert error.data["offset_s"] == pytest.approx(off_days * DAY_S, abs=2)


def test_without_a_time_server_the_clock_is_not_blamed(refusal: Callable[..., LinkError], server: TimeServer) -> None:
    server.spoil = lambda _answer: None
    for ntp_server in ("", server.address):
        error = refusal(10, 400, ntp_server)
        assert (error.code, error.data) == ("link.certificate", {"verify_code": 9})


def test_a_stranger_is_a_stranger_at_any_time(pki: Pki, serve: Serve, server: TimeServer) -> None:
    server.offset_s = 20 * DAY_S
    transport = Transport(
        serve(identity=pki.stranger).base_url,
        ca_file=pki.authority.file,
        cert_file=pki.terminal.cert,
        key_file=pki.terminal.key,
        terminal_id="terminal-0001",
        clock_check=ClockCheck(server.address),
    )
    with pytest.raises(LinkError) as refused:
        transport.request("GET", "/v1/ping")
    transport.close()
    assert refused.value.code == "link.certificate"
    assert server.asked == []


def test_the_time_server_is_left_in_peace(server: TimeServer) -> None:
    now_s = 0.0
    check = ClockCheck(server.address, monotonic=lambda: now_s)
    refused = LinkError("link.certificate", retryable=True, data={"verify_code": 9})
    for _ in range(10):
        assert check.blamed(refused, lambda: None) is refused
    assert len(server.asked) == 1
    now_s = ASK_EVERY_S + 1
    check.blamed(refused, lambda: None)
    assert len(server.asked) == 2
    for other in ({"verify_code": 19}, {"reason": "x"}, {}):
        error = LinkError("link.certificate", retryable=True, data=other)
        assert ClockCheck(server.address).blamed(error, lambda: None) is error
    assert len(server.asked) == 2


# ---- what staff see --------------------------------------------------------------------------------------------------


def test_health_and_doctor_say_clock_and_not_network(
    pki: Pki, serve: Serve, server: TimeServer, tmp_path: Path, logging_as_before: None
) -> None:
    server.offset_s = 20 * DAY_S
    identity = pki.authority.issue("platform-of-tomorrow", since=NOW + timedelta(days=10), until=NOW + timedelta(400))
    platform = serve(identity=identity)
    files = {"ca_file": pki.authority.file, "cert_file": pki.terminal.cert, "key_file": pki.terminal.key}
    transport = Transport(
        platform.base_url, **files, terminal_id="terminal-0001", clock_check=ClockCheck(server.address)
    )
    expected = DeviceStatus(DeviceState.OFFLINE, "platform.clock", {"clock_offset_min": str(20 * 24 * 60)})
    assert PlatformClient(transport).status() == expected
    transport.close()
    changes = {f"platform.{name}": str(file) for name, file in files.items()}
    changes |= {"platform.base_url": platform.base_url, "platform.ntp_server": server.address}
    changes |= {"platform.embedded": "false", "paths.state_dir": str(tmp_path)}
    found = {finding.device: finding.code for finding in examine(load("simulated", (), changes, {}))}
    assert (found["platform"], found["outbox"]) == ("platform.clock", "outbox.keyless")
