"""Unattended persons who want paper, and look at the sheet before they say that it is good."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.app.visitor import Visitor
from kiosk.app.walker import PAGE_S, StuckError
from kiosk.paper.page_print import Stage
from kiosk.session.model import Step
from ui.touch import both, of_type, pause, wait_until, with_property

_UNDER_WAY = (None, Stage.SENDING, Stage.PRINTING)


class CertificateVisitor(Visitor):
    """Prints it, waits as long as `patience_s` for a printer that is held up, and takes what comes."""

    reprint_for = ""
    """What they find wrong with the first sheet: the title of a row; "" = it is good."""

    def _about_paper(self) -> None:
        if not self._has_it_printed():
            self._decline_paper()

    def _has_it_printed(self) -> bool:
        """False: there is nothing to print."""
        name = self._session.step.value
        self._main()
        self._wait_for(lambda stage: stage not in _UNDER_WAY)
        if self._stage is Stage.HELD_UP:
            self._recorder.picture(f"{name}-held-up")
            self._held_up()
            self._wait_for(lambda stage: stage is not Stage.HELD_UP, self._pace.patience_s)
        if self._stage is Stage.HELD_UP:
            self._main()  # no patience left
        self._wait_for(lambda stage: stage not in (*_UNDER_WAY, Stage.HELD_UP))
        self._recorder.picture(f"{name}-asking")
        if self._stage is None:
            return False
        if self._stage is Stage.ASKING and self.reprint_for:
            wrong = self.reprint_for
            self._paged(both(of_type("ListRow"), with_property("title", wrong)))
            self._wait_for(lambda stage: stage is Stage.ASKING and self._attempt == 2)
            self._recorder.picture(f"{name}-again")
        if self._stage is Stage.ASKING:
            self._main()
            self._wait_for(lambda stage: stage is Stage.PRINTED)
            self._recorder.picture(f"{name}-printed")
        if self._session.step.value == name:
            self._main()
        return True

    def _held_up(self) -> None:
        """Somebody else's business, here."""

    def _wait_for(self, fits: Callable[[Stage | None], bool], patience_s: float = PAGE_S) -> None:
        """Until the page has come so far, it is somewhere else, or the person is told something."""
        turn = self._session.turn
        there = wait_until(lambda: self._has_moved(turn) or fits(self._stage), patience_s)
        if not there and patience_s >= PAGE_S:
            raise StuckError(self._session.step.value)
        pause(0.1)

    @property
    def _stage(self) -> Stage | None:
        return self._session.paper.stage if self._session.paper is not None else None

    @property
    def _attempt(self) -> int:
        return self._session.paper.attempt if self._session.paper is not None else 0


class CopyVisitor(CertificateVisitor):
    """Keeps a copy of the application, where the last page offers one; wants no certificate on paper."""

    _has_asked = False

    def handlers(self) -> dict[Step, Callable[[], None]]:
        return {**super().handlers(), Step.COPY: self._about_paper, Step.CERTIFICATE: self._decline_paper}

    def _take_receipt(self) -> None:
        if self._has_asked or not self._session.copy_is_offered:
            super()._take_receipt()
            return
        self._has_asked = True
        self._see_receipt()
        self._paged(both(of_type("ListRow"), with_property("iconName", "printer")))
