"""The whole way of the documents: published, fetched by a running terminal, looked at by staff, used for receipts."""

import json
import queue
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from config.loader import load
from config.settings import Settings
from drivers.faults import FaultScript
from drivers.worker import StatusChanged
from kiosk.app.backstage import Backstage
from kiosk.app.doctor import kept_documents
from kiosk.app.reference_keeper import ReferenceKeeper
from kiosk.app.references import References
from kiosk.cli import app
from kiosk.gateway import publications
from kiosk.gateway.beside import looking
from kiosk.platform.references import Texts, Voucher
from kiosk.slip import Slip
from kiosk.slip_key import SlipKey
from offline_cache.reference import Kind
from offline_cache.terminal_secret import KEPT_IN, TerminalSecret

NOW = datetime.now(UTC)
NUMBER = "440304199006189989"
ORDER = "44030426112277001"
CONTENTS = "补办的社会保障卡一张"
WAIT_S = 40.0
NOTICE = """
[[notice]]
id = "closing"
kind = "warning"
text = { zh-CN = "本厅今天 17:00 关门", en = "This hall closes at 17:00 today" }
valid_from = 2026-01-01T00:00:00+08:00
valid_to = 2126-01-01T00:00:00+08:00
"""
DEMO_VOUCHERS = 6
"""One for each collector of each parcel that lies in this terminal and is still kept (kiosk/gateway/orders.toml)."""


class Connected:
    """What a terminal left in its state directory after it was connected once, and what it had in force then."""

    def __init__(self, folder: Path) -> None:
        self.settings: Settings = load(
            "simulated", (), {"paths.state_dir": str(folder), "simulation.paced": "false"}, {}
        )
        self.folder = folder
        self.gateway_dir = folder / "gateway"
        self.shown: list[Texts] = []
        self.gateway_dir.mkdir()
        (self.gateway_dir / "notices.toml").write_text(NOTICE, "utf-8")
        terminal_id = self.settings.terminal.id
        self.references = References(
            self.settings.reference, terminal_id, offer_catalogue=lambda _: None, show_texts=self.shown.append
        )
        voucher = Voucher(
            id="v-1", order_number=ORDER, cabinet="A", cell="3", contents={"zh-CN": CONTENTS}, identity_number=NUMBER,
            valid_from=NOW - timedelta(days=1), valid_to=NOW + timedelta(days=9),
        )  # fmt: skip
        from kiosk.gateway.platform import open_store

        store = open_store(self.gateway_dir, "")
        store.change(lambda execute: publications.issue_vouchers(execute, terminal_id, [voucher]))
        store.close()

    def connect(self) -> None:
        """Run everything behind the start page until each document was heard of."""
        posted: queue.SimpleQueue[Any] = queue.SimpleQueue()
        told: dict[str, str] = {}

        def tell(changed: StatusChanged) -> None:
            told[changed.worker] = changed.status.state.value

        backstage = Backstage(self.settings, FaultScript(), posted.put)
        keeper = ReferenceKeeper(
            backstage.crew.platform,
            lambda: backstage.reference,
            self.references.upkeep(),
            tell=tell,
            prepare=lambda client: backstage.announcement.make(client) if backstage.announcement else None,
        )
        backstage.start()
        until_s = time.monotonic() + WAIT_S
        try:
            while told != dict.fromkeys(map(str, Kind), "online") and time.monotonic() < until_s:
                keeper.check()
                try:
                    keeper.answered(posted.get(timeout=0.1))
                except queue.Empty:
                    continue
        finally:
            backstage.stop()
        assert told == dict.fromkeys(map(str, Kind), "online")

    def kiosk(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments, "--set", f"paths.state_dir={self.folder}"])

    def slip(self, key: SlipKey) -> str:
        return Slip("019384c7-0000-7000-8000-000000000000", "", NOW, self.settings.terminal.id).signed(key.sign)


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Connected:
    terminal = Connected(tmp_path_factory.mktemp("terminal"))
    terminal.connect()
    return terminal


