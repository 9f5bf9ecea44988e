"""PC/SC readers, and the cards that are laid on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from drivers.contract.device import Device


class SmartCardKind(StrEnum):
    SOCIAL_SECURITY = "social_security"
    STAFF = "staff"


class StaffRole(StrEnum):
    """What a staff card may be used for at a terminal."""

    CONFIRM = "confirm"  # say who a person is
    STOCK = "stock"  # put things into the cabinet, and take them back
    INSPECT = "inspect"  # look into a cell of which something is in doubt, and say what is inside


@dataclass(frozen=True, slots=True)
class PresentCard:
    """A card whose application has been selected. `reader` is PC/SC's name of the slot it is in."""

    kind: SmartCardKind
    reader: str


@dataclass(frozen=True, slots=True)
class SocialSecurityCard:
    """What a social security card says. **Nothing of it is authenticated**: anybody can write a card that says so.

    It may fill in a form or find a person; it never proves who somebody is. Codes and dates as in `IdentityCard`;
    "" where the card has none.
    """

    name: str
    number: str  # the citizen's, GB 11643; its check digit fits and its day of birth is `birth`
    sex: str
    nation: str
    birth: str
    card_number: str
    issued: str
    valid_to: str

    def __repr__(self) -> str:
        return "SocialSecurityCard()"


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A staff card whose certificate is in order; that its holder is the one is not known before `verify_pin`.

    `tries_left` is None when the card does not say. `card_uuid` is "" for a certificate that names none.
    """

    subject: str = field(repr=False)
    card_uuid: str
    fingerprint: str  # SHA-256 of the certificate, hexadecimal
    tries_left: int | None
    roles: frozenset[StaffRole] = frozenset()


@dataclass(frozen=True, slots=True)
class StaffIdentity:
    """Who has shown a staff card, its PIN, and that the card holds its certificate's key."""

    subject: str = field(repr=False)
    card_uuid: str
    fingerprint: str
    roles: frozenset[StaffRole] = frozenset()


class SmartCardReader(Device, Protocol):
    """A PC/SC service with its readers. One card at a time, from `find` until it leaves or `release`."""

    def find(self) -> PresentCard | None:
        """Wait a moment (bounded: a fraction of a second) for a card; a card is found once for each time it comes.

        Raises MediaError `pcsc.wrong_kind`, `pcsc.two_cards`, `pcsc.mute`, `pcsc.in_use`, `pcsc.removed`,
        `pcsc.garbage`; DeviceUnavailable `pcsc.service_gone`, `pcsc.no_reader`.
        """
        ...

    def read(self) -> SocialSecurityCard | StaffCard:
        """Read the found card. Raises what `find` raises; `pcsc.read_failed`; of staff cards `pcsc.no_certificate`,
        `pcsc.chain`, `pcsc.usage`, `pcsc.certificate_expired`, `pcsc.certificate_early`, `pcsc.not_allowed`,
        `pcsc.revoked`, `pcsc.crl_stale`, `pcsc.trust_unreadable`.
        """
        ...

    def verify_pin(self, pin: str) -> StaffIdentity:
        """Verify the PIN of the staff card that was read, **once**, and have it sign a challenge.

        Raises MediaError `pcsc.pin_wrong` (data `left`: tries that remain), `pcsc.pin_blocked`, `pcsc.pin_format`
        (nothing was tried), `pcsc.not_genuine`, and what `read` raises.
        """
        ...

    def put_back(self) -> None:
        """Let go of what was found, or refused, so that the next `find` finds or refuses it again: somebody else is to
        read it."""
        ...

    def release(self) -> None:
        """Let go of the card: it forgets a verified PIN. Nothing happens without a card."""
        ...
