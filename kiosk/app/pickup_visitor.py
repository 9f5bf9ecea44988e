"""An unattended person who comes for what waits in the cabinet: finds it, takes it out, closes the door, signs."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.app.door_visitor import DoorVisitor
from kiosk.app.identification import PHONE_S
from kiosk.app.visitor import NAME_STROKES
from kiosk.app.walker import PAGE_S, Identify, StuckError
from kiosk.platform.item import HandInWay
from kiosk.services.papers import ways_to_hand_in
from kiosk.session.collection import Collection, DoorPhase, Waiting
from kiosk.session.model import Step
from kiosk.session.steps.hand_in import is_being_noted
from ui.touch import both, of_type, pause, wait_until, with_property

CODES = {"lin": "482913", "ji": "604918"}
"""Of the demonstration orders (kiosk/gateway/orders.toml), by who collects them."""
_NO_CODE_ANY_MORE = ("pickup_code.too_often", "pickup_code.locked")


class PickupVisitor(DoorVisitor):
    """Takes out the first order that can be taken, all of it."""

    code = ""
    """What they type or show where a pick-up code is asked for; "" = their demonstration order's."""
    order = ""
    """The number of the order that they came for; "" = whichever can be taken."""
    shows_originals = False
    """Has what is owed photographed, where that may be chosen, instead of putting it into a cell."""
    _tried_again = False

    def handlers(self) -> dict[Step, Callable[[], None]]:
        return {
            **super().handlers(),
            Step.START: self._come,
            Step.HOME: self._want_to_pick_up,
            Step.PICKUP_CODE: self._type_code,
            Step.WAITING: self._choose_order,
            Step.HAND_IN: self._hand_in,
            Step.DOOR: self._stand_at_door,
            Step.DOOR_TROUBLE: self._try_door_again,
            Step.SIGN_FOR: self._sign_for,
        }

    def _come(self) -> None:
        """Who wants another language or display touches the screen first."""
        if self._identify is Identify.SCANNED_CODE and self._preferences == self._session.preferences:
            self._show_code()
        else:
            self._start()

    def _show_code(self) -> None:
        """Hold the notice out until its code was seen."""
        turn = self._session.turn
        until_s = time.monotonic() + PAGE_S
        while self._session.turn == turn and time.monotonic() < until_s:
            self._act(lambda: self._simulation.show_code(f"PK1.{self._code}".encode()))
            wait_until(lambda: self._session.turn != turn, PHONE_S)

    def _want_to_pick_up(self) -> None:
        """Where no cabinet works, there is no such tile."""
        self._adjust_display()
        if self._identify is Identify.SCANNED_CODE:
            self._show_code()
            return
        tile = both(of_type("Tile"), with_property("iconName", "parcel"))
        if self._finger.find(tile) is None:
            self._recorder.picture("home-no-cabinet")
            self._leave()
            return
        self._act(lambda: self._finger.tap(tile))

    def _go_another_way(self) -> None:
        row = both(of_type("ListRow"), with_property("iconName", "parcel"))
        tried_in_vain = self._session.notice is not None and self._session.notice.code in _NO_CODE_ANY_MORE
        if self._identify not in (Identify.CARD_CODE, Identify.SCANNED_CODE):
            super()._go_another_way()
        elif tried_in_vain:
            self._leave()
        else:
            self._act(lambda: self._finger.tap(row))

    @property
    def _code(self) -> str:
        return self.code or CODES.get(self._person.key, "000000")

    def _type_code(self) -> None:
        for character in self._code:
            self._tap(both(of_type("Key"), with_property("character", character)))
        pause(0.1)
        self._recorder.picture("pickup_code-typed")
        self._main()

    def _choose_order(self) -> None:
        """Once it is known what waits; where nothing of it can be taken, or somebody was quicker, leave."""
        turn = self._session.turn

        def settled() -> bool:
            return self._session.turn != turn or self._session.notice is not None or self._is_found

        if not wait_until(settled, PAGE_S):
            raise StuckError("waiting")
        if self._is_told("pickup.nothing_known"):  # the terminal goes on looking
            wait_until(lambda: self._session.turn != turn or self._is_found, self._pace.patience_s)
        if self._session.turn != turn:
            return
        pause(0.1)
        wanted = self._wanted
        if wanted is None:
            self._recorder.picture("waiting-nothing")
            self._leave()
            return
        self._recorder.picture("waiting-found")
        self._paged(with_property("order", wanted.number, "reason"))
        wait_until(lambda: self._session.turn != turn or self._session.notice is not None, PAGE_S)
        if self._session.turn == turn:
            self._recorder.picture("waiting-refused")
            self._leave()

    def _hand_in(self) -> None:
        """Have a cell opened for what is owed, or show it; where neither can be done, leave with nothing."""
        turn = self._session.turn
        if is_being_noted(self._session):
            wait_until(lambda: self._has_moved(turn), PAGE_S)
        if self._session.step is not Step.HAND_IN or self._session.turn != turn:
            return  # what was shown is noted
        wait_until(lambda: self._session.notice is not None or self._has_room, PAGE_S)
        if self.shows_originals and HandInWay.SHOWN in ways_to_hand_in(self._session):
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "scan"))))
            return
        if self._session.notice is not None:
            self._recorder.picture("hand_in-problem")
            self._leave()
        else:
            self._main()

    def use_door(self) -> None:
        """What hands do at an open door."""
        self._simulation.close_doors()

    def _try_door_again(self) -> None:
        """Once; then on without it, or away with nothing."""
        self._wait_at_door()
        if not self._tried_again:
            self._tried_again = True
            self._main()
        elif self._collection.taken or self._collection.is_doubtful:
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "chevron-right"))))
        else:
            self._leave()

    def _sign_for(self) -> None:
        if self._session.notice is not None and self._session.notice.code.startswith("outbox."):
            self._recorder.picture("sign_for-problem")
            self._leave()
            return
        self._draw(of_type("SignaturePad"), NAME_STROKES)
        pause(0.1)
        self._recorder.picture("sign_for-signed")
        self._main()

    # ---- what the screen shows ---------------------------------------------------------------------------------------

    @property
    def _collection(self) -> Collection:
        return self._session.collection

    @property
    def _is_found(self) -> bool:
        return self._collection.is_complete or self._wanted is not None

    @property
    def _wanted(self) -> Waiting | None:
        found = (waiting for waiting in self._collection.found if waiting.may_be_taken)
        return next((waiting for waiting in found if self.order in ("", waiting.number)), None)

    @property
    def _has_room(self) -> bool:
        due = self._collection.due_original
        return due is not None and due.cell != ""

    @property
    def _phase(self) -> DoorPhase | None:
        current = self._collection.current
        return current.phase if current is not None else None


class ShowingVisitor(PickupVisitor):
    """Has what is owed photographed."""

    shows_originals = True
