"""Certificates and keys: made once, kept, renewed in time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.gateway.platform_keys import ensure_keys

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def contents(state_dir: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in state_dir.rglob("*") if file.is_file()}


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    paths = GatewayPaths(tmp_path)
    ensure_pki(paths, ["T-1"], NOW)
    first_keys = ensure_keys(paths).public()
    before = contents(tmp_path)
    ensure_pki(paths, ["T-1"], NOW + timedelta(days=200))
    assert ensure_keys(paths).public() == first_keys
    assert contents(tmp_path) == before


def test_another_terminal_is_added_under_the_same_authority(tmp_path: Path) -> None:
    paths = GatewayPaths(tmp_path)
    ensure_pki(paths, ["T-1"], NOW)
    before = contents(tmp_path)
    ensure_pki(paths, ["T-1", "T-2"], NOW)
    added = contents(tmp_path).keys() - before.keys()
    assert added == {paths.terminal_cert("T-2"), paths.terminal_key("T-2")}
    assert before.items() <= contents(tmp_path).items()


def test_leaves_are_renewed_before_they_run_out(tmp_path: Path) -> None:
    paths = GatewayPaths(tmp_path)
    ensure_pki(paths, ["T-1"], NOW)
    before = contents(tmp_path)
    later = NOW + timedelta(days=380)
    ensure_pki(paths, ["T-1"], later)
    after = contents(tmp_path)
    changed = {file for file in before if before[file] != after[file]}
    of_terminal = {paths.terminal_cert("T-1"), paths.terminal_key("T-1")}
    assert changed == {paths.server_cert, paths.server_key, paths.issuer_cert, paths.issuer_key, *of_terminal}
    assert x509.load_pem_x509_certificate(after[paths.server_cert]).not_valid_after_utc > later + timedelta(days=300)


def test_a_lost_authority_takes_its_leaves_along(tmp_path: Path) -> None:
    paths = GatewayPaths(tmp_path)
    ensure_pki(paths, ["T-1"], NOW)
    lost = paths.ca_cert.read_bytes()
    paths.ca_key.unlink()
    ensure_pki(paths, ["T-1"], NOW)
    assert paths.ca_cert.read_bytes() != lost
    authority = x509.load_pem_x509_certificate(paths.ca_cert.read_bytes())
    for file in (paths.server_cert, paths.terminal_cert("T-1")):
        x509.load_pem_x509_certificate(file.read_bytes()).verify_directly_issued_by(authority)
