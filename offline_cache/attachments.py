"""What goes with a submission besides its form: scans, photographs, signatures. Light: needs no cryptography."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Attachment:
    """A material that goes with the content: its name and media type are sealed like its bytes."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @contextmanager
    def reading(self) -> Generator[BinaryIO]:
        """The bytes from their beginning."""
        yield BytesIO(self.data)


@dataclass(frozen=True, slots=True)
class AttachmentSource:
    """The same, of any length, read while it is sealed: a file, or a reader that the cache reads once and closes."""

    name: str
    media_type: str
    source: Path | BinaryIO = field(repr=False)

    @contextmanager
    def reading(self) -> Generator[BinaryIO]:
        """The bytes from their beginning. Raises OSError."""
        with self.source.open("rb") if isinstance(self.source, Path) else self.source as reader:
            yield reader
