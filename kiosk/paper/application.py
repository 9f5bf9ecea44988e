"""The copy of an application, as somebody keeps it: everything that was submitted, in full, in their own language.

What typesets is large: the terminal asks this module in a process of its own (`kiosk.paper.copy_request`).
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import segno

from kiosk.identity.mrz import DocumentKind
from kiosk.identity.person import EID
from kiosk.paper.copy_request import CopyRequest
from kiosk.platform.item import ServiceItem, Text, in_language
from kiosk.platform.schema import Application
from kiosk.platform.typesetting import filled
from kiosk.services.forms import FieldSpec, fields_of, label_of

TEMPLATE = Path(__file__).with_name("application.typ")
_CHINA_TIME = timezone(timedelta(hours=8))

_LABELS: Mapping[str, Text] = {
    "title": {"zh-CN": "{item}申请表", "en": "Application: {item}"},
    "applicant": {"zh-CN": "申请人", "en": "Applicant"},
    "name": {"zh-CN": "姓名", "en": "Name"},
    "number": {"zh-CN": "证件号码", "en": "Document number"},
    "document": {"zh-CN": "证件种类", "en": "Document"},
    "confirmed": {"zh-CN": "身份核实", "en": "Identity confirmed by"},
    "materials": {"zh-CN": "申请材料", "en": "Materials"},
    "submitted": {"zh-CN": "提交", "en": "Submission"},
    "id": {"zh-CN": "申请编号", "en": "Reference"},
    "time": {"zh-CN": "提交时间", "en": "Submitted at"},
    "terminal": {"zh-CN": "终端", "en": "Terminal"},
    "signature": {"zh-CN": "申请人签名", "en": "Signature"},
    "later": {"zh-CN": "{due}前补交", "en": "to be handed in by {due}"},
    "ready": {"zh-CN": "已备好", "en": "ready"},
}
_DOCUMENTS: Mapping[str, Text] = {
    "resident": {"zh-CN": "居民身份证", "en": "Resident identity card"},
    "foreigner_2017": {"zh-CN": "外国人永久居留身份证", "en": "Foreigner's permanent residence card"},
    "foreigner_2023": {"zh-CN": "外国人永久居留身份证", "en": "Foreigner's permanent residence card"},
    "hmt_residence": {"zh-CN": "港澳台居民居住证", "en": "Residence permit for Hong Kong, Macao and Taiwan residents"},
    EID: {"zh-CN": "电子身份证", "en": "Electronic identity card"},
    DocumentKind.PASSPORT: {"zh-CN": "护照", "en": "Passport"},
    DocumentKind.HOME_RETURN_PERMIT: {"zh-CN": "往来内地通行证", "en": "Mainland travel permit"},
}
_CONFIRMED: Mapping[str, Text] = {
    "face": {"zh-CN": "人脸比对", "en": "face check"},
    "staff": {"zh-CN": "热线人员（工号 {staff}）", "en": "hotline staff (number {staff})"},
    "": {"zh-CN": "证件", "en": "the document"},
}


def application_copy(application: Application, item: ServiceItem, *, code_svg: str = "") -> bytes:
    """A PDF in the application's language.

    Args:
        item: the one applied for, in the version applied for.
        code_svg: the receipt's code as SVG; "" = none.
    """
    language = application.language
    name = in_language(item.name, language)
    values = {
        "language": language.partition("-")[0],
        "region": language.partition("-")[2].lower() or None,
        "title": _label("title", language).format(item=name),
        "department": in_language(item.department, language),
        "footer": f"{_label('id', language)} {application.id}",
        "code_svg": code_svg,
        "sections": [
            {"heading": heading, "rows": rows} for heading, rows in _sections(application, item, language) if rows
        ],
        "signature_label": _label("signature", language),
        "signature_png": list(base64.b64decode(application.signature.png_base64)),
    }
    return filled(TEMPLATE, values, application.created_at)


def _label(key: str, language: str) -> str:
    return in_language(_LABELS[key], language)


def _sections(application: Application, item: ServiceItem, language: str) -> Iterator[tuple[str, list[list[str]]]]:
    applicant = application.applicant
    document = _DOCUMENTS.get(applicant.card_kind, {"zh-CN": applicant.card_kind})
    yield (
        _label("applicant", language),
        [
            [_label("name", language), applicant.name],
            [_label("document", language), in_language(document, language)],
            [_label("number", language), applicant.identity_number],
            [_label("confirmed", language), _confirmed(application, language)],
        ],
    )
    for at, topic in enumerate(item.form.topics):
        specs = fields_of(item.form, at)
        heading = topic.heading or specs[0].label
        rows = [
            [in_language(spec.label, language), _said(spec, application.values[spec.name], language)]
            for spec in specs
            if application.values.get(spec.name)
        ]
        yield in_language(heading, language), rows
    yield _label("materials", language), list(_materials(application, item, language))
    yield (
        _label("submitted", language),
        [
            [_label("id", language), application.id],
            [_label("time", language), _moment(application.created_at)],
            [_label("terminal", language), application.terminal_id],
        ],
    )


def _confirmed(application: Application, language: str) -> str:
    if application.face is not None:
        return in_language(_CONFIRMED["face"], language)
    if application.staff is not None:
        return in_language(_CONFIRMED["staff"], language).format(staff=application.staff.staff_id)
    return in_language(_CONFIRMED[""], language)


def _materials(application: Application, item: ServiceItem, language: str) -> Iterator[list[str]]:
    names: dict[str, Any] = {material.code: material.name for material in item.materials}
    for supplied in application.materials:
        name = in_language(names[supplied.code], language) if supplied.code in names else supplied.code
        later = _label("later", language).format(due=supplied.due)
        yield [name, later if supplied.due else _label("ready", language)]


def _said(spec: FieldSpec, value: str, language: str) -> str:
    label = label_of(spec, value)
    if label:
        return in_language(label, language)
    return _day(value) if spec.is_date else value


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return text


def _moment(at: datetime) -> str:
    return f"{at.astimezone(_CHINA_TIME):%Y-%m-%d %H:%M}"


def main() -> int:
    """A `CopyRequest` on standard input, its PDF on standard output."""
    asked = CopyRequest.model_validate_json(sys.stdin.buffer.read())
    code = segno.make_qr(asked.code).svg_inline(scale=4) if asked.code else ""
    sys.stdout.buffer.write(application_copy(asked.application, asked.item, code_svg=code))
    return 0


if __name__ == "__main__":
    sys.exit(main())
