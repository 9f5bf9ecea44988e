"""What a visitor's hands do at simulated devices, touch by touch on the panel."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.persons import Person, load_persons
from kiosk.app.belongings import DEMO_PARCEL, PAPERS

if TYPE_CHECKING:
    from config.settings import Settings
    from kiosk.app.simulation import Simulation


@dataclass(frozen=True, slots=True)
class _Hand:
    """What a hand can do with one thing."""

    put: Callable[[Person], None]
    take: Callable[[], None] = lambda: None


class PanelHands:
    """Implements `ui.view_models.simulation.Hands`.

    Their reach is known before the simulators are up: what is touched until then is not there yet.
    """

    def __init__(self, simulation: Simulation, settings: Settings) -> None:
        self._hands = _reach(simulation, settings)

    def props(self) -> Sequence[str]:
        return tuple(self._hands)

    def put(self, prop: str, person: str) -> None:
        self._hands[prop].put(load_persons()[person])

    def take(self, prop: str) -> None:
        self._hands[prop].take()


def _reach(at: Simulation, settings: Settings) -> Mapping[str, _Hand]:
    devices = settings.devices
    pages = itertools.cycle((paper, page) for paper, count in PAPERS.values() for page in range(count))
    hands: dict[str, _Hand] = {}
    if devices.id_card.simulate:
        hands["id_card"] = _Hand(at.lay_card, at.take_card)
        hands["id_card_torn"] = _Hand(at.tear_card)
        hands["id_card_second"] = _Hand(lambda _person: at.lay_second_card(), at.take_card)
    if devices.barcode.simulate:
        hands["eid_qr"] = _Hand(at.show_eid)
        hands["parcel"] = _Hand(lambda _person: at.show_code(DEMO_PARCEL))
        hands["eid_qr_torn"] = _Hand(at.tear_eid)
    if devices.pcsc.simulate and at.has_smart_cards:
        hands["social_security"] = _Hand(at.lay_social_security_card, at.take_social_security_card)
        hands["staff_card"] = _Hand(lambda _person: at.lay_staff_card(), at.take_social_security_card)
        hands["social_security_torn"] = _Hand(at.tear_social_security_card)
        hands["staff_card_torn"] = _Hand(lambda _person: at.tear_staff_card())
        hands["bank_card"] = _Hand(lambda _person: at.lay_bank_card(), at.take_social_security_card)
    if devices.camera.simulate:
        hands["face"] = _Hand(at.step_up, at.step_aside)
    if devices.locker.simulate:
        hands["doors"] = _Hand(lambda _person: at.close_doors(), at.force_door)
        hands["cells"] = _Hand(lambda _person: at.fill_cells())
    if devices.document_camera.simulate:
        hands["document"] = _Hand(lambda _person: at.lay_paper(*next(pages)), at.take_paper)
    if devices.printer.simulate:
        hands["paper"] = _Hand(lambda _person: at.load_paper("full"), lambda: at.load_paper("out"))
    if devices.page_printer.driver and devices.page_printer.simulate:
        hands["pages"] = _Hand(lambda _person: at.load_pages("full"), lambda: at.load_pages("out"))
    return hands
