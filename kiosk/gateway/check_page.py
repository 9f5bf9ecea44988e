"""The page on which anybody checks a receipt or certificate: HTML from the server, no script, no cookie, no picture.

In Chinese and English; the reader's browser says which, a link changes it.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape

from kiosk.gateway.check import CertificateChecked, Checked, NumberKnown, ReceiptChecked
from kiosk.platform.item import in_language
from kiosk.platform.submission_state import SubmissionState

PATH = "/check"
LANGUAGES = ("zh-CN", "en")

_STYLE = (
    "body{margin:0;background:#FAFAF7;color:#14213D;font:20px/1.6 'Noto Sans CJK SC','Noto Sans SC','PingFang SC',"
    "'Microsoft YaHei',sans-serif}main{max-width:40rem;margin:0 auto;padding:24px}h1{font-size:32px;line-height:1.3}"
    "h2{font-size:26px;margin:0 0 8px}textarea{box-sizing:border-box;width:100%;min-height:7em;padding:16px;"
    "font:inherit;border:2px solid #5B6577;border-radius:16px;background:#FFF;color:inherit}"
    "button{font:inherit;font-weight:bold;min-height:64px;padding:8px 40px;margin:16px 0;border:0;"
    "border-radius:16px;background:#0B4DA2;color:#FFF}"
    "button:focus,textarea:focus,a:focus{outline:6px solid #FFB000}section{border-left:8px solid;border-radius:16px;"
    "padding:24px;margin:24px 0;background:#FFF}.yes{border-color:#1B7F4B}.no{border-color:#B3261E}"
    ".so{border-color:#B25E00}dl{display:grid;grid-template-columns:auto 1fr;gap:4px 24px;margin:16px 0 0}"
    "dt{color:#475067}dd{margin:0;overflow-wrap:anywhere}nav{text-align:right}a{color:#0B4DA2;display:inline-block;padding:16px}"
    "@media(max-width:30rem){dl{grid-template-columns:1fr}dt{margin-top:8px}}"
)
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language",
}
"""With every answer: nothing is loaded, kept, framed, or told to the next page."""

_STATES: Mapping[SubmissionState, Mapping[str, str]] = {
    SubmissionState.RECEIVED: {"zh-CN": "已收到，正在核对", "en": "received, being checked"},
    SubmissionState.ACCEPTED: {"zh-CN": "已受理", "en": "accepted"},
    SubmissionState.APPROVED: {"zh-CN": "已批准", "en": "approved"},
    SubmissionState.RETURNED: {"zh-CN": "需要补正", "en": "needs correction"},
    SubmissionState.POSSIBLE_DUPLICATE: {"zh-CN": "已收到，正在核对", "en": "received, being checked"},
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {"zh-CN": "核验回执和证明", "en": "Check a receipt or certificate"},
    "how": {
        "zh-CN": "用手机扫纸上的二维码，把扫出来的文字贴到下面；也可以填回执上的申请编号。",
        "en": "Scan the QR code on the paper with a phone and paste the text here; or give the reference on a receipt.",
    },
    "code": {"zh-CN": "二维码里的文字，或申请编号", "en": "Text of the QR code, or the reference"},
    "check": {"zh-CN": "核验", "en": "Check"},
    "receipt": {"zh-CN": "这是本平台终端出具的回执", "en": "A receipt made by one of our terminals"},
    "certificate": {"zh-CN": "这是本平台签发的证明", "en": "A certificate issued by this platform"},
    "over": {"zh-CN": "证明是真的，但已经过期", "en": "A genuine certificate, no longer valid"},
    "known": {"zh-CN": "有这个申请编号", "en": "This reference exists"},
    "known_only": {
        "zh-CN": "只凭编号不能证明纸是真的，请再核验二维码。",
        "en": "A number alone does not prove that the paper is genuine: check its QR code too.",
    },
    "compare": {
        "zh-CN": "请和纸上的文字逐项对照，有一处不同就不是原件。",
        "en": "Compare with what stands on the paper: if anything differs, the paper is not the original.",
    },
    "no": {"zh-CN": "核验不通过", "en": "Not confirmed"},
    "no_text": {
        "zh-CN": "没有这样的回执或证明。请看看文字是不是贴全了；还是不行，请当它是假的，并拨打服务热线。",
        "en": "There is no such receipt or certificate. See whether all of the text was pasted; if it was, do not rely "
        "on this paper and call the service line.",
    },
    "busy": {"zh-CN": "查得太快了", "en": "Too many checks"},
    "busy_text": {"zh-CN": "请过一分钟再试。", "en": "Please try again in a minute."},
    "down": {"zh-CN": "现在查不了", "en": "Cannot be checked now"},
    "down_text": {"zh-CN": "请稍后再试；这不说明纸是假的。", "en": "Please try again later. The paper may be genuine."},
    "number": {"zh-CN": "编号", "en": "Number"},
    "acceptance": {"zh-CN": "受理号", "en": "Acceptance number"},
    "reference": {"zh-CN": "申请编号", "en": "Reference"},
    "made": {"zh-CN": "提交时间", "en": "Submitted"},
    "terminal": {"zh-CN": "终端", "en": "Terminal"},
    "state": {"zh-CN": "现在", "en": "Now"},
    "not_yet": {"zh-CN": "平台还没有收到，可能仍在终端里等待发送", "en": "not here yet; it may wait in the terminal"},
    "kind": {"zh-CN": "名称", "en": "Title"},
    "issued": {"zh-CN": "签发日期", "en": "Issued on"},
    "valid": {"zh-CN": "有效期至", "en": "Valid until"},
    "endless": {"zh-CN": "长期", "en": "without end"},
}  # fmt: skip


def language_of(wanted: str, accepted: str) -> str:
    """`wanted`: of the link; `accepted`: the browser's Accept-Language (RFC 9110 section 12.5.4)."""
    if wanted in LANGUAGES:
        return wanted
    first = accepted.partition(",")[0].strip().lower()
    return "en" if first and not first.startswith("zh") else "zh-CN"


