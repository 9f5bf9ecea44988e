"""Every code that can reach a person has its sentences in both languages; the translation is complete and fresh."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from drivers.contract.face import FaceVerdict
from drivers.id_card.sdt import error_of
from kiosk.session.table import ESSENTIAL
from ui.languages import Languages
from ui.messages import GENERAL, MESSAGES, message
from ui.page_messages import COPY_MESSAGES

ROOT = Path(__file__).parents[2]
SPOKEN = (
    "drivers",
    "kiosk/identity",
    "kiosk/session",
    "kiosk/services",
    "kiosk/platform",
    "kiosk/app",
    "kiosk/custody",
    "kiosk/paper",
    "offline_cache",
)
CLASSES = (
    "scanner|paper_reader|id_card|barcode|capture|document|mrz|staff|staff_code|staff_card|receipt|pcsc|camera|face|printer|link|outbox|seal|platform|identity|field|form|materials|review|rating|prefill|"
    "submission|item|worker|registry|catalogue|pickup|pickup_code|original|door|sign_for|stock|locker|custody|audit|page_printer|page_print|sheets|certificate|copy"
)
CODE = re.compile(rf'"((?:{CLASSES})\.(?:liveness\.)?[a-z_]+)"')
NOT_CODES = re.compile(
    r"id_card\.samv\w*|document\.(camera|sane|rapidocr|none|no_page)|barcode\.(serial|camera|scanner_simulator|none|no_code)|locker\.(serial|board_simulator|none)|receipt\.(key|png)|certificate\.pdf|pcsc\.(pcsclite|virtual_readers|comm)|camera\.opencv|face\.(dlib|override)|printer\.escpos\w*|outbox\.(sqlite|lock|sock|control|no_item|wrong_state)|submission\.json|custody\.json|"
    r"custody\.(started|command|door|given_up|disputed|cleared|intent|wrong_code|shown|unsettled)|audit\.(cut|lock|disk|busy)|printer\.ipp\w*|pickup\.offline|stock\.offline|"
    r"form\.(topics|json_schema)|item\.unknown|catalogue\.unreadable"
)
"""Drivers, files and keys of the catalogue that look like codes, and what only `kiosk outbox` says."""


@pytest.fixture(scope="module")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


def codes() -> set[str]:
    written = {
        code
        for folder in SPOKEN
        for file in (ROOT / folder).rglob("*.py")
        for code in CODE.findall(file.read_text("utf-8"))
        if not NOT_CODES.fullmatch(code)
    }
    workers = ("id_card", "barcode", "locker", "pcsc", "camera", "face", "printer", "page_printer", "platform")
    for_papers = ("document_camera", "document_scanner", "paper_reader")
    hung = {f"{worker}.hung" for worker in (*workers, *for_papers)}
    table = {f"document.{what}" for what in ("closed", "frozen", "lost", "missing", "off", "silent")}
    down = {f"{device}.down" for device in ESSENTIAL}
    refused = {f"face.{verdict.value}" for verdict in FaceVerdict if verdict is not FaceVerdict.ACCEPT}
    return written | hung | table | down | refused


@pytest.fixture
def english(qapp: QGuiApplication) -> Iterator[None]:
    languages = Languages()
    assert languages.choose("en")
    yield
    languages.choose("zh-CN")


@pytest.mark.parametrize("sw3", range(256))
def test_whatever_a_card_reader_s_module_answers_the_person_is_told_what_to_do(sw3: int) -> None:
    code = error_of(sw3).code
    assert code in MESSAGES
    assert message(code).action


def test_staff_are_not_sent_for_a_citizen_s_card() -> None:
    """What can be said of their card on their page: the identity card is no way on there."""
    at_staff = {code for code in MESSAGES if code.startswith("staff_card.")} | {
        "pcsc.removed",
        "pcsc.two_cards",
        "pcsc.in_use",
        *(f"pcsc.{what}" for what in ("pin_wrong", "pin_blocked", "pin_format", "not_allowed", "revoked", "crl_stale")),
        *(f"pcsc.{what}" for what in ("chain", "usage", "not_genuine", "certificate_expired", "certificate_early")),
    }
    for code in at_staff:
        said = message(code)
        assert "身份证" not in said.what + said.rest, code
        assert "社" not in said.what + said.rest, code


def test_a_card_that_is_not_in_force_is_refused_with_its_day() -> None:
    for code, name in (
        ("identity.expired", "valid_to"),
        ("identity.document_expired", "valid_to"),
        ("identity.not_yet_valid", "valid_from"),
    ):
        said = message(code, {name: "2015-05-20"})
        assert "2015-05-20" in said.what
        assert said.action


def test_every_code_has_sentences() -> None:
    assert len(codes()) > 60
    assert codes() - MESSAGES.keys() == set()


def test_no_sentence_is_kept_for_a_code_that_nobody_raises() -> None:
    assert MESSAGES.keys() - codes() == set()


def test_every_sentence_is_there_in_english(english: None) -> None:
    for code in codes():
        told = message(code, {"hotline": "12345", "count": "2", "missing": "4", "excess": "1", "left": "2"})
        assert told.what, code
        assert not re.search("[\u4e00-\u9fff{}]", told.what + told.rest), code


def test_of_a_copy_no_word_of_a_certificate(english: None) -> None:
    for code, said in COPY_MESSAGES.items():
        assert "证明" not in said.what + said.rest, code
        told = message(code, {"hotline": "12345"}, COPY_MESSAGES)
        assert told.what
        assert not re.search("[\u4e00-\u9fff{}]", told.what + told.rest), code
        assert len(said.what) <= 18, said.what


def test_a_headline_fits() -> None:
    for code in codes():
        if not code.startswith("field."):  # those stand small, below their field
            assert len(message(code).what) <= 18, message(code).what


def test_an_unknown_code_gets_a_decent_sentence() -> None:
    told = message("quantum.flux", {"hotline": "12345"})
    assert told.what == GENERAL.what
    assert "12345" in told.action


def test_numbers_reach_the_sentence() -> None:
    assert message("field.too_short", {"missing": "4"}).what == "还少 4 位，请补全"
    assert "{" not in message("field.too_short").what


def test_the_translation_is_complete() -> None:
    tree = ElementTree.parse(ROOT / "ui/i18n/kiosk_en.ts")
    for entry in tree.iter("message"):
        translation = entry.find("translation")
        assert translation is not None
        assert translation.get("type") is None, entry.findtext("source")
        assert (translation.text or "").strip(), entry.findtext("source")


def test_the_translation_is_fresh(tmp_path: Path) -> None:
    """What packaging/translations.sh would write now is what is committed, compiled file included."""
    ts = tmp_path / "kiosk_en.ts"
    shutil.copy(ROOT / "ui/i18n/kiosk_en.ts", ts)
    tools = {**os.environ, "VENV_BIN": str(Path(sys.executable).parent)}
    subprocess.run([ROOT / "packaging/translations.sh", ts], check=True, capture_output=True, env=tools)
    assert ts.read_text("utf-8") == (ROOT / "ui/i18n/kiosk_en.ts").read_text("utf-8")
    assert ts.with_suffix(".qm").read_bytes() == (ROOT / "ui/i18n/kiosk_en.qm").read_bytes()


def test_choosing_a_language_twice_changes_nothing(qapp: QGuiApplication) -> None:
    languages = Languages()
    assert not languages.choose("zh-CN")
    assert languages.choose("en")
    assert not languages.choose("en")
    assert QCoreApplication.translate("Footer", "返回") == "Back"
    assert languages.choose("zh-CN")
    assert QCoreApplication.translate("Footer", "返回") == "返回"
