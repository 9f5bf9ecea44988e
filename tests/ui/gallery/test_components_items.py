"""The items drawn in Python: camera preview, signature; and the pictures made on demand."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from drivers.contract.camera import Frame
from drivers.contract.document import ScannedPage
from ui.image_providers import ICONS, IconProvider, QrProvider
from ui.items import CameraPreview, PagePicture, SignatureCanvas
from ui.items.camera_preview import cover_rect
from ui.items.signature_pad import MINIMUM_INK_PX

from .conftest import Show, Stage


class OneFrame:
    """A mailbox that holds what the test puts there and counts who looks."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.looks = 0

    def latest(self) -> Frame | None:
        self.looks += 1
        return self.frame


def halves(left: tuple[int, int, int], right: tuple[int, int, int], number: int = 1) -> Frame:
    image = np.empty((480, 640, 3), np.uint8)
    image[:, :320] = left
    image[:, 320:] = right
    return Frame(image=image, taken_s=0.0, number=number)


RED, GREEN = (0, 0, 255), (0, 255, 0)  # BGR


@pytest.fixture
def camera(show: Show) -> tuple[Stage, CameraPreview, OneFrame]:
    stage = show(qml="import Kiosk.Items\nItem { CameraPreview { x: 100; y: 100; width: 580; height: 760 } }")
    preview = next(item for item in stage.items() if isinstance(item, CameraPreview))
    frames = OneFrame()
    preview.setProperty("frames", frames)
    return stage, preview, frames


def wait_for_picture(stage: Stage, preview: CameraPreview, number: int) -> QImage:
    def shown() -> bool:
        return preview.frame is not None and preview.frame.number == number

    stage.wait_for(shown)
    return stage.view.grabWindow()


def test_preview_is_a_mirror_in_an_oval(camera: tuple[Stage, CameraPreview, OneFrame]) -> None:
    stage, preview, frames = camera
    assert not preview.property("hasPicture")
    frames.frame = halves(RED, GREEN)
    picture = wait_for_picture(stage, preview, 1)
    assert preview.property("hasPicture")
    assert picture.pixelColor(100 + 150, 480).name() == "#00ff00"  # the camera's right half is at the left
    assert picture.pixelColor(100 + 430, 480).name() == "#ff0000"
    assert picture.pixelColor(104, 104).name() == "#ffffff"  # outside the oval
    frames.frame = halves(GREEN, RED, number=2)
    assert wait_for_picture(stage, preview, 2).pixelColor(250, 480).name() == "#ff0000"


def test_preview_rests_while_hidden(camera: tuple[Stage, CameraPreview, OneFrame]) -> None:
    stage, preview, frames = camera
    frames.frame = halves(RED, GREEN)
    wait_for_picture(stage, preview, 1)
    preview.setVisible(False)
    assert not preview.running
    assert not preview.property("hasPicture")  # nothing of the person stays behind
    preview.setVisible(True)
    assert preview.running
    preview.setProperty("frames", None)
    assert not preview.running


def test_cover_fills_without_distortion() -> None:
    for width, height in ((580, 760), (1920, 400), (640, 480)):
        rect = cover_rect(640, 480, width, height)
        assert rect.width() / rect.height() == pytest.approx(width / height)
        assert rect.center().x() == 320
        assert rect.center().y() == 240
        assert rect.width() == pytest.approx(640) or rect.height() == pytest.approx(480)


# ---- a page that was taken ----


class OnePage(QObject):
    """An album of one green page."""

    def page_at(self, number: int) -> ScannedPage | None:
        buffer = BytesIO()
        Image.new("RGB", (210, 297), "lime").save(buffer, "JPEG")
        return ScannedPage(jpeg=buffer.getvalue(), width_px=210, height_px=297, dpi=25)


PAGES = """import Kiosk.Items
Item {
    id: strip
    property QtObject album: null
    property bool shown: true
    property bool there: true
    Repeater {
        model: strip.there ? 1 : 0
        PagePicture {
            x: 100; y: 100; width: 420; height: 594
            album: strip.album; number: 1; serial: 1
            visible: strip.shown
        }
    }
}"""


