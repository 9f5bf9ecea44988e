"""An item says which of the devices it needs are down, before the person starts."""

import pytest

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.services.availability import missing_devices
from kiosk.services.catalogue import Catalogue

ITEM = "GA-WFZJL"
UP = DeviceStatus(DeviceState.ONLINE)


def health(**states: DeviceState) -> dict[str, DeviceStatus]:
    everything = dict.fromkeys(("id_card", "camera", "face", "printer"), UP)
    return everything | {device: DeviceStatus(state, f"{device}.missing") for device, state in states.items()}


def test_nothing_is_missing_when_all_is_well(catalogue: Catalogue):
    assert missing_devices(catalogue.by_code(ITEM), health()) == ()


@pytest.mark.parametrize("state", [DeviceState.STARTING, DeviceState.BUSY])
def test_starting_and_busy_devices_are_not_missing(catalogue: Catalogue, state: DeviceState):
    assert missing_devices(catalogue.by_code(ITEM), health(camera=state)) == ()


@pytest.mark.parametrize(
    "state", sorted(set(DeviceState) - {DeviceState.STARTING, DeviceState.BUSY, DeviceState.ONLINE})
)
def test_every_other_state_is(catalogue: Catalogue, state: DeviceState):
    assert missing_devices(catalogue.by_code(ITEM), health(face=state, id_card=state)) == ("id_card", "face")


def test_a_printer_is_wanted_but_not_needed(catalogue: Catalogue):
    assert missing_devices(catalogue.by_code(ITEM), health(printer=DeviceState.NO_DEVICE)) == ()


def test_a_device_that_this_terminal_has_not_got_is_missing(catalogue: Catalogue):
    assert missing_devices(catalogue.by_code(ITEM), {"id_card": UP}) == ("camera", "face")
