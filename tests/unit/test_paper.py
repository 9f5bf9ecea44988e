"""The copy of an application: everything in it can be read again, and nothing that was typed becomes a command."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
import segno
from pdf import text_of

from drivers.errors import MediaError
from kiosk.paper import copy_request
from kiosk.paper.application import TEMPLATE, application_copy
from kiosk.paper.copy_request import CopyRequest, copy_of, copy_page
from kiosk.paper.page_print import PagePrint, Paper
from kiosk.platform.schema import Application
from kiosk.platform.typesetting import PaperError, filled
from kiosk.services.catalogue import Catalogue

NOW = datetime(2026, 11, 22, 12, 36, 59, 123, tzinfo=UTC)
SIGNATURE = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
).decode()
VALUES = {
    "purpose": "work",
    "destination": "mainland",
    "edition": "zh",
    "registered_address": "广东省深圳市𠮷巷㐀弄8号",
    "phone": "13800135612",
}


def application(**changes: Any) -> Application:
    record: dict[str, Any] = {
        "id": "019ab000-0000-7000-8000-000000000001",
        "item_code": "GA-WFZJL",
        "item_version": 1,
        "applicant": {"name": "𠮷永㐀", "identity_number": "440306194103159984", "card_kind": "resident"},
        "values": VALUES,
        "sources": {},
        "materials": [
            {"code": "id_card", "source": "have"},
            {"code": "residence", "source": "deferred", "due": "2026-12-04"},
        ],
        "signature": {"png_base64": SIGNATURE, "strokes": 3, "signed_at": NOW},
        "language": "zh-CN",
        "terminal_id": "SZ-FT-0001",
        "created_at": NOW,
    }
    return Application.model_validate(record | changes)


def words_of(catalogue: Catalogue, given: Application, **options: Any) -> str:
    return text_of(application_copy(given, catalogue.by_code(given.item_code), **options))


def test_everything_can_be_read_again(catalogue: Catalogue) -> None:
    code = segno.make_qr("K1.receipt").svg_inline(scale=4)
    words = words_of(catalogue, application(), code_svg=code)
    for word in (
        "无犯罪记录证明申请表",
        "𠮷永㐀",
        "440306194103159984",
        "求职入职",
        "广东省深圳市𠮷巷㐀弄8号",
        "13800135612",
        "2026-12-04前补交",
        "2026-11-22 20:36",
        "019ab000-0000-7000-8000-000000000001",
    ):
        assert word in words


def test_in_english(catalogue: Catalogue) -> None:
    words = words_of(catalogue, application(language="en"))
    assert "Application: Certificate of no criminal record" in words
    assert "to be handed in by 2026-12-04" in words


STAFF = {"staff_id": "H-0123", "reason": "declined", "issued_at": NOW, "redeemed_at": NOW}
FACE = {"verdict": "accept", "score_band": "match", "engine": "e", "consented_at": NOW, "checked_at": NOW}


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"face": FACE}, "人脸比对"), ({"staff": STAFF}, "热线人员（工号 H-0123）"), ({}, "身份核实 证件")],
)
def test_it_says_who_confirmed_the_identity(catalogue: Catalogue, changes: dict[str, Any], words: str) -> None:
    assert words in " ".join(words_of(catalogue, application(**changes)).split())


@pytest.mark.parametrize("kind", ["resident", "hmt_residence", "eid", "passport", "home_return_permit", "of_tomorrow"])
def test_any_document_has_a_name(catalogue: Catalogue, kind: str) -> None:
    applicant = {"name": "DUBOIS, CLAIRE", "identity_number": "E00000000", "card_kind": kind}
    assert "DUBOIS, CLAIRE" in words_of(catalogue, application(applicant=applicant))


@pytest.mark.parametrize("typed", ['#read("application.typ")', "#panic()", "*x* _y_ $z$ <a> @b", '"\\', "= 1"])
def test_what_was_typed_is_never_a_command(catalogue: Catalogue, typed: str) -> None:
    words = words_of(catalogue, application(values={**VALUES, "registered_address": typed}))
    assert "".join(typed.split()) in "".join(words.split())


def test_a_long_one_goes_on_over_pages(catalogue: Catalogue) -> None:
    words = words_of(catalogue, application(values={**VALUES, "registered_address": "长" * 9000}))
    assert words.count("长") == 9000
    assert "\f" in words.strip("\f")


def test_values_that_do_not_fit_are_an_error_that_quotes_none() -> None:
    with pytest.raises(PaperError) as caught:
        filled(TEMPLATE, {"title": "440306194103159984"}, NOW)
    assert "4403" not in str(caught.value)


def test_two_copies_of_the_same_are_the_same(catalogue: Catalogue) -> None:
    item = catalogue.by_code("GA-WFZJL")
    assert application_copy(application(), item) == application_copy(application(), item)


# ---- made by a process of its own ------------------------------------------------------------------------------------


def page_of(catalogue: Catalogue, given: Application) -> PagePrint:
    return copy_page(CopyRequest(application=given, item=catalogue.by_code(given.item_code), code="K1.x"), "session-1")


def pages_in(pdf: bytes) -> int:
    """As another program counts them (poppler)."""
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True, timeout=60).stdout.decode()
    (pages,) = re.findall(r"^Pages: +(\d+)$", told, re.MULTILINE)
    return int(pages)


@pytest.mark.parametrize("address", [VALUES["registered_address"], "广东省深圳市福田区" * 400])
def test_a_copy_is_made_apart_and_its_sheets_are_counted(address: str, catalogue: Catalogue) -> None:
    page = page_of(catalogue, application(values=VALUES | {"registered_address": address}))
    assert page.sheets == pages_in(page.pdf)
    assert (page.sheets > 1) == (len(address) > 100)
    assert "".join(address.split()) in "".join(text_of(page.pdf).split()) or page.sheets > 1
    assert (page.kind, page.number) == (Paper.COPY, application().id)
    assert page.document.name == "copy-session--1"  # the printer's queue shows it
    assert not page.document.signed


def test_nothing_large_comes_along() -> None:
    """What typesets stays out of the terminal's process."""
    asked = "import sys, kiosk.paper.copy_request, kiosk.session.pages; sys.exit(int('typst' in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], timeout=300, check=False).returncode == 0


def test_one_that_takes_too_long_is_not_made(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_request, "TYPESET_S", 0.001)
    with pytest.raises(MediaError, match=r"copy\.not_made"):
        page_of(catalogue, application())


def test_what_typesets_may_fail(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(MediaError, match=r"copy\.not_made"):
        page_of(catalogue, application())


def test_no_pages_are_no_copy() -> None:
    with pytest.raises(MediaError, match=r"copy\.not_made"):
        copy_of("019ab000-0000-7000-8000-000000000001", b"", "session-1")
