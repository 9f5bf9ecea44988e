"""Readers on a serial line, on USB endpoints, behind a vendor's library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from card_reader_ends import compile_sdt_library
from card_rigs import Rig, Way


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_sdt_library(tmp_path_factory.mktemp("sdt"))


@pytest.fixture(params=["serial", "usb", "vendor"])
def way(request: pytest.FixtureRequest, library: Path) -> Way:
    return Way(str(request.param), library)


@pytest.fixture
def rig(way: Way) -> Iterator[Rig]:
    rig = way.rig()
    rig.reader.open()
    yield rig
    rig.end()


@pytest.fixture
def hasty_rig(way: Way) -> Iterator[Rig]:
    rig = replace(way, hasty=True).rig()
    rig.reader.open()
    yield rig
    rig.end()


@pytest.fixture
def serial(library: Path) -> Way:
    """For what is a serial line's alone."""
    return Way("serial", library)


@pytest.fixture
def serial_rig(serial: Way) -> Iterator[Rig]:
    """For what is the module's alone, whichever way its answer comes."""
    rig = serial.rig()
    rig.reader.open()
    yield rig
    rig.end()
