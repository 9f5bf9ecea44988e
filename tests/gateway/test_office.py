"""What staff do beside the gateway: opening a submission, and letting go of uploads that nobody finishes."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.gateway.chunk_store import ChunkFolder
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.gateway.purge import DailyPurge, purge
from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import Arrived, Kept, Register
from offline_cache.attachments import Attachment
from offline_cache.sealing import Envelope, PlatformKey, seal
from tests.gateway.terminal import CATALOGUE, TERMINAL, application, new_id

NAMES = ("身份证 正面.png", "../../etc/passwd", ".hidden")
LONG_AGO_S = (datetime.now(UTC) - timedelta(days=40)).timestamp()


@pytest.fixture(params=["sqlite", "postgresql"])
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    address = request.getfixturevalue("database") if request.param == "postgresql" else ""
    opened = Platform.open(GatewaySettings(state_dir=tmp_path, catalogue_dir=CATALOGUE, database=address))
    yield opened
    opened.store.close()


def sealed(platform: Platform, *names: str) -> Envelope:
    keys = platform.keys.public()
    key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
    item_id = new_id()
    attachments = [Attachment(name, "image/png", os.urandom(1_200_000)) for name in names]
    return seal(item_id, application(item_id).model_dump_json().encode(), attachments, key)


def upload(platform: Platform, envelope: Envelope) -> bytes:
    """Send all chunks of the attachments; returns the envelope without them."""
    first = len(envelope.header.streams[0])
    for chunk in envelope.chunks[first:]:
        assert chunk is not None
        platform.chunks.put(envelope.header.id, hashlib.sha256(chunk).hexdigest(), chunk)
    apart = (*envelope.chunks[:first], *(None for _ in envelope.chunks[first:]))
    return Envelope(envelope.header, apart).to_bytes()


def age(platform: Platform, item_id: str) -> None:
    """As if the last chunk had come long ago."""
    (directory,) = GatewayPaths(platform.settings.state_dir).chunks.glob(f"??/{item_id}")
    os.utime(directory, (LONG_AGO_S, LONG_AGO_S))


def purged(platform: Platform) -> tuple[int, int]:
    done = purge(platform.store, platform.chunks, datetime.now(UTC) - timedelta(days=30))
    return done.submissions, done.size_bytes


def test_only_what_nobody_finishes_goes(platform: Platform) -> None:
    stored, under_way, abandoned = (sealed(platform, NAMES[0]) for _ in range(3))
    body = upload(platform, stored)
    platform.intake.submission(stored.header.id, body, TERMINAL)
    waiting = upload(platform, under_way)
    upload(platform, abandoned)
    for envelope in (stored, abandoned):
        age(platform, envelope.header.id)
    count, size_bytes = purged(platform)
    assert (count, size_bytes > 1_200_000) == (1, True)
    assert purged(platform) == (0, 0)
    assert platform.intake.submission(under_way.header.id, waiting, TERMINAL).is_new
    assert platform.chunks.missing(stored.header.id, [chunk.sha256 for chunk in stored.header.streams[1]]) == []


def test_an_upload_whose_chunks_were_purged_is_told_to_send_them_again(platform: Platform) -> None:
    envelope = sealed(platform, NAMES[0])
    body = upload(platform, envelope)
    age(platform, envelope.header.id)
    assert purged(platform)[0] == 1
    with pytest.raises(Refusal) as refused:
        platform.intake.submission(envelope.header.id, body, TERMINAL)
    assert refused.value.status == 425
    upload(platform, envelope)
    assert platform.intake.submission(envelope.header.id, body, TERMINAL).is_new


def test_no_envelope_is_stored_without_its_chunks_however_a_purge_falls(platform: Platform) -> None:
    """Envelope and purge at the same moment, again and again: stored with all chunks, or refused with 425."""
    outcomes: set[int] = set()
    for turn in range(12):
        envelope = sealed(platform, "scan.png")
        body = upload(platform, envelope)
        age(platform, envelope.header.id)
        both = threading.Barrier(2)

        def clean(both: threading.Barrier = both, turn: int = turn) -> None:
            both.wait(10)
            time.sleep((turn % 4) * 0.001)
            purged(platform)

        cleaner = threading.Thread(target=clean)
        cleaner.start()
        both.wait(10)
        time.sleep((turn % 3) * 0.001)
        status = taken_in(platform, envelope.header.id, body)
        cleaner.join(10)
        missing = platform.chunks.missing(envelope.header.id, [chunk.sha256 for chunk in envelope.header.streams[1]])
        assert status in (201, 425)
        assert (status == 201) == (not missing)
        outcomes.add(status)
    print(f"outcomes of envelope against purge: {outcomes}")


def taken_in(platform: Platform, item_id: str, body: bytes) -> int:
    try:
        platform.intake.submission(item_id, body, TERMINAL)
    except Refusal as refusal:
        return refusal.status
    return 201


def test_an_envelope_between_check_and_commit_is_seen(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The purge falls between intake's first look for chunks and its transaction: nothing is stored."""
    envelope = sealed(platform, "scan.png")
    body = upload(platform, envelope)
    age(platform, envelope.header.id)
    put = platform.store.put

    def late(arrived: Arrived, settle: Callable[[Register], str]) -> Kept:
        assert purged(platform)[0] == 1
        return put(arrived, settle)

    monkeypatch.setattr(type(platform.store), "put", lambda _self, arrived, settle: late(arrived, settle))
    with pytest.raises(Refusal) as refused:
        platform.intake.submission(envelope.header.id, body, TERMINAL)
    assert refused.value.status == 425
    assert platform.store.status(envelope.header.id) is None


