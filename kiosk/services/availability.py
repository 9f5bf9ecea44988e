"""Whether an item can be done here now. Said before the person starts, not in the middle."""

from collections.abc import Mapping

from drivers.contract.device import DeviceState, DeviceStatus
from kiosk.platform.item import ServiceItem

CATALOGUE = "catalogue"
"""Under this name the catalogue stands in the terminal's health."""


def missing_devices(item: ServiceItem, health: Mapping[str, DeviceStatus]) -> tuple[str, ...]:
    """Device classes that the item needs and this terminal has not got or cannot use now, in the item's order; last
    `catalogue`, where the item must not be begun on an old one.

    A device that is still starting is not missing: it will be there before the person comes to it. So is a catalogue
    of which nothing is known yet.
    """
    missing = tuple(device for device in item.devices if device not in health or _is_out(health[device]))
    is_old = item.current_catalogue and CATALOGUE in health and _is_out(health[CATALOGUE])
    return (*missing, CATALOGUE) if is_old else missing


def _is_out(status: DeviceStatus) -> bool:
    return not status.state.usable and status.state is not DeviceState.STARTING
