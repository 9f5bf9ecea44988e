"""The audit ledger: what it takes, what it notices, and what a power cut at any moment leaves of it."""

import json
import os
import random
import string
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from power_cut import Operation, PowerCut
from typer.testing import CliRunner

from kiosk import audit
from kiosk.app.audit_commands import app
from kiosk.audit import CUT, FIRST, AuditError, AuditLedger, Entry, Head, Record, end_of, read, torn_pieces

NOW_S = 1_795_340_000.125


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audit"


def make(folder: Path, **options: int) -> AuditLedger:
    return AuditLedger(folder, wall=lambda: NOW_S, **options)


def filled(folder: Path, count: int, **options: int) -> list[Record]:
    ledger = make(folder, **options)
    records = [ledger.append(Entry("custody.door", cell=f"A{number:02}", outcome="open")) for number in range(count)]
    ledger.close()
    return records


def test_records_are_numbered_chained_and_found_again(folder: Path) -> None:
    records = filled(folder, 5)
    assert [record.number for record in records] == [1, 2, 3, 4, 5]
    assert [record.previous for record in records] == [FIRST, *(record.digest for record in records[:-1])]
    assert list(read(folder)) == records
    assert records[0].at == datetime.fromtimestamp(NOW_S, UTC)
    heard: list[Record] = []
    ledger = AuditLedger(folder, heard.append, wall=lambda: NOW_S)
    assert heard == records
    assert ledger.head == Head(5, records[-1].digest)
    assert ledger.append(Entry("custody.started")).previous == records[-1].digest
    ledger.close()


def test_the_chain_goes_on_across_files(folder: Path) -> None:
    records = filled(folder, 40, segment_bytes=1000)
    assert len(list(folder.glob("*.jsonl"))) > 5
    assert list(read(folder)) == records
    ledger = make(folder, segment_bytes=1000)
    assert ledger.append(Entry("custody.started")).number == 41
    ledger.close()


def test_there_is_one_writer_and_readers_do_not_mind(folder: Path) -> None:
    ledger = make(folder)
    with pytest.raises(AuditError, match=r"audit\.owned"):
        make(folder)
    ledger.append(Entry("custody.started"))
    assert [record.number for record in read(folder)] == [1]
    ledger.close()
    make(folder).close()


