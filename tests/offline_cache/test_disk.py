"""A disk that is full, fails, is read-only or not ours: nothing promised is lost, nothing refused comes back."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from offline_cache.disk import BALLAST_FILE, Disk, DiskLimits
from offline_cache.errors import OutboxError
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership


def test_every_write_and_every_sync_may_fail(faulty_disk: Path) -> None:
    """A put that failed is not in the file, not even after a kill; one whose end is unknown is told as such."""
    script = Path(__file__).with_name("disk_faults.py")
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as root:
        ended = subprocess.run(
            [sys.executable, str(script), root],
            env=os.environ | {"LD_PRELOAD": str(faulty_disk)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    figures = json.loads(ended.stdout)
    print(figures)
    assert figures["cases"] > 300


@contextmanager
def _small_disk(folder: Path, size_bytes: int) -> Iterator[Path]:
    """A disk of this size: a tmpfs, or where mounting is not allowed, a folder in which no file may grow further."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_bytes},mode=700", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
    else:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes // 2, hard))
        try:
            yield folder
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill_up(outbox: Outbox, body_bytes: int = 20_000) -> list[str]:
    """Put until the disk is full; returns what was promised."""
    promised: list[str] = []
    for number in range(10_000):
        try:
            outbox.put(f"item {number}", Channel.SUBMISSION, "digest", os.urandom(body_bytes))
        except OutboxError:
            return promised
        promised.append(f"item {number}")
    raise AssertionError("the disk never got full")


def test_a_full_disk_takes_confirmations_and_recovers_without_help(tmp_path: Path) -> None:
    """12 MB: put until it is full, confirm everything by the ballast's room, and go on."""
    with _small_disk(tmp_path / "disk", 12 * 1024 * 1024) as folder, Ownership(folder / "state") as ownership:
        disk = Disk(folder / "state", DiskLimits(ballast_bytes=4 * 1024 * 1024, stop_free_bytes=0, resume_free_bytes=0))
        assert disk.lay_ballast()
        outbox = Outbox(ownership, disk=disk)
        promised = fill_up(outbox)
        assert len(promised) > 20
        if outbox.failure:
            outbox.mend()
        assert [record.id for record in outbox.records("unsent")] == promised
        for item_id in promised:
            outbox.lease(item_id)
            outbox.ack(item_id, "{}")
        outbox.next_due_s()
        assert outbox.counts().stored == len(promised)
        assert outbox.make_room() == len(promised)
        assert disk.has_ballast
        again = fill_up(outbox)
        assert len(again) >= len(promised) - 2
        if outbox.failure:
            outbox.mend()
        assert outbox.damage() == ""
        outbox.close()


def test_intake_stops_at_the_mark_and_goes_on_with_a_distance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = 1000

    def statvfs(_path: object) -> os.statvfs_result:
        return os.statvfs_result((1, 1, 0, 0, free, 0, 0, 0, 0, 255))

    monkeypatch.setattr(os, "statvfs", statvfs)
    disk = Disk(tmp_path, DiskLimits(ballast_bytes=100, stop_free_bytes=500, resume_free_bytes=700))
    assert disk.lay_ballast()
    seen: list[bool] = []
    for free in (1000, 500, 499, 500, 699, 700, 499):  # noqa: B007 -- read by statvfs
        seen.append(disk.look())
    assert seen == [True, True, False, False, False, True, False]
    free = 5000
    disk.ran_full()
    assert disk.look()
    disk.ran_full()
    disk.release_ballast()
    assert not disk.look()  # not before the reserve is back
    assert disk.lay_ballast()
    assert disk.look()


def test_the_ballast_is_private_whole_and_not_laid_where_it_would_stop_intake(tmp_path: Path) -> None:
    limits = DiskLimits(ballast_bytes=1024 * 1024)
    disk = Disk(tmp_path, limits)
    assert disk.lay_ballast()
    found = (tmp_path / BALLAST_FILE).stat()
    assert (found.st_mode & 0o777, found.st_size) == (0o600, limits.ballast_bytes)
    assert found.st_blocks * 512 >= limits.ballast_bytes
    disk.release_ballast()
    free_bytes = shutil.disk_usage(tmp_path).free
    assert not Disk(tmp_path, DiskLimits(stop_free_bytes=free_bytes)).lay_ballast()
    assert not (tmp_path / BALLAST_FILE).exists()


def test_a_disk_that_turns_read_only_stops_and_goes_on_when_it_can_be_written_again(tmp_path: Path) -> None:
    """SQLite's own answer to a read-only file system; mended by opening anew."""
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership)
        outbox.put("a", Channel.SUBMISSION, "digest", b"body")
        outbox._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(OutboxError) as caught:
            outbox.put("b", Channel.SUBMISSION, "digest", b"body")
        assert (caught.value.code, caught.value.retryable) == ("outbox.disk", True)
        with pytest.raises(OutboxError) as caught:
            outbox.lease()
        assert caught.value.code == outbox.failure == "outbox.disk"
        outbox.mend()
        assert not outbox.holds("b")
        outbox.put("b", Channel.SUBMISSION, "digest", b"body")
        assert [record.id for record in outbox.records("unsent")] == ["a", "b"]
        outbox.close()


def test_a_lease_ends_while_the_disk_refuses(tmp_path: Path) -> None:
    """An answer that comes then leaves no item leased, which would wait for the lease's end after `mend`."""
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership, monotonic=lambda: 0.0)
        outbox.put("a", Channel.SUBMISSION, "digest", b"body")
        assert outbox.lease() is not None
        outbox._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(OutboxError):
            outbox.put("b", Channel.SUBMISSION, "digest", b"body")
        with pytest.raises(OutboxError):
            outbox.retry_later("a", 0.0)
        outbox.mend()
        leased = outbox.lease()
        assert leased is not None
        assert leased.id == "a"
        outbox.close()


def test_a_state_directory_that_is_not_ours_to_write_is_refused(tmp_path: Path) -> None:
    """As an ordinary user: the child gives root up."""
    state = tmp_path / "state"
    state.mkdir()
    (state / "outbox.lock").touch()
    (state / "outbox.lock").chmod(0o666)
    state.chmod(0o555)
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from offline_cache.outbox import Outbox\n"
        "from offline_cache.ownership import Ownership\n"
        "import offline_cache.recovery, sqlite3, traceback, logging\n"
        "os.chdir(sys.argv[1])\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setresgid(*[65534] * 3); os.setresuid(*[65534] * 3)\n"
        "try: Outbox(Ownership(Path('.')))\n"
        "except offline_cache.errors.OutboxError as error: print(error.code)\n"
    )
    root = str(Path(__file__).parents[2])
    found = subprocess.run(
        [sys.executable, "-c", program, str(state), root], capture_output=True, text=True, check=False
    )
    assert found.stdout == "outbox.disk\n", found.stderr[-500:]
    assert sorted(path.name for path in state.iterdir()) == ["outbox.lock"]
