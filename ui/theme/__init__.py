"""Design tokens: read from tokens.css, written as the QML singleton Theme."""
