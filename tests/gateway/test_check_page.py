"""The page on which anybody checks a paper, over HTTPS, without a client certificate, a script or a cookie."""

from __future__ import annotations

import base64
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.gateway import check_page, publications
from kiosk.gateway.check import Checker
from kiosk.gateway.check_server import BODY_BYTES_MAX, Allowance, CheckServer
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.gateway.platform import GatewaySettings, Platform
from kiosk.platform.certificate_code import CertificateCode
from kiosk.platform.references import TerminalKeys
from kiosk.platform.schema import Application
from kiosk.slip import Slip
from kiosk.slip_key import SlipKey
from offline_cache.sealing import PlatformKey, seal
from tests.gateway.terminal import CATALOGUE, TERMINAL, application, new_id

NOW = datetime(2026, 11, 22, 12, 36, tzinfo=UTC)
WAIT_S = 60


@dataclass
class Desk:
    """The page, as a browser has it."""

    url: str
    ca_file: str
    platform: Platform
    slip_key: SlipKey

    def check(self, code: str, language: str = "zh-CN") -> requests.Response:
        return requests.post(f"{self.url}?lang={language}", data={"code": code}, verify=self.ca_file, timeout=WAIT_S)

    def submitted(self) -> Application:
        keys = self.platform.keys.public()
        key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
        given = application(new_id())
        envelope = seal(given.id, given.model_dump_json().encode(), [], key)
        self.platform.intake.submission(given.id, envelope.to_bytes(), TERMINAL)
        return given

    def receipt(self, submission_id: str) -> str:
        return Slip(submission_id, "440304261122000386", NOW, TERMINAL).signed(self.slip_key.sign)

    def certificate(self, issued_on: date, item: str = "GA-WFZJL") -> str:
        code = CertificateCode.of(f"{item}-440304261122000386", issued_on, {"statement": "林小禾"})
        return code.signed(self.platform.keys.receipt.sign)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    state = tmp_path_factory.mktemp("gateway")
    paths = GatewayPaths(state)
    ensure_pki(paths, (), datetime.now(UTC))
    platform = Platform.open(GatewaySettings(state_dir=state, catalogue_dir=CATALOGUE, now=lambda: NOW))
    slip_key = SlipKey.load_or_make(state / "slip.key")
    public = base64.b64encode(slip_key.public).decode()
    announced = TerminalKeys(receipt_public_key=public, wrapping_public_key=public)
    platform.store.change(lambda execute: publications.announce_keys(execute, TERMINAL, announced, NOW))
    checker = Checker(platform.store, platform.keys, platform.settings.now)
    allowance = Allowance(burst=10_000, per_minute=10_000)
    server = CheckServer(checker, paths, socket.create_server(("127.0.0.1", 0)), allowance)
    server.start()
    yield Desk(server.address, str(paths.ca_cert), platform, slip_key)
    server.stop()
    platform.store.close()


def words(answer: requests.Response) -> str:
    return re.sub(r"<[^>]+>", " ", answer.text.partition("</head>")[2])


def test_a_receipt_of_ours_is_confirmed_with_how_far_it_came(desk: Desk) -> None:
    given = desk.submitted()
    answer = desk.check(desk.receipt(given.id))
    assert answer.status_code == 200
    said = words(answer)
    for expected in ("本平台终端出具的回执", given.id, "440304261122000386", TERMINAL, "2026-11-22 12:36", "已批准"):
        assert expected in said
    assert given.applicant.name not in said
    assert given.applicant.identity_number not in said


def test_a_receipt_may_be_quicker_than_its_submission(desk: Desk) -> None:
    assert "平台还没有收到" in words(desk.check(desk.receipt(new_id())))


def test_a_certificate_is_confirmed_until_it_is_over(desk: Desk) -> None:
    today = (NOW + timedelta(hours=8)).date()
    said = words(desk.check(desk.certificate(today), "en"))
    for expected in ("issued by this platform", "No Criminal Record", "GA-WFZJL-440304261122000386", "2027-02-22"):
        assert expected in said
    assert "过期" in words(desk.check(desk.certificate(date(2026, 8, 21))))
    assert "过期" not in words(desk.check(desk.certificate(date(2026, 8, 22))))


def test_a_certificate_of_an_item_that_has_none_is_nothing(desk: Desk) -> None:
    assert "核验不通过" in words(desk.check(desk.certificate(NOW.date(), "ZJ-ZLBA")))


def test_a_number_alone_proves_no_paper(desk: Desk) -> None:
    given = desk.submitted()
    shown_on_screen = given.id.replace("-", "").upper()
    grouped = " ".join(shown_on_screen[at : at + 4] for at in range(0, 32, 4))
    for number in (given.id, shown_on_screen, grouped):
        said = words(desk.check(number))
        assert "有这个申请编号" in said
        assert "不能证明纸是真的" in said
        assert given.applicant.name not in said
    assert "核验不通过" in words(desk.check(new_id()))


