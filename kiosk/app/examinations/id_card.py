"""`kiosk doctor --device id_card`: what the module says of itself, then one card, read as the terminal reads it."""

from __future__ import annotations

import time
from typing import cast

from config.persons import load_persons
from config.settings import Settings
from drivers import registry
from drivers.contract.face import FaceMatcher
from drivers.contract.id_card import IdCardReader, IdentityCard
from drivers.errors import DeviceError, MediaError
from drivers.faults import FaultScript
from kiosk import masking
from kiosk.app.examinations.examined import Examined, Say, told
from kiosk.app.simulation import Simulation

DEVICE = "id_card"


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Open, ask for state and identity, wait for a card, read it. `id_card.no_card` when none was laid down in time."""
    seen = _wiring(settings)
    simulation = Simulation(settings, FaultScript())
    simulation.start_card_reader()
    reader = simulation.make_card_reader()
    try:
        reader.open()
        seen["self-test"] = "passed"
        seen |= {name.replace("_", " "): value for name, value in reader.status().details.items()}
        if simulation.card_reader is not None:
            simulation.lay_card(load_persons()[settings.simulation.person])
        else:
            say(f"Lay a card on the reader within {wait_s:g} s, and leave it there.")
        card = _read(reader, wait_s, seen)
        reader.close()
        seen["portrait"] = _portrait(settings, card)
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        reader.close()
        simulation.stop()
    return Examined(DEVICE, "", seen)


def _wiring(settings: Settings) -> dict[str, str]:
    """Where it is looked for."""
    device = settings.devices.id_card
    options = device.options
    places = {
        "serial": options.port,
        "usb": f"{options.usb_vendor_id:04x}:{options.usb_product_id:04x}",
        "vendor": f"{options.library}, port {options.library_port}",
    }
    return {"transport": options.transport, "at": "simulated" if device.simulate else places[options.transport]}


def _read(reader: IdCardReader, wait_s: float, seen: dict[str, str]) -> IdentityCard:
    until = time.monotonic() + wait_s
    while True:
        began_s = time.monotonic()
        if reader.find():
            card = reader.read()
            took_ms = (time.monotonic() - began_s) * 1000
            seen |= _masked(card) | {"read in": f"{took_ms:.0f} ms, {reader.wire_s * 1000:.0f} of them on the wire"}
            return card
        if time.monotonic() > until:
            raise MediaError("id_card.no_card", retryable=True, data={"waited_s": wait_s})
        time.sleep(reader.find_interval_s)


def _portrait(settings: Settings, card: IdentityCard) -> str:
    """Whether the face process can make anything of it. That it cannot is no fault of the reader's."""
    device = settings.devices.face
    matcher = cast("FaceMatcher", registry.create(device.driver, device.options.model_dump()))
    try:
        matcher.open()
        matcher.enrol(card.portrait)
    except DeviceError as error:
        return str(error)
    finally:
        matcher.close()
    return "decoded, a face found"


def _masked(card: IdentityCard) -> dict[str, str]:
    """Enough to see that the fields lie where they should, too little to know the person."""
    fields = {
        "card": card.kind.value,
        "name": masking.name(card.name),
        "latin name": masking.name(card.latin_name),
        "number": masking.identity_number(card.number),
        "sex": card.sex,
        "nation": card.nation,
        "birth": card.birth[:4] + "-**-**",
        "address": _length(card.address),
        "new address": _length(card.new_address),
        "authority": card.authority,
        "valid": f"{card.valid_from} to {card.valid_to or '长期'}",
        "pass number": masking.identity_number(card.pass_number),
    }
    empty = {"latin name": card.latin_name, "pass number": card.pass_number, "authority": card.authority}
    return {name: value for name, value in fields.items() if value and empty.get(name, "there")}


def _length(text: str) -> str:
    return f"{len(text)} characters" if text else ""
