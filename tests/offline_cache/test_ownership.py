"""Who may use the queue's directory, and what is left open when it cannot be used."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from offline_cache.chunks import INLINE_LIMIT_BYTES, ChunkFiles
from offline_cache.errors import OutboxError
from offline_cache.ownership import Ownership

ROOT = Path(__file__).parents[2]
WAIT_S = 60.0


def test_whoever_owns_it_for_a_moment_only_is_waited_for(tmp_path: Path) -> None:
    """`kiosk outbox` does, while the kiosk is just starting."""
    first, owned = Ownership(tmp_path), threading.Event()
    timer = threading.Timer(0.2, first.release)
    timer.start()
    with Ownership(tmp_path, patience_s=WAIT_S):
        owned.set()
        with pytest.raises(OutboxError) as caught:
            Ownership(tmp_path)
    timer.join()
    assert owned.is_set()
    assert (caught.value.code, caught.value.data) == ("outbox.owned", {"owner_pid": str(os.getpid())})


def test_a_full_disk_does_not_keep_the_owner_out(tmp_path: Path, faulty_disk: Path) -> None:
    """Whose number could not be written down: it would only have made a message clearer."""
    said = under(
        faulty_disk,
        "Ownership(state).release()\n"
        "disk.faulty_arm(ord('w'), 1, errno.ENOSPC, True)\n"
        "ownership = Ownership(state)\n"
        "print('failed' if disk.faulty_disarm() else 'met nothing')\n"
        "Outbox(ownership).put('a', Channel.SUBMISSION, 'digest', b'body')\n",
        tmp_path,
    )
    assert said == "failed\n"


def test_a_queue_that_cannot_be_opened_leaves_nothing_open(tmp_path: Path, faulty_disk: Path) -> None:
    said = under(
        faulty_disk,
        "ownership = Ownership(state)\n"
        "Outbox(ownership).close()\n"
        "before, refused = len(os.listdir('/proc/self/fd')), []\n"
        "for nth in range(1, 8):\n"
        "    disk.faulty_arm(ord('s'), nth, errno.EIO, True)\n"
        "    try: Outbox(ownership).close()\n"
        "    except OutboxError as error: refused.append(error)\n"
        "disk.faulty_disarm()\n"
        "print(len(refused), len(os.listdir('/proc/self/fd')) - before)\n",
        tmp_path,
    )
    assert said == "7 0\n"


def under(library: Path, program: str, state: Path) -> str:
    """What a program says that runs on a disk which fails when told to."""
    preamble = (
        "import ctypes, errno, os, sys\n"
        "from pathlib import Path\n"
        "from offline_cache.errors import OutboxError\n"
        "from offline_cache.items import Channel\n"
        "from offline_cache.outbox import Outbox\n"
        "from offline_cache.ownership import Ownership\n"
        "disk, state = ctypes.CDLL(None), Path(sys.argv[1])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", preamble + program, str(state)],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-800:]
    return ended.stdout


def test_the_folder_of_chunks_is_on_the_disk_before_a_submission_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    really = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (synced.append(str(Path(f"/proc/self/fd/{fd}").readlink())), really(fd))
    )
    with ChunkFiles(tmp_path / "chunks").writing("a") as chunks:
        chunks.add(bytes(INLINE_LIMIT_BYTES + 1))
        chunks.sync()
        chunks.keep()
    assert synced == [str(tmp_path.parent), str(tmp_path), str(tmp_path / "chunks")]
