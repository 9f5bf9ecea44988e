"""How an unattended person says, and proves, who they are."""

from __future__ import annotations

import time
from collections.abc import Callable

from config.persons import Person
from drivers.contract.face import PROMPTS, FaceInstruction
from kiosk.app.belongings import document_of
from kiosk.app.walker import PAGE_S, Identify, StuckError, Walker
from kiosk.identity import mrz
from kiosk.session.steps.other_ways import may_skip_face
from ui.touch import NothingThereError, both, of_type, pause, wait_until, with_property

LOOK_S = 0.02
PHONE_S = 1.0
"""How long a phone is held before it is moved."""
STAFF_PIN = "471109"
"""Of the simulated staff's card (`drivers.pcsc.virtual_staff`)."""


_STAFF_REASONS = {Identify.MRZ: "travel_document", Identify.SOCIAL_ALONE: "social_card"}
"""Who has to ask staff, and why."""
_WITHOUT_FACE = (Identify.CARD_ALONE, Identify.CARD_CODE, Identify.STAFF)
"""Who declines the face check."""


class Identification(Walker):
    """The pages from the card to the face check, and the ways around them."""

    def _say_who(self) -> None:
        if self._identify in (Identify.CARD, Identify.SCANNED_CODE) or self._identify in _WITHOUT_FACE:
            self._lay_card()
            return
        if self._identify in (Identify.SOCIAL, Identify.SOCIAL_ALONE):
            hand = self._simulation
            self._lay(hand.lay_social_security_card, hand.take_social_security_card, "pcsc.removed")
            return
        icon = {Identify.EID: "qr", Identify.MRZ: "passport"}[self._identify]
        try:
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", icon))))
        except NothingThereError:
            self._recorder.picture("identify-problem")
            self._leave()  # this way is not offered now

    def _prove_claim(self) -> None:
        """With the identity card, or by the row that leads to staff."""
        if self._identify is Identify.SOCIAL:
            self._lay_card()
        else:
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "phone"))))

    def _show_eid(self) -> None:
        """Hold the phone out until it was seen, and a fresh code once more when this one would not do."""
        turn = self._session.turn
        for _ in range(2):
            until_s = time.monotonic() + self._pace.patience_s
            while time.monotonic() < until_s and self._session.turn == turn and not self._session.asking:
                self._act(lambda: self._simulation.show_eid(self._person))
                wait_until(lambda: self._session.turn != turn or self._session.asking, PHONE_S)
            wait_until(lambda: self._session.turn != turn or not self._session.asking, PAGE_S)
            if self._session.turn != turn:
                return
            self._recorder.picture("eid_qr-problem")
        self._leave()

    def _type_zone(self) -> None:
        """Line by line, with the key that fills a line."""
        document = document_of(self._person)
        if document.kind is not self._session.zone.kind:
            self._tap(both(of_type("Chip"), with_property("selected", False)))
            pause(self._pace.reading_s)
        zone, width = mrz.write(document), mrz.FORMS[document.kind].width
        for line in (zone[at : at + width] for at in range(0, len(zone), width)):
            written = line.rstrip(mrz.FILLER)
            for character in written:
                self._tap(both(of_type("Key"), with_property("character", character)))
            if written != line:
                self._tap(with_property("act", "fill"))
        pause(0.1)
        self._recorder.picture("travel_document-typed")
        turn = self._session.turn
        self._main()
        if not wait_until(lambda: self._has_moved(turn), PAGE_S):
            raise StuckError("travel_document")
        if self._session.turn == turn:
            self._recorder.picture("travel_document-problem")
            self._leave()

    def _go_another_way(self) -> None:
        if self._identify is Identify.STAFF or not self._person.acts:
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "card"))))
        elif self._identify in _STAFF_REASONS:
            self._ask_staff()
        elif self._identify is Identify.CARD_ALONE and may_skip_face(self._session):
            self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "document"))))
        else:
            self._leave()

    def _ask_staff(self) -> None:
        """Ask the hotline for a code; without one there is only the way out."""
        row = both(of_type("ListRow"), with_property("iconName", "phone"))
        if self._simulation.ask_staff is None or not self._session.health["platform"].state.usable:
            self._leave()
            return
        self._act(lambda: self._finger.tap(row))

    def _type_staff_code(self) -> None:
        assert self._simulation.ask_staff is not None
        for character in self._simulation.ask_staff(_STAFF_REASONS[self._identify]):
            self._tap(both(of_type("Key"), with_property("character", character)))
        pause(0.1)
        self._recorder.picture("staff_code-typed")
        turn = self._session.turn
        self._main()
        wait_until(lambda: self._has_moved(turn), PAGE_S)
        if self._session.turn == turn:
            self._recorder.picture("staff_code-problem")
            self._leave()

    def _show_staff_card(self) -> None:
        """Somebody of the staff comes, puts their card in, and types its PIN."""
        turn = self._session.turn
        self._act(self._simulation.lay_staff_card)
        wait_until(lambda: self._session.staff_card is not None or self._has_moved(turn), self._pace.patience_s)
        if self._session.staff_card is None:
            self._recorder.picture("staff_card-problem")
            self._leave()
            return
        self._read()
        if not self._type_pin(STAFF_PIN):
            self._leave()

    def _type_pin(self, pin: str) -> bool:
        """Once, and take the card out; whether it was the right one."""
        turn = self._session.turn
        for digit in pin:
            self._tap(both(of_type("Key"), with_property("character", digit)))
        pause(0.1)
        self._recorder.picture("staff_card-typed")
        self._main()
        wait_until(lambda: self._has_moved(turn), PAGE_S)
        self._take_cards()
        if self._session.turn == turn:
            self._recorder.picture("staff_card-problem")
        return self._session.turn != turn

    def _lay_card(self) -> None:
        self._lay(self._simulation.lay_card, self._simulation.take_card, "id_card.removed")

    def _lay(self, put: Callable[[Person], None], take: Callable[[], None], too_soon: str) -> None:
        """Lay a card down, and once more when the page says that it was taken away too soon."""
        turn = self._session.turn
        for trouble in (too_soon, ""):
            self._act(lambda: put(self._person))
            wait_until(lambda code=trouble: self._session.turn != turn or self._is_told(code), self._pace.patience_s)
            if self._session.turn != turn:
                return
            self._recorder.picture("identify-problem")
            if not self._is_told(trouble):
                break
            take()
            self._read()
        self._leave()

    def _consent(self) -> None:
        self._take_cards()
        if self._identify in _WITHOUT_FACE:
            self._act(lambda: self._finger.tap(both(of_type("AppButton"), with_property("iconName", "person"))))
            return
        self._simulation.step_up(self._person)
        self._main()

    def _take_cards(self) -> None:
        self._simulation.take_card()
        self._simulation.take_social_security_card()

    def _look(self) -> None:
        """Stand still and do what is asked for; the picture shows what the person sees of themselves."""
        turn = self._session.turn
        seen = both(of_type("CameraPreview"), with_property("hasPicture", True))
        wait_until(lambda: self._finger.find(seen) is not None or self._session.turn != turn, self._pace.patience_s)
        if self._session.turn == turn:
            self._recorder.picture("face-checking")
        self._act_as_told(turn)

    def _act_as_told(self, turn: int) -> None:
        """Whoever stands before the simulated camera does it. Their time is not the machine's."""
        told: FaceInstruction | None = None
        asked = False
        until_s = time.monotonic() + PAGE_S
        while self._session.turn == turn and time.monotonic() < until_s:
            instruction = self._session.face.instruction
            asked |= instruction in PROMPTS
            if instruction in PROMPTS and instruction is not told:
                self._recorder.picture(f"face-{instruction.value}")
            if instruction in PROMPTS or (asked and instruction is FaceInstruction.HOLD_STILL):
                self._recorder.touched()
            told = instruction
            pause(LOOK_S)
