"""One member of the simulated staff: a card with a key of its own, its PIN, and a terminal's trust in it."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from drivers.contract.smart_card import StaffRole
from drivers.pcsc.virtual_cards import VirtualStaffCard
from drivers.pcsc.virtual_issuer import VirtualIssuer

NAME, PIN = "Simulated staff 7", "471109"


class VirtualStaff:
    """The same card for as long as this lives, with the tries that its PIN has left."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self._issuer = VirtualIssuer()
        self._certificate = self._issuer.issue(NAME, key)
        self.card = VirtualStaffCard(self._certificate.public_bytes(Encoding.DER), key, PIN)

    def write_trust(self, directory: Path) -> dict[str, Path]:
        """Options of a driver that lets this card in."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._issuer.write_trust(directory, self._certificate, roles=" ".join(StaffRole))
