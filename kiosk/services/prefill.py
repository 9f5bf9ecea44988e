"""What a form knows before the person types: from the card just read, from licences, from the last time (秒报)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.session.model import Draft, FieldSource, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.identity.person import Identity
    from kiosk.platform.item import ServiceItem
    from kiosk.platform.schema import PrefillAnswer

_FROM_CARD = "card."


def card_values(item: ServiceItem, identity: Identity) -> tuple[dict[str, str], dict[str, FieldSource]]:
    """(values, sources) of the fields that the item's prefill map takes from the card, or from what was shown
    in its place; empty ones are left out. Dates become YYYYMMDD, as forms want them.
    """
    known = {
        "name": identity.name,
        "number": identity.number,
        "address": identity.address,
        "birth": identity.birth.replace("-", ""),
        "sex": identity.sex,
        "nation": identity.nation,
    }
    values = {
        name: value
        for name, source in item.prefill.items()
        if source.startswith(_FROM_CARD) and (value := known.get(source.removeprefix(_FROM_CARD), ""))
    }
    return values, dict.fromkeys(values, FieldSource(Source.CARD))


def with_identity(item: ServiceItem, draft: Draft, identity: Identity) -> Draft:
    """The draft with what the card says; what the person typed stays."""
    return _filled(draft, *card_values(item, identity))


def merge(item: ServiceItem, draft: Draft, answer: PrefillAnswer) -> Draft:
    """The draft with the platform's answer: licences, and values where the person has not typed any."""
    asked = {name for topic in item.form.topics for name in topic.fields}
    fields = {name: found for name, found in answer.fields.items() if name in asked and found.value}
    values = {name: found.value for name, found in fields.items()}
    sources = {name: FieldSource(Source(found.source), found.source_name) for name, found in fields.items()}
    materials = {material.code for material in item.materials}
    licences = {code: licence for code, licence in answer.licences.items() if code in materials}
    return replace(_filled(draft, values, sources), licences={**draft.licences, **licences})


def _filled(draft: Draft, values: Mapping[str, str], sources: Mapping[str, FieldSource]) -> Draft:
    typed = {name for name, source in draft.sources.items() if source.kind is Source.PERSON}
    free = [name for name in values if name not in typed]
    return replace(
        draft,
        values={**draft.values, **{name: values[name] for name in free}},
        sources={**draft.sources, **{name: sources[name] for name in free}},
    )
