"""The queue as the kiosk uses it: both threads, real HTTPS, real processes."""

import json
import logging
import random
import shutil
import subprocess
import sys
import threading
import uuid
from dataclasses import replace

import pytest

from offline_cache import cache as cache_module
from offline_cache import sealing
from offline_cache.cache import CacheSettings
from offline_cache.disk import DiskLimits
from offline_cache.errors import OutboxError
from offline_cache.events import (
    Counts,
    Delayed,
    Delivered,
    IntakeResumed,
    LinkChanged,
    OutboxFailed,
    PutFailed,
    Quarantined,
    Queued,
    Salvaged,
)
from tests.support.queueing import CHECKOUT, WAIT_S, Kiosk, new_id, text_of

SECRETS = ("张三丰", "110101199003078515", "13800138000", "NO-CRIMINAL-RECORD")


def test_a_submission_goes_from_memory_to_the_platform_and_its_answer_comes_back(start, platform, key_pair) -> None:
    kiosk = start()
    content = json.dumps({"name": SECRETS[0]}).encode()
    item_id = kiosk.queued(content)
    delivered = kiosk.next(Delivered)
    assert delivered.id == item_id
    assert delivered.answer["receipt"]["id"] == item_id
    opened = sealing.open_envelope(platform.stored[item_id], {"platform-2026": key_pair[0]})
    assert opened == sealing.Content(content, ())
    assert kiosk.cache.counts() == Counts(stored=1)


def test_a_rating_goes_its_own_way(start, platform) -> None:
    kiosk = start()
    item_id = kiosk.queued(channel="rating")
    kiosk.next(Delivered)
    assert [request.path for request in platform.requests] == [f"/v1/ratings/{item_id}"]


def test_queued_is_posted_before_delivered_and_each_once(start) -> None:
    kiosk = start()
    for _ in range(30):
        kiosk.cache.put(new_id(), "submission", b"{}")
        first, second = kiosk.next(Queued, Delivered), kiosk.next(Queued, Delivered)
        assert (type(first), type(second)) == (Queued, Delivered)