def test_files_are_the_owners_alone(folder: Path) -> None:
    filled(folder, 3, segment_bytes=100)
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "Custody"},
        {"kind": "custody", "cell": "林小禾"},
        {"kind": "custody", "order": "440304199006189989"},
        {"kind": "custody", "order": "11010519491231002X"},
        {"kind": "custody", "voucher": "110105491231002"},
        {"kind": "custody", "outcome": "two words"},
        {"kind": "custody", "outcome": "x" * 65},
    ],
)
def test_what_could_tell_who_somebody_is_is_not_taken(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not for the ledger"):
        Entry(**fields)


def changed(folder: Path, change: Callable[[list[bytes]], None], name: str = "00000001.jsonl") -> None:
    file = folder / name
    lines = file.read_bytes().splitlines(keepends=True)
    change(lines)
    file.write_bytes(b"".join(lines))


def drop(lines: list[bytes]) -> None:
    del lines[3]


def swap(lines: list[bytes]) -> None:
    lines[3], lines[4] = lines[4], lines[3]


def alter(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b"open", b"shut")


def repeat(lines: list[bytes]) -> None:
    lines.insert(3, lines[3])


def space_out(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b",", b", ", 1)


def insert_forged(lines: list[bytes]) -> None:
    record = Record.parse(lines[2].rstrip())
    lines.insert(3, Record(4, record.at, record.digest, Entry("custody.forged")).line + b"\n")


def prepend(lines: list[bytes]) -> None:
    lines.insert(0, b"\n")


@pytest.mark.parametrize("change", [drop, swap, alter, repeat, space_out, insert_forged, prepend])
def test_whatever_is_changed_inside_shows_and_nothing_is_appended(
    folder: Path, change: Callable[[list[bytes]], None]
) -> None:
    filled(folder, 8)
    changed(folder, change)
    before = (folder / "00000001.jsonl").read_bytes()
    with pytest.raises(AuditError) as raised:
        make(folder)
    assert raised.value.code == "audit.damaged"
    assert raised.value.data["segment"] == 1
    assert (folder / "00000001.jsonl").read_bytes() == before
    with pytest.raises(AuditError, match=r"audit\.damaged"):  # and the folder is free again
        make(folder)


def test_a_file_that_is_missing_or_torn_inside_shows(folder: Path) -> None:
    filled(folder, 20, segment_bytes=1000)
    (folder / "00000003.jsonl").rename(folder / "gone")
    with pytest.raises(AuditError) as raised:
        end_of(folder)
    assert raised.value.data == {"segment": 4, "line": 0, "reason": "missing"}
    (folder / "gone").rename(folder / "00000003.jsonl")
    with (folder / "00000003.jsonl").open("ab") as file:
        file.write(b"{")
    with pytest.raises(AuditError) as raised:
        end_of(folder)
    assert raised.value.data["reason"] == "torn inside"


@given(keep=st.integers(0, 150), junk=st.binary(max_size=40).filter(lambda junk: b"\n" not in junk))
@settings(max_examples=60, deadline=None)
def test_a_torn_last_record_is_cut_kept_beside_and_told(
    tmp_path_factory: pytest.TempPathFactory, keep: int, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("ledger") / "audit"
    records = filled(folder, 3)
    file = folder / "00000001.jsonl"
    whole = file.read_bytes()
    torn = records[-1].line[:keep] + junk
    file.write_bytes(whole[: -len(records[-1].line) - 1] + torn)
    ledger = make(folder)
    ledger.append(Entry("custody.started"))
    ledger.close()
    found = [record.entry.kind for record in read(folder)]
    if not torn:
        assert found == ["custody.door"] * 2 + ["custody.started"]
        return
    assert found == ["custody.door"] * 2 + [CUT, "custody.started"]
    (name,) = torn_pieces(folder)
    assert (folder / name).read_bytes() == torn
    assert ledger.put_aside == folder / name


@given(lines=st.lists(st.binary(max_size=200) | st.sampled_from([b"{}", b"[]", b"1", b"null", b'{"number":1}'])))
def test_no_bytes_are_taken_for_a_ledger_of_somebody_elses(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "00000001.jsonl").write_bytes(b"\n".join(lines))
    assert found_of(folder) == []


ids = st.text(string.ascii_letters + "-._", max_size=64)
entries = st.builds(
    Entry,
    kind=st.from_regex(r"[a-z_]{1,10}(\.[a-z_]{1,10}){0,2}", fullmatch=True),
    session_tag=ids, person_tag=ids, cell=ids, order=ids, parcel=ids, voucher=ids, outcome=ids,
)  # fmt: skip


@given(entry=entries, number=st.integers(1, 10**9), at=st.integers(0, 4_000_000_000))
def test_a_record_reads_back_as_it_was_written(entry: Entry, number: int, at: int) -> None:
    record = Record(number, datetime.fromtimestamp(at, UTC), FIRST, entry)
    assert Record.parse(record.line) == record
    assert len(record.line) < audit.RECORD_MAX_BYTES


class FailingDisk:
    """Refuses some calls of the ledger's; what it was told to write may be there all the same."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, call: str, *, after: bool) -> None:
        self.failing = False
        really = getattr(os, call)

        def refuse(*arguments: object) -> object:
            if self.failing and not after:
                raise OSError(28, "no room")
            outcome = really(*arguments)
            if self.failing:
                raise OSError(5, "no word")
            return outcome

        monkeypatch.setattr(os, call, refuse)


@pytest.mark.parametrize("call", ["pwrite", "fdatasync"])
@pytest.mark.parametrize("after", [False, True])
def test_what_the_disk_refused_is_not_kept_and_can_be_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    ledger = make(folder)
    first = ledger.append(Entry("custody.one"))
    disk = FailingDisk(monkeypatch, call, after=after)
    disk.failing = True
    for _ in range(2):
        with pytest.raises(AuditError) as raised:
            ledger.append(Entry("custody.refused"))
        assert (raised.value.code, raised.value.retryable) == ("audit.disk", True)
    disk.failing = False
    second = ledger.append(Entry("custody.two"))
    ledger.close()
    assert list(read(folder)) == [first, second]


class DiskRecorder:
    """Every operation on the files below a folder, from here on, as `power_cut` plays them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[Operation] = []
        self._folder = str(folder)
        names = ("pwrite", "fdatasync", "fsync", "ftruncate", "open", "mkdir")
        self._really = {name: getattr(os, name) for name in names}
        for name in names:
            monkeypatch.setattr(os, name, getattr(self, name))

    def _note(self, kind: str, place: int | str, offset: int = 0, data: bytes = b"") -> None:
        path = str(Path(f"/proc/self/fd/{place}").readlink()) if isinstance(place, int) else place
        if path.startswith(self._folder):
            self.done.append(Operation(kind, path, offset, data))

    def pwrite(self, descriptor: int, data: bytes, offset: int) -> int:
        self._note("w", descriptor, offset, bytes(data))
        return self._really["pwrite"](descriptor, data, offset)

    def ftruncate(self, descriptor: int, size: int) -> None:
        self._note("t", descriptor, size)
        self._really["ftruncate"](descriptor, size)

    def fsync(self, descriptor: int) -> None:
        self._really["fsync"](descriptor)
        self._note("s", descriptor)

    def fdatasync(self, descriptor: int) -> None:
        self._really["fdatasync"](descriptor)
        self._note("s", descriptor)

    def mkdir(self, path: str, *options: int, **named: int) -> None:
        self._really["mkdir"](path, *options, **named)
        self._note("d", str(path))

    def open(self, path: str, flags: int, *options: int) -> int:
        is_new = flags & os.O_CREAT and not Path(path).exists()
        descriptor = self._really["open"](path, flags, *options)
        if is_new:  # its name may last or not, from here on
            self._note("w", str(path))
        return descriptor


def lay_out(image: dict[str, bytes], folder: Path) -> Path:
    """What the disk kept, in a fresh folder; gives that of the ledger."""
    folder.mkdir()
    for name, content in sorted(image.items()):
        if name == "audit":
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)
    return folder / "audit"


@pytest.mark.parametrize("careless", [False, True])
def test_power_may_fail_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, careless: bool) -> None:
    """Every record that `append` returned is there after a cut anywhere later; what is torn is cut, and it goes on.

    Without the syncs of the files (`careless`) the same cuts lose records: the proof can fail.
    """
    root = tmp_path / "disk"
    root.mkdir()
    done = DiskRecorder(root, monkeypatch).done
    promised: list[tuple[int, Record]] = []
    for _ in range(2):
        ledger = make(root / "audit", segment_bytes=700)
        for number in range(6):
            record = ledger.append(Entry("custody.door", cell=f"A{number}", person_tag="a" * 64 if number % 2 else ""))
            promised.append((len(done), record))
        ledger.close()
    monkeypatch.undo()
    chance, disk, lost, images = random.Random(7), PowerCut(root), 0, 0
    for moment, operation in enumerate(done, start=1):
        if careless and operation.kind == "s" and operation.path.endswith(".jsonl"):
            continue
        disk.play(operation)
        due = [record for at, record in promised if at <= moment]
        for image in disk.images(chance, 6):
            images += 1
            folder = lay_out(image, tmp_path / f"image-{moment}-{images}")
            if not careless:
                ledger = make(folder, segment_bytes=700)
                assert ledger.append(Entry("custody.started")).number >= len(due) + 1
                ledger.close()
                assert list(read(folder))[: len(due)] == due
            else:
                lost += found_of(folder)[: len(due)] != due
    assert images > 100
    assert (lost > 0) is careless


