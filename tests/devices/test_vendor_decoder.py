"""Vendors' portrait decoders, as small C libraries: good ones in every form, and what bad ones may do."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from config.persons import load_persons
from drivers.errors import MediaError
from drivers.face import portrait
from drivers.face.vendor_decoder import VendorDecoder

PICTURE: NDArray[np.uint8] = portrait.decode(portrait.stand_in_portrait(load_persons()["lin"].card_picture))
WLT = bytes(range(256)) * 4
PRELUDE = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int load(const char *name, unsigned char *to, int size) {
    FILE *file = fopen(name, "rb");
    int got = file ? (int)fread(to, 1, size, file) : 0;
    if (file) fclose(file);
    return got;
}
"""


def library_of(folder: Path, function: str) -> str:
    """Compile a decoder as vendors ship it."""
    source, library = folder / "wlt.c", folder / "libwlt.so"
    source.write_text(PRELUDE + function)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    return str(library)


def buffer_decoder(folder: Path, body: str, **settings: object) -> VendorDecoder:
    library = library_of(folder, f"int unpack(char *wlt, char *bgr, int argument) {{ {body} }}")
    return VendorDecoder(library, **settings)  # pyright: ignore[reportArgumentType]


def raw_picture(folder: Path) -> Path:
    """What a good library will write."""
    file = folder / "picture.bgr"
    file.write_bytes(PICTURE.tobytes())
    return file


def why(decoder: VendorDecoder) -> str:
    with pytest.raises(MediaError) as raised:
        portrait.decode(WLT, decoder)
    assert raised.value.code == "face.portrait_undecodable"
    return str(raised.value.data["why"])


def test_a_library_that_fills_a_buffer(tmp_path: Path) -> None:
    body = f'return load("{raw_picture(tmp_path)}", (unsigned char *)bgr, 38556) == 38556;'
    assert (portrait.decode(WLT, buffer_decoder(tmp_path, body)) == PICTURE).all()


def test_it_is_given_the_portrait_and_its_argument(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    body = f"""
    FILE *file = fopen("{seen}", "wb"); fwrite(wlt, 1, 1024, file); fprintf(file, "%d", argument); fclose(file);
    return 0;
    """
    assert why(buffer_decoder(tmp_path, body, argument=752)) == "refused"
    assert seen.read_bytes() == WLT + b"752"


@pytest.mark.parametrize(
    ("flip", "axes"),
    [("vertical", (0,)), ("horizontal", (1,)), ("both", (0, 1))],
    ids=["vertical", "horizontal", "both"],
)
def test_pictures_are_set_upright(tmp_path: Path, flip: str, axes: tuple[int, ...]) -> None:
    body = f'return load("{raw_picture(tmp_path)}", (unsigned char *)bgr, 38556) == 38556;'
    decoder = buffer_decoder(tmp_path, body, flip=flip)
    assert (portrait.decode(WLT, decoder) == np.flip(PICTURE, axes)).all()


def test_a_library_that_leaves_a_bitmap_beside_the_file_it_was_given(tmp_path: Path) -> None:
    """`GetBmp`; nothing of it stays behind."""
    bitmap = tmp_path / "picture.bmp"
    cv2.imwrite(str(bitmap), PICTURE)
    seen = tmp_path / "seen"
    function = f"""
    int GetBmp(char *wlt_file, int interface) {{
        static unsigned char data[65536]; char name[4096];
        int size = load("{bitmap}", data, sizeof data);
        FILE *note = fopen("{seen}", "w"); fputs(wlt_file, note); fclose(note);
        strcpy(name, wlt_file); strcpy(strrchr(name, '.'), ".bmp");
        FILE *file = fopen(name, "wb"); fwrite(data, 1, size, file); fclose(file);
        return load(wlt_file, data, 2048) == 1024 && interface == 2;
    }}
    """
    decoder = VendorDecoder(library_of(tmp_path, function), "GetBmp", "bmp_file", argument=2)
    assert (portrait.decode(WLT, decoder) == PICTURE).all()
    assert not Path(seen.read_text()).parent.exists()


BAD = {
    "crash": "*(volatile int *)0 = 0; return 1;",
    "hang": "while (1) sleep(1); return 1;",
    "exit": "exit(0); return 1;",
    "abort": "abort(); return 1;",
    "overrun": "memset(bgr, 7, 40000000); return 1;",
    "nothing": "return 1;",
    "noise": "for (int i = 0; i < 38556; i++) bgr[i] = rand(); return 1;",
    "refusal": "return 0;",
}
REASONS = {
    "crash": {"crash"},
    "hang": {"hang"},
    "exit": {"size"},
    "abort": {"crash"},
    "overrun": {"crash"},
    "nothing": {"nonsense"},
    "noise": {"nonsense"},
    "refusal": {"refused"},
}


@pytest.mark.parametrize("kind", BAD)
def test_whatever_a_library_does_it_is_a_portrait_that_cannot_be_decoded(tmp_path: Path, kind: str) -> None:
    began_s = time.monotonic()
    decoder = buffer_decoder(tmp_path, BAD[kind], timeout_s=0.5 if kind == "hang" else 20.0)
    assert why(decoder) in REASONS[kind]
    assert time.monotonic() - began_s < 20


def test_what_a_library_prints_is_no_picture(tmp_path: Path) -> None:
    body = f"""
    printf("decoder 1.0\\n"); fflush(stdout); write(2, "debug", 5);
    return load("{raw_picture(tmp_path)}", (unsigned char *)bgr, 38556) == 38556;
    """
    assert (portrait.decode(WLT, buffer_decoder(tmp_path, body)) == PICTURE).all()


def test_a_bitmap_that_is_none(tmp_path: Path) -> None:
    function = """
    int GetBmp(char *wlt_file, int interface) {
        char name[4096]; strcpy(name, wlt_file); strcpy(strrchr(name, '.'), ".bmp");
        FILE *file = fopen(name, "wb"); fputs("BM nonsense", file); fclose(file);
        return 1;
    }
    """
    assert why(VendorDecoder(library_of(tmp_path, function), "GetBmp", "bmp_file")) == "image"


@pytest.mark.parametrize(
    ("library", "function"), [("/no/such/libwlt.so", "unpack"), ("libc.so.6", "unpack")], ids=["library", "function"]
)
def test_what_is_not_there_is_known_before_anybody_comes(library: str, function: str) -> None:
    decoder = VendorDecoder(library, function, timeout_s=20.0)
    with pytest.raises(MediaError) as raised:
        decoder.check()
    assert raised.value.data == {"why": "library"}
    assert why(decoder) == "library"


def test_looking_a_library_up_calls_nothing(tmp_path: Path) -> None:
    buffer_decoder(tmp_path, BAD["crash"], timeout_s=20.0).check()


def test_crashes_leave_nothing_behind(tmp_path: Path) -> None:
    decoder = buffer_decoder(tmp_path, BAD["crash"], timeout_s=20.0)
    why(decoder)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        why(decoder)
    assert (
        len(list(Path("/proc/self/fd").iterdir())) < before + 10
    )  # what ran here earlier may still open and close some
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
