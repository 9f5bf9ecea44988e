"""`python -m ui.theme`: writes qml/Kiosk/Theme.qml from tokens.css."""

from ui.theme.qml import THEME_QML, theme_qml
from ui.theme.tokens import TOKENS_CSS

THEME_QML.write_text(theme_qml(TOKENS_CSS.read_text(encoding="utf-8")), encoding="utf-8")
