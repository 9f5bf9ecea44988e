"""What a code is can be told from its first characters, and never raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.codes import LONGEST, CodeKind, kind_of, pickup_code_of, text_of


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"EID1.eyJ.sig", CodeKind.EID),
        (b"EID1.eyJ.sig\n", CodeKind.EID),
        (b"EID1.", CodeKind.UNKNOWN),
        (b"EID2.eyJ.sig", CodeKind.UNKNOWN),
        (b"K1.0190b5c2.-.2026-11-22T20:36+08:00.T-1.sig", CodeKind.RECEIPT),
        (b"PK1.884213", CodeKind.PICKUP),
        (b"PK1.8842", CodeKind.UNKNOWN),
        (b"PK1.88421x", CodeKind.UNKNOWN),
        (b"C1.GA-WFZJL-44.2026-11-22.digest.sig", CodeKind.CERTIFICATE),
        (b"884213", CodeKind.PICKUP),
        (b"88421", CodeKind.UNKNOWN),
        (b"440304199006189989", CodeKind.UNKNOWN),
        ("回执".encode(), CodeKind.UNKNOWN),
        (b"\xff\x00", CodeKind.UNKNOWN),
        (b"", CodeKind.UNKNOWN),
        (b"K1." + b"x" * LONGEST, CodeKind.UNKNOWN),
    ],
)
def test_kinds(payload: bytes, kind: CodeKind) -> None:
    assert kind_of(payload) is kind


def test_the_digits_of_a_pickup_code() -> None:
    payloads = (b"PK1.884213\r\n", b"884213", b"PK1.123456789012", b"PK1.1", b"EID1.884213")
    assert [pickup_code_of(payload) for payload in payloads] == ["884213", "884213", "123456789012", "", ""]


@given(st.binary(max_size=5000))
def test_anything_has_a_kind(payload: bytes) -> None:
    assert kind_of(payload) in CodeKind
    assert len(text_of(payload)) <= LONGEST
