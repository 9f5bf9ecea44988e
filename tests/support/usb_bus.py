# pyright: reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false
"""A USB bus with one device, as pyusb sees it: what it says of itself, and how transfers fail."""

from __future__ import annotations

import errno
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

_BULK = 2


class UsbBus(usb.backend.IBackend, ABC):
    """pyusb's backend: one device with one configuration, one interface and bulk endpoints. Transfers are a child's.

    Args:
        ids: vendor and product number.
        interface: class, subclass and protocol of the interface.
        endpoints: their addresses.
    """

    def __init__(self, ids: tuple[int, int], interface: tuple[int, int, int], endpoints: Sequence[int]) -> None:
        self._ids = ids
        self._interface = interface
        self._addresses = endpoints

    @abstractmethod
    def is_plugged(self) -> bool:
        """Whether the device is there."""

    def enumerate_devices(self) -> Iterator[object]:
        if self.is_plugged():
            yield "device"

    def get_device_descriptor(self, dev: object) -> object:
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0110,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=8,
            idVendor=self._ids[0],
            idProduct=self._ids[1],
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=2,
        )

    def get_configuration_descriptor(self, dev: object, config: int) -> object:
        if config > 0:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=9,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0x80,
            bMaxPower=100,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: object, intf: int, alt: int, config: int) -> object:
        if intf > 0 or alt > 0:
            raise IndexError(intf)
        of_class, subclass, protocol = self._interface
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=len(self._addresses),
            bInterfaceClass=of_class,
            bInterfaceSubClass=subclass,
            bInterfaceProtocol=protocol,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: object, ep: int, intf: int, alt: int, config: int) -> object:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=self._addresses[ep],
            bmAttributes=_BULK,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        pass

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        pass

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        pass


def gone() -> usb.core.USBError:
    return usb.core.USBError("gone", None, errno.ENODEV)


def timed_out() -> usb.core.USBTimeoutError:
    return usb.core.USBTimeoutError("timeout", None, errno.ETIMEDOUT)
