"""Easel's window on systems that lack something: what is seen, and which packages are named."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ritocco.setup import system_packages
from ritocco.setup.shared_libraries import missing, needed
from ritocco.setup.system_packages import LIBRARIES, commands, for_window
from ritocco.setup.window import EASEL, Lack, lacking, platforms, window_trouble

ROOT = Path(__file__).parents[2]
SPEC = find_spec("PyQt6")
assert SPEC is not None
assert SPEC.submodule_search_locations
QT = Path(SPEC.submodule_search_locations[0])
LIB, PLATFORMS = QT / "Qt6" / "lib", QT / "Qt6" / "plugins" / "platforms"
C_LIBRARY = re.compile(r"ld-linux.*|lib(c|m|dl|rt|pthread|resolv)\.so\.\d+")
"""Without these there is no Python either."""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Variables of a session without a screen."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "home"))
    return monkeypatch


def hidden(folder: Path, *libraries: str) -> str:
    """A folder in which the loader finds these first, and cannot load them."""
    folder.mkdir(exist_ok=True)
    for library in libraries:
        (folder / library).write_bytes(b"")
    return str(folder)


def program(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ritocco", *words], capture_output=True, text=True, timeout=60
    )


def test_what_a_library_needs_is_read_from_it():
    names = needed(PLATFORMS / "libqxcb.so")
    assert {"libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libQt6XcbQpa.so.6"} <= {*names}
    assert needed(Path(__file__)) == ()


def test_no_library_is_missing_where_python_runs():
    assert missing([Path(sys.executable)], LIB) == ()


def test_every_library_that_qt_asks_of_a_system_is_in_the_table():
    modules = (f"Qt{name}.abi3.so" for name in ("Core", "Gui", "Network", "Widgets"))
    waiting = [QT / name for name in modules]
    waiting += [PLATFORMS / "libqxcb.so", PLATFORMS / "libqwayland.so"]
    asked: set[str] = set()
    while waiting:
        names = {*needed(waiting.pop())} - asked
        asked |= names
        waiting += [LIB / name for name in names if (LIB / name).exists()]
    of_the_system = {name for name in asked if not (LIB / name).exists()}
    assert len(of_the_system) > 25
    assert {one for one in of_the_system if not C_LIBRARY.fullmatch(one)} == {*LIBRARIES}


def test_doctor_and_easel_say_the_same_of_missing_libraries(session, tmp_path):
    away = ("libxcb-icccm.so.4", "libxcb-keysyms.so.1")
    session.setenv("LD_LIBRARY_PATH", hidden(tmp_path / "lib", *away))
    session.setenv("DISPLAY", ":4711")
    doctor = program("doctor", "easel")
    assert doctor.returncode == 1
    _, seen, fix, _ = doctor.stdout.splitlines()
    assert seen.startswith("BAD  Easel: its window cannot open: the system lacks lib")
    for name in ("libxcb-icccm4", "libxcb-keysyms1", "xcb-util-wm", "pacman -S"):
        assert name in fix
    easel = program("easel")
    assert easel.returncode == 2
    (told,) = easel.stderr.splitlines()
    assert seen.removeprefix("BAD  ") in told
    assert fix.removeprefix("     -> ") in told


def test_libraries_without_which_qt_does_not_even_load(session, tmp_path):
    session.setenv("LD_LIBRARY_PATH", hidden(tmp_path / "lib", "libEGL.so.1"))
    session.setenv("WAYLAND_DISPLAY", "wayland-7")
    easel = program("easel")
    assert easel.returncode == 2
    (told,) = easel.stderr.splitlines()
    assert "libEGL.so.1" in told
    assert "libegl1" in told


def test_a_library_that_another_one_lacks_is_named(session, tmp_path):
    """As where libxcb-image.so.0 is here, and libxcb-util.so.1, which it needs, is not."""
    folder = tmp_path / "lib"
    session.setenv("LD_LIBRARY_PATH", hidden(folder, "libxcb-util.so.1"))
    session.setenv("DISPLAY", ":4711")
    code = "from ritocco.setup.window import lacking; print(*lacking('xcb'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "libxcb-util.so.1" in told.stdout.split()
    assert str(folder) not in told.stdout


def test_without_a_screen_it_is_said_and_all_else_is_well(session):
    easel = program("easel")
    assert easel.returncode == 2
    (told,) = easel.stderr.splitlines()
    assert "there is no screen here" in told
    doctor = program("doctor", "easel")
    assert doctor.returncode == 0
    assert doctor.stdout.splitlines()[1].startswith("note Easel: ")


@pytest.mark.parametrize("chosen", [{"DISPLAY": ":4711"}, {"QT_QPA_PLATFORM": "nonsense"}])
def test_a_screen_that_does_not_answer_is_named_in_one_line(session, chosen):
    ((name, value),) = chosen.items()
    session.setenv(name, value)
    easel = program("easel")
    assert easel.returncode == 2
    (told,) = easel.stderr.splitlines()
    assert "qt.qpa" not in told
    assert "To mend it: " in told
    if not lacking(platforms(os.environ)[0]):
        assert f"{name}={value}" in told


def test_where_a_window_opens_nothing_is_said(session):
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    assert window_trouble() is None
    assert program("doctor", "easel").stdout.splitlines()[1] == "ok   Easel: its window opens"


def test_a_system_without_fonts_is_told(session, tmp_path):
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "fonts.conf").write_text("<fontconfig/>")
    session.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    trouble = window_trouble()
    assert trouble is not None
    assert trouble.lack is Lack.FONTS
    assert "fonts-dejavu-core" in trouble.fix


def test_a_window_that_crashes_is_told_by_its_signal(session, tmp_path):
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    crash = (
        "import os, signal, sys\nEASEL in sys.orig_argv and os.kill(os.getpid(), signal.SIGSEGV)"
    )
    (tmp_path / "sitecustomize.py").write_text(crash.replace("EASEL", repr(EASEL)))
    session.setenv("PYTHONPATH", str(tmp_path))
    easel = program("easel")
    assert easel.returncode == 2
    assert "ended by SIGSEGV" in easel.stderr


def test_without_pyqt_it_is_said_how_to_get_it(session):
    session.setattr("ritocco.setup.window.find_spec", lambda name: None)
    trouble = window_trouble()
    assert trouble is not None
    assert trouble.lack is Lack.PARTS
    assert trouble.fix == f"{sys.executable} -m pip install PyQt6"


@pytest.mark.parametrize(
    ("variables", "tried"),
    [
        ({}, ()),
        ({"DISPLAY": ":0"}, ("xcb",)),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ("xcb", "wayland")),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"},
            ("wayland", "xcb"),
        ),
        ({"XDG_SESSION_TYPE": "wayland"}, ("wayland",)),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "vnc:size=80x60;xcb"}, ("vnc", "xcb")),
    ],
)
def test_platforms_are_those_that_qt_tries(variables, tried):
    assert platforms(variables) == tried


@pytest.mark.parametrize(
    ("about", "begins"),
    [
        ("ID=debian\n", "sudo apt install libxcb-icccm4 (Fedora: sudo dnf install xcb-util-wm; "),
        ('ID=pop\nID_LIKE="ubuntu debian"\n', "sudo apt install libxcb-icccm4 ("),
        ('ID="fedora"\n', "sudo dnf install xcb-util-wm (Debian, Ubuntu: sudo apt install "),
        ("ID=endeavouros\nID_LIKE=arch\n", "sudo pacman -S xcb-util-wm (Debian, Ubuntu: "),
        ("ID=void\n", "Debian, Ubuntu: sudo apt install libxcb-icccm4; Fedora: sudo dnf "),
    ],
)
def test_the_command_of_this_system_comes_first(tmp_path, about, begins):
    (tmp_path / "os-release").write_text(about)
    told = commands([LIBRARIES["libxcb-icccm.so.4"]], tmp_path / "os-release")
    assert told.startswith(begins)
    assert all(manager in told for manager in ("apt install", "dnf install", "pacman -S"))


def test_a_library_that_is_in_no_table_is_named_itself():
    assert "libodd.so.3" in system_packages.bringing(["libodd.so.3"])
    assert system_packages.bringing(["libodd.so.3", "libEGL.so.1"]).endswith("libodd.so.3")


def test_readme_and_ci_name_what_the_table_names():
    readme = (ROOT / "README.md").read_text("utf-8")
    (listed,) = re.findall(r"(?m)^sudo apt install (libbrotli1 .*)$", readme)
    assert tuple(listed.split()) == for_window("apt")
    assert "ritocco.setup.system_packages apt" in (ROOT / ".ci" / "run").read_text("utf-8")
