"""Whether an item can be done here now. Said before the person starts, not in the middle."""

from collections.abc import Mapping

from drivers.contract import DeviceState, DeviceStatus
from kiosk.platform.item import ServiceItem


def missing_devices(item: ServiceItem, health: Mapping[str, DeviceStatus]) -> tuple[str, ...]:
    """Device classes that the item needs and this terminal has not got or cannot use now, in the item's order.

    A device that is still starting is not missing: it will be there before the person comes to it.
    """
    return tuple(
        device
        for device in item.devices
        if device not in health or not (health[device].state.usable or health[device].state is DeviceState.STARTING)
    )
