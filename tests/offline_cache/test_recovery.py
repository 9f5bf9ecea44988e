"""Damage: found wherever bytes changed, the file kept, what can be read goes on, nothing unsound is ever sent."""

import os
import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offline_cache import database, recovery
from offline_cache.carving import carve, wal_frames, wal_is_damaged
from offline_cache.errors import OutboxError
from offline_cache.ids import uuid7
from offline_cache.items import Channel
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from offline_cache.schema import EARLIER_PAGE_BYTES, PAGE_BYTES

SIZES = (0, 40, 600, 2_600, 4_057, 4_058, 8_000, 8_154, 17_000, 120_000)
"""Bodies that lie within a page with others, fill one, and go on over further pages."""


def new_id() -> str:
    return str(uuid7(1_769_846_400_000))


def fill(outbox: Outbox, count: int = 24) -> dict[str, bytes]:
    bodies: dict[str, bytes] = {}
    for number in range(count):
        item_id = new_id()
        bodies[item_id] = random.Random(number).randbytes(SIZES[number % len(SIZES)])
        outbox.put(item_id, Channel.SUBMISSION, f"digest of {item_id}", bodies[item_id], signature=f"signed {number}")
    return bodies


class Sound:
    def __init__(self, folder: Path, bodies: dict[str, bytes]) -> None:
        self.folder = folder
        self.bodies = bodies


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """A checkpointed file with pending, stored and quarantined items, and what the unsent ones hold."""
    folder = tmp_path_factory.mktemp("sound")
    with Ownership(folder) as ownership:
        outbox = Outbox(ownership)
        bodies = fill(outbox)
        stored, refused = list(bodies)[3], list(bodies)[11]
        outbox.ack(stored, '{"receipt": 1}')
        outbox.quarantine(refused, "envelope.refused")
        outbox.close()
    del bodies[stored]
    return Sound(folder, bodies)


def copied(sound: Sound, to: Path) -> Path:
    to.mkdir(parents=True)
    return Path(shutil.copy(sound.folder / "outbox.sqlite", to / "outbox.sqlite"))


def unsent(outbox: Outbox) -> dict[str, bytes]:
    return {record.id: found[0] for record in outbox.records("unsent") if (found := outbox.unsent(record.id))}


def test_carving_finds_every_row_as_sqlite_has_it(sound: Sound, tmp_path: Path) -> None:
    carved = carve(copied(sound, tmp_path / "state").read_bytes(), b"")
    with Ownership(tmp_path / "state") as ownership:
        outbox = Outbox(ownership)
        assert [row.id for row in carved.rows] == [record.id for record in outbox.records()]
        assert {row.id: row.body for row in carved.rows if row.state != "stored"} == unsent(outbox) == sound.bodies
        outbox.close()
    assert carved.lost == ()


@pytest.mark.parametrize("page_bytes", [PAGE_BYTES, EARLIER_PAGE_BYTES])
def test_carving_finds_what_stands_in_the_wal_only_and_the_newest_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page_bytes: int
) -> None:
    monkeypatch.setattr(database, "PAGE_BYTES", page_bytes)
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership)
        bodies = fill(outbox, 14)
        settled = list(bodies)[5]
        outbox.quarantine(settled, "staff")
        wal = (tmp_path / "outbox.sqlite-wal").read_bytes()
        file = (tmp_path / "outbox.sqlite").read_bytes()
        outbox.close()
    assert len(list(wal_frames(wal))) > 20
    assert {len(frame.page) for frame in wal_frames(wal)} == {page_bytes}
    assert all(frame.is_sound for frame in wal_frames(wal))
    rows = {row.id: row for row in carve(file, wal).rows}
    assert {item_id: row.body for item_id, row in rows.items()} == bodies
    assert [row.state for row in rows.values() if row.id == settled] == ["quarantined"]


