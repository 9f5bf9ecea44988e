"""From a terminal without a network to the platform on a stick: sealed, signed, whole, and never twice."""

import json
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
from offline_cache.cache import CacheSettings
from offline_cache.control import ask
from offline_cache.errors import SealError
from offline_cache.events import Delivered
from offline_cache.export import Exporter
from offline_cache.items import Channel
from offline_cache.manifest import Manifest, read_signed, sign
from offline_cache.outbox import Outbox
from offline_cache.ownership import Ownership
from tests.support.queueing import Kiosk, settings_at

CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
TERMINAL = "SZ-FT-0001"
SECRET = "张三丰 440304199006189989"


class Terminal(Kiosk):
    """Beside a gateway that runs or does not."""

    def submit(self, *attachments: Attachment) -> str:
        return self.queued(SECRET.encode(), attachments)

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
    return settings_at(gateway, TERMINAL, tmp_path / "state")


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
    terminal = Terminal(settings).start()
    scan = Attachment("scan.pdf", "application/pdf", bytes(range(256)) * 6000)  # 1.5 MB: beside the envelope
    ids = [terminal.submit(), terminal.submit(scan), terminal.submit(Attachment("note", "text/plain", b"small"))]
    folder = terminal.export(stick)
    later = terminal.submit()
    terminal.stop()
    on_stick = b"".join(path.read_bytes() for path in folder.iterdir())
    assert SECRET.encode() not in on_stick
    assert b"scan.pdf" not in on_stick

    assert run_import(gateway, folder) == (0, {"new": 3, "known": 0, "refused": {}})
    assert [record["id"] for record in submissions(gateway.state_dir)] == sorted(ids)
    assert run_import(gateway, folder) == (0, {"new": 0, "known": 3, "refused": {}})

    gateway.start()
    again = Terminal(replace(settings, base_url=gateway.base_url)).start()
    delivered = [again.next(Delivered) for _ in range(4)]
    assert sorted(event.id for event in delivered) == sorted([*ids, later])
    assert again.cache.counts().stored == 4
    second = again.export(stick)
    again.stop()
    gateway.stop()
    records = submissions(gateway.state_dir)
    assert [record["id"] for record in records] == sorted([*ids, later])
    assert {record["digest"] for record in records} == {event.answer["receipt"]["digest"] for event in delivered}
    assert run_import(gateway, second) == (0, {"new": 0, "known": 0, "refused": {}})


def test_what_the_network_brought_first_is_known_to_the_import(
    gateway: EmbeddedGateway, settings: CacheSettings, stick: Path
) -> None:
    terminal = Terminal(settings).start()
    item_id = terminal.submit()
    folder = terminal.export(stick)
    terminal.stop()
    gateway.start()
    again = Terminal(replace(settings, base_url=gateway.base_url)).start()
    again.next(Delivered)
    again.stop()
    code, problem = run_import(gateway, folder)
    assert code == 2, problem  # the gateway runs: two that write would harm the file
    gateway.stop()
    assert run_import(gateway, folder) == (0, {"new": 0, "known": 1, "refused": {}})
    assert [record["id"] for record in submissions(gateway.state_dir)] == [item_id]


@pytest.fixture
def exported(gateway: EmbeddedGateway, settings: CacheSettings, stick: Path) -> tuple[Path, list[str]]:
    terminal = Terminal(settings).start()
    ids = [terminal.submit(), terminal.submit(Attachment("scan", "image/png", bytes(400_000)))]
    folder = terminal.export(stick)
    terminal.stop()
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
    terminal = Terminal(settings).start()
    terminal.submit()
    target = tmp_path / "target"
    target.mkdir()
    real = settings.cert_file.read_bytes()
    settings.cert_file.rename(settings.cert_file.with_suffix(".away"))  # fails in the middle of writing
    answer = ask(settings.state_dir, {"command": "export", "directory": str(target)})
    assert answer["error"] == "export.failed"
    assert list(target.iterdir()) == []
    settings.cert_file.write_bytes(real)
    assert terminal.export(target).is_dir()
    terminal.stop()


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
