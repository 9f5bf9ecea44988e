"""`kiosk doctor --device printer|page_printer` and `kiosk paper …`: both printers really used from a shell."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.loader import load
from config.settings import Settings
from drivers.contract.page_printer import Media
from drivers.errors import DeviceUnavailable
from drivers.faults import FaultScript
from drivers.printer.escpos_simulator import EscposSimulator
from drivers.printer.ipp_simulator import IppSimulator
from kiosk.app.examinations.examined import Examined
from kiosk.app.examinations.registry import examination
from kiosk.app.paper_printing import printed, sheet_count
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.paper.page_print import PagePrint, ReprintReason, Stage
from kiosk.paper.page_test import page_printer_test
from kiosk.paper.sheet_count import Balance, SheetCountError
from tests.support.pdf import text_of

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


def settings_with(state: Path, **overrides: str) -> Settings:
    pairs = {key.replace("__", "."): value for key, value in overrides.items()}
    return load("simulated", (), {"paths.state_dir": str(state), **pairs}, {})


def examined(device: str, state: Path, **overrides: str) -> Examined:
    return examination(device)(settings_with(state, **overrides), 5.0, lambda words: None)


# ---- doctor ----------------------------------------------------------------------------------------------------------


def test_the_receipt_printer_prints_its_test_page(tmp_path: Path) -> None:
    found = examined("printer", tmp_path)
    assert (found.code, found.seen["test page"], found.seen["paper"]) == ("", "printed", "full")


def test_a_receipt_printer_without_paper_is_told(tmp_path: Path) -> None:
    simulator = EscposSimulator(FaultScript())
    simulator.start()
    simulator.set_paper("out")
    host, port = simulator.address
    options = {"devices__printer__options__host": host, "devices__printer__options__port": str(port)}
    found = examined("printer", tmp_path, devices__printer__simulate="false", **options)
    simulator.stop()
    assert (found.code, found.seen["paper"]) == ("printer.paper_out", "out")
    assert simulator.receipts == []


def test_the_page_printer_prints_its_test_page_and_does_not_claim_that_it_came_out(tmp_path: Path) -> None:
    found = examined("page_printer", tmp_path)
    assert (found.code, found.seen["toner"], found.seen["special paper"]) == ("", "full", "full")
    assert "look at the sheet" in found.seen["test page"]


def test_a_page_printer_that_jams_under_the_test_page_is_told(tmp_path: Path) -> None:
    simulator = IppSimulator(FaultScript())
    simulator.start()
    simulator.set_jammed(True)
    real = {"devices__page_printer__simulate": "false", "devices__page_printer__options__uri": simulator.uri}
    assert examined("page_printer", tmp_path, **real).code == "page_printer.jammed"
    simulator.stop()
    assert examined("page_printer", tmp_path, **real).code == "page_printer.missing"


def test_a_terminal_without_a_page_printer_says_so(tmp_path: Path) -> None:
    none = {"devices__page_printer__driver": "", "devices__page_printer__simulate": "false"}
    assert examined("page_printer", tmp_path, **none).code == "page_printer.none"


def test_the_test_page_shows_rare_characters_that_can_be_read_again() -> None:
    words = text_of(page_printer_test(terminal_id="SZ-FT-0001", printer="simulated", now=NOW))
    assert "SZ-FT-0001" in words
    assert "𠮷㐀䶮" in words


# ---- printing --------------------------------------------------------------------------------------------------------


def page(media: Media = Media.PLAIN, attempt: int = 1) -> PagePrint:
    return PagePrint("licence-1", b"%PDF-1.4\n", 1, media, attempt=attempt)


def test_only_who_stands_there_makes_it_printed(tmp_path: Path) -> None:
    told: list[PagePrint] = []
    settings = settings_with(tmp_path)
    assert printed(settings, page(), 5.0, lambda: True, told.append).stage is Stage.PRINTED
    assert [entry.stage for entry in told][-2:] == [Stage.ASKING, Stage.PRINTED]
    denied = printed(settings, page(), 5.0, lambda: False, told.append)
    assert (denied.stage, denied.code) == (Stage.NOT_PRINTED, "page_print.nothing_came")


def test_every_sheet_of_special_paper_is_accounted_for(tmp_path: Path) -> None:
    settings = settings_with(tmp_path)
    with pytest.raises(SheetCountError, match=r"sheets\.none_left"):
        printed(settings, page(Media.SPECIAL), 5.0, lambda: True, lambda page: None)
    sheet_count(settings).load(10, NOW)
    first = printed(settings, page(Media.SPECIAL), 5.0, lambda: False, lambda page: None)
    again = first.again(ReprintReason.NOTHING_CAME)
    assert printed(settings, again, 5.0, lambda: True, lambda page: None).stage is Stage.PRINTED
    assert sheet_count(settings).balance == Balance(loaded=10, issued=1, spoiled=1, in_doubt=0)


def test_a_job_that_nobody_helps_is_called_off_and_its_sheet_is_looked_for(tmp_path: Path) -> None:
    script = tmp_path / "jam.toml"
    script.write_text('[[fault]]\ndevice = "page_printer"\nkind = "jammed"\non = "print"\ntimes = 0\n', "utf-8")
    settings = settings_with(tmp_path / "state", simulation__faults_file=str(script))
    sheet_count(settings).load(10, NOW)
    told: list[PagePrint] = []
    held = printed(settings, page(Media.SPECIAL), 0.1, lambda: True, told.append)
    assert (told[0].stage, told[0].code) == (Stage.HELD_UP, "page_printer.jammed")
    assert held.stage is Stage.NOT_PRINTED
    assert sheet_count(settings).balance == Balance(loaded=10, issued=0, spoiled=1, in_doubt=0)


def test_a_printer_that_is_gone_draws_no_sheet(tmp_path: Path) -> None:
    gone = {"devices__page_printer__simulate": "false", "devices__page_printer__options__uri": "ipp://127.0.0.1:9/"}
    settings = settings_with(tmp_path, **gone)
    sheet_count(settings).load(10, NOW)
    with pytest.raises(DeviceUnavailable, match=r"page_printer\.missing"):
        printed(settings, page(Media.SPECIAL), 5.0, lambda: True, lambda page: None)
    assert sheet_count(settings).balance.left == 10


# ---- the commands ----------------------------------------------------------------------------------------------------


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.cli", "paper", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_from_a_shell(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(page_printer_test(terminal_id="SZ-FT-0001", printer="simulated", now=NOW))
    state = ("--set", f"paths.state_dir={tmp_path}")
    done = kiosk("sheets", "--load", "5", *state)
    assert (done.returncode, done.stdout) == (0, "left 5, issued 0, spoiled 0, in doubt 0\n"), done.stderr
    done = kiosk("print", str(file), "--special", "--came-out", "yes", *state)
    assert (done.returncode, done.stdout.split()[-1]) == (0, "printed"), done.stderr
    assert kiosk("sheets", *state).stdout == "left 4, issued 1, spoiled 0, in doubt 0\n"
    picture = tmp_path / "ticket.png"
    assert kiosk("sample", "ticket", "--out", str(picture), *state).returncode == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert kiosk("sample", "banknote", *state).returncode == 2


def test_a_certificate_of_another_authority_is_told_from_a_shell(tmp_path: Path) -> None:
    file, authority = tmp_path / "certificate.pdf", tmp_path / "ca.pem"
    assert kiosk("certificate", "--lang", "zh-HK", "--out", str(file)).returncode == 0
    assert "無犯罪記錄證明" in "".join(text_of(file.read_bytes()).split())
    stranger = GatewayPaths(tmp_path / "stranger")
    ensure_pki(stranger, (), datetime.now(UTC))
    authority.write_bytes(stranger.ca_cert.read_bytes())
    done = kiosk("verify", str(file), "--authority", str(authority))
    assert (done.returncode, done.stderr.split()[-1]) == (1, "paper.untrusted")
