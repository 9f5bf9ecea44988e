"""Certificates as pages: PDF, or a picture. The only place of the gateway that brings a typesetter along."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import segno

from kiosk.gateway.certificates import Certificate
from kiosk.platform.item import Text, in_language
from kiosk.platform.typesetting import drawn, filled

TEMPLATE = Path(__file__).with_name("certificate.typ")
_LABELS: Mapping[str, Text] = {
    "number": {"zh-CN": "编号：", "zh-HK": "編號：", "en": "No."},
    "valid": {"zh-CN": "有效期至", "zh-HK": "有效期至", "en": "Valid until"},
    "code": {
        "zh-CN": "核验码：由签发机关签名，不联网也能核验真伪",
        "zh-HK": "核驗碼：由簽發機關簽署，離線亦可核驗真偽",
        "en": "Verification code, signed by the issuer; it can be checked without a network",
    },
    "signature": {
        "zh-CN": "本文件已由签发机关电子签名",
        "zh-HK": "本文件已由簽發機關電子簽署",
        "en": "Signed electronically by the issuer",
    },
}


def as_pdf(certificate: Certificate, code: str, at: datetime) -> bytes:
    """Not signed yet."""
    return filled(TEMPLATE, _values(certificate, code), at)


def as_png(certificate: Certificate, code: str, at: datetime) -> bytes:
    return drawn(TEMPLATE, _values(certificate, code), at)


def _values(certificate: Certificate, code: str) -> dict[str, str | None]:
    language = certificate.language
    labels = {f"{name}_label": in_language(text, language) for name, text in _LABELS.items()}
    return {
        **certificate.words,
        **labels,
        "number": certificate.number,
        "language": language.partition("-")[0],
        "region": language.partition("-")[2].lower() or None,
        "code_svg": segno.make_qr(code, error="m").svg_inline(scale=4),
    }
