"""Signed documents for use without a network: who may replace them, by what, and how old they are."""

import base64
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.errors import LinkError
from offline_cache.reference import Kind, Reference, ReferenceCache, ReferenceRefused

PLATFORM = Ed25519PrivateKey.generate()
ISSUED = datetime(2026, 1, 31, tzinfo=UTC)
DAY_S = 86_400.0


def issue(
    version: str = "v1",
    body: bytes = b"{}",
    *,
    kind: Kind = Kind.CATALOGUE,
    days: int = 0,
    key: Ed25519PrivateKey = PLATFORM,
) -> Reference:
    unsigned = Reference(kind, version, (ISSUED + timedelta(days=days)).isoformat(), "", body)
    signature = base64.b64encode(key.sign(unsigned.signed_text)).decode()
    return Reference(kind, version, unsigned.issued_at, signature, body)


class Clock:
    monotonic_s = 0.0
    wall_s = 1.8e9


class Made:
    def __init__(self, directory: Path) -> None:
        self.clock = Clock()
        self.directory = directory
        self.cache = self.restart()

    def restart(self) -> ReferenceCache:
        key = PLATFORM.public_key().public_bytes_raw()
        clock = self.clock
        self.cache = ReferenceCache(self.directory, key, monotonic=lambda: clock.monotonic_s, wall=lambda: clock.wall_s)
        return self.cache

    def version(self) -> str | None:
        current = self.cache.current(Kind.CATALOGUE)
        return current.version if current else None


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "reference")


def test_what_is_fetched_is_in_force_and_stays_so_over_a_restart(made: Made) -> None:
    assert made.cache.current(Kind.CATALOGUE) is None
    first = issue("v1", b'{"items": []}\n\n')
    assert made.cache.refresh(Kind.CATALOGUE, lambda known: first if known == "" else None)
    assert made.cache.current(Kind.CATALOGUE) == first
    assert made.restart().current(Kind.CATALOGUE) == first
    assert made.cache.current(Kind.VOUCHERS) is None


def test_the_known_version_is_asked_about_and_nothing_new_changes_nothing(made: Made) -> None:
    made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v1"))
    asked: list[str] = []
    assert not made.cache.refresh(Kind.CATALOGUE, asked.append)
    assert asked == ["v1"]
    assert made.version() == "v1"


@pytest.mark.parametrize(
    "found",
    [
        issue("v2", key=Ed25519PrivateKey.generate(), days=1),
        Reference(Kind.CATALOGUE, "v2", ISSUED.isoformat(), issue("v1").signature, b"{}"),
        Reference(Kind.CATALOGUE, "v1", ISSUED.isoformat(), issue("v1").signature, b"{ }"),
        issue("v2", kind=Kind.TEXTS, days=1),
        Reference(Kind.CATALOGUE, "v2", "yesterday", "!!", b"{}"),
        issue("v0", days=-1),
    ],
    ids=["another key", "another version", "another body", "another kind", "garbage", "older"],
)
def test_what_is_not_the_platforms_or_older_is_refused_and_the_old_one_stays(made: Made, found: Reference) -> None:
    made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v1"))
    with pytest.raises(ReferenceRefused):
        made.cache.refresh(Kind.CATALOGUE, lambda _: found)
    assert made.version() == "v1"


def test_a_platform_that_cannot_be_reached_changes_nothing_and_the_age_grows(made: Made) -> None:
    made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v1"))
    made.clock.monotonic_s += 3 * DAY_S

    def unreachable(_known: str) -> None:
        raise LinkError("link.down", retryable=True)

    with pytest.raises(LinkError):
        made.cache.refresh(Kind.CATALOGUE, unreachable)
    assert made.version() == "v1"
    assert made.cache.age_s(Kind.CATALOGUE) == 3 * DAY_S


def test_the_age_is_counted_by_the_monotonic_clock_and_over_a_restart_by_the_wall(made: Made) -> None:
    assert made.cache.age_s(Kind.CATALOGUE) is None
    made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v1"))
    for days in (400, -800):
        made.clock.wall_s += days * DAY_S
        assert made.cache.age_s(Kind.CATALOGUE) == 0
    assert made.restart().age_s(Kind.CATALOGUE) is None  # 400 days before it was confirmed: nobody can tell
    made.clock.wall_s += 402 * DAY_S
    assert made.cache.age_s(Kind.CATALOGUE) == pytest.approx(2 * DAY_S)
    made.cache.refresh(Kind.CATALOGUE, lambda _: None)
    assert made.restart().age_s(Kind.CATALOGUE) == pytest.approx(0, abs=0.001)


@given(at=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_a_file_that_was_changed_is_not_in_force(tmp_path_factory: pytest.TempPathFactory, at: int, flip: int) -> None:
    made = Made(tmp_path_factory.mktemp("reference"))
    original = issue("v1", b"x" * 50)
    made.cache.refresh(Kind.CATALOGUE, lambda _: original)
    file = made.directory / "catalogue.ref"
    data = bytearray(file.read_bytes())
    data[at % len(data)] ^= flip
    file.write_bytes(data)
    assert made.cache.current(Kind.CATALOGUE) in (None, original)  # the same in another spelling is the same


def test_a_switch_that_was_cut_off_leaves_the_old_one(made: Made) -> None:
    made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v1"))
    (made.directory / ".catalogue.ref.new").write_bytes(b'{"version": "v2"')
    assert made.restart().current(Kind.CATALOGUE) == issue("v1")
    assert made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v2", days=1))


WRITER = """
import sys
from pathlib import Path
from offline_cache.reference import Kind, Reference, ReferenceCache

folder, key, documents = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.stdin.read().splitlines()
cache = ReferenceCache(folder, key)
print("ready", flush=True)
for line in documents:
    version, issued_at, signature = line.split("|")
    cache.refresh(Kind.CATALOGUE, lambda _: Reference(Kind.CATALOGUE, version, issued_at, signature, b"x" * 200_000))
    print(version, flush=True)
"""


def test_a_kill_leaves_the_old_or_the_new_one(made: Made) -> None:
    """SIGKILL at any moment: what was switched last, or what was being switched, is in force; never an older one."""
    key = PLATFORM.public_key().public_bytes_raw().hex()
    body, issued = b"x" * 200_000, 0
    for turn in range(12):
        documents = [issue(f"v{issued + at}", body, days=issued + at) for at in range(1, 300)]
        lines = "\n".join(f"{each.version}|{each.issued_at}|{each.signature}" for each in documents)
        command = [sys.executable, "-c", WRITER, str(made.directory), key]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdin is not None
            assert writer.stdout is not None
            writer.stdin.write(lines)
            writer.stdin.close()
            told = [writer.stdout.readline() for _ in range(2 + turn)]
            writer.kill()
            told += writer.stdout.read().splitlines()
        last = int(told[-1].strip().removeprefix("v"))
        kept = made.restart().current(Kind.CATALOGUE)
        assert kept is not None
        assert int(kept.version.removeprefix("v")) in (last, last + 1)
        issued = int(kept.version.removeprefix("v"))
    assert {file.name for file in made.directory.iterdir()} <= {"catalogue.ref", ".catalogue.ref.new"}


def test_a_disk_that_refuses_is_said_so(made: Made) -> None:
    made.directory.write_bytes(b"in the way")
    with pytest.raises(ReferenceRefused) as caught:
        made.cache.refresh(Kind.CATALOGUE, lambda _: issue("v1"))
    assert caught.value.code == "reference.disk"
