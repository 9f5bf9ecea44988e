"""The simulated side of the terminal: who stands there, what lies on the reader, what came out of the printer.

The simulators speak the real bytes (a pty, a TCP port, picture files); only what a visitor's hands do comes from here.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from config.persons import Person, load_persons
from config.settings import Settings
from drivers import registry
from drivers.contract import Camera, CardKind, IdCardReader, IdentityCard
from drivers.faults import FaultScript
from drivers.registry import IdCardSimulator, PrinterSimulator, create_simulator
from drivers.worker import DeviceWorker


def card_of(person: Person) -> IdentityCard:
    """The resident identity card this person carries, its portrait in the simulator's reversible stand-in for WLT."""
    from drivers.face.portrait import stand_in_portrait

    return IdentityCard(
        kind=CardKind.RESIDENT,
        name=person.name,
        sex=person.sex,
        nation=person.nation,
        birth=person.birth,
        address=person.address,
        number=person.number,
        authority=person.authority,
        valid_from=person.valid_from,
        valid_to=person.valid_to,
        portrait=stand_in_portrait(person.card_picture),
    )


class Simulation:
    """Simulators for the devices that the settings ask to simulate."""

    def __init__(self, settings: Settings, faults: FaultScript) -> None:
        self._settings = settings
        self._faults = faults
        self._in_front: Path | None = None
        self._camera: DeviceWorker[Camera] | None = None
        self.card_reader: IdCardSimulator | None = None
        self.printer: PrinterSimulator | None = None

    def start(self) -> None:
        """Bring up the other ends of the wires; their ports are known afterwards."""
        devices, paced = self._settings.devices, self._settings.simulation.paced
        if devices.id_card.simulate:
            options = {"baud": devices.id_card.options.baud, "pace": paced}
            self.card_reader = create_simulator("id_card.samv_simulator", self._faults, options)
            self.card_reader.start()
        if devices.printer.simulate:
            options = {"paper_mm": devices.printer.options.paper_mm}
            self.printer = create_simulator("printer.escpos_simulator", self._faults, options)
            self.printer.start()

    def stop(self) -> None:
        for simulator in (self.card_reader, self.printer):
            if simulator is not None:
                simulator.stop()

    @property
    def in_front(self) -> Path | None:
        """The picture that the simulated camera shows."""
        return self._in_front

    def attach(self, camera: DeviceWorker[Camera]) -> None:
        """Let `step_up` and `step_aside` reach the camera."""
        self._camera = camera

    def make_card_reader(self) -> IdCardReader:
        """The driver that the settings name, on the simulator's wire where it is simulated."""
        device = self._settings.devices.id_card
        options: dict[str, object] = device.options.model_dump()
        if self.card_reader is not None:
            options["port"] = self.card_reader.port
        return cast("IdCardReader", registry.create(device.driver, options))

    def lay_card(self, person: Person) -> None:
        assert self.card_reader is not None
        self.card_reader.lay(card_of(person))

    def take_card(self) -> None:
        if self.card_reader is not None:
            self.card_reader.take_away()

    def step_up(self, person: Person) -> None:
        """This person now stands before the camera."""
        self._show(person.live_picture)

    def step_aside(self) -> None:
        """Nobody stands there any more."""
        self._show(None)

    # ---- by a demo person's key, for the panel on the screen -------------------------------------------------------

    def lay_card_of(self, person: str) -> None:
        self.lay_card(load_persons()[person])

    def step_up_as(self, person: str) -> None:
        self.step_up(load_persons()[person])

    def set_paper(self, level: str) -> None:
        if self.printer is not None:
            self.printer.set_paper(level)

    def _show(self, picture: Path | None) -> None:
        self._in_front = picture
        if self._camera is not None and self._settings.devices.camera.simulate:
            shown = None if picture is None else str(picture)
            self._camera.submit(object(), lambda camera, _job: _stand(camera, shown), deadline_s=5.0)


class _Stage(Camera):
    """A camera that can be shown a picture (`drivers.camera.opencv`)."""

    def show(self, path: str | None) -> None: ...


def _stand(camera: Camera, picture: str | None) -> None:
    cast("_Stage", camera).show(picture)