def test_one_character_changed_is_nobodys(desk: Desk) -> None:
    for code in (desk.receipt(new_id()), desk.certificate(NOW.date())):
        at = len(code) // 2
        changed = code[:at] + ("0" if code[at] != "0" else "1") + code[at + 1 :]
        assert "核验不通过" in words(desk.check(changed))
        assert "核验不通过" not in words(desk.check(f"  {code[:30]}\r\n{code[30:]} "))  # as pasted from a message


def test_anothers_signature_is_nobodys(desk: Desk, tmp_path: Path) -> None:
    other = SlipKey.load_or_make(tmp_path / "other.key")
    forged = Slip(new_id(), "", NOW, TERMINAL).signed(other.sign)
    assert "Not confirmed" in words(desk.check(forged, "en"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(text=st.text(max_size=600) | st.sampled_from(["K1.....", "C1....", "<script>alert(1)</script>", "0" * 32]))
def test_any_text_is_answered_and_never_repeated(desk: Desk, text: str) -> None:
    answer = desk.check(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert answer.status_code == 200
    assert "核验不通过" in words(answer)
    assert "<script" not in answer.text


@pytest.mark.parametrize("body", [b"", b"code", b"\xff\xfe=%zz", b"a=1&" * 20, b"code=" + b"x" * BODY_BYTES_MAX])
def test_a_body_that_is_no_form_is_answered_too(desk: Desk, body: bytes) -> None:
    answer = requests.post(desk.url, data=body, verify=desk.ca_file, timeout=WAIT_S)
    assert answer.status_code in (200, 413)
    assert "<form" in answer.text


def test_the_browser_is_told_to_load_keep_and_run_nothing(desk: Desk) -> None:
    for answer in (requests.get(desk.url, verify=desk.ca_file, timeout=WAIT_S), desk.check("K1.")):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in answer.text
        assert "http" not in answer.text.partition("<body>")[2]


class Reader(HTMLParser):
    """Opens and closes what a page opens and closes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.labelled: set[str] = set()
        self.named: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.labelled |= {given["for"] or ""} if "for" in given else set()
        self.named |= {given["id"] or ""} if "id" in given else set()
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_page_is_whole_and_its_field_has_a_label(desk: Desk) -> None:
    codes = (desk.receipt(new_id()), desk.certificate(NOW.date()), desk.submitted().id, "?")
    for language in check_page.LANGUAGES:
        pages = [desk.check(code, language).text for code in codes]
        for page in (*pages, check_page.busy_page(language), check_page.down_page(language)):
            reader = Reader()
            reader.feed(page)
            reader.close()
            assert reader.open == []
            assert reader.labelled == reader.named == {"code"}
            assert f'<html lang="{language}">' in page


@pytest.mark.parametrize(
    ("asked", "browser", "shown"),
    [("", "zh-HK,en", "zh-CN"), ("", "en-GB,zh", "en"), ("", "fr", "en"), ("", "", "zh-CN"), ("zh-CN", "en", "zh-CN"),
     ("en", "zh", "en"), ("xx", "zh", "zh-CN")],
)  # fmt: skip
def test_it_speaks_the_readers_language(asked: str, browser: str, shown: str) -> None:
    assert check_page.language_of(asked, browser) == shown


def test_each_address_has_its_own_allowance() -> None:
    now_s = 0.0
    allowance = Allowance(burst=3, per_minute=6, addresses_max=2, monotonic=lambda: now_s)
    assert [allowance.take("a") for _ in range(5)] == [True, True, True, False, False]
    assert allowance.take("b")
    now_s = 10.0
    assert [allowance.take("a") for _ in range(2)] == [True, False]
    allowance.take("b")
    allowance.take("c")  # the one not seen for longest is forgotten
    assert allowance.take("a")


def test_whoever_asks_too_often_is_told_to_wait(desk: Desk) -> None:
    paths = GatewayPaths(desk.platform.settings.state_dir)
    checker = Checker(desk.platform.store, desk.platform.keys, desk.platform.settings.now)
    server = CheckServer(checker, paths, socket.create_server(("127.0.0.1", 0)), Allowance(burst=2, per_minute=0.001))
    server.start()
    try:
        answers = [
            requests.post(server.address, data={"code": "?"}, verify=desk.ca_file, timeout=WAIT_S) for _ in range(3)
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["Retry-After"] == "60"
        looking = requests.get(server.address, verify=desk.ca_file, timeout=WAIT_S)
        assert looking.status_code == 200
    finally:
        server.stop()


def test_the_way_in_for_terminals_stays_closed_to_who_has_no_certificate(desk: Desk) -> None:
    """The page's port serves nothing of the terminals' interface."""
    base = desk.url.removesuffix(check_page.PATH)
    for path in ("/v1/catalogue", "/v1/openapi.json", "/v1/submissions/" + new_id()):
        assert requests.get(base + path, verify=desk.ca_file, timeout=WAIT_S).status_code == 404