def form_page(language: str) -> str:
    return _page(language, "")


def checked_page(language: str, checked: Checked | None) -> str:
    """What came of it, over the form for the next one."""
    match checked:
        case None:
            return _page(language, _result(language, "no", "no", "no_text"))
        case NumberKnown():
            return _page(language, _result(language, "so", "known", "known_only", _known_rows(language, checked)))
        case ReceiptChecked():
            return _page(language, _result(language, "yes", "receipt", "compare", _receipt_rows(language, checked)))
        case CertificateChecked(is_over=is_over):
            kind, title = ("so", "over") if is_over else ("yes", "certificate")
            return _page(language, _result(language, kind, title, "compare", _certificate_rows(language, checked)))


def busy_page(language: str) -> str:
    return _page(language, _result(language, "so", "busy", "busy_text"))


def down_page(language: str) -> str:
    return _page(language, _result(language, "so", "down", "down_text"))


def _known_rows(language: str, known: NumberKnown) -> Iterator[tuple[str, str]]:
    yield "reference", known.submission_id
    yield "acceptance", known.acceptance_number
    yield "state", _STATES[known.state][language]


def _receipt_rows(language: str, checked: ReceiptChecked) -> Iterator[tuple[str, str]]:
    slip = checked.slip
    yield "reference", slip.submission_id
    yield "acceptance", slip.acceptance_number
    yield "made", f"{slip.made_at:%Y-%m-%d %H:%M}"
    yield "terminal", slip.terminal_id
    yield "state", _STATES[checked.state][language] if checked.state else _WORDS["not_yet"][language]


def _certificate_rows(language: str, checked: CertificateChecked) -> Iterator[tuple[str, str]]:
    yield "kind", in_language(dict(checked.title), language)
    yield "number", checked.code.number
    yield "issued", checked.code.issued_on.isoformat()
    yield "valid", _day(checked.valid_to) or _WORDS["endless"][language]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _result(language: str, kind: str, title: str, text: str, rows: Iterable[tuple[str, str]] = ()) -> str:
    said = "".join(f"<dt>{_WORDS[name][language]}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    words = f"<h2>{_WORDS[title][language]}</h2><div>{_WORDS[text][language]}</div>"
    return f'<section class="{kind}" role="status">{words}{f"<dl>{said}</dl>" if said else ""}</section>'


def _page(language: str, result: str) -> str:
    word = {name: texts[language] for name, texts in _WORDS.items()}
    other, name = ("en", "English") if language == "zh-CN" else ("zh-CN", "中文")
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{word["title"]}</title>'
        f"<style>{_STYLE}</style></head>"
        f'<body><main><nav><a href="{PATH}?lang={other}" lang="{other}" hreflang="{other}">{name}</a></nav>'
        f"<h1>{word['title']}</h1>{result}"
        f'<form method="post" action="{PATH}?lang={language}"><p>{word["how"]}</p>'
        f'<label for="code">{word["code"]}</label><textarea id="code" name="code" maxlength="1000" required '
        f'autocomplete="off" spellcheck="false"></textarea><button>{word["check"]}</button></form></main></body></html>'
    )
