"""What a form asks and whether what was given fits. Pure functions over the item's JSON Schema.

Beside the standard keywords a property may carry the formats of `kiosk.services.formats` (`cn-identity-number`,
`cn-credit-code`, `basic-date`) and the `x-` keywords of `kiosk.platform.item.Form`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, cast

from drivers.contract.value import Value
from kiosk import masking
from kiosk.services.formats import FORMATS

if TYPE_CHECKING:
    from kiosk.platform.item import Form, Text

LONGEST = 200
"""Characters that a field takes when its schema sets no limit."""


class Choice(Value):
    value: str
    label: Text


class FieldSpec(Value):
    """One question, answered by choosing where it has `choices`, else on the `keypad` "latin", "number" or "id"."""

    name: str
    label: Text
    required: bool
    keypad: str = "latin"
    choices: tuple[Choice, ...] = ()
    hint: Text | None = None
    placeholder: Text | None = None
    mask: str = ""
    """How the value is shown once typed: "phone", "number", or "" for as it is."""
    max_length: int = LONGEST
    answer: Text | None = None
    """How the answer reads without its label, with `{value}` in it; None = as it is."""
    is_date: bool = False
    """The value is a day, YYYYMMDD."""


class FieldProblem(Value):
    """Why a value does not fit: `field.missing`, `.too_short` (missing), `.too_long` (excess), `.pattern`,
    `.not_a_choice`, `.date`, `.identity_number`, `.credit_code`. `remedy` is the item's own advice for this field."""

    code: str
    data: Mapping[str, str] = field(default_factory=dict[str, str])
    remedy: Text | None = None


def fields_of(form: Form, topic: int) -> tuple[FieldSpec, ...]:
    """The questions of one topic, in their order."""
    required = set(cast(list[str], form.json_schema.get("required", [])))
    return tuple(_spec(name, _properties(form)[name], required=name in required) for name in form.topics[topic].fields)


def problems(form: Form, values: Mapping[str, str], topic: int | None = None) -> Mapping[str, FieldProblem]:
    """Field → what is wrong with it, in the order asked; for one topic or (None) the whole form. Empty = all fits.

    Blank values count as not given; values of fields that the form does not have are not looked at.
    """
    topics = form.topics if topic is None else (form.topics[topic],)
    asked = [name for each in topics for name in each.fields]
    given = {name: values[name].strip() for name in _properties(form) if values.get(name, "").strip()}
    broken: dict[str, dict[str, Any]] = {}
    for name, keyword, limit in _broken(form, given):
        broken.setdefault(name, {})[keyword] = limit
    return {name: _problem(form, name, broken[name], given.get(name, "")) for name in asked if name in broken}


def masked(spec: FieldSpec, value: str) -> str:
    """A typed value as it is shown afterwards: `138 **** 5612`, `4403********1234`."""
    if not value or not spec.mask:
        return value
    return masking.phone(value) if spec.mask == "phone" else masking.identity_number(value)


def label_of(spec: FieldSpec, value: str) -> Text | None:
    """What a chosen value is called; None for typed fields and unknown values."""
    return next((choice.label for choice in spec.choices if choice.value == value), None)


_KEYWORDS = ("required", "enum", "minLength", "maxLength", "format", "pattern")
"""The first one broken is the one to tell."""


def _properties(form: Form) -> dict[str, dict[str, Any]]:
    return cast(dict[str, dict[str, Any]], form.json_schema["properties"])


def _spec(name: str, definition: dict[str, Any], *, required: bool) -> FieldSpec:
    return FieldSpec(
        name=name,
        label=definition.get("x-label") or {"zh-CN": definition.get("title", name)},
        required=required,
        keypad=definition.get("x-keypad", "latin"),
        choices=tuple(Choice(choice["value"], choice["label"]) for choice in definition.get("x-choices", ())),
        hint=definition.get("x-hint"),
        placeholder=definition.get("x-placeholder"),
        mask=definition.get("x-mask", ""),
        max_length=definition.get("maxLength", LONGEST),
        answer=definition.get("x-answer"),
        is_date=definition.get("format") == "basic-date",
    )


def _broken(form: Form, given: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    """(field, keyword that is not met, what the keyword asks)."""
    # Late, for a quick start. Making the validator takes microseconds, so none is kept.
    import jsonschema

    checker = jsonschema.FormatChecker(())
    for name, (fits, _) in FORMATS.items():
        checker.checks(name)(cast(Callable[[object], bool], fits))
    validator = cast(Any, jsonschema.Draft202012Validator(form.json_schema, format_checker=checker))
    for error in cast("Iterator[jsonschema.ValidationError]", validator.iter_errors(dict(given))):
        keyword, limit = str(error.validator), cast(Any, error.validator_value)
        if error.path:
            yield str(error.path[0]), keyword, limit
        elif keyword == "required":
            yield from ((name, keyword, None) for name in limit if name not in given)


def _problem(form: Form, name: str, broken: Mapping[str, Any], value: str) -> FieldProblem:
    keyword = next((keyword for keyword in _KEYWORDS if keyword in broken), "")
    code, data = _told(keyword, broken.get(keyword), len(value))
    return FieldProblem(code, data, _properties(form)[name].get("x-problem"))


def _told(keyword: str, limit: Any, length: int) -> tuple[str, dict[str, str]]:
    match keyword:
        case "required":
            return "field.missing", {}
        case "enum":
            return "field.not_a_choice", {}
        case "minLength":
            return "field.too_short", {"missing": str(limit - length)}
        case "maxLength":
            return "field.too_long", {"excess": str(length - limit)}
        case "format":
            return FORMATS[limit][1], {}
        case _:
            return "field.pattern", {}
