"""The environment `.venv` of a checkout, in which `run.py` tries, tests and measures.

It is used only where it is this checkout's own, since an environment that came along with a copied
folder, or a link, runs the other folder's code without a word. What was not made here is never
deleted.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from platform import python_version
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ritocco.errors import CannotInstall
from ritocco.setup.environment import make_venv
from ritocco.setup.manifest import remove_tree

_OURS = "installed*.txt"
_BEGUN = "installed.txt"
"""Stamps that `run.py` writes: what was installed; empty from the very beginning."""

_PACKAGES = ("lib/python*/site-packages", "Lib/site-packages")
_TOLD = "ritocco-*.dist-info/direct_url.json"
"""What pip notes of where it had Ritocco from."""


@dataclass(frozen=True, slots=True)
class DotVenv:
    """The environment of a checkout, there or not.

    folder  `.venv` itself
    """

    folder: Path

    @property
    def python(self) -> Path:
        """Its Python."""
        name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return self.folder.joinpath(*name)

    def refuse_others(self) -> None:
        """Raises CannotInstall where it belongs to another checkout, or is something else."""
        owner = self._owner()
        if owner is not None:
            raise CannotInstall(
                f"The environment {self.folder} belongs to {owner}, so that folder's Ritocco would "
                f"run here. {self._away()}"
            )
        if self.folder.exists() and not self._ours() and not (self.folder / "pyvenv.cfg").is_file():
            raise CannotInstall(
                f"{self.folder} is no Python environment, and Ritocco needs that name for one. "
                "Move it away, or give it another name, then run this again."
            )

    def make(self) -> None:
        """Make it, unless this very Python did so before. Raises CannotInstall."""
        self.refuse_others()
        if self._runs() and self._values().get("version") == python_version():
            return
        try:
            if self.folder.exists():
                if not self._ours():
                    raise CannotInstall(
                        f"The environment {self.folder} is not one of this Python "
                        f"({python_version()}), and run.py did not make it. {self._away()}"
                    )
                remove_tree(self.folder)
            self.folder.mkdir()
            (self.folder / _BEGUN).touch()
            make_venv(self.folder, with_pip=True)
        except OSError as error:
            raise CannotInstall(
                f"{self.folder} cannot be made ({error.strerror or error}). Ritocco's folder has "
                "to be yours, on a disk with some GB free: copy it to such a place and run this "
                "again there."
            ) from None

    def _owner(self) -> Path | None:
        """The other folder that it belongs to; None: this one, as far as one can see."""
        if self.folder.is_symlink():
            return self.folder.resolve().parent
        for told in [one for where in _PACKAGES for one in self.folder.glob(f"{where}/{_TOLD}")]:
            source = _editable(told)
            if source and not _same(source, self.folder.parent):
                return source
        made_as = self._values().get("command", "").partition(" -m venv ")[2]
        while made_as.startswith("--"):
            made_as = made_as.partition(" ")[2]
        if made_as and not _same(Path(made_as), self.folder):
            return Path(made_as).parent
        return None

    def _ours(self) -> bool:
        """Whether `run.py` made it, to the end or not; an empty folder is nobody's."""
        return self.folder.is_dir() and (
            any(self.folder.glob(_OURS)) or not any(self.folder.iterdir())
        )

    def _values(self) -> dict[str, str]:
        """What it says of itself (PEP 405)."""
        try:
            lines = (self.folder / "pyvenv.cfg").read_text("utf-8", "replace").splitlines()
        except OSError:
            return {}
        pairs = (line.split("=", 1) for line in lines if "=" in line)
        return {name.strip(): value.strip() for name, value in pairs}

    def _runs(self) -> bool:
        """Whether its Python, which is a link to another one, still starts; with pip in it."""
        try:
            command = [str(self.python), "-I", "-c", "import pip"]
            return subprocess.run(command, capture_output=True).returncode == 0
        except OSError:
            return False

    def _away(self) -> str:
        what = "link" if self.folder.is_symlink() else "folder"
        return f"Delete that {what} and run this again: it is made anew, in a few minutes."


def _editable(direct_url: Path) -> Path | None:
    """The folder whose code an installed package runs (PEP 610); None: its own copy."""
    try:
        told = json.loads(direct_url.read_text("utf-8"))
        editable = told.get("dir_info", {}).get("editable", False)
        return Path(url2pathname(urlsplit(told["url"]).path)) if editable else None
    except (OSError, ValueError, KeyError, AttributeError):
        return None


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
