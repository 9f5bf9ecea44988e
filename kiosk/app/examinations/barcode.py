"""`kiosk doctor --device barcode`: one code, read as the terminal reads it; what it says is not shown."""

from __future__ import annotations

import time

from config.settings import Settings
from drivers.contract.barcode import BarcodeReader
from drivers.errors import DeviceError, MediaError
from drivers.faults import FaultScript
from kiosk.app.examinations.examined import Examined, Say, told
from kiosk.app.simulation import Simulation
from kiosk.identity.codes import kind_of

DEVICE = "barcode"
SAMPLE = b"K1.0190b5c2-7d1e-7abc-8def-0123456789ab.-.2026-11-22T20:36+08:00.KIOSK-0000.simulated"
LOOK_S = 0.2


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Open, look for a code, read it. `barcode.none` where the settings name no scanner, `barcode.no_code` when nothing
    was shown in time."""
    device = settings.devices.barcode
    if not device.driver:
        return Examined(DEVICE, "barcode.none")
    wired_to = device.camera.source if device.driver == "barcode.camera" else device.serial.port
    seen = {"driver": device.driver, "at": "simulated" if device.simulate else wired_to}
    if device.driver == "barcode.serial":
        seen["framing"] = device.serial.framing
    simulation = Simulation(settings, FaultScript())
    simulation.start()
    reader = simulation.make_scanner()
    try:
        reader.open()
        reader.status()
        seen["looks by itself"] = "yes" if reader.hands_free else "no"
        reader.start()
        if simulation.scanner is not None:
            simulation.show_code(SAMPLE)
        else:
            say(f"Hold a QR code before the scanner within {wait_s:g} s.")
        seen |= _read(reader, wait_s)
        reader.stop()
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        reader.close()
        simulation.stop()
    return Examined(DEVICE, "", seen)


def _read(reader: BarcodeReader, wait_s: float) -> dict[str, str]:
    began_s = time.monotonic()
    while (payload := reader.next(LOOK_S)) is None:
        if time.monotonic() - began_s > wait_s:
            raise MediaError("barcode.no_code", retryable=True, data={"waited_s": wait_s})
    took_ms = (time.monotonic() - began_s) * 1000
    return {"code": kind_of(payload).value, "length": f"{len(payload)} bytes", "read in": f"{took_ms:.0f} ms"}
