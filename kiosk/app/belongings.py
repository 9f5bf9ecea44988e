"""What demo persons carry, and what they bring along."""

from __future__ import annotations

from config.persons import Person
from drivers.contract.id_card import CardKind, IdentityCard
from drivers.contract.smart_card import SocialSecurityCard
from kiosk.identity.mrz import DocumentKind, TravelDocument

PAPERS = {
    "lease_contract": ("lease_contract", 2),
    "property": ("title_certificate", 1),
    "business_licence": ("business_licence", 1),
    "hygiene_report": ("hygiene_report", 1),
    "floor_plan": ("floor_plan", 1),
}
"""Material → the demo paper for it, and how many pages that has."""
DEMO_PARCEL = b"QJ-2026-0752-1"
"""What the reference platform's demonstration expects staff to put in (kiosk/gateway/orders.toml)."""


def card_of(person: Person) -> IdentityCard:
    """The identity card this person carries, its portrait in the simulator's reversible stand-in for WLT."""
    from drivers.face.portrait import stand_in_portrait

    return IdentityCard(
        kind=CardKind(person.kind),
        name=person.name,
        sex=person.sex,
        nation=person.nation,
        birth=person.birth,
        address=person.address,
        number=person.number,
        authority=person.authority,
        valid_from=person.valid_from,
        valid_to=person.valid_to,
        portrait=stand_in_portrait(person.card_picture),
        latin_name=person.latin_name,
        pass_number=person.pass_number,
    )


def document_of(person: Person) -> TravelDocument:
    """The travel document this person carries: a home-return permit who has its number, a passport everybody else."""
    permit = person.pass_number != ""
    return TravelDocument(
        kind=DocumentKind.HOME_RETURN_PERMIT if permit else DocumentKind.PASSPORT,
        issuer="CHN" if permit else person.nation if len(person.nation) == 3 else "CHN",
        name=person.latin_name or f"DEMO, {person.key.upper()}",
        number=person.pass_number or "E00000000",
        nationality=person.nation if len(person.nation) == 3 else "CHN",
        birth=person.birth,
        sex=person.sex,
        valid_to=person.valid_to or "2040-01-01",
    )


def social_security_card_of(person: Person) -> SocialSecurityCard:
    """The social security card this person carries."""
    return SocialSecurityCard(
        name=person.name,
        number=person.number,
        sex=person.sex,
        nation=person.nation if person.nation.isdigit() else "",
        birth=person.birth,
        card_number="A00000000",
        issued="2020-01-01",
        valid_to="2040-01-01",
    )
