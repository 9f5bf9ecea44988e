"""What a reader of a PDF finds in it, by another program than the one that made it."""

import subprocess


def text_of(pdf: bytes) -> str:
    """The words of all pages, as `pdftotext` (poppler) extracts them."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")
