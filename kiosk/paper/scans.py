"""Several scanned pages as one PDF. The JPEGs go in as they are: nothing is encoded twice, nothing is added. One that
was laid upside down is placed turned.

ISO 32000-1: file structure 7.5, image XObjects with DCTDecode 7.4.8 and 8.9.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drivers.contract.document import ScannedPage

POINTS_PER_INCH = 72
MOST_PAGES = 60


def as_pdf(pages: Sequence[ScannedPage]) -> bytes:
    """A PDF whose pages are as large as the paper was. The same pages give the same bytes.

    Raises:
        ValueError: no page, more than `MOST_PAGES`, or one that is no JPEG.
    """
    if not 0 < len(pages) <= MOST_PAGES:
        raise ValueError(f"{len(pages)} pages")
    if not all(page.jpeg.startswith(b"\xff\xd8\xff") for page in pages):
        raise ValueError("a page that is no JPEG")
    return _file(list(_objects(pages)))


def _objects(pages: Sequence[ScannedPage]) -> Iterator[bytes]:
    """Object 1 is the catalogue, 2 the page tree; of each page three follow: itself, its contents, its picture."""
    numbers = [3 + 3 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Count {len(pages)} /Kids [ {kids} ] >>".encode()
    for number, page in zip(numbers, pages, strict=True):
        width, height = (side / page.dpi * POINTS_PER_INCH for side in page.shown_px)
        yield (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 {width:.2f} {height:.2f} ] /Contents {number + 1} 0 R "
            f"/Resources << /XObject << /Page {number + 2} 0 R >> >> >>"
        ).encode()
        yield _stream("", f"q {_placed(page.turn, width, height)} cm /Page Do Q".encode())
        picture = (
            f"/Type /XObject /Subtype /Image /Width {page.width_px} /Height {page.height_px} "
            "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode "
        )
        yield _stream(picture, page.jpeg)


def _placed(turn: int, width: float, height: float) -> str:
    """The matrix that turns a picture clockwise and fills a page of that size, in points (8.3.3, 8.9.5.1)."""
    matrix = {
        0: (width, 0, 0, height, 0, 0),
        90: (0, -height, width, 0, 0, height),
        180: (-width, 0, 0, -height, width, height),
        270: (0, height, -width, 0, width, 0),
    }[turn]
    return " ".join(f"{part:.2f}" for part in matrix)


def _stream(words: str, content: bytes) -> bytes:
    return f"<< {words}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    """Header, objects, cross-reference table, trailer."""
    written = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table_at = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n".encode()
    return bytes(written)
