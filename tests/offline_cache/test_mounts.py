"""The disk turns read-only, or is no longer ours, while the queue is in use: what was promised stays, intake says so,
and it goes on by itself when the disk does.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from offline_cache.cache import CacheSettings
from tests.offline_cache.conftest import Platform
from tests.support.queueing import CHECKOUT, USED_UP, WAIT_S, new_id, text_of

LARGE_BYTES = 400_000
"""Too much for a row: it needs a file of its own."""


@pytest.fixture
def settings(settings: CacheSettings, tmp_path: Path) -> CacheSettings:
    return replace(settings, state_dir=tmp_path / "disk" / "state", disk_limits=USED_UP, upkeep_every_s=0.05)


# ---- the kiosk ---------------------------------------------------------------------------------------------------


class Child:
    """The queue in a process of its own (`cache_process.py`), which no permission is given to beyond those of its
    user; `library` is preloaded under it."""

    def __init__(self, settings: CacheSettings, stderr: Path, library: Path) -> None:
        bounded = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
        program = [sys.executable, "-m", "tests.offline_cache.cache_process", text_of(settings)]
        with stderr.open("ab") as errors:
            self._process = subprocess.Popen(
                [*bounded, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=CHECKOUT,
                env=os.environ | {"LD_PRELOAD": str(library)},
            )  # fmt: skip
        self.promised: set[str] = set()
        self.delivered: set[str] = set()

    def told(self, *kinds: str) -> list[str]:
        """The next event of these types: its type, id and code."""
        assert self._process.stdout
        while True:
            line = self._process.stdout.readline()
            assert line, "it ended"
            event = json.loads(line)
            if event[0] == "Queued":
                self.promised.add(event[1])
            elif event[0] == "Delivered":
                self.delivered.add(event[1])
            if event[0] in kinds:
                return event

    def say(self, *command: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        self._process.stdin.flush()

    def put(self, size: int) -> str:
        """Returns "Queued", or why not."""
        self.say("put", new_id(), size)
        kind, _, code = self.told("Queued", "PutFailed")
        return code or kind

    def drain(self) -> None:
        while self.promised - self.delivered:
            self.told("Delivered")

    def end(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        assert self._process.wait(WAIT_S) == 0
        self._process.stdout.close()


@pytest.fixture
def child(settings: CacheSettings, tmp_path: Path, faulty_disk: Path) -> Callable[[], AbstractContextManager[Child]]:
    @contextmanager
    def running() -> Iterator[Child]:
        kiosk = Child(settings, tmp_path / "stderr", faulty_disk)
        try:
            yield kiosk
        finally:
            kiosk.end()

    return running


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

    def fail(self, _kiosk: Child) -> None:
        assert not run("mount", "-o", "remount,ro", self.point)  # the kernel refuses while files are open for writing
        self._trigger.write_text("1")

    def repair(self, _kiosk: Child) -> None:
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


class RefusedWrites:
    """A disk on which every write is refused as on a read-only one (`faulty_disk.c`)."""

    def __init__(self, folder: Path) -> None:
        (folder / "disk").mkdir(exist_ok=True)

    def fail(self, kiosk: Child) -> None:
        kiosk.say("refuse", errno.EROFS)

    def repair(self, kiosk: Child) -> None:
        kiosk.say("accept")

    def remove(self) -> None:
        """There is nothing to take away."""


@pytest.fixture(params=["ext4", "refused"])
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ext4 | RefusedWrites]:
    """A real one that turns read-only, where this machine lets us mount it; and the same refusals without one."""
    ext4 = Ext4(tmp_path)
    disk = ext4 if request.param == "ext4" and ext4.make() else RefusedWrites(tmp_path)
    yield disk
    ext4.remove()


def test_a_disk_that_turns_read_only_costs_nothing_and_is_used_again(
    disk: Ext4 | RefusedWrites, child: Callable[[], AbstractContextManager[Child]], platform: Platform
) -> None:
    platform.script = lambda _: platform.reply(503)
    with child() as kiosk:
        for number in range(6):
            assert kiosk.put(LARGE_BYTES if number == 2 else 2000) == "Queued"

        disk.fail(kiosk)
        uncertain = new_id()
        kiosk.say("put", uncertain, 2000)  # in the middle of its commit
        assert kiosk.told("OutboxFailed") == ["OutboxFailed", "", "outbox.disk"]
        for size in (10, LARGE_BYTES):
            assert kiosk.put(size) == "outbox.disk"

        disk.repair(kiosk)
        told = kiosk.told("Queued", "PutFailed")
        assert told in (["Queued", uncertain, ""], ["PutFailed", uncertain, "outbox.disk"])
        kiosk.told("IntakeResumed")
        platform.script = lambda _: None
        assert kiosk.put(2000) == "Queued"
        kiosk.drain()
    assert kiosk.delivered == kiosk.promised == set(platform.stored)
    assert len(kiosk.promised) in (7, 8)


# ---- permissions -------------------------------------------------------------------------------------------------


def test_permissions_that_are_taken_away_and_given_back(
    settings: CacheSettings, child: Callable[[], AbstractContextManager[Child]], platform: Platform
) -> None:
    """Of the attachments' folder while the kiosk runs, and of the queue's file between two runs."""
    platform.script = lambda _: platform.reply(503)
    chunks, file = settings.state_dir / "chunks", settings.state_dir / "outbox.sqlite"
    with child() as kiosk:
        assert [kiosk.put(2000), kiosk.put(LARGE_BYTES)] == ["Queued", "Queued"]
        chunks.chmod(0o500)
        assert [kiosk.put(LARGE_BYTES), kiosk.put(2000)] == ["outbox.disk", "Queued"]
        chunks.chmod(0o700)
        assert kiosk.put(LARGE_BYTES) == "Queued"
    file.chmod(0o400)
    with child() as kiosk:
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