def test_a_terminal_that_was_connected_has_every_document(connected: Connected) -> None:
    listed = connected.kiosk("references", "list", "--json")
    assert listed.exit_code == 0, listed.output
    found = {entry["name"]: entry for entry in json.loads(listed.output)}
    assert {name: (entry["state"], entry["count"]) for name, entry in found.items()} == {
        "catalogue": ("current", len(list(connected.settings.paths.catalogue_dir.glob("*.toml"))) - 1),
        "texts": ("current", 1),
        "vouchers": ("current", 1 + DEMO_VOUCHERS),
        "revocations": ("current", 0),
        "terminals": ("current", 1),
    }
    assert all(entry["version"] and 0 <= entry["age_s"] < 600 for entry in found.values())
    assert NUMBER not in listed.output
    assert connected.kiosk("references", "verify").exit_code == 0
    findings = {finding.device: finding for finding in kept_documents(connected.settings)}
    assert set(findings) == set(found)
    assert all(finding.well and "age_h" in finding.status.details for finding in findings.values())


def test_what_it_has_in_force(connected: Connected) -> None:
    notice = connected.shown[-1].notice_at(NOW)
    assert notice is not None
    assert notice.text["en"] == "This hall closes at 17:00 today"
    tag = TerminalSecret.load(connected.folder / KEPT_IN).person_tag(NUMBER)
    assert [voucher.cell for voucher in connected.references.vouchers.find(tag, NOW)] == ["3"]


def test_nothing_of_the_person_lies_on_the_terminals_disk(connected: Connected) -> None:
    files = [file for file in connected.folder.rglob("*") if file.is_file()]
    ours = [file for file in files if connected.gateway_dir not in file.parents]
    assert {"vouchers.ref", KEPT_IN, "kiosk.log"} & {file.name for file in ours} >= {"vouchers.ref", KEPT_IN}
    tag = TerminalSecret.load(connected.folder / KEPT_IN).person_tag(NUMBER)
    for file in ours:
        for word in (NUMBER, tag, ORDER, CONTENTS):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert word.encode(encoding) not in file.read_bytes(), file.name
    assert all(file.stat().st_mode & 0o077 == 0 for file in ours if file.parent.name == "reference")
    assert (connected.folder / KEPT_IN).stat().st_mode & 0o777 == 0o600


def test_a_receipt_is_verified_here_and_at_the_gateway(connected: Connected) -> None:
    key = SlipKey.load_or_make(connected.folder / "slip.key")
    verified = connected.kiosk("receipt", "verify", connected.slip(key))
    assert json.loads(verified.output)["terminal_id"] == connected.settings.terminal.id
    with looking(connected.gateway_dir, "") as store:
        assert connected.settings.terminal.id in store.look(publications.receipt_keys)
    (connected.folder / "slip.key").rename(connected.folder / "slip.old")  # as on another terminal
    try:
        assert connected.kiosk("receipt", "verify", connected.slip(key)).exit_code == 0
        stranger = SlipKey.load_or_make(connected.folder / "stranger.key")
        assert connected.kiosk("receipt", "verify", connected.slip(stranger)).exit_code == 1
        assert connected.kiosk("receipt", "verify", "K1.nonsense").exit_code == 1
    finally:
        (connected.folder / "slip.old").rename(connected.folder / "slip.key")


def test_a_damaged_and_a_missing_document_are_told_apart(connected: Connected) -> None:
    kept = {kind: (connected.folder / "reference" / f"{kind}.ref") for kind in (Kind.TEXTS, Kind.VOUCHERS)}
    before = {file: file.read_bytes() for file in kept.values()}
    kept[Kind.TEXTS].unlink()
    kept[Kind.VOUCHERS].write_bytes(before[kept[Kind.VOUCHERS]][:-1])
    try:
        answer = connected.kiosk("references", "verify", "--json")
        states = {entry["name"]: entry["state"] for entry in json.loads(answer.output)}
        assert answer.exit_code == 1
        assert (states["texts"], states["vouchers"], states["catalogue"]) == ("missing", "damaged", "current")
        assert {finding.code for finding in kept_documents(connected.settings)} == {
            "", "texts.missing", "vouchers.damaged",
        }  # fmt: skip
    finally:
        for file, content in before.items():
            file.write_bytes(content)


def test_a_terminal_that_was_never_connected_has_nothing_to_show(tmp_path: Path) -> None:
    for command in (("references", "list"), ("references", "verify"), ("receipt", "verify", "K1.x")):
        answer = CliRunner().invoke(app, [*command, "--set", f"paths.state_dir={tmp_path}"])
        assert answer.exit_code == 2
    assert kept_documents(load("simulated", (), {"paths.state_dir": str(tmp_path)}, {})) == []
