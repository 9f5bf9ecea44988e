"""A document on its way to somebody: handed over, followed, confirmed by the person, printed again for a reason.

What the printer calls completed is a question to the person: only who holds the sheet knows that it came out.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.page_printer import Media, PageDocument, PageJob, PageJobState
from drivers.contract.value import Value

if TYPE_CHECKING:
    from kiosk.platform.schema import CertificateIssued

ATTEMPTS_MAX = 3
"""Prints of one document at one terminal; then staff have to look."""


class Stage(StrEnum):
    SENDING = "sending"
    PRINTING = "printing"
    HELD_UP = "held_up"  # `code` says what has to be done
    ASKING = "asking"  # the printer has done with it: did it come out?
    PRINTED = "printed"  # the person said so
    NOT_PRINTED = "not_printed"  # `code` says why
    UNKNOWN = "unknown"  # it may come out yet; nothing is sent again by itself


class Paper(StrEnum):
    """What is printed; the ledger's word for it too."""

    CERTIFICATE = "certificate"
    COPY = "copy"  # of an application


class ReprintReason(StrEnum):
    """Why the sheet in hand, or not in hand, will not do."""

    NOTHING_CAME = "nothing_came"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    WRONG_PAPER = "wrong_paper"
    INCOMPLETE = "incomplete"


class CannotReprint(ValueError):
    """Its text is a code: `page_print.not_over`, `page_print.no_reason`, `page_print.too_often`."""


class PagePrint(Value):
    """Immutable; every method gives the next one.

    Attributes:
        name: of the document, unique to this terminal; each attempt has its own at the printer.
        reason: why this attempt was made; None for the first.
        number: what the document is known by outside, in records; "" = nothing.
        kind: only a certificate carries its issuer's signature.
    """

    name: str
    pdf: bytes = field(repr=False)
    sheets: int
    media: Media = Media.PLAIN
    attempt: int = 1
    reason: ReprintReason | None = None
    stage: Stage = Stage.SENDING
    code: str = ""
    job_id: int = 0
    number: str = ""
    kind: Paper = Paper.CERTIFICATE

    @property
    def document(self) -> PageDocument:
        """What to hand to `PagePrinter.print`: the same document for the same attempt, so that none is sent twice."""
        signed = self.kind is Paper.CERTIFICATE
        return PageDocument(f"{self.name}-{self.attempt}", self.pdf, self.sheets, self.media, signed=signed)

    def followed(self, job: PageJob) -> PagePrint:
        """After `print`, `job` or `cancel`. What the person has said already stays."""
        if self.stage in (Stage.PRINTED, Stage.NOT_PRINTED):
            return self
        match job.state:
            case PageJobState.COMPLETED:
                stage = Stage.ASKING
            case PageJobState.CANCELED | PageJobState.ABORTED:
                stage = Stage.NOT_PRINTED
            case PageJobState.UNKNOWN:
                stage = Stage.UNKNOWN
            case _:
                stage = Stage.HELD_UP if job.code else Stage.PRINTING
        return replace(self, stage=stage, code=job.code, job_id=job.id or self.job_id)

    def refused(self, code: str) -> PagePrint:
        """`print` raised: nothing was handed over."""
        return replace(self, stage=Stage.NOT_PRINTED, code=code)

    def confirmed(self) -> PagePrint:
        """The person holds the sheets, and they are well."""
        return replace(self, stage=Stage.PRINTED, code="")

    def denied(self, reason: ReprintReason) -> PagePrint:
        """The person does not, or they are not."""
        return replace(self, stage=Stage.NOT_PRINTED, code=f"page_print.{reason.value}")

    def again(self, reason: ReprintReason | None) -> PagePrint:
        """The next attempt. Raises CannotReprint: the last is not over, no reason was given, or it was tried often."""
        if self.stage is not Stage.NOT_PRINTED:
            raise CannotReprint("page_print.not_over")
        if reason is None:
            raise CannotReprint("page_print.no_reason")
        if self.attempt >= ATTEMPTS_MAX:
            raise CannotReprint("page_print.too_often")
        return replace(self, attempt=self.attempt + 1, reason=reason, stage=Stage.SENDING, code="", job_id=0)

    @property
    def may_be_handed_over_again(self) -> bool:
        """The printer has not taken it, for a reason that may pass: nothing came out, and it needs no reason."""
        return self.stage is Stage.NOT_PRINTED and not self.job_id and self.code in _PASSES

    @property
    def may_be_printed_again(self) -> bool:
        """The printer has taken it, it is over, and nobody holds a good sheet."""
        return self.stage is Stage.NOT_PRINTED and self.job_id > 0 and self.attempt < ATTEMPTS_MAX

    def handed_over_again(self) -> PagePrint:
        """The same attempt."""
        return replace(self, stage=Stage.SENDING, code="")


_PASSES = frozenset(
    {"page_printer.busy", "page_printer.paused", "page_printer.missing", "page_printer.silent", "page_printer.lost"}
    | {"page_printer.special_out", "page_printer.garbage", "worker.busy"}
)


def page_of(certificate: CertificateIssued, session_id: str) -> PagePrint:
    """A certificate for paper. Each session's has a name of its own: the printer remembers those of earlier ones."""
    from base64 import b64decode  # only now: the start page needs what else is here

    media = Media.SPECIAL if certificate.special else Media.PLAIN
    name = f"{certificate.number}-{session_id[:8]}"
    pdf = b64decode(certificate.pdf)
    return PagePrint(name, pdf, certificate.sheets, media, number=certificate.number)
