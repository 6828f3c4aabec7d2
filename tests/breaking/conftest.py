"""Numbers that are counted while things break, shown as a table at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.breaking.backend import Place

TOLD = "told"


@pytest.fixture
def tell(record_property) -> Callable[[str, Any], None]:
    """Put a number, and what it counts, into the table at the end."""
    return lambda what, number: record_property(TOLD, (what, f"{number}"))


@pytest.fixture
def place(tmp_path) -> "Iterator[Place]":
    """A data folder and a temporary place of a test's own; its servers end with it."""
    # Any run of pytest that walks through `tests` reads this file, on systems without it too.
    from tests.breaking.backend import Place

    made = Place(tmp_path)
    yield made
    made.close()


def pytest_terminal_summary(terminalreporter):
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    if not reports:
        return
    terminalreporter.section("what was counted")
    for report in reports:
        piece = Path(report.location[0]).stem.removeprefix("break_")
        rows = [value for name, value in report.user_properties if name == TOLD]
        for what, number in [*rows, ("seconds", f"{report.duration:.0f} ({report.outcome})")]:
            terminalreporter.write_line(f"{piece:12} {what:58} {number}")
