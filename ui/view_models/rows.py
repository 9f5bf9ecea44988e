"""Lists for QML that change row by row, so that a typed letter does not rebuild a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QPersistentModelIndex

_FIRST_ROLE = 0x0101  # after Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()

Row = Mapping[str, Any]


class RowModel(QAbstractListModel):
    """Rows of named values; delegates take them as `required property`."""

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self._roles = roles
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the rows. Unchanged rows tell nobody; more or fewer are inserted or removed at the end."""
        kept = min(len(rows), len(self._rows))
        for at in range(kept):
            if rows[at] != self._rows[at]:
                self._rows[at] = rows[at]
                self.dataChanged.emit(self.index(at), self.index(at))
        if len(rows) > kept:
            self.beginInsertRows(_ROOT, kept, len(rows) - 1)
            self._rows.extend(rows[kept:])
            self.endInsertRows()
        elif len(self._rows) > kept:
            self.beginRemoveRows(_ROOT, kept, len(self._rows) - 1)
            del self._rows[kept:]
            self.endRemoveRows()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        return self._rows[index.row()].get(self._roles[role - _FIRST_ROLE])

    def roleNames(self) -> dict[int, QByteArray]:
        return {_FIRST_ROLE + at: QByteArray(name.encode()) for at, name in enumerate(self._roles)}
