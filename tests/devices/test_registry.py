"""Drivers by name, and what is said about names and settings that are wrong."""

import subprocess
import sys

import pytest

from drivers.errors import DeviceError
from drivers.faults import Fault, FaultScript, Kind
from drivers.registry import create, create_simulator


def test_a_driver_is_made_with_its_settings() -> None:
    reader = create("id_card.samv", {"port": "/dev/nothing", "baud": 9600, "find_interval_s": 0.4})
    assert type(reader).__name__ == "SamVReader"
    assert vars(reader)["find_interval_s"] == 0.4


def test_an_unknown_driver_is_named_with_those_that_exist() -> None:
    with pytest.raises(DeviceError) as caught:
        create("id_card.unknown", {})
    assert caught.value.code == "registry.unknown_driver"
    assert caught.value.data["driver"] == "id_card.unknown"
    assert "id_card.samv" in str(caught.value.data["known"])


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(DeviceError) as caught:
        create("id_card.samv", {"port": "/dev/nothing", "speed": 9600})
    assert caught.value.code == "registry.bad_settings"
    assert caught.value.data["key"] == "speed"


def test_a_missing_key_is_named() -> None:
    with pytest.raises(DeviceError) as caught:
        create("barcode.serial", {})
    assert caught.value.code == "registry.bad_settings"
    assert caught.value.data["missing"] == "port"


def test_a_simulator_gets_the_fault_script() -> None:
    simulator = create_simulator(
        "id_card.samv_simulator", FaultScript([Fault("id_card", Kind.UNPLUGGED)]), {"pace": False}
    )
    simulator.start()
    simulator.stop()
    with pytest.raises(DeviceError):
        create_simulator("id_card.samv_simulator", FaultScript(), {"speed": 1})


@pytest.mark.parametrize("driver", ["id_card.samv", "camera.opencv", "face.dlib", "printer.escpos"])
def test_every_driver_of_the_registry_exists(driver: str) -> None:
    with pytest.raises(DeviceError) as caught:
        create(driver, {"no such setting": 1})
    assert caught.value.code == "registry.bad_settings"


def test_the_registry_imports_no_driver_before_it_is_made() -> None:
    heavy = ("serial", "cv2", "escpos", "numpy")
    code = f"import sys, drivers.registry, drivers.worker; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "[]"