@pytest.fixture
def strip(show: Show) -> tuple[Stage, PagePicture, QQuickItem]:
    stage = show(qml=PAGES)
    page = next(item for item in stage.items() if isinstance(item, PagePicture))
    root = page.parentItem()
    root.setProperty("album", OnePage(root))
    stage.wait_for(lambda: page.holds_picture)
    return stage, page, root


def test_a_page_keeps_no_pixels_while_hidden(strip: tuple[Stage, PagePicture, QQuickItem]) -> None:
    stage, page, root = strip
    assert stage.view.grabWindow().pixelColor(300, 400).name() == "#00ff01"  # as JPEG says it
    root.setProperty("shown", False)
    stage.settle()
    assert not page.holds_picture
    assert page.textureSize() == QSize(1, 1)
    root.setProperty("shown", True)
    stage.wait_for(lambda: page.holds_picture)
    assert stage.view.grabWindow().pixelColor(300, 400).name() == "#00ff01"  # as JPEG says it


def test_a_page_that_goes_takes_its_picture_along(strip: tuple[Stage, PagePicture, QQuickItem]) -> None:
    stage, page, root = strip
    root.setProperty("there", False)
    stage.settle()
    assert not page.holds_picture


# ---- signature ----


@pytest.fixture
def pad(show: Show) -> tuple[Stage, SignatureCanvas]:
    stage = show(qml="Item { SignaturePad { x: 60; y: 500; width: 960; height: 450 } }")
    return stage, next(item for item in stage.items() if isinstance(item, SignatureCanvas))


def ink(png: bytes) -> int:
    return int((np.asarray(Image.open(BytesIO(png)).convert("L")) < 128).sum())


def test_a_finger_writes(pad: tuple[Stage, SignatureCanvas]) -> None:
    stage, canvas = pad
    changes = stage.heard(canvas, "changed")
    assert canvas.property("empty")
    assert ink(canvas.png()) == 0
    stage.drag(QPoint(200, 700), QPoint(500, 800))
    stage.drag(QPoint(500, 700), QPoint(200, 800))
    assert canvas.property("hasInk")
    assert changes
    assert [len(stroke) > 4 for stroke in canvas.strokes] == [True, True]
    first = canvas.strokes[0]
    assert (first[0].x, first[0].y, first[0].t_ms) == (200 - 64, 700 - 504, 0)
    assert [point.t_ms for point in first] == sorted(point.t_ms for point in first)
    assert ink(canvas.png()) > 2 * 300 * 5
    shown = stage.view.grabWindow()
    assert shown.pixelColor(350, 750).name() == "#14213d"  # where both strokes cross


