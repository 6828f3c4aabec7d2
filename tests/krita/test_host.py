"""The host in a real Krita, against the protocol, without a backend."""

import pytest

from tests.effort import is_deep
from tests.krita.harness import run


@pytest.mark.parametrize("scripts", [["depths"], ["layers", "overlay"], ["large"]], ids=" ".join)
def test_in_krita(scripts: list[str]) -> None:
    """Nobody looks at the canvas here: it is drawn as it is cheaper, but where all is asked for."""
    assert run(*scripts, opengl=is_deep()).faults() == []


def test_drawings_lie_on_the_picture_where_the_screen_is_scaled() -> None:
    """Krita counts in pixels of the screen, Qt in larger ones."""
    scaled = {"QT_SCALE_FACTOR": "1.5"}
    told = run("overlay", name="overlay-scaled", opengl=is_deep(), environment=scaled)
    assert told.faults() == []
    assert told.report["scripts"][0]["notes"]["scale of the screen"] == 1.5
