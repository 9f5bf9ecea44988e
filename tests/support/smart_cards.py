"""A reader driver on a pcscd of our own, and the cards that are laid into it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from drivers.contract.smart_card import PresentCard, SocialSecurityCard
from drivers.errors import DeviceError
from drivers.faults import FaultScript
from drivers.pcsc.reader import PcscReader
from drivers.pcsc.simulator import PcscSimulator
from drivers.pcsc.virtual_cards import VirtualSocialSecurityCard
from drivers.pcsc.virtual_namespace import VPCD_PORT
from drivers.pcsc.virtual_service import SLOTS, VPCD

LONG_S = 60.0
READ_RECORD = 0xB2
USB_READER = "Travelling"
USB_SLOT = SLOTS
"""The simulator's number of its first slot."""
_INFO_PLIST = """<?xml version="1.0"?>
<plist version="1.0">
<dict>
  <key>CFBundleName</key>
  <string>USB-READER</string>
  <key>CFBundleExecutable</key>
  <string>usb_reader.so</string>
  <key>ifdVendorID</key>
  <array>
    <string>0x0400</string>
  </array>
  <key>ifdProductID</key>
  <array>
    <string>0x0400</string>
  </array>
  <key>ifdFriendlyName</key>
  <array>
    <string>Travelling</string>
  </array>
</dict>
</plist>
"""

CARD = SocialSecurityCard(
    name="张𠮷㐀·艾力",
    number="440524188001010014",
    sex="1",
    nation="01",
    birth="1880-01-01",
    card_number="A1234567X",
    issued="2016-05-04",
    valid_to="2036-05-04",
)


@dataclass
class SmartCardRig:
    """`lay` and `take_away` are the simulator's."""

    simulator: PcscSimulator
    reader: PcscReader
    faults: FaultScript

    def found(self) -> PresentCard:
        """The next card, as a waiting job finds it. Raises what finding raises."""
        return found(self.reader)

    def failed(self) -> str:
        """The code of what is wrong with the next card, found and read."""
        try:
            self.found()
            self.reader.read()
        except DeviceError as error:
            return error.code
        return ""

    def wait_until_empty(self) -> None:
        """Until the driver has seen that no card lies there any more."""
        until = time.monotonic() + LONG_S
        while time.monotonic() < until:
            assert self.reader.find() is None
            if not any(state.has_card for state in self.reader._states.values()):
                return
        raise AssertionError("a card stays")


def found(reader: PcscReader) -> PresentCard:
    until = time.monotonic() + LONG_S
    while time.monotonic() < until:
        if (card := reader.find()) is not None:
            return card
    raise AssertionError("no card was found")


@cache
def quick_polls() -> Path:
    """The shared object, compiled once a process."""
    target = Path(mkdtemp(prefix="quick-polls-")) / "quick_polls.so"
    source = Path(__file__).with_name("quick_polls.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", target, source], check=True)
    return target


class UsbPort:
    """A USB port of pcscd's, into which a reader with two slots is plugged, and out of which it is pulled.

    `library` is what pcscd is started with, `drivers` where it has its drivers for USB: `usb_port.c`, `usb_reader.c`.
    """

    def __init__(self) -> None:
        folder = Path(mkdtemp(prefix="usb-port-"))
        self.drivers = folder / "drivers"
        self._plug = folder / "port" / "reader"
        bundle = self.drivers / "usb-reader.bundle" / "Contents"
        self.library = folder / "usb_port.so"
        driver = bundle / "Linux" / "usb_reader.so"
        driver.parent.mkdir(parents=True)
        self._plug.parent.mkdir()
        (bundle / "Info.plist").write_text(_INFO_PLIST, "ascii")
        vpcd = shutil.copy(VPCD, folder / "vpcd.so")
        names = {"PLUG": self._plug, "VPCD": vpcd, "PORT": VPCD_PORT + SLOTS}
        defined = [f'-D{name}="{value}"' for name, value in names.items()]
        for target, source in ((self.library, "usb_port.c"), (driver, "usb_reader.c")):
            build = ["gcc", "-shared", "-fPIC", "-O1", *defined, "-I/usr/include/PCSC", "-o", target]
            subprocess.run([*build, Path(__file__).with_name(source)], check=True)

    def plug(self) -> None:
        self._plug.touch()

    def pull(self, simulator: PcscSimulator) -> None:
        """Out, with the cards in it: whatever is on the wire breaks off."""
        self._plug.unlink(missing_ok=True)
        for slot in range(USB_SLOT, USB_SLOT + SLOTS):
            simulator.take_away(slot=slot)


class CardThatGoesWithItsReader(VirtualSocialSecurityCard):
    """Instead of its answer number `after` (from 0) to a reading command, somebody pulls the reader out."""

    def __init__(self, pull: Callable[[], None], after: int, card: SocialSecurityCard = CARD) -> None:
        super().__init__(card)
        self._pull = pull
        self._after = after

    def answer(self, command: bytes) -> bytes:
        if command[1] == READ_RECORD:
            self._after -= 1
            if self._after < 0:
                self._pull()
        return super().answer(command)


@cache
def usb_port() -> UsbPort:
    """The port, compiled once a process; a reader that a test left in it is still there for the next."""
    return UsbPort()


@contextmanager
def smart_card_rig(
    reader: str = "Simulated", *, is_revoked: Callable[[str], bool] = lambda _: False, **trust: Path
) -> Iterator[SmartCardRig]:
    """An opened reader with two empty slots."""
    faults = FaultScript()
    simulator = PcscSimulator(faults, preload=quick_polls())
    simulator.start()
    driver = PcscReader(reader, 0.05, **trust, is_revoked=is_revoked)
    try:
        driver.open()
        yield SmartCardRig(simulator, driver, faults)
    finally:
        driver.close()
        simulator.stop()
