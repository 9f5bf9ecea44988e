"""`kiosk doctor --device document`: one paper, taken, scanned and read; what it says is not shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import cast

from config.papers import demo_papers
from config.settings import Settings
from drivers import registry
from drivers.contract.document import DocumentCamera, DocumentScanner, PageLook, PaperReader, PaperSize, ScannedPage
from drivers.errors import DeviceError, MediaError
from kiosk.app.examinations.examined import Examined, Say, told

DEVICE = "document"
DEMO_PAPER = "lease_contract"


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Every device for papers that the settings name. `document.none` where there is none, `document.no_page` when no
    page lay well in time."""
    devices = settings.devices
    seen: dict[str, str] = {}
    page: ScannedPage | None = None
    try:
        if devices.document_camera.driver:
            page = _take(settings, wait_s, say, seen)
        if devices.document_scanner.driver:
            page = _scan(settings, say, seen) or page
        if devices.paper_reader.driver:
            _read(settings, page, seen)
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    return Examined(DEVICE, "" if seen else "document.none", seen)


def _take(settings: Settings, wait_s: float, say: Say, seen: dict[str, str]) -> ScannedPage:
    device = settings.devices.document_camera
    options: dict[str, object] = device.options.model_dump()
    if device.simulate:
        options["source"] = str(demo_papers()[DEMO_PAPER])
    else:
        say(f"Lay a printed A4 page under the document camera within {wait_s:g} s, and take your hands away.")
    seen["camera"] = "a drawn table" if device.simulate else device.options.source
    camera = cast(DocumentCamera, registry.create(device.driver, options))
    try:
        camera.open()
        camera.start()
        camera.expect(PaperSize.A4)
        asked: list[str] = []
        began_s = time.monotonic()
        for look in _looks(camera, wait_s):
            if not asked or asked[-1] != look.instruction:
                asked.append(look.instruction)
                seen["it asked for"] = ", ".join(asked)
            if look.page is not None:
                seen["taken after"] = f"{time.monotonic() - began_s:.1f} s"
                seen["page"] = _described(look.page)
                return look.page
    finally:
        camera.close()
    raise MediaError("document.no_page", retryable=True, data={"waited_s": wait_s})


def _looks(camera: DocumentCamera, wait_s: float) -> Iterator[PageLook]:
    until_s = time.monotonic() + wait_s
    while time.monotonic() < until_s:
        yield camera.look()


def _scan(settings: Settings, say: Say, seen: dict[str, str]) -> ScannedPage | None:
    device = settings.devices.document_scanner
    seen["scanner"] = device.options.device
    say("Put a printed page into the scanner.")
    scanner = cast(DocumentScanner, registry.create(device.driver, device.options.model_dump()))
    try:
        scanner.open()
        began_s = time.monotonic()
        pages = scanner.scan()
    finally:
        scanner.close()
    seen["scanned"] = f"{len(pages)} pages in {time.monotonic() - began_s:.1f} s, the first: {_described(pages[0])}"
    return pages[0]


def _read(settings: Settings, page: ScannedPage | None, seen: dict[str, str]) -> None:
    device = settings.devices.paper_reader
    reader = cast(PaperReader, registry.create(device.driver, device.options.model_dump()))
    try:
        reader.open()
        seen["reader"] = reader.engine
        reader.prepare()
        if page is None:
            return
        began_s = time.monotonic()
        reading = reader.read(page)
        seen["read in"] = f"{time.monotonic() - began_s:.1f} s"
    finally:
        reader.close()
    least = min((line.confidence for line in reading.lines), default=0.0)
    seen["lines"] = f"{len(reading.lines)}, the least certain at {least:.2f}; to be turned by {reading.turn}°"
    seen["kind"] = reading.kind or "unknown"
    seen["fields"] = ", ".join(field.name for field in reading.fields) or "none"


def _described(page: ScannedPage) -> str:
    return f"{page.width_px}×{page.height_px} at {page.dpi} dpi, {len(page.jpeg) / 1000:.0f} kB"
