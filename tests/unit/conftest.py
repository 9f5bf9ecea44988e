from pathlib import Path

import pytest

import config
from kiosk.platform.item import ServiceItem
from kiosk.services.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(Path(config.__file__).parent / "catalogue")


@pytest.fixture(params=["most-topics", "fewest-topics", "first"])
def item(request: pytest.FixtureRequest, catalogue: Catalogue) -> ServiceItem:
    """Items with several topics and materials, and the first of the catalogue."""
    with_materials = [item for item in catalogue.items if item.materials]
    by_size = sorted(with_materials, key=lambda item: len(item.form.topics))
    return {"most-topics": by_size[-1], "fewest-topics": by_size[0], "first": catalogue.items[0]}[request.param]


@pytest.fixture
def any_item(catalogue: Catalogue) -> ServiceItem:
    return next(item for item in catalogue.items if item.materials)
