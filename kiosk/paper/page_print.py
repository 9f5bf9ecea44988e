"""A document on its way to somebody: handed over, followed, confirmed by the person, printed again for a reason.

What the printer calls completed is a question to the person: only who holds the sheet knows that it came out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from drivers.contract.page_printer import Media, PageDocument, PageJob, PageJobState

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


class ReprintReason(StrEnum):
    """Why the sheet in hand, or not in hand, will not do."""

    NOTHING_CAME = "nothing_came"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    WRONG_PAPER = "wrong_paper"
    INCOMPLETE = "incomplete"


class CannotReprint(ValueError):
    """Its text is a code: `page_print.not_over`, `page_print.no_reason`, `page_print.too_often`."""


@dataclass(frozen=True, slots=True)
class PagePrint:
    """Immutable; every method gives the next one.

    Attributes:
        name: of the document, unique to this terminal; each attempt has its own at the printer.
        reason: why this attempt was made; None for the first.
    """

    name: str
    pdf: bytes
    sheets: int
    media: Media = Media.PLAIN
    attempt: int = 1
    reason: ReprintReason | None = None
    stage: Stage = Stage.SENDING
    code: str = ""
    job_id: int = 0

    @property
    def document(self) -> PageDocument:
        """What to hand to `PagePrinter.print`: the same document for the same attempt, so that none is sent twice."""
        return PageDocument(f"{self.name}-{self.attempt}", self.pdf, self.sheets, self.media)

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
        return PagePrint(self.name, self.pdf, self.sheets, self.media, self.attempt + 1, reason)
