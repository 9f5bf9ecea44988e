"""An unattended person: looks at the page that is shown and does what a person would do there, by touch alone.

Patience and reading are the person's own time; the recorder counts the machine's.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from config.persons import Person
from drivers.contract.face import PROMPTS, FaceInstruction
from kiosk.app.answers import answer
from kiosk.app.recorder import Recorder
from kiosk.app.simulation import Simulation, document_of
from kiosk.identity import mrz
from kiosk.platform.item import ServiceItem, in_language
from kiosk.services import forms, materials
from kiosk.session.model import Overlay, Preferences, ReceiptState, Session, Step
from kiosk.session.runtime import Runtime
from kiosk.session.steps.other_ways import may_skip_face
from ui.main import KioskWindow
from ui.touch import Finger, Matches, NothingThereError, both, of_type, pause, wait_until, with_property
from ui.view_models.session import LANGUAGES

PAGE_S = 45.0
LOOK_S = 0.02
"""A page that does not change for so long is a failure of the program."""

PHONE_S = 1.0
"""How long a phone is held before it is moved."""

NAME_STROKES = (
    ((0.18, 0.42), (0.34, 0.40)),
    ((0.26, 0.25), (0.26, 0.80)),
    ((0.26, 0.45), (0.17, 0.66)),
    ((0.27, 0.45), (0.35, 0.64)),
    ((0.50, 0.28), (0.50, 0.74), (0.47, 0.70)),
    ((0.44, 0.44), (0.40, 0.58)),
    ((0.56, 0.44), (0.60, 0.58)),
    ((0.66, 0.45), (0.84, 0.42)),
    ((0.75, 0.27), (0.75, 0.82)),
    ((0.74, 0.46), (0.65, 0.68)),
    ((0.76, 0.46), (0.86, 0.67)),
)
"""A name in eleven strokes, in parts of the signature pad."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much time the person takes."""

    reading_s: float = 0.35
    """For each page; longer than the guard after a page change, or the touch is swallowed."""
    patience_s: float = 9.0
    """How long they try again where a device fails, before leaving."""


AT_EASE = Pace()
"""As people are."""


class Identify(StrEnum):
    """How the person says who they are."""

    CARD = "card"
    CARD_ALONE = "card-alone"  # and no face check
    CARD_CODE = "card-code"  # and the pick-up code instead of a face check
    EID = "eid"
    MRZ = "mrz"
    SOCIAL = "social"  # a social security card, then the identity card that it needs
    SOCIAL_ALONE = "social-alone"  # without one, so that staff have to confirm it


_STAFF_REASONS = {Identify.MRZ: "travel_document", Identify.SOCIAL_ALONE: "social_card"}
"""Who has to ask staff, and why."""


class StuckError(RuntimeError):
    """The page did not go on; names the step."""


