"""Unattended staff at the cabinet: put in what they brought, take back what is overdue, look into doubtful cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.app.door_visitor import DoorVisitor
from kiosk.app.identification import STAFF_PIN
from kiosk.app.walker import PAGE_S, StuckError
from kiosk.session.collection import DoorPhase
from kiosk.session.model import Session, Step
from kiosk.session.shift import Chore, Shift
from kiosk.session.steps.stock import may_try_again
from ui.touch import NothingThereError, both, of_type, pause, wait_until, with_property
from ui.view_models.session import LANGUAGES

BROUGHT = ("QJ-2026-0752-1", "QJ-2026-0752-2")
"""What the reference platform's demonstration expects (kiosk/gateway/orders.toml)."""
_SIZE = "S"
"""What they take for the size of a thing where nobody knows it."""


class StockVisitor(DoorVisitor):
    """Works through what there is to do, then leaves."""

    brought: Sequence[str] = BROUGHT
    """Codes of what they put in."""
    pin = STAFF_PIN
    _tries = 0
    """At the thing or cell on hand."""

    def walk(self) -> None:
        self._given_up: set[str] = set()
        super().walk()

    def handlers(self) -> dict[Step, Callable[[], None]]:
        return {
            Step.START: self._arrive,
            Step.STAFF_CARD: self._show_pin,
            Step.STAFF: self._choose_chore,
            Step.STOCK_ITEM: self._show_item,
            Step.STAFF_DOOR: self._stand_at_door,
            Step.STAFF_TROUBLE: self._mend,
            Step.CELL_FOUND: self._say_what_is_inside,
            Step.STOPPED: self._leave,
        }

    def _arrive(self) -> None:
        """With the card in hand: the start page goes away when it is in the reader."""
        self._act(self._simulation.lay_staff_card)

    def _show_pin(self) -> None:
        """Once; a card that is refused is taken out again, and they go."""
        turn = self._session.turn
        wait_until(lambda: self._session.staff_card is not None or self._has_moved(turn), self._pace.patience_s)
        if self._session.turn != turn:
            return
        if self._session.staff_card is None:
            self._recorder.picture("staff_card-problem")
            self._go()
            return
        self._choose_language()
        self._adjust_display()
        if not self._type_pin(self.pin):
            self._go()

    def _choose_language(self) -> None:
        wanted = self._preferences.language
        if wanted == self._session.preferences.language:
            return
        self._tap(with_property("iconName", "language"), within=of_type("Header"))
        pause(self._pace.reading_s)
        dialog = both(of_type("Dialog"), with_property("open", True))
        self._tap(both(of_type("ChoiceRow"), with_property("title", LANGUAGES[wanted])), within=dialog)
        pause(self._pace.reading_s)

    def _choose_chore(self) -> None:
        """First what they brought, then what is overdue, then what is in doubt."""
        session = self._wait(lambda now: bool(now.shift and now.shift.is_complete) or now.notice is not None)
        pause(0.1)
        self._recorder.picture(f"staff-{len(self._shift(session).done)}")
        if self._is_told("stock.no_cabinet"):
            self._go()
        elif self._to_bring:
            self._take_up(Chore.STOCK, "")
        else:
            self._next_due(self._shift(session))

    def _next_due(self, shift: Shift) -> None:
        due = [(Chore.TAKE_BACK, thing.cell) for thing in shift.overdue]
        due += [(Chore.INSPECT, suspect.cell) for suspect in shift.suspects if not suspect.is_open]
        due = [(chore, cell) for chore, cell in due if shift.may(chore) and cell not in self._given_up]
        if due:
            self._take_up(*due[0])
        else:
            self._go()

    def _take_up(self, chore: Chore, cell: str) -> None:
        turn = self._session.turn
        self._tries = 0
        wanted = both(with_property("chore", chore.value), with_property("cell", cell))
        self._paged(wanted)
        wait_until(lambda: self._has_moved(turn), PAGE_S)
        if self._session.turn == turn:  # told that it cannot be done
            self._go()

    def _show_item(self) -> None:
        """Hold its code before the scanner; type it where that says nothing."""
        looks = self._shift(self._session).chore is Chore.INSPECT
        codes = self.brought if looks else self._to_bring
        if not codes:
            self._go_back()
            return
        turn, code, self._tries = self._session.turn, codes[0], 0
        self._act(lambda: self._simulation.show_code(code.encode()))
        if not wait_until(lambda: self._session.asking or self._answered(turn), self._pace.patience_s) or self._is_told(
            "stock.no_scanner"
        ):
            for character in code:
                self._tap(both(of_type("Key"), with_property("character", character)))
            self._recorder.picture("stock_item-typed")
            self._main()
        wait_until(lambda: self._answered(turn) and not self._session.asking, PAGE_S)
        pause(0.1)
        if self._session.shift is None or self._session.shift.thing is None:
            self._recorder.picture("stock_item-refused")
            self._given_up.add(code)
            self._go_back()
            return
        self._put_somewhere(turn)

    def _put_somewhere(self, turn: int) -> None:
        """Into the cell that is named, of a size by eye where nobody knows it."""
        shift = self._shift(self._session)
        if not shift.at and shift.chore is Chore.STOCK:
            self._act(lambda: self._finger.tap(both(of_type("Chip"), with_property("size", _SIZE))))
            pause(0.1)
        self._recorder.picture("stock_item-found")
        self._main()
        wait_until(lambda: self._session.turn != turn, PAGE_S)

    def use_door(self) -> None:
        """What hands do at an open door."""
        shift = self._shift(self._session)
        if shift.chore is Chore.STOCK:
            self._simulation.fill_cells(shift.at)
        elif shift.chore is Chore.TAKE_BACK or shift.phase is DoorPhase.UNSEEN:
            self._simulation.close_doors()
        else:
            self._simulation.shut_doors()

    def _mend(self) -> None:
        """Once more; then another cell; then on without it."""
        self._wait_at_door()
        shift = self._shift(self._session)
        other = both(of_type("ListRow"), with_property("iconName", "grid"))
        self._tries += 1
        if self._tries == 1 and may_try_again(shift):
            self._main()
            return
        if self._tries == 2 and self._finger.find(other) is not None:
            self._act(lambda: self._finger.tap(other))
            return
        self._given_up.add(shift.thing.parcel if shift.chore is Chore.STOCK and shift.thing else shift.at)
        if may_try_again(shift):
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "chevron-right"))))
        else:
            self._main()

    def _say_what_is_inside(self) -> None:
        """As it is: the thing that is named, another one, or nothing."""
        turn, shift = self._session.turn, self._shift(self._session)
        occupied = self._simulation.lies_in(shift.at)
        icon = "cross-circle" if not occupied else "parcel" if shift.thing is not None else "scan"
        self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", icon))))
        wait_until(lambda: self._has_moved(turn), PAGE_S)
        if self._session.turn == turn:
            self._recorder.picture("cell_found-refused")
            self._go()

    def _go(self) -> None:
        self._take_cards()
        try:
            self._leave()
        except NothingThereError:
            raise StuckError(self._session.step.value) from None

    def _go_back(self) -> None:
        self._tap(with_property("kind", "back"), within=of_type("Footer"))

    # ---- what the screen shows ---------------------------------------------------------------------------------------

    def _wait(self, until: Callable[[Session], bool]) -> Session:
        turn = self._session.turn
        if not wait_until(lambda: self._session.turn != turn or until(self._session), PAGE_S):
            raise StuckError(self._session.step.value)
        return self._session

    @property
    def _to_bring(self) -> list[str]:
        done = {done.parcel for done in self._shift(self._session).done}
        return [code for code in self.brought if code not in done | self._given_up]

    def _answered(self, turn: int) -> bool:
        shift = self._session.shift
        return self._has_moved(turn) or (shift is not None and shift.thing is not None)

    @staticmethod
    def _shift(session: Session) -> Shift:
        assert session.shift is not None
        return session.shift

    @property
    def _phase(self) -> DoorPhase | None:
        return self._session.shift.phase if self._session.shift is not None else None
