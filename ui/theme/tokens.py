"""Reads tokens.css: custom properties in :root, .hc and .lp; px, numbers, colours, strings, calc with --k."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TOKENS_CSS = Path(__file__).with_name("tokens.css")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARATION = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;]+)")
_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([.\d]+)\)")
_SCALED = re.compile(r"calc\(([.\d]+)px\*var\(--k\)\)")


class TokenError(ValueError):
    """tokens.css holds something this reader does not know. `name` is the property, `value` what was found."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"--{name}: {value}")
        self.name = name
        self.value = value


@dataclass(frozen=True, slots=True)
class Token:
    """One property as written: its value in the normal theme, and what replaces it in high contrast or large print."""

    name: str
    normal: str
    high_contrast: str | None = None
    large_print: str | None = None

    def value(self, *, high_contrast: bool = False, large_print: bool = False) -> str:
        if large_print and self.large_print is not None:
            return self.large_print
        if high_contrast and self.high_contrast is not None:
            return self.high_contrast
        return self.normal


def read_tokens(css: str) -> tuple[Token, ...]:
    """The tokens in the order of their first appearance. Raises TokenError for a replacement of an unknown token."""
    normal: dict[str, str] = {}
    replaced: dict[str, dict[str, str]] = {".hc": {}, ".lp": {}}
    for selectors, body in _RULE.findall(_COMMENT.sub("", css)):
        for selector in (part.strip() for part in selectors.split(",")):
            if selector == ".lp" and ":root" in selectors:
                continue  # the type sizes are repeated there only so that CSS computes them again
            target = normal if selector == ":root" else replaced[selector]
            target.update((name, value.strip()) for name, value in _DECLARATION.findall(body))
    for values in replaced.values():
        for name in values.keys() - normal.keys():
            raise TokenError(name, values[name])
    return tuple(
        Token(name, value, replaced[".hc"].get(name), replaced[".lp"].get(name)) for name, value in normal.items()
    )


def qml_value(name: str, value: str) -> tuple[str, str]:
    """(QML type, QML expression) of one CSS value. Raises TokenError."""
    if re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        return "color", f'"{value}"'
    if match := _RGBA.fullmatch(value):
        red, green, blue, alpha = match.groups()
        return "color", f'"#{round(float(alpha) * 255):02X}{int(red):02X}{int(green):02X}{int(blue):02X}"'
    if match := _SCALED.fullmatch(value):
        return "int", f"Math.round({match[1]} * k)"
    if re.fullmatch(r"\d+px", value):
        return "int", value.removesuffix("px")
    if re.fullmatch(r"[.\d]+", value):
        return "real", value
    if match := re.match(r'"([^"]*)"', value):
        return "string", match[0]
    raise TokenError(name, value)


def camel_case(name: str) -> str:
    """`ink-muted` -> inkMuted. `on-primary` -> inkOnPrimary: QML takes any name like onPrimary for a signal handler."""
    first, *rest = (f"ink-{name}" if name.startswith("on-") else name).split("-")
    return first + "".join(part.capitalize() for part in rest)
