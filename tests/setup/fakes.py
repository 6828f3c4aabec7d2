"""A tiny Ritocco and its packages, as wheels that hatchling builds, and a bundle of them.

Everything is real but the contents: pip, environments, the installer. No network is used.
"""

from __future__ import annotations

import json
import shutil
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from ritocco.setup.bundle import INSTALLER, write_installer
from ritocco.setup.environment import python_version
from ritocco.setup.source import BUNDLE, FORMAT, digest_of

TRIAL = """
import json, torch, helper
print(json.dumps({"torch": torch.__version__, "device": "CPU", "window": ""}))
"""
MAIN = """
import json, os, sys
def main():
    print("ritocco", sys.argv[1:])
"""
PLACES = """
import os, pathlib
class Places:
    models = pathlib.Path(os.environ["RITOCCO_HOME"]) / "models"
    @classmethod
    def of_user(cls): return cls()
"""


def wheel(into: Path, name: str, version: str, files: dict[str, str], **project: object) -> Path:
    """One package. `files`: path in the package -> text."""
    root = into / f".{name}"
    shutil.rmtree(root, ignore_errors=True)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    tables = {"name": name, "version": version, **project}
    lines = [f"{key} = {json.dumps(value)}" for key, value in tables.items() if key != "scripts"]
    told = "[project]\n" + "\n".join(lines)
    if "scripts" in project:
        told += "\n[project.scripts]\nritocco = 'ritocco.cli:main'"
    tops = sorted({path.split("/")[0] for path in files})
    told += f"\n[tool.hatch.build.targets.wheel]\ninclude = {json.dumps(tops)}\n"
    (root / "pyproject.toml").write_text(told, "utf-8")
    (built,) = WheelBuilder(str(root)).build(directory=str(into), versions=["standard"])
    shutil.rmtree(root)
    return Path(built)


def ritocco(into: Path, version: str, **more: str) -> Path:
    """The tiny Ritocco."""
    files = {
        "ritocco/__init__.py": f'__version__ = "{version}"\n',
        "ritocco/places.py": PLACES,
        "ritocco/cli.py": MAIN,
        "ritocco/setup/__init__.py": "",
        "ritocco/setup/trial.py": TRIAL,
        "ritocco/resources/icons/ritocco.svg": "<svg/>",
        "ritocco/resources/krita/ritocco_dock.desktop": "[Desktop Entry]\n",
        "ritocco/resources/krita/ritocco_dock.action": "<ActionCollection/>\n",
        "ritocco_dock/__init__.py": f"# {version}\n",
        "ritocco_dock/ui/part.py": "pass\n",
        **more,
    }
    needs = ["torch==2.13.0", "helper>=1"]
    return wheel(into, "ritocco", version, files, dependencies=needs, scripts=True)


@dataclass
class Bundle:
    """A bundle folder in the making."""

    folder: Path
    version: str = "1.0"
    torch: str = "2.13.0+cpu"
    extra: dict[str, str] = field(default_factory=dict)

    def make(self) -> Path:
        """Build all wheels and describe them; the folder."""
        wheels = self.folder / "wheels"
        shutil.rmtree(self.folder, ignore_errors=True)
        wheels.mkdir(parents=True)
        ritocco(wheels, self.version, **self.extra)
        wheel(wheels, "torch", self.torch, {"torch.py": f'__version__ = "{self.torch}"\n'})
        wheel(wheels, "helper", "1.2", {"helper/__init__.py": "", "helper/data.txt": "x" * 100})
        write_installer(self.folder / INSTALLER)
        return self.describe()

    def describe(self, **other: object) -> Path:
        """Write bundle.json; `other` replaces what it says."""
        files = {
            path.relative_to(self.folder).as_posix(): (path.stat().st_size, digest_of(path))
            for part in ("wheels", "models")
            for path in sorted((self.folder / part).rglob("*"))
            if path.is_file()
        }
        told = {
            "format": FORMAT,
            "version": self.version,
            "source": f"digest of {self.version} {sorted(self.extra)}",
            "torch": self.torch,
            "python": python_version(),
            "platform": sysconfig.get_platform(),
            "files": files,
            **other,
        }
        (self.folder / BUNDLE).write_text(json.dumps(told), "utf-8")
        return self.folder
