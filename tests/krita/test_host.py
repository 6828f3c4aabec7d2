"""The host in a real Krita, against the protocol, without a backend."""

import pytest

from tests.krita.harness import run


@pytest.mark.parametrize("script", ["depths", "layers", "large"])
def test_in_krita(script: str) -> None:
    assert run(script).faults() == []
