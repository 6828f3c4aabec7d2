"""The plugin's imports go down only, and no files know each other in a circle, here or behind."""

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.plugin.conftest import ROOT

FLOORS = [
    {"inside"},
    {"errors", "from_disk", "geometry", "onto_disk", "phase", "qt"},
    {"words", "message", "settings", "pending"},
    {"editor", "slices", "identity", "net", "knobs"},
    {"backend"},
    {"models"},
    {"session"},
    {"desk"},
    {"ui"},
    {"dock"},
    {"easel", "hosts"},
    {""},
]
"""From the ground up; rooms on one floor do not know each other."""
TOPS = {"ritocco_dock": ROOT / "plugin", "ritocco": ROOT / "backend"}


def arrows(package):
    """Which modules each one imports, relative names resolved; also late, or for types only."""
    top = TOPS[package]
    known = {
        ".".join(path.relative_to(top).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((top / package).rglob("*.py"))
    }
    found = {}
    for name, path in known.items():
        within = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        named = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                above = within[: len(within) + 1 - node.level] if node.level else []
                whole = ".".join([*above, *([node.module] if node.module else [])])
                named |= {
                    inner if (inner := f"{whole}.{alias.name}") in known else whole
                    for alias in node.names
                }
        found[name] = {other for other in named if other in known} - {name}
    return found


def room_of(module):
    return f"{module}.".split(".")[1]


def floor_of(room):
    return next(index for index, floor in enumerate(FLOORS) if room in floor)


ARROWS = arrows("ritocco_dock")


@pytest.mark.parametrize("module", ARROWS)
def test_imports_go_down_only(module):
    here = room_of(module)
    for other in ARROWS[module]:
        if room_of(other) != here:
            assert floor_of(room_of(other)) < floor_of(here), f"{module} imports {other}"


@pytest.mark.parametrize("package", TOPS)
def test_no_files_know_each_other_in_a_circle(package):
    try:
        TopologicalSorter(arrows(package)).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_a_circle_would_be_seen():
    assert "ritocco_dock.net.stream" in ARROWS["ritocco_dock.net.client"]
    assert "ritocco_dock.ui.panel" in ARROWS["ritocco_dock.dock"]  # inside a function
    with pytest.raises(CycleError):
        TopologicalSorter(
            {**ARROWS, "ritocco_dock.net.stream": {"ritocco_dock.net.client"}}
        ).prepare()
