"""An identity as the session carries it, whichever way it came."""

from __future__ import annotations

import base64
from enum import StrEnum
from typing import TYPE_CHECKING

from drivers.contract.value import Value

if TYPE_CHECKING:
    from drivers.contract.id_card import IdentityCard
    from drivers.contract.smart_card import SocialSecurityCard
    from kiosk.identity.mrz import TravelDocument
    from kiosk.platform.schema import QrIdentity

EID = "eid"
SOCIAL_CARD = "social_card"


class Way(StrEnum):
    """How somebody said who they are."""

    CARD = "card"  # read by the terminal's own reader
    EID_QR = "eid_qr"  # vouched for by the platform
    TRAVEL_DOCUMENT = "travel_document"  # typed by the person: a claim, until somebody confirms it
    SOCIAL_CARD = "social_card"  # read, but nothing on it is authenticated: as much a claim


class Identity(Value):
    """Dates are ISO `YYYY-MM-DD`; `valid_to` is "" for 长期 (no end).

    `document` is what it was read from: a `CardKind`, "eid", "social_card", or an `mrz.DocumentKind`. `sex` and
    `nation` are as in `drivers.contract.id_card.IdentityCard`; `address` is "" where the document has none.
    `portrait` is what `FaceMatcher.enrol` takes, b"" where there is none to compare with.
    """

    way: Way
    document: str
    name: str
    number: str
    sex: str
    nation: str
    birth: str
    valid_from: str
    valid_to: str
    address: str = ""
    portrait: bytes = b""

    def __repr__(self) -> str:
        return f"Identity(way={self.way.value}, document={self.document})"  # nothing personal may reach a log

    @property
    def is_proven(self) -> bool:
        """The document itself was verified; whether its holder stands here is the face check's matter."""
        return self.way in (Way.CARD, Way.EID_QR)


def of_card(card: IdentityCard) -> Identity:
    """The newer address where the card carries one."""
    return Identity(
        way=Way.CARD,
        document=card.kind.value,
        name=card.name,
        number=card.number,
        sex=card.sex,
        nation=card.nation,
        birth=card.birth,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        address=card.new_address or card.address,
        portrait=card.portrait,
    )


def of_code(answer: QrIdentity) -> Identity:
    return Identity(
        way=Way.EID_QR,
        document=EID,
        name=answer.name,
        number=answer.identity_number,
        sex=answer.sex,
        nation=answer.nation,
        birth=answer.birth,
        valid_from=answer.valid_from,
        valid_to=answer.valid_to,
        portrait=base64.b64decode(answer.portrait_jpeg),
    )


def of_document(document: TravelDocument) -> Identity:
    return Identity(
        way=Way.TRAVEL_DOCUMENT,
        document=document.kind.value,
        name=document.name,
        number=document.number,
        sex=document.sex,
        nation=document.nationality,
        birth=document.birth,
        valid_from="",
        valid_to=document.valid_to,
    )


def of_social_card(card: SocialSecurityCard) -> Identity:
    """What the card claims. Its dates are its own, not the identity's."""
    return Identity(
        way=Way.SOCIAL_CARD,
        document=SOCIAL_CARD,
        name=card.name,
        number=card.number,
        sex=card.sex,
        nation=card.nation,
        birth=card.birth,
        valid_from="",
        valid_to="",
    )


class Difference(StrEnum):
    """How a claim and a proven identity may not fit together."""

    PERSON = "person"
    NAME = "name"


def difference(claim: Identity, proven: Identity) -> Difference | None:
    """None where they fit, or cannot be compared: not every document carries the citizen's number.

    A social security card has room for 30 bytes of a name (15 characters): a long one may break off there.
    """
    if len(proven.number) != len(claim.number):
        return None
    if claim.number != proven.number:
        return Difference.PERSON
    claimed, name = _letters(claim.name), _letters(proven.name)
    fits = claimed == name or (len(claimed) >= _CUT_OFF and name.startswith(claimed))
    return None if fits else Difference.NAME


_CUT_OFF = 12


def _letters(name: str) -> str:
    """Without spaces and the dots between the parts of a name, of which there are several."""
    return "".join(character for character in name.upper() if character.isalpha())