def test_put_returns_while_the_disk_is_still_busy(start, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, proceed = threading.Event(), threading.Event()
    seal = sealing.seal_stepwise

    def slow_seal(*args, **kwargs):
        begun.set()
        assert proceed.wait(WAIT_S)
        return seal(*args, **kwargs)

    monkeypatch.setattr(sealing, "seal_stepwise", slow_seal)
    kiosk = start()
    kiosk.cache.put(new_id(), "submission", b"{}")
    assert begun.wait(WAIT_S)
    assert kiosk.events.empty()
    assert kiosk.cache.counts() == Counts()
    proceed.set()
    kiosk.next(Queued)


def test_more_than_can_wait_is_refused_at_once(settings: CacheSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = Kiosk(settings)  # not started: nothing is taken off the line
    monkeypatch.setattr(cache_module, "WAITING_PUTS", 2)
    ids = [new_id() for _ in range(3)]
    for item_id in ids:
        kiosk.cache.put(item_id, "submission", b"{}")
    assert kiosk.events.get_nowait() == PutFailed(ids[2], "outbox.busy")
    kiosk.start()
    kiosk.stop()
    assert [kiosk.next(Queued).id for _ in range(2)] == ids[:2]
    kiosk.cache.put(ids[2], "submission", b"{}")
    assert kiosk.next(PutFailed) == PutFailed(ids[2], "outbox.closed")


@pytest.mark.parametrize(
    ("item_id", "channel", "code"),
    [("not-a-uuid", "submission", "seal.format"), (str(uuid.UUID(int=7)), "letters", "outbox.bug")],
)
def test_what_cannot_be_queued_is_said_and_the_next_is_queued(start, item_id: str, channel: str, code: str) -> None:
    kiosk = start()
    kiosk.cache.put(item_id, channel, b"{}")
    assert kiosk.next(Queued, PutFailed) == PutFailed(item_id, code)
    kiosk.queued()


def test_the_same_id_twice_is_refused_and_sent_once(start, platform) -> None:
    kiosk = start()
    item_id = kiosk.queued(b"one")
    kiosk.next(Delivered)
    kiosk.cache.put(item_id, "submission", b"two")
    assert kiosk.next(PutFailed) == PutFailed(item_id, "outbox.duplicate")
    assert list(platform.stored) == [item_id]


def test_what_is_queued_offline_is_sent_when_the_platform_comes_back(start, serve, platform) -> None:
    platform.script = lambda _: platform.reply(0, hang_up=True)
    kiosk = start()
    first = kiosk.queued(b"1")
    assert kiosk.next(LinkChanged) == LinkChanged(False, "link.down")
    assert kiosk.next(Delayed) == Delayed(first, "link.down")
    platform.script = lambda _: None
    second = kiosk.queued(b"2")  # the person at the screen makes it try at once
    assert {kiosk.next(Delivered).id, kiosk.next(Delivered).id} == {first, second}


def test_a_restart_goes_on_where_the_last_one_stopped(start, settings: CacheSettings, platform) -> None:
    platform.script = lambda _: platform.reply(401)
    before = Kiosk(settings).start()
    ids = [before.queued(b"form") for _ in range(3)]
    before.next(Delayed)
    before.stop()
    platform.script = lambda _: None
    after = start()
    assert sorted(after.next(Delivered).id for _ in range(3)) == sorted(ids)


def test_quarantine_is_told(start, platform) -> None:
    platform.script = lambda _: platform.reply(409)
    kiosk = start()
    item_id = kiosk.queued()
    assert kiosk.next(Quarantined) == Quarantined(item_id, "envelope.conflict")


def test_a_second_kiosk_on_the_same_queue_is_refused(start, settings: CacheSettings) -> None:
    start()
    with pytest.raises(OutboxError) as caught:
        Kiosk(settings).start()
    assert caught.value.code == "outbox.owned"


def test_a_damaged_queue_is_kept_aside_reported_and_the_next_put_is_queued(settings: CacheSettings, start) -> None:
    settings.state_dir.mkdir()
    (settings.state_dir / "outbox.sqlite").write_bytes(b"no database" * 1000)
    kiosk = start()
    salvaged = kiosk.next(Salvaged)
    assert (salvaged.recovered, salvaged.lost) == (0, ())
    assert (settings.state_dir / salvaged.kept_as).read_bytes() == b"no database" * 1000
    kiosk.queued()


def test_orphans_that_cannot_be_removed_do_not_stop_intake(settings: CacheSettings, start) -> None:
    (settings.state_dir / "chunks" / "a folder of somebody else's").mkdir(parents=True)
    kiosk = start()
    kiosk.queued(b"content")


def test_a_disk_that_refuses_stops_intake_and_one_that_works_again_resumes_it(settings: CacheSettings, start) -> None:
    settings.state_dir.mkdir()
    in_the_way = settings.state_dir / "outbox.sqlite"
    in_the_way.mkdir()
    kiosk = start(replace(settings, upkeep_every_s=0.05))
    assert kiosk.next(OutboxFailed) == OutboxFailed("outbox.disk")
    item_id = new_id()
    kiosk.cache.put(item_id, "submission", b"{}")
    assert kiosk.next(Queued, PutFailed) == PutFailed(item_id, "outbox.disk")
    in_the_way.rmdir()
    assert kiosk.next(IntakeResumed) == IntakeResumed()
    kiosk.queued()


def test_below_the_mark_intake_stops_and_sending_goes_on(settings: CacheSettings, start, platform) -> None:
    """The mark stands above all that the disk has; then it is lowered, as if somebody had cleared the disk."""
    platform.script = lambda _: platform.reply(503)
    kiosk = start()
    waiting = kiosk.queued()
    kiosk.stop()
    free_bytes = shutil.disk_usage(settings.state_dir).free
    platform.script = lambda _: None
    short = DiskLimits(ballast_bytes=4096, stop_free_bytes=free_bytes * 2, resume_free_bytes=free_bytes * 2)
    kiosk = start(replace(settings, disk_limits=short))
    seen = [kiosk.next(OutboxFailed, Delivered) for _ in range(2)]
    assert OutboxFailed("outbox.full") in seen
    assert waiting in [event.id for event in seen if isinstance(event, Delivered)]
    item_id = new_id()
    kiosk.cache.put(item_id, "submission", b"{}")
    assert kiosk.next(Queued, PutFailed) == PutFailed(item_id, "outbox.full")


def test_nothing_of_the_plain_text_is_on_the_disk_or_in_the_log(
    start, settings: CacheSettings, platform, caplog: pytest.LogCaptureFixture
) -> None:
    """In the file, its WAL and its free pages, while pending and after it was sent."""
    caplog.set_level(logging.DEBUG)
    platform.script = lambda _: platform.reply(503)
    kiosk = start()
    content = json.dumps(dict.fromkeys("abcd", SECRETS), ensure_ascii=False).encode() * 20
    ids = [kiosk.queued(content) for _ in range(20)]

    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in settings.state_dir.rglob("*") if path.is_file())

    assert all(item_id.encode() in on_disk() for item_id in ids)
    seen = [on_disk()]
    kiosk.stop()
    platform.script = lambda _: None
    again = Kiosk(settings).start()
    for _ in ids:
        again.next(Delivered)
    again.stop()
    seen.append(on_disk())
    for secret in SECRETS:
        for state in seen:
            assert secret.encode() not in state
            assert secret.encode("utf-16-le") not in state
        assert secret not in caplog.text


def test_the_start_page_pays_for_no_heavy_import() -> None:
    program = (
        "import sys, offline_cache.cache\n"
        "print({'sqlite3', 'cryptography', 'requests', 'urllib3', 'PySide6'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


OWNER = """
import os, sys, threading, uuid
from offline_cache.cache import OfflineCache
from offline_cache.events import Queued
from tests.support.queueing import settings_of

room = threading.Semaphore(4)

def note(event):
    if isinstance(event, Queued):
        os.write(1, event.id.encode() + b"\\n")  # one write: all of the line or nothing
        room.release()

cache = OfflineCache(settings_of(sys.argv[1]), note)
cache.start()
while True:
    room.acquire()
    item_id = str(uuid.uuid4())
    cache.put(item_id, "submission", f"content of {item_id}".encode())
"""


@pytest.mark.parametrize("kills", [40, pytest.param(2000, marks=pytest.mark.soak)])
def test_killed_at_any_moment_nothing_promised_is_lost_or_doubled(
    start, settings, platform, key_pair, kills: int
) -> None:
    """kill -9 of the owner: every id announced as queued arrives, and every id with one envelope."""
    chance = random.Random(7)
    command = [sys.executable, "-c", OWNER, text_of(settings)]
    platform.script = lambda _: platform.reply(503) if chance.random() < 0.3 else None
    promised: list[str] = []
    for _ in range(kills):
        with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) as owner:
            assert owner.stdout is not None
            for _ in range(chance.randint(1, 25)):
                promised.append(owner.stdout.readline().decode().strip())
            threading.Event().wait(chance.random() * 0.02)
            owner.kill()
            promised += owner.stdout.read().decode().split()
    platform.script = lambda _: None
    kiosk = start()
    last = new_id()
    kiosk.cache.put(last, "submission", f"content of {last}".encode())
    kiosk.next(Queued)  # the file is open now, and its counts are true
    while kiosk.cache.counts().pending or kiosk.cache.counts().leased:
        kiosk.next(Delivered)
    counts = kiosk.cache.counts()
    assert counts.quarantined == 0
    assert len(set(promised)) == len(promised) > 5 * kills
    print(f"{kills} times kill -9 of the owner, {len(promised)} promised, {len(platform.stored)} stored")
    assert set(promised) <= set(platform.stored)
    assert counts.stored == len(platform.stored)
    bodies: dict[str, set[bytes]] = {}
    for request in platform.requests:
        bodies.setdefault(request.path.rsplit("/", 1)[1], set()).add(request.body)
    assert all(len(sent) == 1 for sent in bodies.values())
    for item_id, envelope in platform.stored.items():
        opened = sealing.open_envelope(envelope, {"platform-2026": key_pair[0]})
        assert opened.content == f"content of {item_id}".encode()
