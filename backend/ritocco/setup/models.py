"""Models in a bundle: copied into it, and from it into the library of an installation."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ritocco.errors import CannotInstall
from ritocco.setup.environment import Environment

MODELS = "models"
_UNFINISHED = (".part", ".partial", ".new", ".tmp", ".lock")
_ASK = "from ritocco.places import Places; print(Places.of_user().models)"


def library_of(environment: Environment) -> Path:
    """The folder of this user's models, as the installed Ritocco knows it. Raises CannotInstall."""
    ended = subprocess.run(
        [str(environment.python), "-I", "-c", _ASK],
        capture_output=True,
        text=True,
        errors="replace",
    )
    if ended.returncode:
        lines = ended.stderr.strip().splitlines() or ["it does not start"]
        raise CannotInstall(f"Ritocco cannot say where its models are: {lines[-1]}")
    return Path(ended.stdout.strip())


def put_models(bundle: Path, environment: Environment) -> None:
    """The bundle's models into the library; what is there already stays as it is."""
    if not (bundle / MODELS).is_dir():
        return
    copied = copy_missing(bundle / MODELS, library_of(environment))
    if copied:
        print(f"Models from the bundle: {', '.join(copied)}.")


def copy_missing(source: Path, target: Path) -> list[str]:
    """Copy the files that are not there; each is whole or not at all. Returns their names."""
    copied = []
    for root, folders, names in os.walk(source, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.endswith(_UNFINISHED):
                continue
            path = Path(root) / name
            goal = target / path.relative_to(source)
            if goal.exists() or not path.is_file():
                continue
            goal.parent.mkdir(parents=True, exist_ok=True)
            fresh = goal.with_name(f".{goal.name}.new")
            try:
                shutil.copyfile(path, fresh)
                fresh.replace(goal)
            except OSError:
                fresh.unlink(missing_ok=True)
                raise
            copied.append(name)
    return copied
