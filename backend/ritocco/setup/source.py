"""Where Ritocco is installed from: a checkout, or a bundle for computers without a network."""

from __future__ import annotations

import hashlib
import re
import sysconfig
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ritocco.errors import CannotInstall
from ritocco.from_disk import json_in, told_of_damage
from ritocco.setup.environment import python_version
from ritocco.setup.pip import Pip

BUNDLE = "bundle.json"
WHEELS = "wheels"
_PARTS = ("pyproject.toml", "README.md", "backend/ritocco", "plugin", "resources")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class InstallSource:
    """A Ritocco to be installed.

    digest   of all that ends in its package: another digest is another Ritocco
    torch    the pinned version of PyTorch; with the build's label where there is no choice
    place    folder of the checkout; or of the bundle
    wheels   folder of all packages (a bundle), None: they are fetched
    """

    version: str
    digest: str
    torch: str
    place: Path
    wheels: Path | None = None

    def wheel(self, pip: Pip, into: Path) -> Path:
        """Ritocco's own package: the bundle's, or one that is made now. Raises CannotInstall."""
        if self.wheels:
            return next(self.wheels.glob("ritocco-*.whl"))
        for old in into.glob("ritocco-*.whl"):
            old.unlink()
        pip.wheel("Ritocco's own package", into, "--no-deps", str(self.place))
        return next(into.glob("ritocco-*.whl"))


def checkout(root: Path) -> InstallSource:
    """From Ritocco's source. Raises CannotInstall where it is not whole."""
    try:
        pyproject = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        version = re.search(
            r'__version__ = "(.+)"', (root / "backend/ritocco/__init__.py").read_text("utf-8")
        )
        pins = [re.match(r"torch==([\w.]+)", line) for line in pyproject["project"]["dependencies"]]
        pin = next(match[1] for match in pins if match)
        return InstallSource(version[1] if version else "", _digest(root), pin, root)
    except (OSError, KeyError, StopIteration):
        raise CannotInstall(
            f"{root} is not the whole of Ritocco. Unpack or fetch it again, with all its folders."
        ) from None


def bundle(folder: Path) -> InstallSource:
    """From a folder that `run.py bundle` made, whole and for this computer; else CannotInstall."""
    description = bundled(folder)
    here = (python_version(), sysconfig.get_platform())
    if (description["python"], description["platform"]) != here:
        raise CannotInstall(
            f"This bundle is for Python {description['python']} on {description['platform']}, "
            f"and this is Python {here[0]} on {here[1]}. Use that Python, or make a bundle with "
            "this one."
        )
    for name, (size, digest) in description["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size or digest_of(path) != digest:
            raise CannotInstall(
                f"The bundle is not whole: {name} is missing or damaged. Copy the folder again."
            )
    return InstallSource(
        description["version"],
        description["source"],
        description["torch"],
        folder,
        (folder / WHEELS).absolute(),
    )


def bundled(folder: Path) -> dict[str, Any]:
    """What a bundle says of itself. Raises CannotInstall."""
    with told_of_damage(
        lambda _: CannotInstall(
            f"{folder} is no bundle of Ritocco. Make one with: python3 run.py bundle FOLDER"
        )
    ):
        description = dict(json_in(folder / BUNDLE))
        if description["format"] != FORMAT:
            raise CannotInstall(
                f"{folder} was made by a newer Ritocco. Install with that one's run.py."
            )
        return description


def digest_of(file: Path) -> str:
    """sha256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _digest(root: Path) -> str:
    """Of all files that end in the package."""
    digest = hashlib.sha256()
    for name in _PARTS:
        for path in _files(root / name):
            digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for inner in sorted(path.iterdir()):
        if inner.name != "__pycache__":
            yield from _files(inner)
