"""The platform's licence store: electronic licences by person, read from a TOML file; and prefill from it.

[[person]]
number = "…"                # identity number
name = "…"                  # a prefill is answered only when number and name belong together
last = { phone = "…" }      # what the person gave last time, before this gateway began to keep applications

[[person.licence]]
kind = "residence"
issued = "2024-03-01"
valid_to = ""               # "" = no end
attributes = { address = "…" }

[kind.residence]            # names of a kind, per language
name = { zh-CN = "…", en = "…" }
issuer = { zh-CN = "…", en = "…" }
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import Field

from kiosk.platform.item import MaterialSource, ServiceItem, Text
from kiosk.platform.record import Record
from kiosk.platform.schema import LicenceFound, PrefillAnswer, PrefilledField

LAST_TIME: Text = {"zh-CN": "上次填写", "en": "your last visit"}


class LicenceKind(Record):
    name: Text
    issuer: Text


class Licence(Record):
    """One electronic licence of one person. Dates are ISO `YYYY-MM-DD`."""

    kind: str
    issued: str
    valid_to: str = ""
    attributes: dict[str, str] = Field(default_factory=dict[str, str])

    def is_valid(self, today: date) -> bool:
        return not self.valid_to or today <= date.fromisoformat(self.valid_to)


class LicenceHolder(Record):
    number: str
    name: str
    last: dict[str, str] = Field(default_factory=dict[str, str])
    licence: tuple[Licence, ...] = ()


class _LicenceFile(Record):
    kind: dict[str, LicenceKind]
    person: tuple[LicenceHolder, ...]


@dataclass(frozen=True, slots=True)
class LicenceStore:
    kinds: Mapping[str, LicenceKind]
    holders: Mapping[str, LicenceHolder] = field(repr=False)
    """By identity number."""

    @classmethod
    def load(cls, file: Path) -> "LicenceStore":
        """Raises pydantic.ValidationError or tomllib.TOMLDecodeError."""
        content = _LicenceFile.model_validate(tomllib.loads(file.read_text("utf-8")))
        return cls(content.kind, {person.number: person for person in content.person})

    def prefill(
        self,
        item: ServiceItem,
        number: str,
        name: str,
        *,
        today: date,
        last_values: Callable[[], Mapping[str, str]],
    ) -> PrefillAnswer:
        """What the platform knows for this item's form and materials; empty for whom it does not know.

        Args:
            last_values: gives the values of the person's last application, by field; newer than the file's `last`.
        """
        holder = self.holders.get(number)
        known = holder if holder is not None and holder.name == name else None
        licences = {licence.kind: licence for licence in known.licence if licence.is_valid(today)} if known else {}
        last = {**(known.last if known else {}), **last_values()}
        fields = {
            target: prefilled
            for target, source in item.prefill.items()
            if (prefilled := self._field(source, licences, last)) is not None
        }
        found = {
            material.code: self._found(licences[material.licence_kind])
            for material in item.materials
            if MaterialSource.LICENCE in material.sources and material.licence_kind in licences
        }
        return PrefillAnswer(fields=fields, licences=found)

    def _field(self, source: str, licences: Mapping[str, Licence], last: Mapping[str, str]) -> PrefilledField | None:
        """One entry of the item's prefill map; None where nothing is known, and for the card: the terminal has it."""
        origin, _, rest = source.partition(".")
        if origin == "last" and rest in last:
            return PrefilledField(value=last[rest], source="last", source_name=LAST_TIME)
        kind, _, attribute = rest.partition(".")
        if origin == "licence" and kind in licences and attribute in licences[kind].attributes:
            value = licences[kind].attributes[attribute]
            return PrefilledField(value=value, source="licence", source_name=self.kinds[kind].name)
        return None

    def _found(self, licence: Licence) -> LicenceFound:
        kind = self.kinds[licence.kind]
        return LicenceFound(
            kind=licence.kind, name=kind.name, issuer=kind.issuer, issued=licence.issued, valid_to=licence.valid_to
        )