@given(
    page=st.integers(0, 10_000),
    flips=st.lists(st.tuples(st.integers(0, PAGE_BYTES - 1), st.integers(1, 255)), min_size=1, max_size=20),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_flipped_bytes_are_found_and_cost_only_what_they_hit(
    sound: Sound, tmp_path_factory: pytest.TempPathFactory, page: int, flips: list[tuple[int, int]]
) -> None:
    """Whatever is changed in the file: it opens, what is sent is what was queued, and one page costs few items."""
    folder = tmp_path_factory.mktemp("flipped")
    file = copied(sound, folder / "state")
    content = bytearray(file.read_bytes())
    start = page % (len(content) // PAGE_BYTES) * PAGE_BYTES
    for at, by in flips:
        content[start + at] ^= by
    file.write_bytes(content)
    with Ownership(folder / "state") as ownership:
        opened = is_opened(ownership)
        if isinstance(opened, str):
            assert opened == "outbox.newer"  # the version number itself was hit: refused, not touched
            return
        found, salvage = unsent(opened), opened.salvage
        assert opened.damage() == ""
        opened.put(new_id(), Channel.SUBMISSION, "digest", b"goes on")
        opened.close()
    assert found.items() <= sound.bodies.items()
    lost = sound.bodies.keys() - found.keys()
    assert len(lost) <= 10  # a page of short rows
    assert salvage is not None or not lost
    if salvage is not None:
        assert (folder / "state" / salvage.kept_as).stat().st_size == len(content)
        assert len(found) <= salvage.recovered <= len(found) + 1  # and the stored one
        assert set(salvage.lost).isdisjoint(found)
    shutil.rmtree(folder)


@pytest.mark.parametrize("by", [0x01, 0x20, 0x80])
def test_no_byte_of_the_tables_text_stops_the_queue(sound: Sound, tmp_path: Path, by: int) -> None:
    """It stands at the end of the first page; SQLite cannot always say in UTF-8 what it thinks of it."""
    for at in range(PAGE_BYTES - 1, PAGE_BYTES - 1400, -23):
        file = copied(sound, tmp_path / str(at))
        content = bytearray(file.read_bytes())
        content[at] ^= by
        file.write_bytes(content)
        with Ownership(file.parent) as ownership:
            opened = is_opened(ownership)
            assert isinstance(opened, Outbox), (at, opened)
            assert set(unsent(opened)) == set(sound.bodies), at
            opened.close()


def is_opened(ownership: Ownership) -> Outbox | str:
    try:
        return Outbox(ownership)
    except OutboxError as error:
        return error.code


def test_no_byte_of_the_header_stops_the_queue_for_good(sound: Sound, tmp_path: Path) -> None:
    for at in range(100):
        file = copied(sound, tmp_path / str(at))
        content = bytearray(file.read_bytes())
        content[at] ^= 3
        file.write_bytes(content)
        with Ownership(file.parent) as ownership:
            opened = is_opened(ownership)
            if isinstance(opened, str):
                assert (opened, at // 4) == ("outbox.newer", 60 // 4)
                continue
            assert unsent(opened) == sound.bodies, at
            opened.put(new_id(), Channel.SUBMISSION, "digest", b"goes on")
            opened.close()
        shutil.rmtree(file.parent)


def test_a_byte_within_a_body_is_seen_though_sqlite_sees_nothing(sound: Sound, tmp_path: Path) -> None:
    file = copied(sound, tmp_path / "state")
    hit = max(sound.bodies, key=lambda item_id: len(sound.bodies[item_id]))
    content = bytearray(file.read_bytes())
    at = content.index(sound.bodies[hit][60_000:60_100])
    content[at] ^= 1
    file.write_bytes(content)
    with Ownership(tmp_path / "state") as ownership:
        outbox = Outbox(ownership)
        assert outbox.salvage is not None
        assert (outbox.salvage.reason, outbox.salvage.lost) == ("row", (hit,))
        assert unsent(outbox) == {item_id: body for item_id, body in sound.bodies.items() if item_id != hit}
        outbox.close()


@pytest.mark.parametrize(
    "damage", [b"this is no database" * 500, b"SQLite format 3\x00" + b"\xff" * 8000, b"\0" * 9000]
)
def test_a_file_that_is_no_outbox_is_kept_and_replaced(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "outbox.sqlite").write_bytes(damage)
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership)
        assert outbox.salvage is not None
        assert (tmp_path / outbox.salvage.kept_as).read_bytes() == damage
        assert fill(outbox) == unsent(outbox)
        outbox.close()


def crashed(tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """What a kill leaves: a file whose items all stand in the WAL."""
    with Ownership(tmp_path / "live") as ownership:
        outbox = Outbox(ownership)
        bodies = fill(outbox)
        shutil.copytree(tmp_path / "live", tmp_path / "state")
        outbox.close()
    return tmp_path / "state", bodies


def test_a_wal_broken_in_the_middle_is_found_and_costs_only_what_was_hit(tmp_path: Path) -> None:
    """SQLite alone would drop, in silence, everything behind the broken frame."""
    state, bodies = crashed(tmp_path)
    wal = bytearray((state / "outbox.sqlite-wal").read_bytes())
    hit = list(bodies)[6]
    wal[wal.index(bodies[hit][100:200])] ^= 1
    assert wal_is_damaged(bytes(wal))
    (state / "outbox.sqlite-wal").write_bytes(wal)
    with Ownership(state) as ownership:
        outbox = Outbox(ownership)
        assert outbox.salvage is not None
        assert outbox.salvage.reason == "wal"
        assert (state / f"{outbox.salvage.kept_as}-wal").read_bytes() == wal
        found = unsent(outbox)
        outbox.close()
    assert found.items() <= bodies.items()
    assert set(bodies) - set(found) <= {hit}


def test_a_last_transaction_that_was_torn_is_no_damage(tmp_path: Path) -> None:
    """A power cut in the middle of a commit: nothing was promised."""
    state, bodies = crashed(tmp_path)
    file = state / "outbox.sqlite-wal"
    wal = file.read_bytes()
    ends = [number for number, frame in enumerate(wal_frames(wal)) if frame.ends]
    frame_bytes = 24 + PAGE_BYTES
    last = list(bodies)[-1]
    for frames in range(ends[-2] + 1, ends[-1] + 1):
        file.write_bytes(wal[: 32 + frames * frame_bytes + 1000])
        torn = bytearray(wal)
        torn[32 + frames * frame_bytes + 30] ^= 1
        assert not wal_is_damaged(file.read_bytes())
        assert not wal_is_damaged(bytes(torn))
    with Ownership(state) as ownership:
        outbox = Outbox(ownership)
        assert outbox.salvage is None
        assert set(bodies) - set(unsent(outbox)) == {last}
        outbox.close()


@pytest.mark.parametrize("step", ["hardlink_to", "rename", "unlink"])
def test_a_rescue_cut_off_anywhere_is_finished_at_the_next_start(
    sound: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The process ends at every file operation of the rescue in turn; the next start finds everything."""
    for cut_at in range(1, 4):
        state = tmp_path / f"state {cut_at}"
        file = copied(sound, state)
        content = bytearray(file.read_bytes())
        content[20] ^= 0xFF  # the header: SQLite takes the file for none, every row is whole
        file.write_bytes(content)
        calls = 0

        original = getattr(Path, step)

        def cut(self: Path, *args: object, cut_at: int = cut_at, **options: object) -> object:
            nonlocal calls
            calls += 1
            if calls == cut_at:
                raise KeyboardInterrupt
            return original(self, *args, **options)  # noqa: B023 -- the same in every round

        with Ownership(state) as ownership, monkeypatch.context() as patch:
            patch.setattr(Path, step, cut)
            with suppress(KeyboardInterrupt):
                Outbox(ownership).close()
        assert calls >= 1
        with Ownership(state) as ownership:
            outbox = Outbox(ownership)
            assert unsent(outbox) == sound.bodies
            outbox.close()
        assert [path for path in state.glob("outbox.damaged-*") if path.stat().st_size == len(content)]


def test_the_rows_of_an_earlier_version_get_their_digests(tmp_path: Path) -> None:
    import sqlite3

    from offline_cache import schema

    connection = sqlite3.connect(tmp_path / "outbox.sqlite")
    connection.executescript(f"{schema.MIGRATIONS[0]} PRAGMA user_version = 1;")
    connection.execute(
        "INSERT INTO item (id, channel, digest, body, queued_at_ms) VALUES ('a', 'submission', 'd', x'00ff', 5)"
    )
    connection.commit()
    connection.close()
    with Ownership(tmp_path) as ownership:
        outbox = Outbox(ownership)
        assert outbox.salvage is None
        assert outbox.damage() == ""
        assert outbox.unsent("a") == (b"\x00\xff", "")
        outbox.close()


@given(start=st.binary(max_size=300), seed=st.integers(0, 2**32), wal=st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_carving_fail(start: bytes, seed: int, wal: bytes) -> None:
    leaf = (b"\x0d" + start + random.Random(seed).randbytes(PAGE_BYTES))[:PAGE_BYTES]
    assert carve(leaf * 3, wal + leaf * 2).rows == ()  # none of it adds up


def test_a_disk_that_cannot_be_read_is_no_damage(sound: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is put aside because of a read that failed: the file may be whole."""
    file = copied(sound, tmp_path / "state")

    def refuse(path: Path) -> bytes:
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(recovery, "read_or_empty", refuse)
    with Ownership(tmp_path / "state") as ownership, pytest.raises(OutboxError) as caught:
        Outbox(ownership)
    assert caught.value.code == "outbox.disk"
    assert [path.name for path in file.parent.glob("*damaged*")] == []
