"""Invented papers for trying out the document camera: Typst files, one paper each (`config/papers/`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PAPERS = Path(__file__).with_name("papers")


def demo_papers() -> Mapping[str, Path]:
    """Their files by name, such as `lease_contract`."""
    return {file.stem: file for file in sorted(PAPERS.glob("*.typ"))}
