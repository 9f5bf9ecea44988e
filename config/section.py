"""What all sections of the settings have in common."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Section(BaseModel):
    # built once, as a part of the whole: the settings are read before the first page
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Seconds = Annotated[float, Field(gt=0, le=3600)]


def number(value: object) -> object:
    """Numbers out of a fixed set arrive as text from the environment, and pydantic would compare them as they are."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


def split(value: object) -> object:
    """Lists arrive from the environment and the command line as `a,b`."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _nothing(value: object) -> object:
    return None if value == "" else value


OptionalFile = Annotated[Path | None, BeforeValidator(_nothing)]