class Visitor:
    """Walks one journey from the start page back to it."""

    def __init__(
        self,
        window: KioskWindow,
        runtime: Runtime,
        simulation: Simulation,
        recorder: Recorder,
        *,
        item: ServiceItem,
        person: Person,
        preferences: Preferences,
        identify: Identify,
        pace: Pace,
    ) -> None:
        self._window = window
        self._runtime = runtime
        self._simulation = simulation
        self._recorder = recorder
        self._item = item
        self._person = person
        self._preferences = preferences
        self._identify = identify
        self._pace = pace
        self._finger = Finger(window.window)
        self._left = False

    @property
    def _session(self) -> Session:
        return self._runtime.session

    def handlers(self) -> dict[Step, Callable[[], None]]:
        """What the person does on each page; on others they only wait."""
        return {
            Step.START: self._start,
            Step.HOME: self._choose_theme,
            Step.ITEMS: self._choose_item,
            Step.GUIDE: self._read_guide,
            Step.IDENTIFY: self._say_who,
            Step.SOCIAL_CARD: self._prove_claim,
            Step.EID_QR: self._show_eid,
            Step.TRAVEL_DOCUMENT: self._type_zone,
            Step.CONSENT: self._consent,
            Step.FACE: self._look,
            Step.FORM: self._fill_in,
            Step.MATERIALS: self._promise_materials,
            Step.REVIEW: self._sign,
            Step.DONE: self._take_receipt,
            Step.RATING: self._rate,
            Step.OTHER_WAY: self._go_another_way,
            Step.STAFF_CODE: self._type_staff_code,
            Step.STOPPED: self._leave,
        }

    def walk(self) -> None:
        """From the start page until it is shown again, or the terminal is out of service.

        Raises:
            StuckError: a page neither went on nor said why.
        """
        handlers = self.handlers()
        began = False
        while True:
            step = self._session.step
            if step is Step.OUT_OF_SERVICE or (step is Step.START and began):
                break
            began = True
            turn = self._session.turn
            self._settle()
            if step in handlers and self._session.turn == turn:
                if step is not Step.FACE:
                    self._read()
                handlers[step]()
            if not wait_until(lambda before=turn: self._session.turn != before, PAGE_S):
                raise StuckError(step.value)
        self._settle()
        self._take_cards()
        self._simulation.step_aside()

    # ---- page by page ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """Begin, in one's own language."""
        language = self._preferences.language
        if language == self._session.preferences.language:
            self._act(lambda: self._finger.tap(with_property("iconName", "hand")))
        else:
            name = LANGUAGES[language]
            self._act(lambda: self._finger.tap(both(of_type("AppButton"), with_property("text", name))))

    def _adjust_display(self) -> None:
        """Choose the display one needs, by the header's button, unless it is that already."""
        if self._session.preferences == self._preferences:
            return
        wanted = {"text-size": self._preferences.large_print, "contrast": self._preferences.high_contrast}
        dialog = both(of_type("Dialog"), with_property("open", True))
        self._finger.tap(with_property("iconName", "text-size"), within=of_type("Header"))
        for icon in (icon for icon, chosen in wanted.items() if chosen):
            pause(self._pace.reading_s)
            self._finger.tap(both(of_type("ChoiceRow"), with_property("iconName", icon)), within=dialog)
        pause(self._pace.reading_s)
        self._recorder.picture("display-chosen")
        self._finger.tap(with_property("kind", "main"), within=dialog)
        pause(self._pace.reading_s)

    def _choose_theme(self) -> None:
        self._adjust_display()
        try:
            self._paged(with_property("code", self._item.theme, "subtitle"))
        except NothingThereError:
            self._main()  # no theme in sight: all items

    def _choose_item(self) -> None:
        self._paged(with_property("code", self._item.code, "title"))

    def _read_guide(self) -> None:
        """Begin; where the page says that it cannot be done here now, leave."""
        turn = self._session.turn
        with contextlib.suppress(NothingThereError):
            self._main()
            wait_until(lambda: self._has_moved(turn), PAGE_S)
        if self._session.turn == turn:
            self._recorder.picture("guide-unavailable")
            self._leave()

    def _say_who(self) -> None:
        if self._identify in (Identify.CARD, Identify.CARD_ALONE, Identify.CARD_CODE):
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

    def _has_moved(self, turn: int) -> bool:
        """Another page, or a word on this one."""
        return self._session.turn != turn or self._session.notice is not None

    def _type_zone(self) -> None:
        """Line by line, with the key that fills a line."""
        document = document_of(self._person)
        if document.kind is not self._session.zone.kind:
            self._finger.tap(both(of_type("Chip"), with_property("selected", False)))
            pause(self._pace.reading_s)
        zone, width = mrz.write(document), mrz.FORMS[document.kind].width
        for line in (zone[at : at + width] for at in range(0, len(zone), width)):
            written = line.rstrip(mrz.FILLER)
            for character in written:
                self._finger.tap(both(of_type("Key"), with_property("character", character)))
            if written != line:
                self._finger.tap(with_property("act", "fill"))
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
        if self._identify in _STAFF_REASONS:
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
            self._finger.tap(both(of_type("Key"), with_property("character", character)))
        pause(0.1)
        self._recorder.picture("staff_code-typed")
        turn = self._session.turn
        self._main()
        wait_until(lambda: self._has_moved(turn), PAGE_S)
        if self._session.turn == turn:
            self._recorder.picture("staff_code-problem")
            self._leave()

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

    def _is_told(self, code: str) -> bool:
        return self._session.notice is not None and self._session.notice.code == code

    def _consent(self) -> None:
        self._take_cards()
        if self._identify in (Identify.CARD_ALONE, Identify.CARD_CODE):
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
            if instruction in PROMPTS or instruction is FaceInstruction.HOLD_STILL or asked:
                self._recorder.touched()
            told = instruction
            pause(LOOK_S)

    def _fill_in(self) -> None:
        form, topic = self._item.form, self._session.topic
        for spec in forms.fields_of(form, topic):
            if spec.name in forms.problems(form, self._session.draft.values, topic):
                self._paged(both(of_type("Field"), with_property("name", spec.name)))
                self._read()
                self._give(spec, answer(self._item, spec.name))
        self._recorder.picture(f"form-{topic + 1}-filled")
        self._main()

    def _give(self, spec: forms.FieldSpec, value: str) -> None:
        if spec.choices:
            label = next(choice.label for choice in spec.choices if choice.value == value)
            words = in_language(label, self._session.preferences.language)
            self._paged(both(of_type("ChoiceRow"), with_property("title", words)))
            pause(0.1)
            return
        for character in value:
            self._type(character)
        self._finger.tap(with_property("act", "done"))
        pause(0.1)

    def _type(self, character: str) -> None:
        """Press one key, by way of shift or the other sheet where it is there."""
        ways = ("", "shift", "sheet", "shift") if character.isalpha() else ("", "sheet")
        for way in ways:
            if way:
                with contextlib.suppress(NothingThereError):  # the sheet of digits has no shift
                    self._finger.tap(with_property("act", way))
                    pause(0.05)
            shown = character.lower() if way == "shift" else character
            if self._finger.find(with_property("character", shown)) is not None:
                self._finger.tap(with_property("character", shown))
                return
        raise NothingThereError(character)

    def _promise_materials(self) -> None:
        while materials.open_count(self._session):
            row = next(
                row
                for row in materials.rows_of(self._session, self._runtime.now().date())
                if row.choice.value == "open"
            )
            before = materials.open_count(self._session)
            row_item = with_property("code", row.material.code, "canDefer")
            self._paged(with_property("kind", "outline", "whyDisabled"), within=row_item)
            if not wait_until(lambda least=before: materials.open_count(self._session) < least, 2.0):
                raise StuckError("materials")
        self._recorder.picture("materials-ready")
        self._main()

    def _sign(self) -> None:
        if self._session.notice is not None:
            self._recorder.picture("review-problem")
            self._leave()
            return
        pad = of_type("SignaturePad")
        if self._finger.find(pad) is None:
            self._main()  # large print: the rows first, then the pad
            self._read()
        self._finger.tap(both(of_type("CheckBox"), with_property("checked", False)))
        self._finger.draw(pad, NAME_STROKES)
        pause(0.1)
        self._recorder.picture("review-signed")
        self._main()

    def _take_receipt(self) -> None:
        if not wait_until(lambda: self._session.receipt is not ReceiptState.PRINTING, PAGE_S):
            raise StuckError("done")
        pause(0.1)
        self._recorder.picture(f"done-{self._session.receipt.value}")
        self._main()

    def _rate(self) -> None:
        self._finger.tap(both(of_type("RatingRow"), with_property("face", 5)))
        pause(0.1)
        self._recorder.picture("rating-chosen")
        self._main()

    def _leave(self) -> None:
        self._finger.tap(with_property("kind", "plain"), within=of_type("Footer"))
        self._read()
        if self._session.overlay is Overlay.LEAVE:
            self._recorder.picture("leave")
            self._finger.tap(
                with_property("iconName", "leave"), within=both(of_type("Dialog"), with_property("open", True))
            )

    # ---- moves -------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        pause(self._pace.reading_s)

    def _settle(self) -> None:
        """Wait until the page is really on the screen, or has passed already, and take its picture."""
        turn, step = self._session.turn, self._session.step
        if not wait_until(lambda: self._recorder.is_shown() or self._session.turn != turn, PAGE_S):
            raise StuckError(step.value)
        if self._recorder.is_shown():
            self._recorder.picture(self._session.step.value)

    def _main(self) -> None:
        self._act(lambda: self._finger.tap(with_property("kind", "main"), within=of_type("Footer")))

    def _act(self, do: Callable[[], None]) -> None:
        """Do what makes the machine work; its time runs from here."""
        self._recorder.touched()
        do()

    def _paged(self, matches: Matches, within: Matches | None = None) -> None:
        """Touch a row of a list, turning its pages until it is in sight."""
        for _ in range(20):
            try:
                self._act(lambda: self._finger.tap(matches, within))
            except NothingThereError:
                self._finger.tap(both(of_type("AppButton"), with_property("iconName", "chevron-down")))
                self._read()
            else:
                return
        raise StuckError("list")
