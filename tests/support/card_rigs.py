"""Identity card readers by every way to their module, with the simulator on its pty at the other end."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from card_reader_ends import SPLIT, UsbModule

from drivers.contract.id_card import CardKind, IdCardReader, IdentityCard
from drivers.errors import DeviceError
from drivers.faults import Fault, FaultScript, Kind
from drivers.registry import IdCardSimulator, create, create_simulator

PORTRAIT = bytes(range(256)) * 4


RESIDENT = IdentityCard(
    kind=CardKind.RESIDENT,
    name="𠮷永㐀",
    sex="2",
    nation="01",
    birth="1880-01-01",
    address="广东省深圳市福田区莲花街道福中三路１号",
    number="440524188001010014",
    authority="深圳市公安局福田分局",
    valid_from="2016-05-04",
    valid_to="",
    portrait=PORTRAIT,
)


HMT = replace(
    RESIDENT,
    kind=CardKind.HMT_RESIDENCE,
    name="陈大文",
    nation="",
    number="810000199408230021",
    birth="1994-08-23",
    valid_to="2026-05-04",
    pass_number="H12345678",
)


FOREIGNER_2017 = replace(
    RESIDENT,
    kind=CardKind.FOREIGNER_2017,
    name="让·杜邦",
    latin_name="DUPONT, JEAN MARIE",
    nation="FRA",
    address="",
    number="FRA110190123456",
    authority="4403",
    birth="1990-12-30",
    valid_to="2026-05-04",
)


FOREIGNER_2023 = replace(
    FOREIGNER_2017,
    kind=CardKind.FOREIGNER_2023,
    latin_name="VON HOHENZOLLERN-SIGMARINGEN, MAXIMILIAN",
    number="931234199012300014",
    authority="",
)


@dataclass
class Rig:
    """A reader, and the hand that puts cards onto it."""

    reader: IdCardReader
    simulator: IdCardSimulator
    faults: FaultScript
    way: Way

    def strike(self, kind: Kind, on: str, **more: float) -> None:
        self.faults.add(Fault("id_card", kind, on, **more))  # pyright: ignore[reportArgumentType]

    def end(self) -> None:
        self.reader.close()
        self.simulator.stop()


@dataclass
class Way:
    """How a reader is reached."""

    transport: str
    library: Path
    endpoints: tuple[int, int, int, int] = SPLIT
    hasty: bool = False
    """For answers that never come: a patience that a test can wait for."""

    def reader(self, port: str, **settings: object) -> IdCardReader:
        patience_s = {"timeout_s": 0.3, "gap_s": 0.15} if self.hasty else {"timeout_s": 8.0, "gap_s": 2.0}
        options: dict[str, object] = {"transport": self.transport, **patience_s, **settings}
        if self.transport == "serial":
            options["port"] = port
        elif self.transport == "usb":
            options |= {"usb_endpoints": self.endpoints, "usb_backend": UsbModule(port, self.endpoints)}
        else:
            os.environ["SDT_TEST_PORT"] = port
            options["library"] = str(self.library)
        return create("id_card.samv", options)  # pyright: ignore[reportReturnType]

    def rig(self, pace: bool = False, baud: int = 115200, faults: FaultScript | None = None) -> Rig:
        faults = faults or FaultScript()
        simulator = create_simulator("id_card.samv_simulator", faults, {"pace": pace, "baud": baud})
        simulator.start()
        return Rig(self.reader(simulator.port, baud=baud), simulator, faults, self)


def failure(call: object) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        call()  # pyright: ignore[reportCallIssue]
    return caught.value
