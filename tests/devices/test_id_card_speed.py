"""Looking for the speed of a card reader's line, and making it the fastest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.contract.device import DeviceState
from drivers.errors import DeviceTimeout
from drivers.faults import Fault, FaultScript, Kind
from drivers.id_card.samv import SamVReader
from drivers.id_card.samv_simulator import SamVSimulator
from drivers.id_card.serial_wire import BAUDS


@pytest.fixture
def faults() -> FaultScript:
    return FaultScript()


@pytest.fixture(params=BAUDS)
def module(request: pytest.FixtureRequest, faults: FaultScript) -> Iterator[SamVSimulator]:
    simulator = SamVSimulator(faults, baud=int(request.param))
    simulator.start()
    yield simulator
    simulator.stop()


def opened(module: SamVSimulator, baud: int) -> SamVReader:
    reader = SamVReader(module.port, baud, timeout_s=0.3, gap_s=0.15)
    reader.open()
    return reader


def test_it_is_found_at_every_speed_and_made_fast(module: SamVSimulator) -> None:
    reader = opened(module, 0)
    assert module.baud == 115200
    assert reader.status().details["baud"] == "115200"
    reader.close()


def test_opened_again_it_is_found_at_once(module: SamVSimulator, faults: FaultScript) -> None:
    reader = opened(module, 0)
    reader.close()
    faults.add(Fault("id_card", Kind.SILENT, "status", skip=2))  # where it was found, and the module's own test
    reader.open()
    reader.close()


@pytest.mark.parametrize("baud", [38400, 9600])
def test_a_speed_that_is_set_is_the_only_one_tried(baud: int) -> None:
    simulator = SamVSimulator(FaultScript(), baud=38400)
    simulator.start()
    try:
        if baud == simulator.baud:
            opened(simulator, baud).close()
        else:
            with pytest.raises(DeviceTimeout) as caught:
                opened(simulator, baud)
            assert caught.value.code == "id_card.silent"
        assert simulator.baud == 38400
    finally:
        simulator.stop()


def test_a_module_that_will_not_change_its_speed_is_used_as_it_is() -> None:
    class Stubborn(SamVSimulator):
        """Says yes to a new speed and keeps its own."""

        @property
        def _baud(self) -> int:
            return 19200

        @_baud.setter
        def _baud(self, baud: int) -> None:
            pass

    simulator = Stubborn(FaultScript(), baud=19200)
    simulator.start()
    try:
        reader = opened(simulator, 0)
        assert reader.status().state is DeviceState.ONLINE
        assert reader.status().details["baud"] == "19200"
        reader.close()
    finally:
        simulator.stop()


def test_a_module_that_answers_at_no_speed_is_silent() -> None:
    simulator = SamVSimulator(FaultScript([Fault("id_card", Kind.SILENT, "status", times=0)]))
    simulator.start()
    try:
        with pytest.raises(DeviceTimeout) as caught:
            opened(simulator, 0)
        assert caught.value.code == "id_card.silent"
        assert caught.value.data == {"speeds_tried": 5}
    finally:
        simulator.stop()
