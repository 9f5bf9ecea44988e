"""What every test that shows a window shares: one application, drawn by software, on a screen of the terminal's size.

Qt's warnings and exceptions in slots fail the test in which they come (pytest-qt); so do exceptions in threads and in
destructors (pytest, whose warnings are errors here).
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QML_NO_TOUCH_COMPRESSION", "1")

import gc
import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from drivers.pcsc import virtual_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

virtual_service.point_here()  # no test talks to a smart card service of this machine, nor stays with it afterwards

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # on a busy machine an example takes as long as it takes

SCREEN_PX = (1080, 1920)


@pytest.fixture(scope="session")
def qapp() -> QGuiApplication:
    """The one application of this process."""
    from ui.application import make_application

    width_px, height_px = SCREEN_PX
    return make_application(offscreen=True, width_px=width_px, height_px=height_px)


@pytest.fixture
def no_collector() -> Iterator[None]:
    """For what goes as deep as Python can: other tests' objects would be finalised down there, and fail for it."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """For what sets up a log of its own, as the doctor does."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
