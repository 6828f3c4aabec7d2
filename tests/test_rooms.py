"""Imports go down only: a lower room never imports a higher one, and canvas never sees torch."""

import ast
from pathlib import Path

import pytest

import ritocco

ROOT = Path(ritocco.__file__).parent
FLOORS = [
    {""},
    {"sentence"},
    {"errors", "geometry", "state", "plain", "fixed_order", "sizes"},
    {"from_disk"},
    {"watch", "settings", "setup", "shipped", "budget"},
    {"places", "device"},
    {"library"},
    {"recipe"},
    {"canvas"},
    {"engine"},
    {"fill", "diffusion", "restore"},
    {"studio", "installed", "training"},
    {"webui", "jobs"},
    {"server", "doctor"},
    {"cli"},
    {"__main__"},
]
"""From the ground up; rooms on one floor do not know each other."""
ENGINES = {"fill", "diffusion", "restore"}
LIGHT = {
    "sentence",
    "errors",
    "sizes",
    "from_disk",
    "geometry",
    "plain",
    "recipe",
    "watch",
    "settings",
    "setup",
    "places",
    "budget",
    "shipped",
    "library",
}


def floor_of(room: str) -> int:
    return next(index for index, floor in enumerate(FLOORS) if room in floor)


def imports(path: Path) -> set[str]:
    """Every module a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms() -> list[tuple[str, Path]]:
    return [
        (path.relative_to(ROOT).parts[0].removesuffix(".py"), path) for path in ROOT.rglob("*.py")
    ]


@pytest.mark.parametrize(("room", "path"), rooms(), ids=lambda value: str(value)[-40:])
def test_imports_go_down_only(room: str, path: Path):
    here = floor_of("" if room == "__init__" else room)
    for module in imports(path):
        if module.startswith("ritocco."):
            other = module.split(".")[1]
            other = other if any(other in floor for floor in FLOORS) else ""
            if other != room:
                assert floor_of(other) < here, f"{path.name} imports {module}"


@pytest.mark.parametrize(("room", "path"), rooms(), ids=lambda value: str(value)[-40:])
def test_each_room_keeps_to_its_libraries(room: str, path: Path):
    heads = {module.split(".")[0] for module in imports(path)}
    if room not in ENGINES | {"device", "fixed_order", "training"} and path.name != "train.py":
        assert not heads & {"torch", "diffusers", "transformers"}
    if room in LIGHT:
        assert not heads & {"numpy", "cv2", "pyvips", "PIL", "fastapi"}
    assert not heads & {"PyQt5", "PyQt6"}


@pytest.mark.parametrize("room", ["server", "jobs", "recipe"])
def test_json_that_leaves_us_holds_no_nan(room: str) -> None:
    """Other programs cannot read it; where a number might be none, `plain.finite` comes first."""
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "json.dumps":
                words = {one.arg: ast.unparse(one.value) for one in node.keywords}
                assert words.get("allow_nan") == "False", f"{path}, line {node.lineno}"
