"""An unattended person: looks at the page that is shown and does what a person would do there, by touch alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from kiosk.app.answers import answer
from kiosk.app.belongings import PAPERS
from kiosk.app.identification import Identification
from kiosk.app.walker import PAGE_S, StuckError
from kiosk.platform.item import Material, in_language
from kiosk.services import forms, materials
from kiosk.services.papers import material_of
from kiosk.session.model import MaterialChoice, Overlay, ReceiptState, Step
from ui.touch import NothingThereError, both, of_type, pause, wait_until, with_property
from ui.view_models.session import LANGUAGES

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


class Visitor(Identification):
    """Walks one journey from the start page back to it."""

    _tried: frozenset[str] = frozenset()
    """Materials that were put before the camera."""

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
            Step.MATERIALS: self._see_to_materials,
            Step.CAPTURE: self._show_pages,
            Step.PAPER_CHECK: self._check_reading,
            Step.REVIEW: self._sign,
            Step.DONE: self._take_receipt,
            Step.CERTIFICATE: self._about_paper,
            Step.RATING: self._rate,
            Step.OTHER_WAY: self._go_another_way,
            Step.STAFF_CODE: self._type_staff_code,
            Step.STAFF_CARD: self._show_staff_card,
            Step.STOPPED: self._leave,
            Step.FAREWELL: self._take_along,
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
            if self._simulation.walks_away(step):
                self._be_gone()
                continue
            if step in handlers and step is not Step.FACE:
                self._read()
            if step in handlers and self._session.turn == turn:
                handlers[step]()
            if not wait_until(lambda before=turn: self._session.turn != before, PAGE_S):
                raise StuckError(step.value)
        self._settle()
        self._take_cards()
        self._simulation.step_aside()

    def _be_gone(self) -> None:
        """The terminal is left as it stands, until it shows its start page by itself."""
        limits = self._runtime.limits
        wait_until(lambda: self._session.overlay is Overlay.IDLE_WARNING, limits.idle_slow_s)
        self._recorder.picture("gone")
        if not wait_until(lambda: self._session.step is Step.START, limits.door_s + limits.idle_slow_s + PAGE_S):
            raise StuckError(self._session.step.value)

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
        self._tap(with_property("iconName", "text-size"), within=of_type("Header"))
        for icon in (icon for icon, chosen in wanted.items() if chosen):
            pause(self._pace.reading_s)
            self._tap(both(of_type("ChoiceRow"), with_property("iconName", icon)), within=dialog)
        pause(self._pace.reading_s)
        self._recorder.picture("display-chosen")
        self._tap(with_property("kind", "main"), within=dialog)
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
        self._tap(with_property("act", "done"))
        pause(0.1)

    def _type(self, character: str) -> None:
        """Press one key, by way of shift or the other sheet where it is there."""
        ways = ("", "shift", "sheet", "shift") if character.isalpha() else ("", "sheet")
        for way in ways:
            if way:
                with contextlib.suppress(NothingThereError):  # the sheet of digits has no shift
                    self._tap(with_property("act", way))
                    pause(0.05)
            shown = character.lower() if way == "shift" else character
            if self._finger.find(with_property("character", shown)) is not None:
                self._tap(with_property("character", shown))
                return
        raise NothingThereError(character)

    def _see_to_materials(self) -> None:
        """What the person has with them is captured, where that can be done; the rest is promised."""
        while materials.open_count(self._session):
            rows = materials.rows_of(self._session, self._runtime.now().date())
            material = next(row.material for row in rows if row.choice is MaterialChoice.OPEN)
            if material.code not in self._tried and self._has_with_them(material):
                self._tried |= {material.code}
                self._touch_row(material, "soft")
                return
            self._touch_row(material, "outline")
            if not wait_until(lambda code=material.code: code in self._session.draft.deferred, PAGE_S):
                raise StuckError("materials")
        self._recorder.picture("materials-ready")
        self._main()

    def _has_with_them(self, material: Material) -> bool:
        return material.code in PAPERS and materials.may_capture(material, self._session)

    def _touch_row(self, material: Material, kind: str) -> None:
        """The button of that kind in the material's row."""
        row = with_property("code", material.code, "canDefer")
        self._paged(with_property("kind", kind, "whyDisabled"), within=row)

    def _show_pages(self) -> None:
        """Lay down page after page, until each was taken; with what was taken on, where that fails."""
        if self._session.capture.by_scanner:
            self._scan_pages()
            return
        turn, paper = self._session.turn, self._paper
        for page in range(paper[1]):
            self._simulation.lay_paper(paper[0], page)
            if not self._is_taken(page + 1, turn):
                break
            pause(0.1)
            self._recorder.picture(f"capture-{page + 1}")
        self._simulation.take_paper()
        if self._session.turn != turn:
            return
        if self._session.capture.pages:
            self._main()
        else:
            self._tap(with_property("kind", "back"), within=of_type("Footer"))

    def _scan_pages(self) -> None:
        """Put the sheets in and have them drawn in; once more where that fails, and then without."""
        turn = self._session.turn
        for name in ("capture-problem", "capture-no-scan"):
            self._main()
            if not wait_until(lambda: self._session.turn != turn or self._is_scanned, PAGE_S):
                raise StuckError("capture")
            pause(0.1)
            if self._session.turn != turn:
                return
            if self._session.capture.pages:
                self._recorder.picture("capture-scanned")
                self._main()
                return
            self._recorder.picture(name)
        self._finger.tap(with_property("kind", "back"), within=of_type("Footer"))

    @property
    def _is_scanned(self) -> bool:
        """The scanner has done, or said why not."""
        capture = self._session.capture
        return not capture.scanning and (bool(capture.pages) or self._session.notice is not None)

    @property
    def _paper(self) -> tuple[str, int]:
        """The demo paper for what is asked for, and how many pages it has; of an original, by its kind."""
        material = material_of(self._session)
        assert material is not None
        return PAPERS.get(material.code) or PAPERS[material.paper_kind]

    def _is_taken(self, count: int, turn: int) -> bool:
        """Whether so many pages are there before long; where something fails, patience ends sooner."""

        def over() -> bool:
            return self._session.turn != turn or len(self._session.capture.pages) >= count

        if not wait_until(lambda: over() or self._session.notice is not None, PAGE_S):
            raise StuckError("capture")
        return (over() or wait_until(over, self._pace.patience_s)) and self._session.turn == turn

    def _check_reading(self) -> None:
        """What was read is right."""
        turn = self._session.turn
        if not wait_until(lambda: self._session.turn != turn or not self._session.asking, PAGE_S):
            raise StuckError("paper_check")
        if self._session.turn == turn:
            pause(0.1)
            self._recorder.picture("paper_check-read")
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
        self._tap(both(of_type("CheckBox"), with_property("checked", False)))
        self._draw(pad, NAME_STROKES)
        pause(0.1)
        self._recorder.picture("review-signed")
        self._main()

    def _take_receipt(self) -> None:
        self._see_receipt()
        self._main()

    def _see_receipt(self) -> None:
        if not wait_until(lambda: self._session.receipt is not ReceiptState.PRINTING, PAGE_S):
            raise StuckError("done")
        pause(0.1)
        self._recorder.picture(f"done-{self._session.receipt.value}")

    def _about_paper(self) -> None:
        """Most have come for what is theirs already."""
        self._decline_paper()

    def _decline_paper(self) -> None:
        self._act(lambda: self._finger.tap(both(of_type("ListRow"), with_property("iconName", "chevron-right"))))

    def _take_along(self) -> None:
        """Everything: then the page is over by itself, or when they say so."""
        turn = self._session.turn
        self._simulation.take_paper()
        if not wait_until(lambda: self._session.turn != turn, self._pace.patience_s):
            with contextlib.suppress(NothingThereError):  # it may be over in this very moment
                self._main()

    def _rate(self) -> None:
        self._tap(both(of_type("RatingRow"), with_property("face", 5)))
        pause(0.1)
        self._recorder.picture("rating-chosen")
        self._main()