def test_a_removal_that_broke_off_is_finished(tmp_path: Path) -> None:
    chunks = ChunkFolder(tmp_path)
    (tmp_path / "removed" / "left.1234").mkdir(parents=True)
    (tmp_path / "removed" / "left.1234" / ("a" * 64)).write_bytes(b"x")
    assert chunks.idle(time.time() + 60) == []
    assert chunks.remove(new_id(), time.time()) == 0
    assert not (tmp_path / "removed").exists()


def test_the_daily_purge_begins_at_once(platform: Platform) -> None:
    envelope = sealed(platform, "scan.png")
    upload(platform, envelope)
    age(platform, envelope.header.id)
    daily = DailyPurge(platform.store, platform.chunks, days=30)
    daily.start()
    daily.stop()
    assert platform.chunks.idle(time.time() + 60) == []


# ---- reading ---------------------------------------------------------------------------------------------------------


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "kiosk.gateway", *arguments]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


def test_the_office_reads_form_and_attachments_beside_the_running_gateway(platform: Platform, tmp_path: Path) -> None:
    keys = platform.keys.public()
    key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
    given = application(new_id())
    scans = [os.urandom(size) for size in (2_300_000, 10, 0)]
    attachments = [Attachment(name, "image/png", scan) for name, scan in zip(NAMES, scans, strict=True)]
    envelope = seal(given.id, given.model_dump_json().encode(), attachments, key)
    platform.intake.submission(given.id, upload(platform, envelope), TERMINAL)
    out = tmp_path / "out"
    state = ("--state", str(tmp_path), "--database", platform.settings.database)
    done = command("read", *state, given.id, "--out", str(out), "--reason", "核对材料")
    assert done.returncode == 0, done.stderr
    assert json.loads((out / "form.json").read_text("utf-8")) == json.loads(given.model_dump_json())
    names = ["01-身份证_正面.png", "02-_.._etc_passwd", "03-hidden"]
    assert sorted(file.name for file in out.iterdir()) == [*names, "form.json"]
    assert [(out / name).read_bytes() for name in names] == scans
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in out.iterdir())
    assert out.stat().st_mode & 0o777 == 0o700
    (line,) = (tmp_path / "audit.log").read_text("utf-8").splitlines()
    noted = json.loads(line)
    assert (noted["action"], noted["submission_id"], noted["reason"]) == ("read", given.id, "核对材料")
    assert noted["who"]
    assert given.applicant.identity_number not in line
    twice = command("read", *state, given.id, "--out", str(out), "--reason", "again")
    assert twice.returncode == 2
    unknown = command("read", *state, new_id(), "--out", str(tmp_path / "other"), "--reason", "why")
    assert unknown.returncode == 1
    assert len((tmp_path / "audit.log").read_text("utf-8").splitlines()) == 1


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = command("read", "--state", str(tmp_path / "none"), new_id(), "--out", str(tmp_path / "out"), "--reason", "x")
    assert done.returncode == 2
    assert not (tmp_path / "none").exists()
