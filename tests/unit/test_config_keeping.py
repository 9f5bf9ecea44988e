"""Settings of the queue's disk and of the documents that are kept: limits that do not go together are refused."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.loader import load
from kiosk.app.link import disk_limits
from offline_cache.disk import DiskLimits


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("outbox.resume_free_mib", "71", "at least stop_free_mib and ballast_mib together (72)"),
        ("outbox.ballast_mib", "0", "at least 1"),
        ("reference.catalogue.oldest_h", "0", "more than 0"),
        ("reference.revocations.oldest_h", "0.1", "at least twice ask_every_s"),
        ("reference.texts.ask_every_s", "0", "more than 0"),
        ("platform.ntp_server", "time server", "text of the form"),
    ],
)
def test_a_wrong_limit_is_named_with_what_is_allowed(key: str, value: str, allowed: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load("simulated", (), {key: value}, {})
    (problem,) = refused.value.problems
    assert (problem.key, allowed in problem.allowed) == (key, True), problem.allowed


@pytest.mark.parametrize("server", ["", "ntp.example", "ntp.example:1123", "10.0.0.1", "[fd00::1]:123"])
def test_ways_to_name_a_time_server(server: str) -> None:
    assert load("simulated", (), {"platform.ntp_server": server}, {}).platform.ntp_server == server


def test_defaults_hold_what_was_promised(tmp_path: Path) -> None:
    settings = load("simulated", (), {"paths.state_dir": str(tmp_path)}, {})
    outbox = settings.outbox
    assert (outbox.ballast_mib, outbox.stop_free_mib, outbox.resume_free_mib) == (8, 64, 96)
    assert settings.reference.catalogue.oldest_h == 7 * 24
    assert disk_limits(outbox) == DiskLimits()
