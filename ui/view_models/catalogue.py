"""Themes, items and search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.platform.item import ServiceItem, in_language
from kiosk.services.availability import missing_devices
from kiosk.services.search import search
from kiosk.session.model import Session, Step
from kiosk.session.person_events import (
    ItemChosen,
    Searched,
    ThemeChosen,
)
from ui.messages import message
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import fee, translated, working_days

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

QUERY_LENGTH = 40
"""Longer than any item's name in pinyin; what comes after is not typed."""
FAVOURITES = 3
"""Items with a tile of their own on the home page: one row."""

_ALL = QT_TRANSLATE_NOOP("Catalogue", "全部事项")
_FOUND = QT_TRANSLATE_NOOP("Catalogue", "找到 {count} 项")
_NOTHING = QT_TRANSLATE_NOOP("Catalogue", "没有找到")
_SOON = QT_TRANSLATE_NOOP("Catalogue", "暂无事项")


def unavailable_reason(item: ServiceItem, session: Session) -> str:
    """Why this item cannot be started here now; "" when it can."""
    missing = missing_devices(item, session.health)
    if not missing:
        return ""
    status = session.health.get(missing[0])
    return message(status.code if status and status.code else f"{missing[0]}.missing").what


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class CatalogueView(QObject):
    changed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._themes = RowModel("code", "iconName", "title", "subtitle", "reason")
        self._favourites = RowModel("code", "iconName", "title", "subtitle")
        self._items = RowModel("code", "title", "subtitle", "tag", "reason")
        self._shown = ("", "", "", 0)
        self._typing = False

    def update(self, session: Session) -> None:
        if session.step is not Step.ITEMS:
            self._type(False)
        language = session.preferences.language
        catalogue = self._host.catalogue
        with_items = {item.theme for item in catalogue.items}
        self._themes.show(
            [
                {
                    "code": theme.code,
                    "iconName": theme.icon,
                    "title": in_language(theme.name, language),
                    "subtitle": in_language(theme.subtitle, language),
                    "reason": "" if theme.code in with_items else translated("Catalogue", _SOON),
                }
                for theme in catalogue.themes
            ]
        )
        icons = {theme.code: theme.icon for theme in catalogue.themes}
        self._favourites.show(
            [
                {
                    "code": item.code,
                    "iconName": icons[item.theme],
                    "title": in_language(item.short_name, language),
                    "subtitle": working_days(item.guide.days),
                }
                for item in [item for item in catalogue.items if item.audience == "person"][:FAVOURITES]
            ]
        )
        found = self._found(session) if session.step is Step.ITEMS else ()
        self._items.show([self._row(item, session) for item in found])
        shown = (
            self._title(session, len(found)),
            session.query,
            session.theme,
            len(catalogue.items),
        )
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _found(self, session: Session) -> Sequence[ServiceItem]:
        catalogue = self._host.catalogue
        if session.query:
            return search(catalogue, session.query, session.preferences.language)
        return catalogue.of_theme(session.theme) if session.theme else catalogue.items

    def _title(self, session: Session, count: int) -> str:
        if session.query:
            return translated("Catalogue", _FOUND).format(count=count) if count else translated("Catalogue", _NOTHING)
        for theme in self._host.catalogue.themes:
            if theme.code == session.theme:
                return in_language(theme.name, session.preferences.language)
        return translated("Catalogue", _ALL)

    @staticmethod
    def _row(item: ServiceItem, session: Session) -> dict[str, str]:
        language = session.preferences.language
        return {
            "code": item.code,
            "title": in_language(item.name, language),
            "subtitle": " · ".join((in_language(item.department, language), fee(item.guide.fee.amount_cny))),
            "tag": working_days(item.guide.days),
            "reason": unavailable_reason(item, session),
        }

    # ---- shown ----

    @Property(QObject, constant=True)
    def themes(self) -> QObject:
        """Rows: code, iconName, title, subtitle, reason ("" = it has items)."""
        return self._themes

    @Property(QObject, constant=True)
    def favourites(self) -> QObject:
        """Rows: code, iconName, title, subtitle."""
        return self._favourites

    @Property(QObject, constant=True)
    def items(self) -> QObject:
        """Rows of the chosen theme or the search: code, title, subtitle, tag (days), reason ("" = available)."""
        return self._items

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._shown[0]

    @Property(str, notify=changed)
    def query(self) -> str:
        return self._shown[1]

    @Property(bool, notify=changed)
    def searching(self) -> bool:
        """The list was not chosen by a theme: the search field is in front."""
        return self._shown[2] == ""

    @Property(bool, notify=changed)
    def typing(self) -> bool:
        """The keypad is out."""
        return self._typing

    @Property(int, notify=changed)
    def itemCount(self) -> int:
        return self._shown[3]

    # ---- asked ----

    @Slot(str)
    def chooseTheme(self, code: str) -> None:
        self._host.dispatch(ThemeChosen(self._host.session.stamp, code))

    @Slot(str)
    def chooseItem(self, code: str) -> None:
        self._host.dispatch(ItemChosen(self._host.session.stamp, self._host.catalogue.by_code(code)))

    @Slot()
    def openSearch(self) -> None:
        """From the home page: the list of items with the keypad out."""
        self._search("")
        self._type(True)

    @Slot(bool)
    def showKeypad(self, shown: bool) -> None:
        self._type(shown)

    @Slot(str)
    def typeKey(self, key: str) -> None:
        query = self._host.session.query + key
        if len(query) <= QUERY_LENGTH:
            self._search(query)

    @Slot()
    def backspace(self) -> None:
        self._search(self._host.session.query[:-1])

    def _type(self, typing: bool) -> None:
        if typing != self._typing:
            self._typing = typing
            self.changed.emit()

    def _search(self, query: str) -> None:
        self._host.dispatch(Searched(self._host.session.stamp, query))
