from pathlib import Path

import pytest

import config
from kiosk.services.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(Path(config.__file__).parent / "catalogue")
