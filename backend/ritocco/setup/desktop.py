"""Easel in the menus of the system, and the command `ritocco`.

Linux was run; what is written for Windows and macOS was tested as files, never on such a system.
"""

from __future__ import annotations

import plistlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ritocco.setup.account import Account
from ritocco.setup.environment import Environment
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart, remove_tree, write_whole

NAME = "Ritocco Easel"
_ID = "ritocco-easel"
_MIMES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/openraster")


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One thing in the menus: where, how it is made, and what kind of thing that is."""

    path: Path
    make: Callable[[Path], None]
    kind: ItemKind = ItemKind.FILE


def put(account: Account, environment: Environment, manifest: Manifest) -> list[str]:
    """Make or renew all of them. Returns sentences about what could not be, for the artist."""
    left_alone = []
    for entry in entries(account, environment):
        if not _is_ours(entry.path, account, manifest):
            left_alone.append(
                f"{account.shown(entry.path)} is another program's and was left alone."
            )
            continue
        manifest.make_folder(ManifestPart.DESKTOP, entry.path.parent)
        manifest.note(entry.kind, ManifestPart.DESKTOP, entry.path)
        entry.make(entry.path)
    return left_alone


def entries(account: Account, environment: Environment) -> list[MenuEntry]:
    """What belongs into this system's menus."""
    made = {"win32": _windows, "darwin": _macos}.get(account.system, _linux)
    return made(account, environment)


def _linux(account: Account, environment: Environment) -> list[MenuEntry]:
    data, home = account.user_data, account.home
    drawing = data / "icons" / "hicolor" / "scalable" / "apps" / "ritocco.svg"
    icon = environment.packages / "ritocco" / "resources" / "icons" / "ritocco.svg"
    command = f'"{_escaped(environment.python)}" -m ritocco easel %F'
    entry = "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            f"Name={NAME}",
            "GenericName=Picture Editor",
            "GenericName[pl]=Edytor obrazów",
            "Comment=Repaint a selection so that it fits its picture exactly",
            "Comment[pl]=Maluje zaznaczenie od nowa tak, że pasuje do obrazu",
            f"Exec={command}",
            f"TryExec={environment.python}",
            "Icon=ritocco",
            "Terminal=false",
            "Categories=Graphics;2DGraphics;RasterGraphics;",
            f"MimeType={';'.join(_MIMES)};",
            "StartupNotify=true",
            "",
        ]
    )
    return [
        MenuEntry(data / "applications" / f"{_ID}.desktop", lambda path: write_whole(path, entry)),
        MenuEntry(drawing, lambda path: write_whole(path, icon.read_text("utf-8"))),
        MenuEntry(
            home / ".local" / "bin" / "ritocco", lambda path: _link(path, environment.command)
        ),
    ]


def _macos(account: Account, environment: Environment) -> list[MenuEntry]:
    script = f'#!/bin/sh\nexec {_quoted(environment.python)} -m ritocco easel "$@"\n'

    def make(path: Path) -> None:
        fresh = path.with_name(f"{path.name}.new")
        remove_tree(fresh)
        contents = fresh / "Contents"
        (contents / "MacOS").mkdir(parents=True)
        info = {
            "CFBundleName": NAME,
            "CFBundleIdentifier": f"org.{_ID}",
            "CFBundleExecutable": "easel",
            "CFBundlePackageType": "APPL",
            "CFBundleShortVersionString": "1.0",
        }
        (contents / "Info.plist").write_bytes(plistlib.dumps(info))
        program = contents / "MacOS" / "easel"
        program.write_text(script, "utf-8")
        program.chmod(0o755)
        remove_tree(path)
        fresh.rename(path)

    return [MenuEntry(account.home / "Applications" / f"{NAME}.app", make, ItemKind.TREE)]


def _windows(account: Account, environment: Environment) -> list[MenuEntry]:
    roaming = Path(account.environment.get("APPDATA") or account.home / "AppData" / "Roaming")
    folder = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    program = environment.python.with_name("pythonw.exe")
    return [MenuEntry(folder / f"{NAME}.lnk", lambda path: _shortcut(path, program))]


def _shortcut(path: Path, program: Path) -> None:
    """Windows makes shortcuts through its script host only."""
    script = (
        f"$s = (New-Object -ComObject WScript.Shell).CreateShortcut('{_doubled(path)}'); "
        f"$s.TargetPath = '{_doubled(program)}'; $s.Arguments = '-m ritocco easel'; $s.Save()"
    )
    command = ["powershell", "-NoProfile", "-Command", script]
    if subprocess.run(command, capture_output=True).returncode:
        raise OSError(0, "the start menu took no entry", str(path))


def _is_ours(path: Path, account: Account, manifest: Manifest) -> bool:
    """Whether we may write there: nothing is there, or something that we made."""
    if not path.exists() and not path.is_symlink():
        return True
    if any(entry.path == str(path) for entry in manifest.entries):
        return True
    return path.is_symlink() and path.readlink().is_relative_to(account.environments)


def _link(path: Path, target: Path) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(target)
    except OSError:
        shutil.copy2(target, fresh)
    fresh.replace(path)


def _escaped(path: Path) -> str:
    """For Exec= of a desktop entry, inside quotation marks."""
    text = str(path).replace("\\", "\\\\\\\\")
    for sign in '"`$':
        text = text.replace(sign, f"\\\\{sign}")
    return text.replace("%", "%%")


def _quoted(path: Path) -> str:
    """For a shell."""
    return "'" + str(path).replace("'", "'\\''") + "'"


def _doubled(path: Path) -> str:
    """For PowerShell, inside apostrophes."""
    return str(path).replace("'", "''")
