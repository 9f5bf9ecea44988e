"""The tokens: fresh, legible, and enough for a city to look like itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from ui import engine as engine_module
from ui.engine import FontMissingError, KioskEngine, make_engine
from ui.theme.qml import THEME_QML, theme_qml
from ui.theme.tokens import TOKENS_CSS, Token, TokenError, camel_case, qml_value, read_tokens

CSS = TOKENS_CSS.read_text(encoding="utf-8")
TOKENS = {token.name: token for token in read_tokens(CSS)}

TEXT_ON_GROUND = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "primary-soft"), ("ink", "neutral-soft"), ("ink", "key-bed"),
    ("ink", "key-function"), ("ink", "success-soft"), ("ink", "warning-soft"), ("ink", "danger-soft"),
    ("ink-muted", "paper"), ("ink-muted", "surface"), ("ink-muted", "neutral-soft"),
    ("primary", "surface"), ("primary", "paper"), ("primary-pressed", "primary-soft"),
    ("on-primary", "primary"), ("on-primary", "primary-pressed"), ("on-primary-muted", "primary"),
    ("success-ink", "success-soft"), ("warning-ink", "warning-soft"), ("danger-ink", "danger-soft"),
    ("danger-ink", "surface"), ("danger-ink", "paper"), ("disabled-ink", "disabled-fill"),
    ("on-dark", "screen-dark"), ("on-dark-muted", "screen-dark"),
]  # fmt: skip
MARK_ON_GROUND = [
    ("line-strong", "surface"), ("success", "surface"), ("warning", "surface"), ("danger", "surface"),
    ("primary", "primary-soft"), ("focus", "paper"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of #RRGGBB."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, ground: str, *, high_contrast: bool) -> float:
    values = [TOKENS[name].value(high_contrast=high_contrast) for name in (text, ground)]
    lighter, darker = sorted((luminance(value) for value in values), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_reaches_seven_to_one(text: str, ground: str, high_contrast: bool) -> None:
    assert contrast(text, ground, high_contrast=high_contrast) >= 7


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize(("mark", "ground"), MARK_ON_GROUND)
def test_marks_and_edges_are_seen(mark: str, ground: str, high_contrast: bool) -> None:
    assert contrast(mark, ground, high_contrast=high_contrast) >= 4.4


def test_the_committed_theme_is_the_one_of_the_tokens() -> None:
    assert THEME_QML.read_text(encoding="utf-8") == theme_qml(CSS)


def test_sizes_follow_large_print_and_back(engine: KioskEngine) -> None:
    theme = engine.singletonInstance("Kiosk", "Theme")
    assert isinstance(theme, QObject)
    names = ("display", "title", "heading", "label", "body", "small")
    normal = [theme.property(name) for name in names]
    assert normal == [96, 64, 44, 38, 34, 28]
    theme.setProperty("largePrint", True)
    assert [theme.property(name) for name in names] == [round(size * 1.4) for size in normal]
    assert (theme.property("header"), theme.property("footer"), theme.property("button")) == (160, 196, 136)
    theme.setProperty("largePrint", False)
    assert [theme.property(name) for name in names] == normal


def test_a_city_changes_one_file() -> None:
    ours = CSS.replace("#0B4DA2", "#7A1F1F").replace("政务服务自助终端", "某某市自助终端")
    qml = theme_qml(ours)
    assert 'highContrast ? "#FFE600" : "#7A1F1F"' in qml
    assert 'terminalName: "某某市自助终端"' in qml


def test_no_property_looks_like_a_signal_handler() -> None:
    for name in TOKENS:
        camel = camel_case(name)
        assert not (camel.startswith("on") and camel[2:3].isupper())


@pytest.mark.parametrize("value", ["12em", "red", "calc(1px + 2px)", "#12", "var(--ink)"])
def test_an_unknown_value_is_refused_by_name(value: str) -> None:
    with pytest.raises(TokenError) as caught:
        theme_qml(f":root{{ --thing:{value}; }}")
    assert (caught.value.name, caught.value.value) == ("thing", value)


def test_a_replacement_without_an_original_is_refused() -> None:
    with pytest.raises(TokenError):
        read_tokens(":root{ --ink:#000000; } .hc{ --inc:#FFFFFF; }")


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,6}(-[a-z]{1,6}){0,2}", fullmatch=True),
        st.integers(0, 0xFFFFFF).map(lambda colour: f"#{colour:06X}"),
        min_size=1,
        max_size=8,
    )
)
def test_tokens_come_back_as_they_were_written(colours: dict[str, str]) -> None:
    css = ":root{ /* x */ " + "".join(f"--{name}: {value};" for name, value in colours.items()) + "}"
    assert read_tokens(css) == tuple(Token(name, value) for name, value in colours.items())
    assert all(qml_value(name, value) == ("color", f'"{value}"') for name, value in colours.items())


def test_a_missing_font_stops_the_start(engine: KioskEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "FONT_FAMILY", "Kein Schriftschnitt")
    with pytest.raises(FontMissingError, match="fonts-noto-cjk"):
        make_engine()
