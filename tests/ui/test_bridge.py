"""The hop from other threads, and the session's clock on Qt's loop."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
from collections.abc import Callable
from time import monotonic

import pytest
from PySide6.QtCore import QEventLoop, QObject, Signal
from PySide6.QtGui import QGuiApplication

from ui.bridge import Bridge
from ui.clock import QtClock

EMITS = 2_000_000
"""PySide6 6.12 on CPython 3.11 died after 550."""


@pytest.fixture(scope="module")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


def wait_until(condition: Callable[[], bool], timeout_s: float = 60) -> None:
    deadline_s = monotonic() + timeout_s
    while not condition():
        assert monotonic() < deadline_s
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def test_events_of_many_threads_arrive_on_the_gui_thread_each_in_its_order(qapp: QGuiApplication) -> None:
    heard: list[tuple[int, int]] = []
    threads: set[int] = set()

    def hear(event: object) -> None:
        assert isinstance(event, tuple)
        heard.append(event)
        threads.add(threading.get_ident())

    bridge = Bridge(hear)
    posters = [
        threading.Thread(target=lambda who=who: [bridge.post((who, number)) for number in range(500)])
        for who in range(4)
    ]
    for poster in posters:
        poster.start()
    wait_until(lambda: len(heard) == 2000)
    for poster in posters:
        poster.join()
    assert threads == {threading.get_ident()}
    for who in range(4):
        assert [number for poster, number in heard if poster == who] == list(range(500))


def test_posting_returns_before_anything_is_handled(qapp: QGuiApplication) -> None:
    heard: list[object] = []
    bridge = Bridge(heard.append)
    bridge.post("one")
    assert heard == []
    wait_until(lambda: heard == ["one"])


def test_what_is_under_way_when_it_shuts_is_dropped(qapp: QGuiApplication) -> None:
    heard: list[object] = []
    bridge = Bridge(heard.append)
    bridge.post("one")
    bridge.shut()
    done = Bridge(lambda _: heard.append("done"))
    done.post(None)
    wait_until(lambda: "done" in heard)
    assert heard == ["done"]


class Emitter(QObject):
    fired = Signal(object)


def test_two_million_emits(qapp: QGuiApplication) -> None:
    emitter = Emitter()
    heard = 0

    def hear(event: object) -> None:
        nonlocal heard
        if event is True:
            heard += 1

    emitter.fired.connect(hear)
    for _ in range(EMITS):
        emitter.fired.emit(True)
    assert heard == EMITS


def test_many_posts_through_the_queue(qapp: QGuiApplication) -> None:
    heard = 0

    def hear(_event: object) -> None:
        nonlocal heard
        heard += 1

    bridge = Bridge(hear)
    for batch in range(20):
        for _ in range(5000):
            bridge.post(True)
        wait_until(lambda batch=batch: heard == 5000 * (batch + 1))


class TestClock:
    def test_calls_back_once_on_this_thread(self, qapp: QGuiApplication) -> None:
        clock = QtClock()
        heard: list[int] = []
        begun_s = clock.monotonic()
        clock.call_later(0.02, lambda: heard.append(threading.get_ident()))
        wait_until(lambda: bool(heard))
        assert heard == [threading.get_ident()]
        assert clock.monotonic() - begun_s >= 0.015

    def test_a_cancelled_one_is_never_called(self, qapp: QGuiApplication) -> None:
        clock = QtClock()
        heard: list[str] = []
        handle = clock.call_later(0, lambda: heard.append("cancelled"))
        handle.cancel()
        handle.cancel()
        clock.call_later(0.01, lambda: heard.append("later"))
        wait_until(lambda: bool(heard))
        assert heard == ["later"]

    def test_cancelling_after_it_was_called_is_harmless(self, qapp: QGuiApplication) -> None:
        clock = QtClock()
        heard: list[str] = []
        handle = clock.call_later(0, lambda: heard.append("called"))
        wait_until(lambda: bool(heard))
        handle.cancel()
        assert heard == ["called"]

    def test_wall_time_has_its_zone(self, qapp: QGuiApplication) -> None:
        assert QtClock().wall().utcoffset() is not None
