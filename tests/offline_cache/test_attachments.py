"""Attachments: sealed while they are read, kept as chunks, sent chunk by chunk, gone with their submission."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import sealing
from offline_cache.attachments import Attachment, AttachmentSource
from offline_cache.cache import CacheSettings
from offline_cache.chunks import INLINE_LIMIT_BYTES, ChunkFiles
from offline_cache.errors import OutboxError
from offline_cache.events import Counts, Delayed, Delivered, PutFailed, Quarantined, Queued
from offline_cache.sealing import CHUNK_BYTES
from offline_cache.uploader import TURN_S, YIELD_S
from tests.offline_cache.bench import Bench
from tests.support.queueing import CHECKOUT, Kiosk, new_id, text_of

LARGE = os.urandom(2 * CHUNK_BYTES + 300_000)
SCAN_MB = 20
MEMORY_LIMIT_KB = 8 * 1024


def opened(platform, key_pair, item_id: str) -> sealing.Content:
    return sealing.open_envelope(platform.stored[item_id], {"platform-2026": key_pair[0]})


def test_files_and_readers_arrive_as_they_were_and_leave_nothing_behind(
    start, settings, platform, key_pair, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(LARGE)
    reader, writer = os.pipe()
    os.write(writer, b"through a pipe")
    os.close(writer)
    kiosk = start()
    item_id = new_id()
    kiosk.cache.put(
        item_id,
        "submission",
        b"form",
        [
            AttachmentSource("扫描件.pdf", "application/pdf", scan),
            AttachmentSource("note.txt", "text/plain", os.fdopen(reader, "rb", buffering=0)),
            Attachment("photo.jpg", "image/jpeg", b"photo"),
            AttachmentSource("empty", "text/plain", io.BytesIO()),
        ],
    )
    assert kiosk.next(Queued, PutFailed) == Queued(item_id)
    assert kiosk.next(Delivered).id == item_id
    assert opened(platform, key_pair, item_id) == sealing.Content(
        b"form",
        (
            Attachment("扫描件.pdf", "application/pdf", LARGE),
            Attachment("note.txt", "text/plain", b"through a pipe"),
            Attachment("photo.jpg", "image/jpeg", b"photo"),
            Attachment("empty", "text/plain", b""),
        ),
    )
    kiosk.stop()
    assert list((settings.state_dir / "chunks").iterdir()) == []
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(reader)


def test_small_attachments_travel_in_one_request(start, platform, key_pair) -> None:
    kiosk = start()
    item_id = new_id()
    small = Attachment("signature.png", "image/png", os.urandom(INLINE_LIMIT_BYTES // 2))
    kiosk.cache.put(item_id, "submission", b"form", [small])
    kiosk.next(Delivered)
    assert len(platform.requests) == 1
    assert opened(platform, key_pair, item_id).attachments == (small,)


def test_an_attachment_that_cannot_be_read_is_said_and_leaves_nothing(start, settings, tmp_path: Path) -> None:
    kiosk = start()
    item_id = new_id()
    sources = [
        AttachmentSource("there", "text/plain", io.BytesIO(LARGE)),
        AttachmentSource("not there", "text/plain", tmp_path / "missing"),
    ]
    kiosk.cache.put(item_id, "submission", b"form", sources)
    assert kiosk.next(Queued, PutFailed) == PutFailed(item_id, "outbox.attachment")
    assert list((settings.state_dir / "chunks").iterdir()) == []
    assert kiosk.cache.counts() == Counts()


def test_the_same_id_again_touches_neither_the_first_nor_its_chunks(start, platform, key_pair) -> None:
    platform.script = lambda _: platform.reply(503)
    kiosk = start()
    item_id = new_id()
    for data in (LARGE, LARGE[::-1]):
        kiosk.cache.put(item_id, "submission", b"form", [Attachment("scan", "text/plain", data)])
    assert kiosk.next(Queued, PutFailed) == Queued(item_id)
    assert kiosk.next(Queued, PutFailed) == PutFailed(item_id, "outbox.duplicate")
    platform.script = lambda _: None
    kiosk.cache.put(new_id(), "submission", b"somebody at the screen ends the rest")
    while kiosk.next(Delivered).id != item_id:
        pass
    assert opened(platform, key_pair, item_id).attachments[0].data == LARGE


def test_orphans_are_collected_at_the_start_and_the_chunks_of_what_waits_are_not(
    settings, platform, key_pair, start
) -> None:
    platform.script = lambda _: platform.reply(503)
    before = Kiosk(settings).start()
    item_id = new_id()
    before.cache.put(item_id, "submission", b"form", [Attachment("scan", "text/plain", LARGE)])
    before.next(Queued)
    before.stop()
    orphan = settings.state_dir / "chunks" / new_id()
    orphan.write_bytes(b"left by a power cut between chunks and commit")
    platform.script = lambda _: None
    after = start()
    assert after.next(Delivered).id == item_id
    assert not orphan.exists()
    assert opened(platform, key_pair, item_id).attachments[0].data == LARGE


def test_nothing_of_an_attachment_is_in_clear_on_the_disk(start, settings, platform) -> None:
    platform.script = lambda _: platform.reply(503)
    kiosk = start()
    item_id = new_id()
    kiosk.cache.put(item_id, "submission", b"form", [Attachment("林小禾.pdf", "application/pdf", b"secret " * 200_000)])
    kiosk.next(Queued)
    seen = b"".join(path.read_bytes() for path in settings.state_dir.rglob("*") if path.is_file())
    assert len(seen) > 1_400_000
    assert b"secret" not in seen
    assert "林小禾".encode() not in seen
    assert (settings.state_dir / "chunks" / item_id).stat().st_mode & 0o077 == 0


# ---- one turn after the other, by a clock that the test moves -----------------------------------------------------


@pytest.fixture
def bench(settings: CacheSettings) -> Iterator[Bench]:
    made = Bench(settings, connections=2)
    yield made
    made.close()


def sent_chunks(platform) -> list[str]:
    return [request.path.rsplit("/", 1)[1] for request in platform.requests if "/chunks/" in request.path]


def test_after_a_break_only_what_is_missing_is_sent(bench: Bench, platform) -> None:
    item_id = new_id()
    first, second, third = bench.put_one(item_id, LARGE)
    platform.script = lambda request: platform.reply(0, hang_up=True) if second in request.path else None
    bench.uploader.turn()
    assert bench.taken(Delayed) == [Delayed(item_id, "link.down")]
    platform.script = lambda _: None
    bench.now_s += 1
    bench.uploader.turn()
    assert [event.id for event in bench.taken(Delivered)] == [item_id]
    assert sent_chunks(platform) == [first, second, second, third]
    assert not bench.chunks.path(item_id).exists()


def test_a_lost_answer_to_the_envelope_costs_one_small_request(bench: Bench, platform) -> None:
    item_id = new_id()
    names = bench.put_one(item_id, LARGE)

    def lose(request):
        reply = platform.store(request)
        return (
            reply if reply.status in (425, 201) and item_id not in platform.stored else platform.reply(0, hang_up=True)
        )

    platform.script = lose
    bench.uploader.turn()
    platform.script = lambda _: None
    bench.now_s += 1
    bench.uploader.turn()
    assert [event.id for event in bench.taken(Delivered)] == [item_id]
    assert sent_chunks(platform) == list(names)
    assert platform.stored_times == {item_id: 2}


@pytest.mark.parametrize(
    ("status", "event"),
    [(413, Quarantined), (400, Quarantined), (403, Delayed), (503, Delayed), (429, Delayed), (507, Delayed)],
)
def test_the_answer_to_a_chunk_counts_like_the_answer_to_the_envelope(
    bench: Bench, platform, status: int, event: type
) -> None:
    item_id = new_id()
    bench.put(item_id, data=LARGE)
    platform.script = lambda request: platform.reply(status) if "/chunks/" in request.path else None
    bench.uploader.turn()
    assert [told.id for told in bench.taken(event)] == [item_id]
    assert bench.chunks.path(item_id).exists()
    assert len(sent_chunks(platform)) == 1


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_chunks_that_the_disk_lost_are_our_fault_and_hold_up_nobody(bench: Bench, platform, damage: str) -> None:
    damaged, sound = new_id(), new_id()
    bench.put(damaged, data=LARGE)
    bench.put(sound, data=LARGE)
    file = bench.chunks.path(damaged)
    if damage == "gone":
        file.unlink()
    else:
        data = bytearray(file.read_bytes())
        data[-1] ^= 1
        file.write_bytes(data if damage == "flip" else data[:-1])
    while bench.uploader.turn() == 0.0:
        pass
    assert bench.taken(Quarantined) == [Quarantined(damaged, "outbox.damaged")]
    assert list(platform.stored) == [sound]


def test_a_disk_that_cannot_be_read_just_now_gives_the_item_back(
    bench: Bench, platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = new_id()
    bench.put(item_id, data=LARGE)

    def failing(*_: object) -> bytes:
        raise OutboxError("outbox.disk", retryable=True)

    with monkeypatch.context() as patched:
        patched.setattr(bench.chunks, "read", failing)
        with pytest.raises(OutboxError):
            bench.uploader.turn()
    bench.now_s += 10
    bench.uploader.turn()
    assert list(platform.stored) == [item_id]


def test_a_large_item_lets_through_whoever_waits_at_the_screen(bench: Bench, platform) -> None:
    large, fresh = new_id(), new_id()
    bench.put(large, data=LARGE)
    bench.put(fresh, data=b"small")

    def wake(request):
        if "/chunks/" in request.path and len(sent_chunks(platform)) == 1:
            bench.uploader.wake(fresh)

    platform.script = wake
    bench.uploader.turn()
    assert bench.uploader.turn() == 0.0
    assert [event.id for event in bench.taken(Delivered)] == [fresh]
    bench.now_s += YIELD_S
    bench.uploader.turn()
    assert [event.id for event in bench.taken(Delivered)] == [large]
    assert len(sent_chunks(platform)) == 3


def test_a_large_item_on_a_slow_line_takes_turns_with_the_others(bench: Bench, platform) -> None:
    large, small = new_id(), new_id()
    bench.put(large, data=LARGE)
    bench.put(small, data=b"small")

    def slow(request):
        bench.now_s += 2 * TURN_S if "/chunks/" in request.path else 0.0

    platform.script = slow
    delivered: list[str] = []
    for _ in range(20):
        bench.now_s += bench.uploader.turn() or 0.0
        delivered += [event.id for event in bench.taken(Delivered)]
    assert delivered == [small, large]
    assert len(sent_chunks(platform)) == 3


@pytest.mark.parametrize(("chunk_s", "is_kept_free"), [(2.0, True), (0.1, False)])
def test_on_a_slow_line_a_connection_is_kept_free_of_large_items(
    bench: Bench, platform, chunk_s: float, is_kept_free: bool
) -> None:
    first, second, small = new_id(), new_id(), new_id()
    bench.put(new_id(), data=b"small")
    bench.uploader.turn()  # the link stands
    bench.put(first, data=LARGE)
    bench.put(second, data=LARGE)
    delivered: list[str] = []

    def meanwhile(request):
        """While the first one's second chunk is sent, the other connection takes its turns."""
        bench.now_s += chunk_s if "/chunks/" in request.path else 0.0
        if len(sent_chunks(platform)) == 2 and "/chunks/" in request.path and first in request.path:
            bench.uploader.turn()
            bench.put(small, data=b"small")
            bench.uploader.turn()
            delivered.extend(event.id for event in bench.taken(Delivered))

    bench.taken(Delivered)
    platform.script = meanwhile
    bench.uploader.turn()
    assert delivered == ([small] if is_kept_free else [second, small])
    while first not in platform.stored or second not in platform.stored:
        bench.now_s += bench.uploader.turn() or 0.0
    assert len(sent_chunks(platform)) == 6


