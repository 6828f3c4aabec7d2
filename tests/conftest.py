"""Before pytest-qt looks: which Qt the dock is tested with, and that it needs no screen.

And how much a run does. `--hypothesis-profile deep` (`run.py test deep`) is for whoever changes a
room from the ground up, `commit` for everyone else.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import ritocco.diffusion  # noqa: F401  before tests import transformers: see there
from tests.warm import Warm

QT = os.environ.setdefault("RITOCCO_QT", "6")
os.environ["PYTEST_QT_API"] = f"pyqt{QT}"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VIPS_CONCURRENCY"):
    # Models and pictures this small lose more to waiting threads than they win; workers and
    # servers that each take all cores lose all of it. Read when the libraries are loaded.
    os.environ.setdefault(library, "1")

settings.register_profile("commit", parent=settings.default, max_examples=25, deadline=None)
settings.register_profile(
    "deep", parent=settings.default, max_examples=500, deadline=None, derandomize=False
)
settings.load_profile("commit")


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """`ritocco`, and servers of the tests, as programs that start at once."""
    with tempfile.TemporaryDirectory(prefix="warm") as folder:
        made = Warm(Path(folder))
        yield made
        made.close()
