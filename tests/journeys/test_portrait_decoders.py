"""A vendor's portrait decoder that crashes or is not there: the person is sent the way without a face check."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from journeying import Hall

from kiosk.session.model import Step

BODIES = {"crash": "*(volatile int *)0 = 0; return 1;", "missing": ""}


@pytest.mark.parametrize("kind", BODIES)
def test_the_session_goes_on_another_way(state: Path, tmp_path: Path, kind: str) -> None:
    library = tmp_path / "libwlt.so"
    if BODIES[kind]:
        source = tmp_path / "wlt.c"
        source.write_text(f"int unpack(char *wlt, char *bgr, int argument) {{ {BODIES[kind]} }}\n", "utf-8")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    with Hall(state, devices__face__options__decoder=str(library)) as hall:
        journey = hall.walk("lin")
        health = hall.session.health["face"]
    assert journey.codes == ["face.portrait_undecodable"]
    assert [told.step for told in journey.told] == [Step.OTHER_WAY]
    assert "身份证上的照片读不出来" in journey.texts("other_way")
    assert health.state.usable
    assert health.code == ("face.portrait_undecodable" if kind == "missing" else "")
