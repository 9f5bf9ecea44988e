"""A vendor's portrait decoder that crashes: the person is sent the way without a face check, and nothing is broken."""

from __future__ import annotations

import subprocess
from pathlib import Path

from journeying import Hall

from kiosk.session.model import Step


def test_the_session_goes_on_another_way(state: Path, tmp_path: Path) -> None:
    source, library = tmp_path / "wlt.c", tmp_path / "libwlt.so"
    source.write_text("int unpack(char *wlt, char *bgr, int argument) { *(volatile int *)0 = 0; return 1; }\n", "utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    with Hall(state, devices__face__options__decoder=str(library)) as hall:
        journey = hall.walk("lin")
        health = hall.session.health["face"]
    assert journey.codes == ["face.portrait_undecodable"]
    assert [told.step for told in journey.told] == [Step.OTHER_WAY]
    assert "身份证上的照片读不出来" in journey.texts("other_way")
    assert (health.state.usable, health.code) == (True, "")
