"""The Modbus relays of another implementation: pymodbus's serial server, joined to our port by two pseudo terminals."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import cast

import pytest
from cabinets import PATIENT_S, SIZES, cells_of
from pymodbus.pdu import ModbusPDU
from pymodbus.pdu.bit_message import ReadDiscreteInputsResponse, WriteSingleCoilRequest
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from drivers.contract.locker import DoorState, Locker, OpenCell, OpenOutcome, OpenResult
from drivers.locker.cabinet import BoardEntry
from drivers.pseudo_port import PseudoPort
from drivers.registry import create

LOCKS = 8
UNITS = (1, 2)
BOARDS: list[BoardEntry] = [{"address": unit, "locks": LOCKS, "turned": False, "items": "none"} for unit in UNITS]


class Cabinet:
    """The doors behind pymodbus's relays: current on a coil opens one."""

    def __init__(self) -> None:
        self.closed = {unit: [True] * LOCKS for unit in UNITS}
        self.coils: list[tuple[int, int, bool]] = []
        """Unit, coil and whether current came or went, of every write."""

    def trace(self, _sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        if isinstance(pdu, WriteSingleCoilRequest):
            self.coils.append((pdu.dev_id, pdu.address, pdu.bits[0]))
            if pdu.bits[0]:
                self.closed[pdu.dev_id][pdu.address] = False
        elif isinstance(pdu, ReadDiscreteInputsResponse):
            pdu.bits = list(self.closed[pdu.dev_id])
        return pdu


@contextlib.contextmanager
def joined() -> Iterator[tuple[str, str]]:
    """Two serial ports; what one end says, the other hears."""
    ports = PseudoPort("terminal"), PseudoPort("relays")
    over = threading.Event()

    def carry(source: PseudoPort, target: PseudoPort) -> None:
        while not over.is_set():
            target.write(source.read(None))

    threads = [threading.Thread(target=carry, args=pair) for pair in (ports, ports[::-1])]
    for thread in threads:
        thread.start()
    yield ports[0].path, ports[1].path
    over.set()
    for port in ports:
        port.wake()
    for thread in threads:
        thread.join()
    for port in ports:
        port.close()


@contextlib.contextmanager
def served(port: str, cabinet: Cabinet) -> Iterator[None]:
    ready, loop = threading.Event(), asyncio.new_event_loop()
    made: list[ModbusSerialServer] = []

    async def serve() -> None:
        bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
        registers = [SimData(0, values=0, datatype=DataType.REGISTERS)]
        units = [SimDevice(unit, simdata=(bits, bits, registers, registers)) for unit in UNITS]
        server = ModbusSerialServer(units, port=port, baudrate=9600, trace_pdu=cabinet.trace)
        made.append(server)
        await server.serve_forever(background=True)
        ready.set()
        await server.serving

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(5)
    yield
    asyncio.run_coroutine_threadsafe(made[0].shutdown(), loop).result(5)
    thread.join(5)
    loop.close()


@pytest.mark.parametrize("pulse_s", [0.0, 0.01])
def test_doors_behind_the_relays_of_pymodbus(pulse_s: float) -> None:
    cabinet = Cabinet()
    with joined() as (ours, theirs), served(theirs, cabinet):
        options = {"port": ours, "codec": "modbus", "baud": 9600, "boards": BOARDS, "cells": cells_of(BOARDS)}
        patience_s = PATIENT_S | {"pulse_s": pulse_s}
        locker = cast("Locker", create("locker.serial", {**options, "sizes": SIZES, **patience_s}))
        locker.open()
        cabinet.coils.clear()
        assert {door.state for door in locker.doors().values()} == {DoorState.CLOSED}
        assert locker.open_cell(OpenCell("B3", "one")) == OpenResult(OpenOutcome.OPENED)
        let_go = [(2, 2, False)] if pulse_s else []
        assert cabinet.coils == [(2, 2, True), *let_go]
        assert locker.door("B3").state is DoorState.OPEN
        assert locker.door("A3").state is DoorState.CLOSED
        cabinet.closed[2][2] = True
        assert locker.door("B3").state is DoorState.CLOSED
        locker.close()
