"""Puts the dock into this user's Krita and switches it on; `--remove` takes it out again.

Run by `python3 run.py krita` with the Python that Ritocco is installed in, so that the dock can
be told how to start the backend.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ritocco.places import Places

NAME = "ritocco_dock"
HERE = Path(__file__).resolve().parent
PARTS = (
    Path("pykrita", NAME),
    Path("pykrita", f"{NAME}.desktop"),
    Path("actions", f"{NAME}.action"),
)
"""What is installed, below Krita's resource folder."""
_SWITCH = f"enable_{NAME}"


@dataclass(frozen=True)
class Krita:
    """One installation of Krita, as far as this user is concerned.

    resources  folder for the user's plugins, brushes, ...
    settings   the file kritarc
    """

    name: str
    resources: Path
    settings: Path


def kritas(system: str, home: Path, environment: dict[str, str]) -> list[Krita]:
    """Where Krita keeps a user's things: the usual place first, then those of sandboxes in use."""
    if system == "win32":
        local = Path(environment.get("LOCALAPPDATA", home / "AppData" / "Local"))
        roaming = Path(environment.get("APPDATA", home / "AppData" / "Roaming"))
        return [Krita("Krita", roaming / "krita", local / "kritarc")]
    if system == "darwin":
        library = home / "Library"
        resources = library / "Application Support" / "krita"
        return [Krita("Krita", resources, library / "Preferences" / "kritarc")]
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    usual = Krita("Krita", data / "krita", config / "kritarc")
    flatpak = home / ".var" / "app" / "org.kde.krita"
    snap = home / "snap" / "krita" / "current"
    sandboxes = [
        Krita("Krita (Flatpak)", flatpak / "data" / "krita", flatpak / "config" / "kritarc"),
        Krita("Krita (Snap)", snap / ".local/share/krita", snap / ".config/kritarc"),
    ]
    return [usual, *(one for one in sandboxes if one.settings.exists())]


def chosen_resources(krita: Krita) -> Path:
    """The resource folder; artists may have moved it (Settings, Configure Krita, Resources)."""
    text = krita.settings.read_text("utf-8") if krita.settings.exists() else ""
    general = re.split(r"(?m)^\[", text, maxsplit=1)[0]
    moved = re.search(r"(?m)^ResourceDirectory=(.+)$", general)
    return Path(moved[1].strip()) if moved else krita.resources


def switched(settings: str, on: bool) -> str:
    """The text of kritarc with our plugin switched on, or without a word about it."""
    rest = re.sub(rf"(?m)^{_SWITCH}=.*(?:\n|\Z)", "", settings)
    if not on:
        return re.sub(r"(?m)^\[python\]\n(?=\n*(?:\[|\Z))", "", rest)
    line = f"{_SWITCH}=true\n"
    if re.search(r"(?m)^\[python\]$", rest):
        return re.sub(r"(?m)^\[python\]\n?", lambda _: f"[python]\n{line}", rest, count=1)
    gap = "" if not rest else "\n" if rest.endswith("\n") else "\n\n"
    return f"{rest}{gap}[python]\n{line}"


def copy_plugin(resources: Path) -> None:
    """Copy what belongs to the dock, in the place of an older copy."""
    for part in PARTS:
        source, target = HERE / part.name, resources / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            fresh = target.with_name(f"{part.name}.new")
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(source, fresh, ignore=shutil.ignore_patterns("__pycache__"))
            shutil.rmtree(target, ignore_errors=True)
            fresh.rename(target)
        else:
            shutil.copyfile(source, target)


def remove_plugin(resources: Path) -> None:
    """Take it out again."""
    for part in PARTS:
        target = resources / part
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def tell_backend() -> Path:
    """Note how the backend is started, where the dock looks for it."""
    places = Places.of_user()
    places.make()
    note = places.home / "backend.json"
    note.write_text(json.dumps({"command": [sys.executable, "-m", "ritocco"]}, indent=1), "utf-8")
    return note


def write_settings(path: Path, text: str) -> None:
    """Write kritarc, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def main(arguments: list[str] | None = None) -> int:
    """Install or remove; the exit code."""
    parser = argparse.ArgumentParser(prog="run.py krita", description=__doc__)
    parser.add_argument("--remove", action="store_true", help="take the dock out of Krita")
    remove = parser.parse_args(arguments).remove
    try:
        for krita in kritas(sys.platform, Path.home(), dict(os.environ)):
            resources = chosen_resources(krita)
            if remove:
                remove_plugin(resources)
            else:
                copy_plugin(resources)
            old = krita.settings.read_text("utf-8") if krita.settings.exists() else ""
            new = switched(old, on=not remove)
            if new != old:
                write_settings(krita.settings, new)
            print(f"{krita.name}: the dock is {'out of' if remove else 'in'} {resources}")
        if not remove:
            tell_backend()
    except OSError as error:
        print(
            f"Could not write {error.filename} ({error.strerror}). Close Krita, make that place "
            "writable, and run this again.",
            file=sys.stderr,
        )
        return 1
    if remove:
        print("Restart Krita.")
    else:
        print(
            "Restart Krita. If the dock is not to be seen: Settings ▸ Dockers ▸ Ritocco. "
            "Select something, then press the dock's button."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