def test_a_platform_that_never_has_enough_is_asked_again_later(bench: Bench, platform) -> None:
    item_id = new_id()
    (*_, last) = bench.put_one(item_id, LARGE)
    greedy = json.dumps({"detail": {"missing": [last, "x", 7]}}).encode()
    platform.script = lambda request: None if "/chunks/" in request.path else platform.reply(425, greedy)
    bench.uploader.turn()
    assert bench.taken(Delayed) == [Delayed(item_id, "platform.busy")]
    assert sent_chunks(platform) == [last]


# ---- the disk -----------------------------------------------------------------------------------------------------


def test_what_was_not_kept_leaves_no_trace_and_a_full_disk_is_named(tmp_path: Path) -> None:
    files = ChunkFiles(tmp_path / "chunks")
    with files.writing("a") as chunks:
        chunks.add(bytes(CHUNK_BYTES))
        assert chunks.inline == (None,)
        assert files.path("a").exists()
    assert not files.path("a").exists()
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from offline_cache.chunks import ChunkFiles\n"
        "from offline_cache.errors import OutboxError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "files = ChunkFiles(Path(sys.argv[1]))\n"
        "try:\n"
        "    with files.writing('a') as chunks:\n"
        "        for _ in range(3): chunks.add(bytes(1 << 20))\n"
        "except OutboxError as error:\n"
        "    print(error.code, files.path('a').exists())\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "chunks")], capture_output=True, text=True, check=True
    )
    assert found.stdout == "outbox.full False\n"


