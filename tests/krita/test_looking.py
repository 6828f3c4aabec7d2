"""The bar over Krita's canvas, in a real Krita with a real backend."""

from collections.abc import Callable
from pathlib import Path

from tests.krita.harness import run


def test_looking_is_not_applying(picture: Path, home: Callable[[bool], Path]) -> None:
    told = run("looking", home=home(False), environment={"PICTURE": str(picture)})
    assert told.faults() == []
