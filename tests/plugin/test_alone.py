"""The plugin stands alone: standard library and Qt by one door, in the Python that Krita ships."""

import ast
import sys
from pathlib import Path

import pytest

from tests.plugin.conftest import ROOT

PLUGIN = ROOT / "plugin" / "ritocco_dock"
FILES = sorted(PLUGIN.rglob("*.py"))
KRITA = {"krita", "pykrita"}


def imports(path):
    """Names of imported modules, relative ones with their dots."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PLUGIN)))
def test_it_needs_python_3_10_and_nothing_that_editors_lack(path):
    ast.parse(path.read_text("utf-8"), feature_version=(3, 10))
    foreign = {
        name
        for name in imports(path)
        if not name.startswith(".") and name.partition(".")[0] not in sys.stdlib_module_names
    }
    allowed = KRITA if path.parent.name == "hosts" or path.name == "qt.py" else set()
    if path.name == "qt.py":
        allowed = allowed | {"PyQt5", "PyQt6", "PyQt5.QtWidgets", "PyQt6.QtGui"}
    assert foreign <= allowed


def test_what_is_used_was_there_in_python_3_10():
    newer = {"StrEnum", "Self", "assert_never", "ExceptionGroup", "batched", "tomllib"}
    for path in FILES:
        named = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not named & newer, path


def test_the_desktop_file_names_the_package():
    told = (ROOT / "plugin" / "ritocco_dock.desktop").read_text("utf-8")
    assert "ServiceTypes=Krita/PythonPlugin" in told
    library = next(line for line in told.splitlines() if line.startswith("X-KDE-Library="))
    assert Path(PLUGIN).name == library.partition("=")[2]