def found_of(folder: Path) -> list[Record]:
    found: list[Record] = []
    try:
        found.extend(read(folder))
    except AuditError:
        return []
    return found


@pytest.fixture
def state(tmp_path: Path) -> tuple[Path, list[str]]:
    filled(tmp_path / audit.KEPT_IN, 30, segment_bytes=1500)
    return tmp_path / audit.KEPT_IN, ["--set", f"paths.state_dir={tmp_path}"]


def test_the_command_shows_that_the_chain_holds_and_where_it_does_not(state: tuple[Path, list[str]]) -> None:
    folder, options = state
    sound = CliRunner().invoke(app, ["verify", "--json", *options])
    assert sound.exit_code == 0
    found = json.loads(sound.stdout)
    assert (found["records"], found["torn_bytes"], found["kept_beside"]) == (30, 0, [])
    assert found["head"] == end_of(folder).head.digest
    assert CliRunner().invoke(app, ["verify", *options]).stdout.startswith("records      30\n")
    changed(folder, alter)
    damaged = CliRunner().invoke(app, ["verify", "--json", *options])
    assert damaged.exit_code == 1
    assert json.loads(damaged.stdout) == {
        "error": "audit.damaged",
        "segment": 1,
        "line": 5,
        "reason": "out of the chain",
    }
    assert CliRunner().invoke(app, ["tail", *options]).exit_code == 1


def test_the_command_shows_the_last_records(state: tuple[Path, list[str]]) -> None:
    _, options = state
    shown = json.loads(CliRunner().invoke(app, ["tail", "--json", "-n", "3", *options]).stdout)
    assert [record["number"] for record in shown] == [28, 29, 30]
    lines = CliRunner().invoke(app, ["tail", "-n", "2", *options]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["29", "30"]
    assert "A29" in lines[1]


def test_where_nothing_was_recorded_the_command_says_so(tmp_path: Path) -> None:
    asked = CliRunner().invoke(app, ["verify", "--set", f"paths.state_dir={tmp_path}"])
    assert asked.exit_code == 2
