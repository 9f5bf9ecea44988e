"""What view models need from the runtime, and what every one of them offers to `ui.view_models.views`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from config.settings import Settings
from kiosk.services.catalogue import Catalogue
from kiosk.session.events import Event
from kiosk.session.limits import Limits
from kiosk.session.model import Preferences, Session

if TYPE_CHECKING:
    from kiosk.platform.references import Texts


class Host(Protocol):
    """`kiosk.session.runtime.Runtime` as the screen sees it. Everything here belongs to the GUI thread."""

    catalogue: Catalogue
    settings: Settings
    limits: Limits
    texts: Texts | None

    @property
    def session(self) -> Session: ...
    def start(self, preferences: Preferences | None = None) -> None: ...
    def dispatch(self, event: Event) -> None: ...
    def subscribe(self, callback: Callable[[Session], None]) -> None: ...
    def now(self) -> datetime: ...


class Shows(Protocol):
    """A view model: `update` reads the session and emits its signals only where something shown has changed."""

    def update(self, session: Session) -> None: ...
