"""The Kritas of a user: where each keeps plugins and settings, its version, and how ours stands."""

from __future__ import annotations

import plistlib
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ritocco.setup import kritarc
from ritocco.setup.account import Account
from ritocco.setup.plugin import Plugin, shipped_plugin

FLATPAK_ID = "org.kde.krita"
LEAST = (5, 1)
"""The oldest Krita that the dock works in, if its Python is 3.10 or later.

Debian's 5.1.5 is (it is tested there, in 5.2.9 and in 5.3.4); Krita's own downloads are since 5.2.
"""


@dataclass(frozen=True, slots=True)
class Krita:
    """One Krita, as far as this user is concerned.

    resources  the usual folder of the user's plugins, brushes, ...
    settings   the file kritarc
    about      file in which Krita writes its version each time it starts
    """

    name: str
    resources: Path
    settings: Path
    about: Path
    sandbox: str = ""
    """The kind of sandbox it runs in, "" for none: it cannot simply start our backend."""

    @property
    def plugins(self) -> Path:
        """The resource folder in use; artists may have moved it."""
        return kritarc.resource_folder(kritarc.read(self.settings)) or self.resources


class PluginState(StrEnum):
    """How our plugin stands in a Krita."""

    ABSENT = "absent"
    OTHER = "other version"
    """There, but not as this Ritocco has it: older, newer, or damaged."""
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class FoundKrita:
    """What is known of one Krita.

    version  as in "5.2.9"; "" unknown (it was never started, or is not installed)
    here     whether there is any trace of this Krita: a program, settings, or its folder
    """

    krita: Krita
    version: str
    here: bool
    plugin: PluginState
    enabled: bool


def kritas(account: Account) -> list[Krita]:
    """Where Krita keeps a user's things: the usual place first, then sandboxes that are in use.

    An AppImage uses the usual place.
    """
    if account.system == "win32":
        local = account.user_data
        roaming = Path(account.environment.get("APPDATA") or account.home / "AppData" / "Roaming")
        return [Krita("Krita", roaming / "krita", local / "kritarc", local / "krita-sysinfo.log")]
    if account.system == "darwin":
        library = account.home / "Library"
        support = library / "Application Support"
        settings = library / "Preferences" / "kritarc"
        return [Krita("Krita", support / "krita", settings, support / "krita-sysinfo.log")]
    data, flatpak = account.user_data, account.home / ".var" / "app" / FLATPAK_ID
    snap = account.home / "snap" / "krita" / "current"
    sandboxes = {
        "Flatpak": (flatpak, flatpak / "data", flatpak / "config"),
        "Snap": (snap, snap / ".local" / "share", snap / ".config"),
    }
    usual = _below("Krita", data, account.config)
    return [
        usual,
        *(
            _below(f"Krita ({kind})", inside, config, kind)
            for kind, (whole, inside, config) in sandboxes.items()
            if whole.is_dir()
        ),
    ]


def survey(account: Account | None = None, plugin: Plugin | None = None) -> list[FoundKrita]:
    """All Kritas of this user and how our plugin stands in each, for people and for doctor.

    Opens no window and starts no Krita. The first is the usual place, there or not (`here`).
    """
    account = account or Account.of_user()
    plugin = plugin or shipped_plugin()
    return [_look(account, krita, plugin) for krita in kritas(account)]


def running(account: Account, processes: Callable[[], list[str]] | None = None) -> bool:
    """Whether a Krita of this user runs now: one writes its settings when it ends."""
    names = (processes or (lambda: _processes(account.system)))()
    return any(re.fullmatch(r"krita(\.exe|-bin)?", name) for name in names)


def _below(name: str, data: Path, config: Path, sandbox: str = "") -> Krita:
    return Krita(name, data / "krita", config / "kritarc", data / "krita-sysinfo.log", sandbox)


def _look(account: Account, krita: Krita, plugin: Plugin) -> FoundKrita:
    folder = krita.plugins
    if plugin.is_in(folder):
        state = PluginState.CURRENT
    else:
        state = PluginState.OTHER if plugin.has_traces_in(folder) else PluginState.ABSENT
    here = krita.settings.exists() or folder.is_dir() or bool(_program(account, krita))
    enabled = kritarc.is_on(kritarc.read(krita.settings))
    return FoundKrita(krita, _version(account, krita), here, state, enabled)


def _program(account: Account, krita: Krita) -> Path | None:
    """Krita itself, where it usually lies; an AppImage may lie anywhere."""
    if krita.sandbox:
        return None
    places = {
        "win32": [
            Path(account.environment.get("PROGRAMFILES", r"C:\Program Files"))
            / "Krita (x64)/bin/krita.exe"
        ],
        "darwin": [Path("/Applications/krita.app"), account.home / "Applications" / "krita.app"],
    }
    folders = account.environment.get("PATH", "").split(":")
    usual = [Path(folder) / "krita" for folder in folders if folder]
    programs = (place for place in places.get(account.system, usual) if place.exists())
    return next(programs, None)


def _version(account: Account, krita: Krita) -> str:
    """By what it wrote down when it last ran, or by its bundle; running it would need a screen."""
    try:
        version = re.search(r"Version:\s*(\d[\w.-]*)", krita.about.read_text("utf-8", "replace"))
    except OSError:
        version = None
    if version:
        return version[1]
    program = _program(account, krita)
    if program and program.suffix == ".app":
        try:
            info = plistlib.loads((program / "Contents" / "Info.plist").read_bytes())
            return str(info.get("CFBundleShortVersionString", ""))
        except (OSError, ValueError):
            return ""
    return ""


def _processes(system: str) -> list[str]:
    """The names of this user's programs that run now; none where the system does not say."""
    command = {
        "win32": ["tasklist", "/FO", "CSV", "/NH"],
        "darwin": ["ps", "-xo", "comm="],
    }.get(system, ["ps", "-xo", "comm="])
    try:
        listed = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = listed.stdout.splitlines()
    if system == "win32":
        return [line.split('","')[0].strip('"').lower() for line in lines]
    return [Path(line.strip()).name for line in lines]