MEMORY = """
import ctypes, sys
from pathlib import Path
from offline_cache.events import Delivered
from offline_cache.attachments import AttachmentSource
from tests.support.queueing import Kiosk, settings_of

kiosk = Kiosk(settings_of(sys.argv[1]), wait_s=60).start()

def submit(size, number):
    item_id = f"019a0000-0000-7000-8000-{number:012d}"
    kiosk.cache.put(item_id, "submission", b"form", [AttachmentSource("scan", "application/pdf", Path(size))])
    kiosk.next(Delivered)

def peak_kb():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

submit(sys.argv[2], 1)  # everything that is loaded late is loaded now
ctypes.CDLL(None).malloc_trim(0)
Path("/proc/self/clear_refs").write_text("5")  # the peak is measured from here
before = peak_kb()
submit(sys.argv[3], 2)
print(peak_kb() - before)
kiosk.stop()
"""


def test_a_scan_of_20_mb_streams_through_with_at_most_8_mb_of_memory(settings, platform, key_pair, tmp_path) -> None:
    """From file to disk, from disk to platform, in a process of its own: its peak over what it held before."""
    small, scan = tmp_path / "small", tmp_path / "scan"
    small.write_bytes(os.urandom(300_000))
    scan.write_bytes(os.urandom(SCAN_MB << 20))
    found = subprocess.run(
        [sys.executable, "-c", MEMORY, text_of(settings), str(small), str(scan)], cwd=CHECKOUT,
        capture_output=True, text=True, check=True, timeout=90,
    )  # fmt: skip
    print(f"peak over what was held before: {int(found.stdout)} kB for {SCAN_MB} MB")
    assert 0 < int(found.stdout) <= MEMORY_LIMIT_KB
    item_id = "019a0000-0000-7000-8000-000000000002"
    assert opened(platform, key_pair, item_id).attachments[0].data == scan.read_bytes()
