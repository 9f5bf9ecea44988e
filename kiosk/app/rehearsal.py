"""From what was asked on the command line to a journey's report and what was expected of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from config.persons import load_persons
from config.settings import Settings
from drivers.faults import FaultScript, FaultScriptError, Kind
from kiosk.app.certificate_visitor import CertificateVisitor, CopyVisitor
from kiosk.app.journey import JourneyPlan, JourneyReport, default_expectation, run_journey
from kiosk.app.outcome import Outcome
from kiosk.app.pickup_visitor import PickupVisitor, ShowingVisitor
from kiosk.app.power_cut import run_through_power_cut
from kiosk.app.stock_visitor import StockVisitor
from kiosk.app.visitor import Visitor
from kiosk.app.walker import Identify
from kiosk.services.catalogue import load_catalogue
from kiosk.session.model import Preferences
from ui.application import make_application

VISITORS: dict[str, type[Visitor]] = {
    "apply": Visitor,
    "pickup": PickupVisitor,
    "stock": StockVisitor,
    "certificate": CertificateVisitor,
}


class JourneyRequestError(ValueError):
    """The journey, item, person, language or outcome asked for does not exist; the message names those that do."""


def rehearse(
    settings: Settings,
    out: Path,
    *,
    journey: str,
    item_code: str,
    copy: bool,
    person_key: str,
    identify: str,
    language: str,
    large_print: bool,
    high_contrast: bool,
    offline: bool,
    faults_file: Path | None,
    show_originals: bool = False,
    expect: str,
) -> tuple[str, JourneyReport]:
    """Drive the journey offscreen and leave everything in a fresh `out`: (expected outcome, report).

    Raises:
        JourneyRequestError.
    """
    _one_of("journey", journey, list(VISITORS))
    if copy:
        _one_of("copy of an application in the journey", journey, ["apply"])
    persons = load_persons()
    catalogue = load_catalogue(settings.paths.catalogue_dir)
    _one_of("item", item_code, [item.code for item in catalogue.items])
    _one_of("person", person_key, list(persons))
    _one_of("way to identify", identify, [way.value for way in Identify])
    _one_of("language", language, list(settings.screen.languages))
    try:
        script = FaultScript() if faults_file is None else FaultScript.load(faults_file)
    except (FaultScriptError, OSError) as error:
        raise JourneyRequestError(str(error)) from error
    shows = show_originals and journey == "pickup"
    visitor = CopyVisitor if copy else ShowingVisitor if shows else VISITORS[journey]
    plan = JourneyPlan(
        item_code=item_code,
        person=persons[person_key],
        identify=Identify(identify),
        preferences=Preferences(language, large_print, high_contrast),
        offline=offline,
        faults_file=faults_file,
        visitor=visitor,
    )
    expected = expect or expected_of(script, offline=offline)
    expected = expected or default_expectation(plan, catalogue.by_code(item_code)).value
    _one_of("outcome", expected, [outcome.value for outcome in Outcome])
    shutil.rmtree(out, ignore_errors=True)
    if script.has(Kind.POWER_CUT):
        return expected, run_through_power_cut(settings, plan, out)
    make_application(offscreen=True, width_px=settings.screen.width_px, height_px=settings.screen.height_px)
    return expected, run_journey(settings, plan, out)


def expected_of(script: FaultScript, *, offline: bool) -> str:
    """Without a network nothing is accepted there and then; a script may name another difference itself."""
    if not offline:
        return script.expect
    by_default = Outcome.RECEIVED.value if script.expect == Outcome.ACCEPTED else script.expect
    return script.expect_offline or by_default


def _one_of(what: str, wanted: str, known: list[str]) -> None:
    if wanted not in known:
        raise JourneyRequestError(f"no {what} {wanted!r}; there are: {', '.join(known)}")
