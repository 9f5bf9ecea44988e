"""What differs between receipt printers, as data."""

from dataclasses import dataclass

FEED_AND_CUT = b"\x1bd\x06\x1dV\x00"
"""ESC d 6, GS V 0: six lines, so that the last printed line has passed the knife, then a full cut."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One model on one paper.

    Attributes:
        paper_mm: width of the roll.
        width_dots: printable width; font A is 12 dots a column, a Chinese character 24.
        four_byte: the Kanji mode shows GB 18030 four-byte characters (㐀, 𠮷). Without it such lines go as a picture.
        ordered_status: `GS r 1` is answered in its turn, after all that was sent before has been printed. Without it
            only the real-time status is left, and a fault seen then leaves the outcome unknown.
        qr_max_bytes: longest payload that the printer's own QR symbol takes.
        qr_quiet_modules: modules that stay white on each side of the symbol.
        feed_and_cut: what ends a receipt.
    """

    paper_mm: int
    width_dots: int
    four_byte: bool = True
    ordered_status: bool = True
    qr_max_bytes: int = 1024
    qr_quiet_modules: int = 2
    feed_and_cut: bytes = FEED_AND_CUT

    @property
    def columns(self) -> int:
        """Columns of font A (12 dots)."""
        return self.width_dots // 12


PROFILES: dict[str, PrinterProfile] = {
    "generic-58": PrinterProfile(paper_mm=58, width_dots=384, qr_max_bytes=512),
    "generic-80": PrinterProfile(paper_mm=80, width_dots=576),
    "gb2312-58": PrinterProfile(paper_mm=58, width_dots=384, qr_max_bytes=512, four_byte=False),
    "gb2312-80": PrinterProfile(paper_mm=80, width_dots=576, four_byte=False),
    "realtime-only-80": PrinterProfile(paper_mm=80, width_dots=576, four_byte=False, ordered_status=False),
    "tm-t88-80": PrinterProfile(paper_mm=80, width_dots=512, four_byte=False),
}


def profile_for(paper_mm: int, model: str = "generic") -> PrinterProfile:
    """The profile of a model on a paper width. Raises ValueError naming those there are."""
    name = f"{model}-{paper_mm}"
    if name not in PROFILES:
        raise ValueError(f"no printer profile {name!r}; there are {', '.join(sorted(PROFILES))}")
    return PROFILES[name]
