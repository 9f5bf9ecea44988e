"""A service item as data: what a person can apply for, with its guide, form, materials and prefill map.

One TOML file per item under `config/catalogue/`; the platform serves the same model as JSON. A new item needs no
Python.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from kiosk.platform.record import Record

Text = dict[str, str]
"""One sentence per language tag: `{"zh-CN": …, "en": …}`; zh-CN is the original and always there."""


def in_language(text: Text, language: str) -> str:
    """The sentence in `language`, or the Chinese original where it was not translated."""
    return text.get(language) or text["zh-CN"]


class Fee(Record):
    amount_cny: float = 0
    note: Text | None = None


class Guide(Record):
    """办事指南. `days` is the statutory time limit in working days; 0 = at once."""

    who: tuple[Text, ...]
    days: int
    fee: Fee = Fee()
    outcome: Text
    legal_basis: tuple[Text, ...]
    notes: tuple[Text, ...] = ()


class Topic(Record):
    """One page of the form: a question as its title and the fields that answer it.

    `heading` names the answers where they are shown again, in four Chinese characters at most.
    """

    title: Text
    heading: Text | None = None
    fields: tuple[str, ...]


class Form(Record):
    """`json_schema` is JSON Schema 2020-12 with flat string properties. Per property, beside the standard keywords:

    `title` (Chinese) · `x-label`, `x-hint`, `x-placeholder`: Text · `x-keypad`: "latin" | "number" | "id" ·
    `x-choices`: [{value, label: Text}] for an enum · `x-mask`: "phone" | "number" (how it is shown once typed) ·
    `x-answer`: Text, how the answer reads without its label, "{value} 平方米" ·
    `x-problem`: Text, the remedy when the value does not fit.
    """

    topics: tuple[Topic, ...]
    json_schema: dict[str, Any]


class MaterialSource(StrEnum):
    """Where a material can come from, in the order in which the terminal tries."""

    CARD = "card"  # the identity card just read
    LICENCE = "licence"  # an electronic licence on the platform (免提交)
    FORM = "form"  # made from the form itself, signed on the screen
    CAPTURE = "capture"  # photographed under the terminal's document camera
    DEFER = "defer"  # promised for later with a commitment (容缺受理)


class HandInWay(StrEnum):
    """How an original that was promised for collection may be handed in."""

    KEPT = "kept"  # put into a cell; staff fetch it, and keep it
    SHOWN = "shown"  # photographed or scanned; the person takes it home again


PaperForm = Literal["a4", "a5", "card"]
"""Sizes of papers (ISO 216, ISO/IEC 7810) that are photographed."""


class Material(Record):
    code: str
    name: Text
    sources: tuple[MaterialSource, ...]
    licence_kind: str = ""
    defer_days: int = 0
    paper_size: PaperForm = "a4"
    paper_kind: str = ""
    """What a captured page is read as (a code of the terminal's kinds of paper); "" = it is not read."""
    fills: dict[str, str] = Field(default_factory=dict[str, str])
    """Field of the form → field of that kind of paper. What was read fills nothing before the person confirmed it."""
    note: Text | None = None


class Approval(StrEnum):
    INSTANT = "instant"  # 秒批
    REVIEW = "review"


class Delivery(StrEnum):
    POST = "post"
    PICKUP = "pickup"
    PRINT = "print"
    LICENCE = "licence"


class ServiceItem(Record):
    code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{4,32}$")]
    version: int
    name: Text
    short_name: Text
    department: Text
    theme: str
    audience: Annotated[str, Field(pattern="^(person|business)$")] = "person"
    keywords: tuple[str, ...] = ()
    guide: Guide
    form: Form
    materials: tuple[Material, ...] = ()
    prefill: dict[str, str] = Field(default_factory=dict[str, str])
    """Field → where its value comes from: `card.name`, `licence.<kind>.<attribute>`, `last.<field>`."""
    approval: Approval = Approval.REVIEW
    delivery: Delivery = Delivery.LICENCE
    devices: tuple[str, ...] = ("id_card", "camera", "face")
    """Device classes without which the item cannot be done here; the printer is wanted, not needed."""
    certificate: bool = False
    """What was approved can be had on paper, as a certificate that the platform signs: at once, or later."""
    current_catalogue: bool = False
    """Not begun while the platform has not confirmed the catalogue for long (`reference.catalogue.oldest_h`): where a
    date of last week does harm."""
    needs_face: bool = True
    """Only for whom the face check, or staff, confirmed as the holder of what they showed. False: a verified document
    alone will do for who prefers no face check."""


class ItemTheme(Record):
    """主题: one tile on the home page."""

    code: str
    name: Text
    subtitle: Text
    icon: str
