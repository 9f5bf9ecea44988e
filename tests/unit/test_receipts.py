"""What stands on a receipt, what does not, and that its code can be trusted."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract.id_card import CardKind, IdentityCard
from drivers.contract.receipt_printer import PairLine, QrCode, Receipt, TextLine
from drivers.printer.layout import lay_out
from kiosk import masking
from kiosk.identity.person import of_card
from kiosk.paper.receipt_words import in_fours
from kiosk.paper.tickets import Printing
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.receipts import application_receipt
from kiosk.services.catalogue import Catalogue
from kiosk.session.model import Draft, Sent, Session, Submission
from kiosk.slip import Slip, read_slip
from kiosk.slip_key import SlipKey

NOW = datetime(2026, 11, 22, 20, 36, 59, tzinfo=timezone(timedelta(hours=8)))
SUBMISSION_ID = "019aa9a4-7d3c-7b6e-9d47-3f0c5a4e8b21"
NUMBER = "440304199006189989"
CARD = of_card(
    IdentityCard(
        kind=CardKind.RESIDENT,
        name="林小禾",
        sex="2",
        nation="01",
        birth="1990-06-18",
        address="广东省深圳市福田区园岭街道百花一路示范小区8栋1203",
        number=NUMBER,
        authority="深圳市公安局福田分局",
        valid_from="2018-05-20",
        valid_to="2038-05-20",
        portrait=b"",
    )
)
STEPS = ({"zh-CN": "12月21日前：区卫生健康局办结", "en": "By 21 December: decision"},)
ACCEPTED = SubmissionStatus(
    state=SubmissionState.ACCEPTED, acceptance_number="440304261122000386", due="2026-12-21", next_steps=STEPS
)


@pytest.fixture
def session(catalogue: Catalogue) -> Session:
    """A hygiene permit with two promised materials, just committed."""
    return Session(
        id="s-1",
        item=catalogue.by_code("WJ-WSXK"),
        identity=CARD,
        draft=Draft(values={"phone": "13800135612"}, deferred=frozenset({"floor_plan", "hygiene_report"})),
        submission=Submission(id=SUBMISSION_ID, sent=Sent.QUEUED, created_at=NOW),
    )


def answered(session: Session, status: SubmissionStatus) -> Session:
    return replace(session, submission=replace(session.submission, sent=Sent.ANSWERED, status=status))


def receipt_of(
    session: Session, key: SlipKey | None = None, language: str = "zh-CN", *, large_print: bool = False
) -> Receipt:
    hall = {"zh-CN": "香蜜湖街道便民服务中心", "en": "Xiangmihu Sub-district Service Centre"}
    printing = Printing("SZ-FT-0001", hall, "12345", NOW, language, large_print)
    return application_receipt(session, printing, key.sign if key else None)


def texts_of(receipt: Receipt) -> list[str]:
    """Every text on the paper, part by part."""
    texts: list[str] = []
    for part in receipt.parts:
        match part:
            case TextLine(text):
                texts.append(text)
            case PairLine(label, value):
                texts.append(f"{label} {value}")
            case _:
                pass
    return texts


def test_an_accepted_submission_shows_its_number_in_groups_and_large(session: Session) -> None:
    receipt = receipt_of(answered(session, ACCEPTED))
    large = [part.text for part in receipt.parts if isinstance(part, TextLine) and part.scale == 2]
    assert large == ["办事回执", "已受理", "4403 0426 1122 0003 86"]
    texts = texts_of(receipt)
    assert "办结时限 2026年12月21日" in texts
    assert "1. 12月21日前：区卫生健康局办结" in texts


def test_who_and_what_and_where(session: Session) -> None:
    texts = texts_of(receipt_of(answered(session, ACCEPTED)))
    for expected in (
        "香蜜湖街道便民服务中心",
        "终端 SZ-FT-0001",
        "时间 2026年11月22日 20:36",
        "事项 公共场所卫生许可证",
        "申请人 林**",
        "证件号码 4403********9989",
        f"申请编号 {SUBMISSION_ID}",
        "咨询电话 12345",
    ):
        assert expected in texts


def test_every_promised_material_stands_there_with_its_day(session: Session) -> None:
    texts = texts_of(receipt_of(answered(session, ACCEPTED)))
    at = texts.index("您承诺补交的材料")
    assert texts[at + 1 : at + 3] == ["2026年12月7日前 场所方位图和平面图", "2026年12月7日前 卫生检测或评价报告"]


def test_without_promises_the_list_is_left_out(session: Session) -> None:
    assert "您承诺补交的材料" not in texts_of(receipt_of(replace(session, draft=Draft())))


@pytest.mark.parametrize("sent", [Sent.QUEUED, Sent.UNANSWERED])
def test_unanswered_it_says_received_and_how_to_follow_up(session: Session, sent: Sent) -> None:
    waiting = replace(session, submission=replace(session.submission, sent=sent))
    texts = texts_of(receipt_of(waiting))
    assert "已收到，尚未受理" in texts
    assert not any("受理号" in text for text in texts)
    assert any("请不要重复申请" in text for text in texts)


def test_an_instant_approval_says_its_outcome(session: Session) -> None:
    status = ACCEPTED.model_copy(update={"state": SubmissionState.APPROVED, "due": ""})
    texts = texts_of(receipt_of(answered(session, status)))
    assert "已批准" in texts
    assert "办理结果 《公共场所卫生许可证》，当场办好，有效期四年" in texts


@pytest.mark.parametrize("state", list(SubmissionState))
@pytest.mark.parametrize("language", ["zh-CN", "zh-HK", "en"])
def test_every_state_has_a_sentence_in_every_language(session: Session, state: SubmissionState, language: str) -> None:
    status = SubmissionStatus(state=state)
    large = [
        part.text
        for part in receipt_of(answered(session, status), language=language).parts
        if isinstance(part, TextLine) and part.scale == 2
    ]
    assert len(large) == 2
    assert large[1]


def test_the_english_receipt_is_english(session: Session) -> None:
    texts = texts_of(receipt_of(answered(session, ACCEPTED), language="en"))
    assert "Accepted" in texts
    assert "Time 22 Nov 2026 20:36" in texts
    assert "Due by 21 Dec 2026" in texts
    chinese = [text for text in texts if any("\u4e00" <= character <= "\u9fff" for character in text)]
    assert chinese == ["Applicant 林**"]


def test_nothing_personal_is_on_the_paper(session: Session, tmp_path: Path) -> None:
    receipt = receipt_of(answered(session, ACCEPTED), SlipKey.load_or_make(tmp_path / "slip.key"))
    paper = repr(receipt)
    for secret in (NUMBER, "小禾", "13800135612", CARD.address, "1990"):
        assert secret not in paper


@pytest.mark.parametrize("columns", [32, 48])
def test_it_fits_both_widths_of_paper(session: Session, columns: int) -> None:
    for language in ("zh-CN", "zh-HK", "en"):
        laid_out = lay_out(receipt_of(answered(session, ACCEPTED), language=language), columns)
        assert 20 < len(list(laid_out)) < 60


def test_in_large_print_every_line_is_large_and_nothing_is_lost(session: Session) -> None:
    usual, large = (receipt_of(answered(session, ACCEPTED), large_print=large_print) for large_print in (False, True))
    assert texts_of(usual) == texts_of(large)
    assert {part.scale for part in large.parts if isinstance(part, TextLine | PairLine)} == {2}


def test_the_receipt_of_a_visitor_from_hong_kong_has_its_own_words(session: Session) -> None:
    texts = texts_of(receipt_of(answered(session, ACCEPTED), language="zh-HK"))
    assert "辦事回執" in texts
    assert "證件號碼 4403********9989" in texts
    assert "事项 公共场所卫生许可证" not in texts


def test_a_session_without_submission_has_no_receipt(session: Session) -> None:
    with pytest.raises(ValueError, match="nothing was submitted"):
        receipt_of(replace(session, submission=Submission()))


# ---- the code --------------------------------------------------------------------------------------------------------


def test_the_code_says_which_submission_and_is_the_terminals(session: Session, tmp_path: Path) -> None:
    key = SlipKey.load_or_make(tmp_path / "slip.key")
    (code,) = [part for part in receipt_of(answered(session, ACCEPTED), key).parts if isinstance(part, QrCode)]
    expected = Slip(SUBMISSION_ID, "440304261122000386", NOW.replace(second=0), "SZ-FT-0001")
    assert read_slip(code.payload, key.public) == expected
    assert code.payload.startswith(f"K1.{SUBMISSION_ID}.440304261122000386.2026-11-22T20:36+08:00.SZ-FT-0001.")
    assert len(code.payload) < 200


def test_an_unaccepted_submissions_code_has_no_number(session: Session, tmp_path: Path) -> None:
    key = SlipKey.load_or_make(tmp_path / "slip.key")
    (code,) = [part for part in receipt_of(session, key).parts if isinstance(part, QrCode)]
    slip = read_slip(code.payload, key.public)
    assert slip is not None
    assert slip.acceptance_number == ""


def test_without_a_key_there_is_no_code(session: Session) -> None:
    assert not any(isinstance(part, QrCode) for part in receipt_of(session).parts)


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / "slip.key"
    first, second = SlipKey.load_or_make(file), SlipKey.load_or_make(file)
    assert first.public == second.public
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["slip.key"]


@given(st.data())
def test_a_changed_code_is_nobodys(data: st.DataObject) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = SlipKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    text = Slip(SUBMISSION_ID, "", NOW, "T.1-a_b").text()
    payload = f"{text}.{key.sign(text)}"
    assert read_slip(payload, key.public) == Slip(SUBMISSION_ID, "", NOW.replace(second=0), "T.1-a_b")
    at = data.draw(st.integers(0, len(text) - 1))
    changed = payload[:at] + data.draw(st.characters(exclude_characters=payload[at])) + payload[at + 1 :]
    assert read_slip(changed, key.public) is None


@given(payload=st.text(max_size=80))
def test_any_scanned_text_is_no_code_of_ours(payload: str) -> None:
    assert read_slip(payload, bytes(32)) is None


# ---- masking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown"),
    [("440304199006181234", "4403********1234"), ("ABC123456789012", "ABC1********9012"), ("12345678", "********")],
)
def test_identity_numbers(number: str, shown: str) -> None:
    assert masking.identity_number(number) == shown


@pytest.mark.parametrize(("number", "shown"), [("13812345612", "138 **** 5612"), ("1234567", "****"), ("", "****")])
def test_phones(number: str, shown: str) -> None:
    assert masking.phone(number) == shown


@pytest.mark.parametrize(
    ("full", "shown"), [("林小禾", "林**"), ("陈明", "陈*"), ("𠮷永㐀", "𠮷**"), ("林", "林"), ("", "")]
)
def test_names(full: str, shown: str) -> None:
    assert masking.name(full) == shown


@given(st.text("0123456789X", max_size=24))
def test_masking_never_shows_more_than_eight_characters_of_a_number(number: str) -> None:
    assert len(masking.identity_number(number).replace("*", "")) <= 8
    assert len(masking.phone(number).replace("*", "").replace(" ", "")) <= 7


@given(st.text(max_size=12))
def test_masking_a_name_keeps_its_length_and_first_character(full: str) -> None:
    shown = masking.name(full)
    assert len(shown) == len(full)
    assert shown[:1] == full[:1]
    assert set(shown[1:]) <= {"*"}


def test_groups_of_four() -> None:
    assert in_fours("440304261122000386") == "4403 0426 1122 0003 86"
