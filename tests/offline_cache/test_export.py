"""From a terminal without a network to the platform on a stick: sealed, signed, whole, and never twice."""

import base64
import json
import queue
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.store import submissions
from offline_cache.attachments import Attachment
from offline_cache.cache import CacheSettings, OfflineCache
from offline_cache.control import ask
from offline_cache.errors import SealError
from offline_cache.events import CacheEvent, Delivered, Queued
from offline_cache.export import Exporter
from offline_cache.ids import uuid7
from offline_cache.items import Channel
from offline_cache.manifest import Manifest, read_signed, sign
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership

WAIT_S = 20.0
CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
TERMINAL = "SZ-FT-0001"
NOWHERE = "https://127.0.0.1:9"
SECRET = "张三丰 440304199006189989"


class Terminal:
    """An `OfflineCache` beside a gateway that runs or does not."""

    def __init__(self, settings: CacheSettings) -> None:
        self.settings = settings
        self.events: queue.Queue[CacheEvent] = queue.Queue()
        self.cache = OfflineCache(settings, self.events.put)
        self.cache.start()

    def next(self, kind: type) -> Any:
        while not isinstance(event := self.events.get(timeout=WAIT_S), kind):
            pass
        return event

    def put(self, *attachments: Attachment) -> str:
        item_id = str(uuid7(1_769_846_400_000))
        self.cache.put(item_id, "submission", SECRET.encode(), attachments)
        assert self.next(Queued).id == item_id
        return item_id

    def export(self, to: Path) -> Path:
        return Path(ask(self.settings.state_dir, {"command": "export", "directory": str(to)})["folder"])


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a gateway that ran once, so that it knows the terminal."""
    state = tmp_path_factory.mktemp("enrolled") / "gateway"
    gateway = EmbeddedGateway(state, CATALOGUE, terminal_id=TERMINAL)
    gateway.prepare()
    gateway.start()
    gateway.stop()
    return state


@pytest.fixture
def gateway(enrolled: Path, tmp_path: Path) -> Iterator[EmbeddedGateway]:
    """It does not run yet."""
    gateway = EmbeddedGateway(shutil.copytree(enrolled, tmp_path / "gateway"), CATALOGUE, terminal_id=TERMINAL)
    yield gateway
    gateway.stop()


@pytest.fixture
def settings(gateway: EmbeddedGateway, tmp_path: Path) -> CacheSettings:
    keys = gateway.prepare()
    return CacheSettings(
        state_dir=tmp_path / "state",
        base_url=NOWHERE,
        ca_file=gateway.ca_file,
        cert_file=gateway.cert_file,
        key_file=gateway.key_file,
        terminal_id=TERMINAL,
        platform_key_id=keys.sealing_key_id,
        platform_public_key=base64.b64decode(keys.sealing_public_key),
        platform_receipt_key=base64.b64decode(keys.receipt_public_key),
    )


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def run_import(gateway: EmbeddedGateway, folder: Path) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "kiosk.gateway", "import", str(folder), "--state", str(gateway.state_dir)]
    ended = subprocess.run(
        [*command, "--catalogue", str(CATALOGUE)], capture_output=True, text=True, check=False, timeout=60
    )
    return ended.returncode, json.loads(ended.stdout) if ended.stdout else {"stderr": ended.stderr}


def test_a_stick_brings_what_the_network_cannot_and_neither_way_stores_it_twice(
    gateway: EmbeddedGateway, settings: CacheSettings, stick: Path
) -> None:
    terminal = Terminal(settings)
    scan = Attachment("scan.pdf", "application/pdf", bytes(range(256)) * 6000)  # 1.5 MB: beside the envelope
    ids = [terminal.put(), terminal.put(scan), terminal.put(Attachment("note", "text/plain", b"small"))]
    folder = terminal.export(stick)
    later = terminal.put()
    assert terminal.cache.stop(WAIT_S)
    on_stick = b"".join(path.read_bytes() for path in folder.iterdir())
    assert SECRET.encode() not in on_stick
    assert b"scan.pdf" not in on_stick

    assert run_import(gateway, folder) == (0, {"new": 3, "known": 0, "refused": {}})
    assert [record["id"] for record in submissions(gateway.state_dir)] == sorted(ids)
    assert run_import(gateway, folder) == (0, {"new": 0, "known": 3, "refused": {}})

    gateway.start()
    again = Terminal(replace(settings, base_url=gateway.base_url))
    delivered = [again.next(Delivered) for _ in range(4)]
    assert sorted(event.id for event in delivered) == sorted([*ids, later])
    assert again.cache.counts().stored == 4
    second = again.export(stick)
    assert again.cache.stop(WAIT_S)
    gateway.stop()
    records = submissions(gateway.state_dir)
    assert [record["id"] for record in records] == sorted([*ids, later])
    assert {record["digest"] for record in records} == {event.answer["receipt"]["digest"] for event in delivered}
    assert run_import(gateway, second) == (0, {"new": 0, "known": 0, "refused": {}})


def test_what_the_network_brought_first_is_known_to_the_import(
    gateway: EmbeddedGateway, settings: CacheSettings, stick: Path
) -> None:
    terminal = Terminal(settings)
    item_id = terminal.put()
    folder = terminal.export(stick)
    assert terminal.cache.stop(WAIT_S)
    gateway.start()
    again = Terminal(replace(settings, base_url=gateway.base_url))
    again.next(Delivered)
    assert again.cache.stop(WAIT_S)
    code, problem = run_import(gateway, folder)
    assert code == 2, problem  # the gateway runs: two that write would harm the file
    gateway.stop()
    assert run_import(gateway, folder) == (0, {"new": 0, "known": 1, "refused": {}})
    assert [record["id"] for record in submissions(gateway.state_dir)] == [item_id]


@pytest.fixture
def exported(gateway: EmbeddedGateway, settings: CacheSettings, stick: Path) -> tuple[Path, list[str]]:
    terminal = Terminal(settings)
    ids = [terminal.put(), terminal.put(Attachment("scan", "image/png", bytes(400_000)))]
    folder = terminal.export(stick)
    assert terminal.cache.stop(WAIT_S)
    return folder, ids


def flip(path: Path, at: int = -10) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_one_damaged_item_is_refused_and_the_rest_is_stored(
    gateway: EmbeddedGateway, exported: tuple[Path, list[str]]
) -> None:
    folder, ids = exported
    flip(folder / f"{ids[1]}.chunks")
    assert run_import(gateway, folder) == (1, {"new": 1, "known": 0, "refused": {ids[1]: "export.damaged"}})
    assert [record["id"] for record in submissions(gateway.state_dir)] == [ids[0]]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("manifest.json", "export.signature"),
        ("manifest.sig", "export.signature"),
        ("terminal.pem", "export.certificate"),
    ],
)
def test_a_list_that_nobody_signed_brings_nothing(
    gateway: EmbeddedGateway, exported: tuple[Path, list[str]], file: str, code: str
) -> None:
    flip(exported[0] / file, -30)
    with pytest.raises(SealError) as caught:
        read_signed(exported[0], gateway.ca_file.read_bytes())
    assert caught.value.code in (code, "export.manifest")


def resigned(folder: Path, settings: CacheSettings, **changes: Any) -> None:
    manifest = replace(Manifest.parse((folder / "manifest.json").read_bytes()), **changes).to_bytes()
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.sig").write_bytes(sign(manifest, settings.key_file.read_bytes()))


def test_a_terminal_signs_for_itself_alone_and_while_its_certificate_holds(
    gateway: EmbeddedGateway, settings: CacheSettings, exported: tuple[Path, list[str]]
) -> None:
    folder, _ = exported
    ca_pem = gateway.ca_file.read_bytes()
    exported_at = read_signed(folder, ca_pem).exported_at
    for changes in ({"terminal_id": "SZ-FT-0002"}, {"exported_at": "2046-01-01T00:00:00+00:00"}):
        resigned(folder, settings, **{"exported_at": exported_at, "terminal_id": TERMINAL} | changes)
        with pytest.raises(SealError) as caught:
            read_signed(folder, ca_pem)
        assert caught.value.code == "export.certificate"
    resigned(folder, settings, exported_at=exported_at, terminal_id=TERMINAL)
    assert len(read_signed(folder, ca_pem).items) == 2


def test_an_item_that_the_terminal_did_not_sign_is_refused(
    gateway: EmbeddedGateway, settings: CacheSettings, exported: tuple[Path, list[str]]
) -> None:
    folder, ids = exported
    items = Manifest.parse((folder / "manifest.json").read_bytes()).items
    resigned(folder, settings, items=(replace(items[0], signature=items[1].signature), items[1]))
    assert run_import(gateway, folder) == (1, {"new": 1, "known": 0, "refused": {ids[0]: "envelope.signature"}})


@pytest.mark.parametrize("name", ["../manifest.json", "/etc/passwd", "a.envelope", "..", ""])
def test_no_name_leads_out_of_the_folder(exported: tuple[Path, list[str]], name: str) -> None:
    text = (exported[0] / "manifest.json").read_text()
    with pytest.raises(SealError):
        Manifest.parse(text.replace(f"{exported[1][0]}.envelope", name).encode())


def test_a_medium_that_gets_full_is_left_without_a_trace(settings: CacheSettings, tmp_path: Path) -> None:
    terminal = Terminal(settings)
    terminal.put()
    target = tmp_path / "target"
    target.mkdir()
    real = settings.cert_file.read_bytes()
    settings.cert_file.rename(settings.cert_file.with_suffix(".away"))  # fails in the middle of writing
    answer = ask(settings.state_dir, {"command": "export", "directory": str(target)})
    assert answer["error"] == "export.failed"
    assert list(target.iterdir()) == []
    settings.cert_file.write_bytes(real)
    assert terminal.export(target).is_dir()
    assert terminal.cache.stop(WAIT_S)


def test_an_item_that_is_confirmed_just_then_is_left_out_whole(settings: CacheSettings, tmp_path: Path) -> None:
    """Its chunks go with the confirmation: what is on the medium has all of them or is not there."""
    (tmp_path / "target").mkdir()
    with Ownership(settings.state_dir) as ownership:
        outbox = Outbox(ownership)
        outbox.put("a", Channel.SUBMISSION, "digest", b"envelope")

        def confirmed(item_id: str) -> Path:
            outbox.ack(item_id, "{}")
            return tmp_path / "gone"

        exporter = Exporter(TERMINAL, settings.cert_file, settings.key_file, confirmed)
        folder, count = exporter.export(outbox, tmp_path / "target", datetime.now(UTC))
        outbox.close()
    assert count == 0
    assert not list(folder.glob("a.*"))
