"""Writes the QML singleton Theme.

Generated rather than computed at run time: a binding to it costs no Python call, and qmllint knows it.
"""

from __future__ import annotations

from pathlib import Path

from ui.theme.tokens import Token, camel_case, qml_value, read_tokens

THEME_QML = Path(__file__).parents[1] / "qml" / "Kiosk" / "Theme.qml"

_HEAD = """\
pragma Singleton
// Generated from ui/theme/tokens.css by `python -m ui.theme`; change it there.
import QtQuick

QtObject {
    property bool largePrint: false
    property bool highContrast: false
    property bool landscape: false
    // Screenshots turn movement off.
    property bool animations: true

"""


def _property(token: Token) -> str:
    kind, expression = qml_value(token.name, token.normal)
    for condition, value in (("highContrast", token.high_contrast), ("largePrint", token.large_print)):
        if value is not None:
            expression = f"{condition} ? {qml_value(token.name, value)[1]} : {expression}"
    return f"    readonly property {kind} {camel_case(token.name)}: {expression}\n"


def theme_qml(css: str) -> str:
    """The text of Theme.qml. Raises TokenError."""
    return _HEAD + "".join(_property(token) for token in read_tokens(css)) + "}\n"
