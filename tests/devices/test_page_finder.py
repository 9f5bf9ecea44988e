"""Pages are found to a few pixels, however they lie; and where there is none, none is found."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from papers import blank, pages

from drivers.contract.document import PaperSize
from drivers.document.page_check import PageCheck
from drivers.document.page_finder import find_page
from drivers.document.scenes import Lying, Table, render
from drivers.document.straightening import lines_run_upwards, long_side_up, size_px, straightened

LIMIT_PX = 4
PAPERS = (("lease_contract", 0), ("business_licence", 0), ("hygiene_report", 0))


def furthest(found: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    """Corners come in some order; the page is the same."""
    ways = (np.roll(found, by, axis=0) for by in range(4))
    return min(float(np.linalg.norm(way - truth, axis=1).max()) for way in ways)


def lying(seed: int, *, upright: bool) -> Lying:
    random = np.random.default_rng(9000 + seed)
    return Lying(
        turn_deg=float((90 if upright else 0) + 180 * (seed % 2) + random.uniform(-9, 9)),
        tilt=(float(random.uniform(-0.07, 0.07)), float(random.uniform(-0.07, 0.07))),
        size_px=float(random.uniform(950, 1250)),
        table=list(Table)[seed % 3],
        light=float(random.uniform(0.7, 0.95)),
        shade=float(random.uniform(0.05, 0.3)),
        shadow=seed % 4 == 0,
        hand=float(random.uniform(0, 4)) if seed % 4 == 1 else None,
        blur_px=float(random.uniform(0.6, 1.2)),
        noise=float(random.uniform(1, 4)),
    )


@pytest.mark.parametrize("seed", range(12))
def test_corners_on_every_table_in_every_light(seed: int) -> None:
    paper, number = PAPERS[seed % 3 - seed // 3 % 3]
    page = pages(paper)[number]
    frame, truth = render(page, lying(seed, upright=page.shape[0] > page.shape[1]), seed=seed)
    found = find_page(frame)
    assert found is not None
    assert furthest(found.corners, truth) <= LIMIT_PX
    assert not found.cut


@pytest.mark.parametrize("where", [0.5, 1.3, 2.7, 3.5])
@pytest.mark.parametrize("table", [Table.MAT, Table.LIGHT])
def test_a_finger_on_the_edge_is_seen_and_moves_no_corner(where: float, table: Table) -> None:
    frame, truth = render(pages("lease_contract")[0], Lying(turn_deg=88, size_px=1150, hand=where, table=table), seed=3)
    found = find_page(frame)
    assert found is not None
    assert furthest(found.corners, truth) <= LIMIT_PX
    assert found.covered > 0.035


@pytest.mark.parametrize("table", list(Table))
def test_an_empty_table(table: Table) -> None:
    assert find_page(render(None, Lying(table=table, shadow=True), seed=2)[0]) is None


def test_noise_alone() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    assert find_page(noise) is None


@pytest.mark.parametrize("centre", [(0.8, 0.5), (0.2, 0.5), (0.5, 0.8), (0.75, 0.75)])
@pytest.mark.parametrize("table", [Table.MAT, Table.LIGHT])
def test_a_page_that_reaches_beyond_the_picture(centre: tuple[float, float], table: Table) -> None:
    frame, _ = render(pages("hygiene_report")[0], Lying(turn_deg=91, centre=centre, table=table), seed=4)
    found = find_page(frame)
    assert found is None or found.cut
    if table is Table.MAT:
        assert found is not None


@pytest.mark.parametrize("size", [(960, 540), (2592, 1458)])
def test_other_cameras(size: tuple[int, int]) -> None:
    frame, truth = render(pages("business_licence")[0], Lying(turn_deg=3, size_px=0.64 * size[0]), *size, seed=5)
    found = find_page(frame)
    assert found is not None
    assert furthest(found.corners, truth) <= LIMIT_PX


def test_straightened_it_is_the_page_again() -> None:
    page = pages("business_licence")[0]
    frame, _ = render(page, Lying(turn_deg=-6, tilt=(0.05, -0.04), size_px=1250, shade=0.0, light=1.0), seed=6)
    found = find_page(frame)
    assert found is not None
    upright = straightened(frame, long_side_up(found.corners), PaperSize.A4, 100)
    assert upright.shape[:2] == size_px(PaperSize.A4, 100)[::-1]
    assert lines_run_upwards(upright)
    across = [cv2.rotate(upright, how) for how in (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)]
    truth = cv2.resize(page, (across[0].shape[1], across[0].shape[0]), interpolation=cv2.INTER_AREA)
    off = min(float(np.abs(cv2.absdiff(way, truth)).mean()) for way in across)
    assert off < 14  # grey levels, of which paper that is not quite white takes most


def test_print_along_the_shorter_side_stays_upright() -> None:
    page = cv2.resize(pages("lease_contract")[1], (827, 1169), interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )
    assert not lines_run_upwards(page)
    assert not lines_run_upwards(blank(827, 1169))


@pytest.mark.parametrize(("apart", "taken"), [(0.02, True), (0.0, False), (-0.05, False)])
def test_of_two_papers_at_once_one_is_taken_or_none(apart: float, taken: bool) -> None:
    """`apart`: how far, as a part of the frame's width. Never both as one page."""
    frame = render(None, Lying(size_px=1, table=Table.MAT, noise=0.0))[0]
    for paper, side in (("lease_contract", -1), ("hygiene_report", 1)):
        lying = Lying(
            turn_deg=2.0, size_px=880, table=Table.MAT, centre=(0.5 + side * (0.17 + apart / 2), 0.5), noise=0
        )
        page = pages(paper)[0]
        drawn, corners = render(page, lying)
        mask = cv2.fillConvexPoly(np.zeros(frame.shape[:2], np.uint8), corners.astype(np.int32), 1)
        frame = np.where(mask[..., None] > 0, drawn, frame).astype(np.uint8)
    check = PageCheck()
    pages_taken = [look.page for look in (check.look(frame) for _ in range(5)) if look.page is not None]
    assert len(pages_taken) == int(taken)
