"""Start page, home, list of items, guide, out of service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.journeys import apply
from kiosk.services.availability import missing_devices
from kiosk.session.effects import Effect, WatchForStaff
from kiosk.session.events import (
    CodeScanned,
    DeviceFailed,
    StaffArrived,
    TimedOut,
    Timer,
)
from kiosk.session.model import Session, Step
from kiosk.session.person_events import (
    Confirmed,
    ItemChosen,
    PickupWanted,
    Searched,
    Started,
    ThemeChosen,
)
from kiosk.session.steps import codes, details, identify, pickup, stock
from kiosk.session.table import Result, Row, go, stay, tell, without_person

if TYPE_CHECKING:
    from kiosk.session.limits import Limits


def _start(session: Session, event: Started, _limits: Limits) -> Result:
    return go(replace(session, id=event.session_id, preferences=event.preferences), Step.HOME)


def _choose_theme(session: Session, event: ThemeChosen, _limits: Limits) -> Result:
    return go(replace(session, theme=event.theme, query=""), Step.ITEMS)


def _begin_search(session: Session, event: Searched, _limits: Limits) -> Result:
    return go(replace(session, theme="", query=event.query), Step.ITEMS)


def _search(session: Session, event: Searched, _limits: Limits) -> Result:
    return stay(replace(session, theme="", query=event.query))


def _all_items(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    return go(replace(session, theme="", query=""), Step.ITEMS)


def _choose_item(session: Session, event: ItemChosen, _limits: Limits) -> Result:
    same = session.item is not None and session.item.code == event.item.code
    kept = session if same else without_person(session)
    return go(replace(kept, item=event.item), Step.GUIDE)


def _begin(session: Session, _event: Confirmed, _limits: Limits) -> Result:
    """Start applying, or go on where the person had come to before looking at the guide again."""
    assert session.item is not None
    missing = missing_devices(session.item, session.health)
    if missing:
        return tell(session, "item.unavailable", device=missing[0])
    if session.identity is None:
        return go(session, Step.IDENTIFY)
    if not session.is_confirmed:
        return identify.establish(session)
    if not session.draft.values:
        return go(session, Step.FETCHING) if session.consents.data_at else details.open_form(session)
    stage = apply.first_of_form(session.item)
    return go(session, stage.step, topic=stage.topic)


def _watch(session: Session, _limits: Limits) -> tuple[Effect, ...]:
    """Whatever is broken, staff may have something to do here."""
    return (WatchForStaff(session.stamp),)


def _watch_again(session: Session, event: TimedOut, limits: Limits) -> Result:
    return stay(session, *_watch(session, limits)) if event.timer is Timer.STEP else stay(session)


ROWS = {
    Step.START: Row(
        back=lambda _: None,
        on={
            Started: _start,
            CodeScanned: codes.shown_at_start,
            DeviceFailed: codes.scanner_failed,
            StaffArrived: stock.arrived,
            TimedOut: codes.await_again,
        },
        arrive=codes.await_anybody,
        idle=False,
        leave=False,
    ),
    Step.HOME: Row(
        back=lambda _: Step.START,
        on={
            ThemeChosen: _choose_theme,
            Searched: _begin_search,
            ItemChosen: _choose_item,
            Confirmed: _all_items,
            PickupWanted: pickup.begin,
            CodeScanned: codes.scanned,
            DeviceFailed: codes.scanner_failed,
            StaffArrived: stock.arrived,
            TimedOut: codes.await_again,
        },
        arrive=codes.await_anybody,
    ),
    Step.ITEMS: Row(back=lambda _: Step.HOME, on={Searched: _search, ItemChosen: _choose_item}),
    Step.GUIDE: Row(back=lambda _: Step.ITEMS, on={Confirmed: _begin}),
    Step.OUT_OF_SERVICE: Row(
        back=lambda _: None,
        on={StaffArrived: stock.arrived, DeviceFailed: codes.scanner_failed, TimedOut: _watch_again},
        arrive=_watch,
        idle=False,
        leave=False,
    ),
}
