"""Worst-case sessions of the pages that print a certificate or a copy: every stage, every trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.paper.page_print import PagePrint, Paper, Stage
from kiosk.platform.schema import SubmissionStatus
from kiosk.platform.submission_state import SubmissionState
from kiosk.session.model import Notice, Session

APPROVED = SubmissionStatus(
    state=SubmissionState.APPROVED,
    acceptance_number="440304202611220386",
    next_steps=(
        {
            "zh-CN": "今天：已批准，《无犯罪记录证明》电子证明，当场出结果",
            "en": "Today: approved. An electronic certificate, at once",
        },
        {
            "zh-CN": "现在起：结果存入您的电子证照，无需领取",
            "en": "From now on: it is kept with your electronic licences",
        },
        {
            "zh-CN": "要纸质的：当场在有 A4 打印机的终端打印，或带身份证和回执到人工窗口",
            "en": "On paper: at once where the terminal has an A4 printer, or at a counter with ID card and receipt",
        },
    ),
    certificate_number="GA-WFZJL-440304202611220386",
)
PAGE = PagePrint("GA-WFZJL-440304202611220386-s1", b"%PDF", 1, job_id=7)

COPY_PRINTED = PagePrint("copy-s1", b"%PDF", 2, kind=Paper.COPY, stage=Stage.PRINTED, job_id=7)


def certificate_sessions(base: Callable[[], Session]) -> dict[str, Session]:
    """Name of the picture → session."""

    def at(stage: Stage, code: str = "", **changes: int) -> Session:
        page = PagePrint(PAGE.name, PAGE.pdf, 1, stage=stage, code=code, job_id=changes.get("job_id", PAGE.job_id))
        return replace(base(), page=replace(page, attempt=changes.get("attempt", 1)))

    return {
        "certificate": base(),
        "certificate-unanswered": replace(base(), notice=Notice("certificate.unanswered")),
        "certificate-fetching": replace(base(), asking=True),
        "certificate-printing": at(Stage.PRINTING),
        "certificate-again": at(Stage.PRINTING, attempt=2),
        "certificate-held-up": at(Stage.HELD_UP, "page_printer.paper_out"),
        "certificate-jammed": at(Stage.HELD_UP, "page_printer.jammed"),
        "certificate-asking": at(Stage.ASKING),
        "certificate-printed": at(Stage.PRINTED),
        "certificate-busy": at(Stage.NOT_PRINTED, "page_printer.busy", job_id=0),
        "certificate-called-off": at(Stage.NOT_PRINTED, "page_print.called_off"),
        "certificate-too-often": at(Stage.NOT_PRINTED, "page_print.too_often", attempt=3),
        "certificate-unknown": at(Stage.UNKNOWN, "page_printer.lost"),
    }


def copy_sessions(base: Callable[[], Session]) -> dict[str, Session]:
    """The same of the copy of an application, of two sheets."""

    def at(stage: Stage, code: str = "", job_id: int = 7) -> Session:
        return replace(base(), copy=replace(COPY_PRINTED, stage=stage, code=code, job_id=job_id))

    return {
        "copy": base(),
        "copy-not-made": replace(base(), notice=Notice("copy.not_made")),
        "copy-typesetting": replace(base(), asking=True),
        "copy-printing": at(Stage.PRINTING),
        "copy-held-up": at(Stage.HELD_UP, "page_printer.paper_out"),
        "copy-jammed": at(Stage.HELD_UP, "page_printer.jammed"),
        "copy-asking": at(Stage.ASKING),
        "copy-printed": at(Stage.PRINTED),
        "copy-busy": at(Stage.NOT_PRINTED, "page_printer.busy", job_id=0),
        "copy-too-often": at(Stage.NOT_PRINTED, "page_print.too_often"),
        "copy-unknown": at(Stage.UNKNOWN, "page_printer.lost"),
    }
