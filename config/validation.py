"""From pydantic's errors to what was found and what is allowed, for settings and for catalogue files alike."""

from collections.abc import Callable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from config.errors import ConfigProblem

_LONGEST = 120

_RULES = {
    "missing": "a value",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_pattern_mismatch": "text of the form {pattern}",
    "string_too_short": "at least {min_length} characters",
    "too_short": "at least {min_length} of them",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than": "less than {lt:g}",
    "less_than_equal": "at most {le:g}",
}
"""What is allowed, by pydantic's type of error."""


def shown(value: object) -> str:
    """A found value as one short line."""
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def problems_of(
    error: ValidationError, model: type[BaseModel], file_of: Callable[[str], str]
) -> Iterator[ConfigProblem]:
    """Every wrong key of a refused document.

    Args:
        model: what the document should have been.
        file_of: tells which layer a dotted key came from.
    """
    for detail in error.errors(include_url=False):
        key = ".".join(str(part) for part in detail["loc"])
        found = "nothing" if detail["type"] == "missing" else shown(detail["input"])
        yield ConfigProblem(file=file_of(key), key=key, found=found, allowed=_allowed(detail, model))


def _allowed(detail: ErrorDetails, model: type[BaseModel]) -> str:
    if detail["type"] == "extra_forbidden":
        section = _model_at(model, detail["loc"][:-1])
        return f"one of {', '.join(section.model_fields)}" if section else "no such key"
    field = _field_at(model, detail["loc"])
    meaning = f" ({field.description})" if field and field.description else ""
    return _rule(detail) + meaning


def _rule(detail: ErrorDetails) -> str:
    rule = _RULES.get(detail["type"])
    return rule.format(**detail.get("ctx", {})) if rule else detail["msg"]


def _field_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> FieldInfo | None:
    """The innermost named field on the way to `loc`; None when the way leaves the models."""
    for length in range(len(loc), 0, -1):
        section = _model_at(model, loc[: length - 1])
        if section is not None and str(loc[length - 1]) in section.model_fields:
            return section.model_fields[str(loc[length - 1])]
    return None


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            continue  # an element of a tuple: its model was found with the tuple's field
        if current is None or part not in current.model_fields:
            return None
        current = _model_in(current.model_fields[part].annotation)
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model an annotation is, or holds: `Guide`, `tuple[Material, ...]`, `Fee | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
