"""QR codes in pictures. The one place that touches zxing-cpp, whose stubs leave pictures untyped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class QrDecoder:
    """Finds QR codes (ISO/IEC 18004) in a picture.

    Args:
        try_rotate: also look for codes turned by about a quarter.
        try_invert: also look for light codes on dark ground, as phones in dark mode show them.
        try_downscale: also look at a smaller picture, where codes fill much of the frame.
    """

    def __init__(self, *, try_rotate: bool = True, try_invert: bool = True, try_downscale: bool = True) -> None:
        self._try_rotate = try_rotate
        self._try_invert = try_invert
        self._try_downscale = try_downscale

    def decode(self, image: NDArray[np.uint8]) -> list[bytes]:
        """The payloads seen, as bytes. `image`: (H, W, 3) BGR or (H, W) grey, uint8."""
        found = zxingcpp.read_barcodes(
            image,
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            try_rotate=self._try_rotate,
            try_invert=self._try_invert,
            try_downscale=self._try_downscale,
        )
        return [bytes(barcode.bytes) for barcode in found if barcode.valid and barcode.bytes]
