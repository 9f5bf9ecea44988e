"""The disk turns read-only, or is no longer ours, while the queue is in use: what was promised stays, intake says so,
and it goes on by itself when the disk does.
"""

import json
import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from offline_cache import link, uploader
from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.disk import DiskLimits
from offline_cache.events import CacheEvent, Delivered, IntakeResumed, OutboxFailed, PutFailed, Queued
from offline_cache.ids import uuid7
from tests.offline_cache.cache_process import text_of
from tests.offline_cache.conftest import Platform

WAIT_S = 20.0
CHECKOUT = Path(__file__).parents[2]
LARGE_BYTES = 400_000
"""Too much for a row: it needs a file of its own."""


def new_id() -> str:
    return str(uuid7(1_769_846_400_000))


@pytest.fixture
def settings(tmp_path: Path, pki, platform, key_pair) -> CacheSettings:
    return CacheSettings(
        state_dir=tmp_path / "disk" / "state",
        base_url=platform.base_url,
        ca_file=pki.authority.file,
        cert_file=pki.terminal.cert,
        key_file=pki.terminal.key,
        terminal_id="terminal-0001",
        platform_key_id="platform-2026",
        platform_public_key=key_pair[1],
        platform_receipt_key=platform.receipt_key.public_key().public_bytes_raw(),
        disk_limits=DiskLimits(ballast_bytes=4096, stop_free_bytes=0, resume_free_bytes=0),
        upkeep_every_s=0.05,
    )


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits, however often it was tried in vain."""
    for name in ("FIRST_WAIT_S", "LONGEST_WAIT_S"):
        monkeypatch.setattr(link, name, 0.05)
    monkeypatch.setattr(uploader, "TROUBLE_S", 0.2)


class Kiosk:
    """A queue, what it promised, and what it says was delivered."""

    def __init__(self, settings: CacheSettings, **clocks: Callable[[], float]) -> None:
        self.events: queue.Queue[CacheEvent] = queue.Queue()
        self.cache = OfflineCache(settings, self.events.put, **clocks)
        self.promised: set[str] = set()
        self.delivered: set[str] = set()
        self.cache.start()

    def next(self, *kinds: type) -> CacheEvent:
        while True:
            event = self.events.get(timeout=WAIT_S)
            if isinstance(event, Queued):
                self.promised.add(event.id)
            elif isinstance(event, Delivered):
                self.delivered.add(event.id)
            if isinstance(event, kinds):
                return event

    def put(self, size: int) -> str:
        """Returns "Queued", or why not."""
        item_id = new_id()
        self.cache.put(item_id, "submission", os.urandom(size))
        event = self.next(Queued, PutFailed)
        assert event == (PutFailed(item_id, event.code) if isinstance(event, PutFailed) else Queued(item_id))
        return event.code if isinstance(event, PutFailed) else "Queued"

    def drain(self) -> None:
        while self.promised - self.delivered:
            self.next(Delivered)


# ---- read-only ---------------------------------------------------------------------------------------------------


def run(*command: str | Path) -> bool:
    try:
        return subprocess.run([*map(str, command)], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


class Ext4:
    """A file system in a file, mounted as Debian mounts: the first error makes it read-only."""

    def __init__(self, folder: Path) -> None:
        self.point = folder / "disk"
        self._folder = folder
        self._generation = 0

    def make(self) -> bool:
        """Whether this machine lets us."""
        self.point.mkdir()
        self._image.write_bytes(b"")
        os.truncate(self._image, 32 << 20)
        return run("mkfs.ext4", "-q", "-F", self._image) and self._mount() and os.access(self._trigger, os.W_OK)

    def fail(self) -> None:
        self._trigger.write_text("1")

    def repair(self) -> None:
        """What a check of the disk does, without an end of the program that uses it: its files stay open on the old
        one, whose image is therefore copied."""
        failed = self._image
        self._generation += 1
        assert run("umount", "-l", self.point)
        shutil.copy(failed, self._image)
        subprocess.run(["e2fsck", "-fp", self._image], capture_output=True, check=False)  # 1: there was something
        assert self._mount()

    def remove(self) -> None:
        run("umount", "-l", self.point)

    @property
    def _trigger(self) -> Path:
        """Written to, it is an error of the disk (Linux, Documentation/ABI/testing/sysfs-fs-ext4)."""
        device = self.point.stat().st_dev
        name = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve().name
        return Path(f"/sys/fs/ext4/{name}/trigger_fs_error")

    @property
    def _image(self) -> Path:
        return self._folder / f"image {self._generation}"

    def _mount(self) -> bool:
        return run("mount", "-o", "loop,errors=remount-ro", self._image, self.point)


@pytest.fixture
def ext4(tmp_path: Path) -> Iterator[Ext4 | None]:
    """None where nothing may be mounted."""
    disk = Ext4(tmp_path)
    yield disk if disk.make() else None
    disk.remove()


def test_a_disk_that_turns_read_only_costs_nothing_and_is_used_again(
    ext4: Ext4 | None, settings: CacheSettings, platform: Platform
) -> None:
    if ext4 is None:
        print("nothing may be mounted here: EROFS is met in test_disk alone", file=sys.__stderr__)
        return
    platform.script = lambda _: platform.reply(503)
    kiosk = Kiosk(settings)
    for number in range(6):
        assert kiosk.put(LARGE_BYTES if number == 2 else 2000) == "Queued"
    assert not run("mount", "-o", "remount,ro", ext4.point)  # the kernel refuses while files are open for writing

    ext4.fail()
    uncertain = new_id()
    kiosk.cache.put(uncertain, "submission", b"in the middle of its commit")
    assert kiosk.next(OutboxFailed) == OutboxFailed("outbox.disk")
    for size in (10, LARGE_BYTES):
        assert kiosk.put(size) == "outbox.disk"

    ext4.repair()
    told = kiosk.next(Queued, PutFailed)
    assert told in (Queued(uncertain), PutFailed(uncertain, "outbox.disk"))
    kiosk.next(IntakeResumed)
    platform.script = lambda _: None
    assert kiosk.put(2000) == "Queued"
    kiosk.drain()
    assert kiosk.cache.stop(WAIT_S)
    assert kiosk.delivered == kiosk.promised == set(platform.stored)
    assert len(kiosk.promised) in (7, 8)


# ---- permissions -------------------------------------------------------------------------------------------------


class Child:
    """The queue in a process that no permission is given to beyond those of its user (`cache_process.py`)."""

    def __init__(self, settings: CacheSettings, stderr: Path) -> None:
        bounded = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
        program = [sys.executable, "-m", "tests.offline_cache.cache_process", text_of(settings, upkeep_every_s=0.05)]
        with stderr.open("ab") as errors:
            self._process = subprocess.Popen(
                [*bounded, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=CHECKOUT
            )

    def told(self, *kinds: str) -> list[str]:
        """The next event of these types: its type, id and code."""
        assert self._process.stdout
        while True:
            line = self._process.stdout.readline()
            assert line, "it ended"
            event = json.loads(line)
            if event[0] in kinds:
                return event

    def put(self, size: int) -> str:
        """Returns "Queued", or why not."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([new_id(), size]).encode() + b"\n")
        self._process.stdin.flush()
        kind, _, code = self.told("Queued", "PutFailed")
        return code or kind

    def end(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        assert self._process.wait(WAIT_S) == 0
        self._process.stdout.close()


@contextmanager
def child(settings: CacheSettings, tmp_path: Path) -> Iterator[Child]:
    running = Child(settings, tmp_path / "stderr")
    try:
        yield running
    finally:
        running.end()


def test_permissions_that_are_taken_away_and_given_back(
    settings: CacheSettings, platform: Platform, tmp_path: Path
) -> None:
    """Of the attachments' folder while the kiosk runs, and of the queue's file between two runs."""
    platform.script = lambda _: platform.reply(503)
    chunks, file = settings.state_dir / "chunks", settings.state_dir / "outbox.sqlite"
    with child(settings, tmp_path) as kiosk:
        assert [kiosk.put(2000), kiosk.put(LARGE_BYTES)] == ["Queued", "Queued"]
        chunks.chmod(0o500)
        assert [kiosk.put(LARGE_BYTES), kiosk.put(2000)] == ["outbox.disk", "Queued"]
        chunks.chmod(0o700)
        assert kiosk.put(LARGE_BYTES) == "Queued"
    file.chmod(0o400)
    with child(settings, tmp_path) as kiosk:
        assert kiosk.told("OutboxFailed", "IntakeResumed") == ["OutboxFailed", "", "outbox.disk"]
        assert kiosk.put(2000) == "outbox.disk"
        file.chmod(0o600)
        kiosk.told("IntakeResumed")
        assert kiosk.put(2000) == "Queued"
        platform.script = lambda _: None
        for _ in range(5):
            kiosk.told("Delivered")
    assert len(platform.stored) == 5
    assert sorted(path.name for path in chunks.iterdir()) == []
