"""What a demo person answers to a form's open questions."""

from __future__ import annotations

from kiosk.platform.item import ServiceItem
from kiosk.services import forms

SAMPLES = (
    "13800135612",
    "20261201",
    "lin@example.com",
    "440304199006189989",
    "91440300MA5D000002",
    "3",
    *("1" * length for length in (12, 13, 16, 25)),
)
"""One for each kind of field; identity number and credit code have right check digits and belong to nobody."""


def answer(item: ServiceItem, name: str) -> str:
    """A value that fits the field. Raises LookupError when none of ours does."""
    topic = next(index for index, topic in enumerate(item.form.topics) if name in topic.fields)
    spec = next(spec for spec in forms.fields_of(item.form, topic) if spec.name == name)
    candidates = [choice.value for choice in spec.choices] or [str(sample) for sample in SAMPLES]
    for candidate in candidates:
        if name not in forms.problems(item.form, {name: candidate}, topic):
            return candidate
    raise LookupError(f"{item.code}: nothing fits {name}")
