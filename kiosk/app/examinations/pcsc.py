"""`kiosk doctor --device pcsc`: the readers, then one card, read as the terminal reads it. No PIN is asked for."""

from __future__ import annotations

import time

from config.persons import load_persons
from config.settings import Settings
from drivers.contract.smart_card import SmartCardReader, SocialSecurityCard, StaffCard
from drivers.errors import DeviceError, DeviceUnavailable, MediaError
from drivers.faults import FaultScript
from kiosk import masking
from kiosk.app.examinations.examined import Examined, Say, told
from kiosk.app.simulation import Simulation

DEVICE = "pcsc"


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Open, count the readers, wait for a card, read it. `pcsc.no_card` when none came in time."""
    seen = {"readers named": settings.devices.pcsc.options.reader or "any"}
    simulation = Simulation(settings, FaultScript())
    simulation.start()
    try:
        if not simulation.has_smart_cards:
            raise DeviceUnavailable("pcsc.none_attached", retryable=False)
        reader = simulation.make_smart_card_reader()
        try:
            reader.open()
            seen |= reader.status().details
            if simulation.smart_cards is not None:
                simulation.lay_social_security_card(load_persons()[settings.simulation.person])
            else:
                say(f"Put a social security card or a staff card in within {wait_s:g} s, and leave it there.")
            seen |= _read(reader, wait_s)
        finally:
            reader.close()
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        simulation.stop()
    return Examined(DEVICE, "", seen)


def _read(reader: SmartCardReader, wait_s: float) -> dict[str, str]:
    until = time.monotonic() + wait_s
    while (present := reader.find()) is None:
        if time.monotonic() > until:
            raise MediaError("pcsc.no_card", retryable=True, data={"waited_s": wait_s})
    began_s = time.monotonic()
    card = reader.read()
    took_ms = (time.monotonic() - began_s) * 1000
    masked = _of_person(card) if isinstance(card, SocialSecurityCard) else _of_staff(card)
    seen = {"reader": present.reader, "card": present.kind.value, **masked, "read in": f"{took_ms:.0f} ms"}
    return {name: value for name, value in seen.items() if value}


def _of_person(card: SocialSecurityCard) -> dict[str, str]:
    return {
        "name": masking.name(card.name),
        "number": masking.identity_number(card.number),
        "sex": card.sex,
        "nation": card.nation,
        "birth": card.birth[:4] + "-**-**",
        "card number": masking.identity_number(card.card_number),
        "issued": card.issued,
        "valid to": card.valid_to,
    }


def _of_staff(card: StaffCard) -> dict[str, str]:
    return {
        "subject": masking.name(card.subject),
        "card uuid": card.card_uuid,
        "fingerprint": card.fingerprint,
        "tries left": "not said" if card.tries_left is None else str(card.tries_left),
    }
