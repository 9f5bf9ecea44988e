"""`kiosk doctor --device face`: which networks work there, and whether a known person is still known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from config.persons import load_persons
from config.settings import Settings
from drivers import registry
from drivers.contract.device import Device
from drivers.errors import DeviceError
from kiosk.app.examinations.examined import Examined, Say, told

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEVICE = "face"
REFERENCE = "lin"
"""A public-domain portrait: config/persons/README.md."""


class ExaminedMatcher(Device, Protocol):
    """What of a face matcher only the doctor asks."""

    @property
    def engine(self) -> str: ...
    @property
    def models(self) -> Mapping[str, str]: ...
    def self_match(self, picture: NDArray[np.uint8]) -> Mapping[str, Any]: ...


def examine(settings: Settings, wait_s: float, say: Say) -> Examined:
    """Load the networks, match a reference picture with itself. `face.self_match` when it is no match."""
    del wait_s, say  # nobody has to do anything
    options = settings.devices.face.options
    seen = {
        "accepted up to": f"{options.accept_distance:g}",
        "another person beyond": f"{options.reject_distance:g}",
        "thresholds": "not validated for East Asian faces (docs/face.md)",
    }
    matcher = cast(ExaminedMatcher, registry.create(settings.devices.face.driver, options.model_dump()))
    try:
        matcher.open()
        seen |= {"engine": matcher.engine, **{f"SHA-256 of {name}": found for name, found in matcher.models.items()}}
        match = matcher.self_match(_reference())
        seen["self-match"] = str(match["band"])
        seen["enrolled in"] = f"{match['enrol_ms']} ms"
        seen["compared in"] = f"{match['compare_ms']} ms, all frames"
        status = matcher.status()
        seen |= {name: value for name, value in status.details.items() if name != "engine"}
    except DeviceError as error:
        seen |= told(error)
        return Examined(DEVICE, error.code, seen)
    finally:
        matcher.close()
    return Examined(DEVICE, status.code if match["band"] == "match" else "face.self_match", seen)


def _reference() -> NDArray[np.uint8]:
    import cv2
    import numpy as np

    picture = cv2.imread(str(load_persons()[REFERENCE].live_picture))
    assert picture is not None
    return picture.astype(np.uint8, copy=False)
