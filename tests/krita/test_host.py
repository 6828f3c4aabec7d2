"""The host in a real Krita, against the protocol, without a backend."""

import pytest

from tests.effort import is_deep
from tests.krita.harness import run


@pytest.mark.parametrize("script", ["depths", "layers", "large"])
def test_in_krita(script: str) -> None:
    """Nobody looks at the canvas here: it is drawn as it is cheaper, but where all is asked for."""
    assert run(script, opengl=is_deep()).faults() == []
