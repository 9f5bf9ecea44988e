"""One topic of the form: its fields, and the one that is being typed into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.platform.item import in_language
from kiosk.services.forms import FieldProblem, FieldSpec, fields_of, masked, problems
from kiosk.session.model import FieldSource, Session, Source, Stamp, Step
from kiosk.session.person_events import FieldChanged
from ui.messages import message
from ui.view_models.host import Host
from ui.view_models.rows import RowModel
from ui.view_models.words import iso_date, translated

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

_REMEDIED = ("field.pattern", "field.date", "field.identity_number", "field.credit_code")

_FROM_CARD = QT_TRANSLATE_NOOP("Form", "来自身份证")
_FROM_DOCUMENT = QT_TRANSLATE_NOOP("Form", "来自您的证件")
_FROM = QT_TRANSLATE_NOOP("Form", "来自{name}")
_FROM_LAST = QT_TRANSLATE_NOOP("Form", "来自上次办理")
_YOURS = QT_TRANSLATE_NOOP("Form", "请您填写")
_MAY = QT_TRANSLATE_NOOP("Form", "可以不填")


@QmlElement
@QmlUncreatable("made by ui.view_models.views")
class FormView(QObject):
    changed = Signal()
    choicesChanged = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._fields = RowModel(
            "name", "label", "value", "placeholder", "hint", "error", "sourceText", "sourceKind", "prefilled",
            "editing", "choice",
        )  # fmt: skip
        self._choices: list[dict[str, Any]] = []
        self._specs: tuple[FieldSpec, ...] = ()
        self._title = ""
        self._at = Stamp("", 0)
        self._editing = ""

    def update(self, session: Session) -> None:
        showing = session.step is Step.FORM and session.item is not None
        self._specs = fields_of(session.item.form, session.topic) if showing and session.item else ()
        if session.stamp != self._at:
            self._at = session.stamp
            self._editing = self._first_open(session.draft.values)
        self._show(session)

    def _first_open(self, values: Mapping[str, str]) -> str:
        """The field a person will want first: the first required one that is still empty."""
        return next((spec.name for spec in self._specs if spec.required and not values.get(spec.name)), "")

    def _show(self, session: Session) -> None:
        language = session.preferences.language
        item = session.item
        wrong = problems(item.form, session.draft.values, session.topic) if self._specs and item else {}
        if not session.shown_problems:
            wrong = {name: problem for name, problem in wrong.items() if self._left(name, session)}
        self._fields.show([self._row(spec, session, wrong.get(spec.name)) for spec in self._specs])
        choices = self._choices_of(self._edited, session)
        if choices != self._choices:
            self._choices = choices
            self.choicesChanged.emit()
        self._title = in_language(item.form.topics[session.topic].title, language) if self._specs and item else ""
        self.changed.emit()

    @staticmethod
    def _choices_of(spec: FieldSpec | None, session: Session) -> list[dict[str, Any]]:
        if spec is None:
            return []
        value = session.draft.values.get(spec.name, "")
        language = session.preferences.language
        return [
            {"value": choice.value, "label": in_language(choice.label, language), "selected": choice.value == value}
            for choice in spec.choices
        ]

    def _left(self, name: str, session: Session) -> bool:
        """The person typed something there and went on: what is wrong is told at once, not before."""
        source = session.draft.sources.get(name)
        return name != self._editing and source is not None and bool(session.draft.values.get(name))

    def _row(self, spec: FieldSpec, session: Session, problem: FieldProblem | None) -> dict[str, Any]:
        language = session.preferences.language
        value = session.draft.values.get(spec.name, "")
        editing = spec.name == self._editing
        source = session.draft.sources.get(spec.name)
        known = value != "" and source is not None and source.kind is not Source.PERSON
        read = session.identity is not None and session.identity.is_proven
        kind, source_text = _source(source if known else None, spec, language, read=read)
        return {
            "name": spec.name,
            "label": in_language(spec.label, language),
            "value": _shown_value(spec, value, editing, language),
            "placeholder": in_language(spec.placeholder, language) if spec.placeholder else "",
            "hint": in_language(spec.hint, language) if spec.hint and (editing or not value) else "",
            "error": _sentence(problem, language) if problem else "",
            "sourceText": source_text if known or not value else "",
            "sourceKind": kind,
            "prefilled": known,
            "editing": editing,
            "choice": bool(spec.choices),
        }

    @property
    def _edited(self) -> FieldSpec | None:
        return next((spec for spec in self._specs if spec.name == self._editing), None)

    # ---- shown ----

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(QObject, constant=True)
    def fields(self) -> QObject:
        """One row a field, as `ui/qml/Kiosk/Field.qml` shows it; `name` is the form's own."""
        return self._fields

    @Property("QVariantList", notify=choicesChanged)
    def choices(self) -> list[dict[str, Any]]:
        """What can be chosen for the field in `editing`: {value, label, selected}."""
        return self._choices

    @Property(bool, notify=changed)
    def prefilled(self) -> bool:
        """Whether any of these fields was filled in for the person."""
        return any(row["prefilled"] for row in self._fields.rows)

    @Property(str, notify=changed)
    def editing(self) -> str:
        """Name of the field that is being filled, "" for none."""
        return self._editing

    @Property(int, notify=changed)
    def editingIndex(self) -> int:
        return next((at for at, spec in enumerate(self._specs) if spec.name == self._editing), -1)

    @Property(str, notify=changed)
    def keypad(self) -> str:
        """ "latin", "number", "id", "choices", or "" when nothing is being filled."""
        spec = self._edited
        if spec is None:
            return ""
        return "choices" if spec.choices else spec.keypad

    # ---- asked ----

    @Slot(str)
    def edit(self, name: str) -> None:
        self._editing = name
        self._show(self._host.session)

    @Slot()
    def done(self) -> None:
        """Go to the next field that is still empty, or put the keypad away."""
        names = [spec.name for spec in self._specs]
        after = names[names.index(self._editing) + 1 :] if self._editing in names else names
        values = self._host.session.draft.values
        required = {spec.name for spec in self._specs if spec.required}
        self.edit(next((name for name in after if name in required and not values.get(name)), ""))

    @Slot()
    def hide(self) -> None:
        self.edit("")

    @Slot(str)
    def typeKey(self, key: str) -> None:
        spec = self._edited
        if spec is None or spec.choices:
            return
        value = self._value + (key.upper() if spec.keypad == "id" else key)
        if len(value) <= spec.max_length:
            self._change(value)

    @Slot()
    def backspace(self) -> None:
        if self._edited is not None and self._value:
            self._change(self._value[:-1])

    @Slot(str)
    def choose(self, value: str) -> None:
        if self._edited is not None:
            self._change(value)
            self.done()

    @property
    def _value(self) -> str:
        return self._host.session.draft.values.get(self._editing, "")

    def _change(self, value: str) -> None:
        self._host.dispatch(FieldChanged(self._host.session.stamp, self._editing, value))


def _source(source: FieldSource | None, spec: FieldSpec, language: str, *, read: bool) -> tuple[str, str]:
    """(kind, words) of the tag above a field. `read`: from the identity card itself, not from what stood in for it."""
    if source is None:
        return ("yours", translated("Form", _YOURS)) if spec.required else ("none", translated("Form", _MAY))
    if source.kind is Source.CARD:
        return "card", translated("Form", _FROM_CARD if read else _FROM_DOCUMENT)
    if source.kind is Source.LAST:
        return "last", translated("Form", _FROM_LAST)
    return "licence", translated("Form", _FROM).format(name=in_language(source.name, language))


def _shown_value(spec: FieldSpec, value: str, editing: bool, language: str) -> str:
    for choice in spec.choices:
        if choice.value == value:
            return in_language(choice.label, language)
    if editing:
        return value
    return iso_date(value, language) if spec.is_date else masked(spec, value)


def _sentence(problem: FieldProblem, language: str) -> str:
    """How many characters are missing, or the remedy the item names for this field, or the general one."""
    if problem.remedy is not None and problem.code in _REMEDIED:
        return in_language(problem.remedy, language)
    return message(problem.code, problem.data).what
