"""A state directory, and the application that shows the windows."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

LOGGERS = ("", "kiosk", "drivers", "offline_cache", "ui")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory, qapp: QGuiApplication) -> Iterator[Path]:
    """The state directory of a terminal that was never used; the module's own, where no test asks for `fresh`."""
    assert qapp is not None
    yield from _kept_clean(tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture
def fresh(tmp_path: Path, qapp: QGuiApplication) -> Iterator[Path]:
    """The state directory of a terminal that was never used."""
    assert qapp is not None
    yield from _kept_clean(tmp_path / "state")


def _kept_clean(state: Path) -> Iterator[Path]:
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    yield state
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    gc.collect()  # the terminal's objects end here, on the thread that made them
