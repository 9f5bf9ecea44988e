"""What all sections of the settings have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Seconds = Annotated[float, Field(gt=0, le=3600)]


def number(value: object) -> object:
    """Numbers out of a fixed set arrive as text from the environment, and pydantic would compare them as they are."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