def test_the_mouse_writes_too(pad: tuple[Stage, SignatureCanvas]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    stage, canvas = pad
    QTest.mousePress(stage.view, Qt.MouseButton.LeftButton, pos=QPoint(200, 700))
    for x in range(210, 400, 10):
        QTest.mouseMove(stage.view, QPoint(x, 720))
    QTest.mouseRelease(stage.view, Qt.MouseButton.LeftButton, pos=QPoint(400, 720))
    stage.settle()
    assert canvas.property("hasInk")


def test_what_was_written_is_there_again_after_another_page(pad: tuple[Stage, SignatureCanvas]) -> None:
    stage, canvas = pad
    stage.drag(QPoint(200, 700), QPoint(500, 800))
    stage.drag(QPoint(500, 700), QPoint(200, 800))
    canvas.setVisible(False)
    stage.settle()
    assert canvas.textureSize() == QSize(1, 1)
    canvas.setVisible(True)
    stage.settle()
    assert stage.view.grabWindow().pixelColor(350, 750).name() == "#14213d"


def test_a_slip_is_not_a_signature(pad: tuple[Stage, SignatureCanvas]) -> None:
    stage, canvas = pad
    stage.drag(QPoint(300, 700), QPoint(300 + int(MINIMUM_INK_PX) - 10, 700))
    assert not canvas.property("hasInk")
    assert not canvas.property("empty")
    stage.drag(QPoint(300, 760), QPoint(330, 760))
    assert canvas.property("hasInk")


def test_writing_again_starts_empty(pad: tuple[Stage, SignatureCanvas]) -> None:
    stage, canvas = pad
    stage.drag(QPoint(200, 700), QPoint(700, 800))
    stage.tap(stage.find("AppButton", text="重写"))
    assert canvas.strokes == ()
    assert not canvas.property("hasInk")
    assert ink(canvas.png()) == 0
    assert stage.view.grabWindow().pixelColor(450, 750).name() == "#ffffff"


def test_the_resting_hand_draws_nothing(pad: tuple[Stage, SignatureCanvas]) -> None:
    stage, canvas = pad
    stage.down(QPoint(200, 700), finger=0)
    stage.down(QPoint(800, 850), finger=1)
    stage.move(QPoint(820, 860), finger=1)
    stage.move(QPoint(300, 700), finger=0)
    stage.up(QPoint(820, 860), finger=1)
    stage.move(QPoint(400, 700), finger=0)
    stage.up(QPoint(400, 700), finger=0)
    (stroke,) = canvas.strokes
    assert max(point.x for point in stroke) == 400 - 64
    assert {point.y for point in stroke} == {700 - 504}


def test_ink_stays_within_the_pad(pad: tuple[Stage, SignatureCanvas]) -> None:
    stage, canvas = pad
    stage.drag(QPoint(500, 900), QPoint(500, 1300))
    assert max(point.y for stroke in canvas.strokes for point in stroke) == canvas.height()


# ---- icons and codes ----


@pytest.mark.parametrize("name", sorted(path.stem for path in ICONS.glob("*.svg")))
def test_icon_keeps_to_its_grid(name: str) -> None:
    svg = (ICONS / f"{name}.svg").read_text()
    assert 'viewBox="0 0 48 48"' in svg
    assert 'fill="none" stroke="currentColor" stroke-width="3"' in svg
    assert svg.count("stroke-width") == 1
    picture = drawn(name, "14213D", 480)
    ys, xs = np.nonzero(picture[:, :, 3])
    edge = 480 / 48 * 1.5  # content keeps to 4…44, half a stroke and its caps go beyond
    assert min(xs.min(), ys.min()) >= edge
    assert max(xs.max(), ys.max()) <= 480 - edge
    solid = picture[picture[:, :, 3] == 255][:, :3].astype(int)
    assert abs(solid - (0x14, 0x21, 0x3D)).max() <= 1


def drawn(name: str, colour: str, size_px: int) -> np.ndarray:
    image = IconProvider().requestImage(f"{name}/{colour}/{size_px}/3", QSize(), QSize(size_px, size_px))
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(size_px, size_px, 4).copy()


@pytest.mark.parametrize("size_px", [36, 48, 72, 120])
def test_icon_line_is_three_pixels_at_every_size(size_px: int) -> None:
    alpha = drawn("minus", "000000", size_px)[:, size_px // 2, 3]
    assert alpha.sum() / 255 == pytest.approx(3, abs=0.1)


@pytest.mark.qt_log_ignore("Failed to get image from provider")
def test_missing_icon_is_named(show: Show) -> None:
    stage = show(qml='Item { Icon { name: "no-such-icon" } }')
    assert [each for each in stage.engine.complaints if "no-such-icon" in each]
    stage.engine.complaints.clear()


def test_qr_code_can_be_read_off_the_screen(show: Show) -> None:
    import cv2

    payload = "https://例.example/查?id=0190&sig=a/b+c="
    stage = show(qml=f'Rectangle {{ color: "black"; QrImage {{ x: 200; y: 200; width: 420; payload: "{payload}" }} }}')
    shown = stage.view.grabWindow().convertToFormat(QImage.Format.Format_BGR888)
    pixels = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine()).copy()
    image = pixels[:, : shown.width() * 3].reshape(shown.height(), shown.width(), 3)
    assert cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(image[150:700, 150:700]))[0] == payload


def test_qr_provider_draws_one_pixel_a_module() -> None:
    image = QrProvider().requestImage("4403", QSize(), QSize())
    assert image.width() == image.height() == 21  # version 1
    assert image.pixelColor(0, 0).name() == "#000000"
