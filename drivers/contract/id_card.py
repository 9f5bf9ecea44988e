"""Readers of resident identity cards and what a card holds."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from drivers.contract.device import Device
from drivers.contract.value import Value


class CardKind(StrEnum):
    RESIDENT = "resident"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"
    HMT_RESIDENCE = "hmt_residence"


class IdentityCard(Value):
    """What a SAM-V reader read. Dates are ISO `YYYY-MM-DD`; `valid_to` is "" for 长期 (no end).

    `portrait` is the card's own 1,024 bytes (WLT), undecoded: decoding runs in a child process (`FaceMatcher.enrol`).
    """

    kind: CardKind
    name: str
    sex: str  # GB/T 2261.1: "0" unknown, "1" male, "2" female, "9" not stated
    nation: (
        str  # GB/T 3304 code, "01"…"56", "97", "98"; foreigners: ISO 3166 alpha-3 country; "" when the card has none
    )
    birth: str
    address: str
    number: str
    authority: str
    valid_from: str
    valid_to: str
    portrait: bytes = field(repr=False)
    new_address: str = ""
    latin_name: str = ""  # foreigners: the name as in the passport
    pass_number: str = ""  # Hong Kong, Macao and Taiwan residents: their travel permit's number

    def __repr__(self) -> str:
        return f"IdentityCard(kind={self.kind.value})"  # nothing personal may reach a log by accident


class IdCardReader(Device, Protocol):
    find_interval_s: float
    """Pause between two `find` calls while waiting for a person."""

    def find(self) -> bool:
        """True when a card lies in the field and has been selected. Once read, it is found again only after it left.

        Raises MediaError `id_card.refused`, `id_card.wrong_kind`, `id_card.several`.
        """
        ...

    def read(self) -> IdentityCard:
        """Read the found card. Raises MediaError `id_card.removed`, `id_card.read_failed`, `id_card.wrong_kind`."""
        ...

    @property
    def unfound_since_read(self) -> bool:
        """Nothing was found since a card was read: it may still lie there, which no module tells."""
        ...

    @property
    def wire_s(self) -> float:
        """Seconds the last `find` + `read` spent on the wire: bytes over baud."""
        ...
