"""Scanned pages as one PDF, looked at by another program than the one that made it (poppler)."""

import subprocess
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from papers import pages

from drivers.contract.document import ScannedPage
from drivers.document.pages import MOST_BYTES, decoded, encoded, turned
from drivers.errors import MediaError
from kiosk.paper.scans import as_pdf

MEGABYTE = 1_000_000


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=True, timeout=60, text=True)
    assert done.stderr == ""
    return done.stdout


def test_pages_of_their_own_sizes_at_200_dpi(tmp_path: Path) -> None:
    taken = [encoded(page, 200) for page in (*pages("lease_contract"), pages("business_licence")[0])]
    file = tmp_path / "scan.pdf"
    file.write_bytes(as_pdf(taken))
    assert "Pages:           3" in said("pdfinfo", str(file))
    facts = said("pdfinfo", "-l", "3", str(file)).splitlines()
    sizes = [fact.split()[3:6:2] for fact in facts if fact.startswith("Page ") and " size:" in fact]
    assert [[round(float(side)) for side in size] for size in sizes] == [[595, 842], [595, 842], [842, 595]]
    pictures = [line.split() for line in said("pdfimages", "-list", str(file)).splitlines()[2:]]
    assert [(row[3], row[4], row[8], row[12], row[13]) for row in pictures] == [
        ("1654", "2339", "jpeg", "200", "200"),
        ("1654", "2339", "jpeg", "200", "200"),
        ("2339", "1654", "jpeg", "200", "200"),
    ]
    said("pdfimages", "-all", str(file), str(tmp_path / "page"))
    assert (tmp_path / "page-000.jpg").read_bytes() == taken[0].jpeg  # to the bit


def test_no_page_is_larger_than_a_megabyte(tmp_path: Path) -> None:
    random = np.random.default_rng(8)
    coarse = random.integers(0, 256, (2339, 1654, 3), dtype=np.uint8)  # the worst there is
    noisy = np.clip(pages("lease_contract")[0] + random.normal(0, 12, coarse.shape), 0, 255).astype(np.uint8)
    for page in (coarse, noisy):
        taken = encoded(page, 200)
        assert len(taken.jpeg) <= MOST_BYTES
        assert len(as_pdf([taken])) <= MEGABYTE
        assert taken.width_px / taken.dpi == pytest.approx(8.27, abs=0.01)
    assert encoded(noisy, 200).dpi == 200


def test_the_same_pages_are_the_same_bytes() -> None:
    taken = encoded(pages("lease_contract")[1], 200)
    assert as_pdf([taken, taken]) == as_pdf([taken, taken])
    assert len(as_pdf([taken, taken])) - 2 * len(taken.jpeg) < 2000


def test_a_page_is_turned() -> None:
    page = encoded(pages("business_licence")[0], 100)
    assert turned(page, 0) is page
    on_its_side = turned(page, 90)
    assert (on_its_side.width_px, on_its_side.height_px) == (page.height_px, page.width_px)
    back = np.rot90(decoded(on_its_side))  # counter-clockwise
    assert float(np.abs(back.astype(int) - decoded(page)).mean()) < 3


@pytest.mark.parametrize("laid", [0, 90, 180, 270])
def test_a_page_that_was_laid_wrong_stands_upright_in_the_pdf(laid: int, tmp_path: Path) -> None:
    """Its picture goes in as it was taken, and is drawn turned."""
    upright = pages("business_licence")[0]
    taken = turned(encoded(upright, 200), laid)
    file = tmp_path / "scan.pdf"
    file.write_bytes(as_pdf([replace(taken, turn=(360 - laid) % 360)]))
    assert taken.jpeg in file.read_bytes()
    said("pdftoppm", "-r", "50", "-singlefile", "-png", str(file), str(tmp_path / "page"))
    drawn = cv2.imread(str(tmp_path / "page.png"))
    assert drawn is not None
    height_px, width_px = drawn.shape[:2]
    assert width_px > height_px  # as the licence is
    wanted = cv2.resize(upright, (width_px, height_px), interpolation=cv2.INTER_AREA)
    differences = [float(np.abs(drawn.astype(int) - way).mean()) for way in (wanted, wanted[::-1, ::-1])]
    assert differences[0] < 6 < differences[1]


@pytest.mark.parametrize("jpeg", [b"", b"no picture", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture(jpeg: bytes) -> None:
    with pytest.raises(MediaError, match=r"document\.bad_page"):
        decoded(ScannedPage(jpeg, 10, 10, 200))


def test_what_makes_no_pdf() -> None:
    page = ScannedPage(b"\xff\xd8\xff", 10, 10, 200)
    for wrong in ([], [page] * 61, [ScannedPage(b"GIF89a", 10, 10, 200)]):
        with pytest.raises(ValueError, match="page"):
            as_pdf(wrong)
