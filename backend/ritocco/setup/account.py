"""One user on one computer: which system it is, and where it keeps what."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

APP = "ritocco"
HOME_VARIABLE = "RITOCCO_HOME"


@dataclass(frozen=True, slots=True)
class Account:
    """Where this user's things lie. A value, so that tests can be any user on any system.

    system       as `sys.platform` names it: linux, win32, darwin
    home         the home folder
    environment  the environment variables
    """

    system: str
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_user(cls) -> Account:
        """The user who runs this process."""
        return cls(sys.platform, Path.home(), dict(os.environ))

    @property
    def user_data(self) -> Path:
        """Folder below which programs keep a user's data."""
        if self.system == "win32":
            return self._from("LOCALAPPDATA", "AppData", "Local")
        if self.system == "darwin":
            return self._from("XDG_DATA_HOME", "Library", "Application Support")
        return self._from("XDG_DATA_HOME", ".local", "share")

    @property
    def usual_data(self) -> Path:
        """Ritocco's data folder where nobody chose another: the rule of platformdirs."""
        return self.user_data / APP

    @property
    def data(self) -> Path:
        """Ritocco's data folder."""
        chosen = self.environment.get(HOME_VARIABLE)
        return Path(chosen).expanduser().absolute() if chosen else self.usual_data

    @property
    def config(self) -> Path:
        """Folder below which programs keep a user's settings."""
        if self.system == "win32":
            return self._from("LOCALAPPDATA", "AppData", "Local")
        if self.system == "darwin":
            return self._from("XDG_CONFIG_HOME", "Library", "Application Support")
        return self._from("XDG_CONFIG_HOME", ".config")

    @property
    def environments(self) -> Path:
        """Folder of the private Python environments: one in use, others old or unfinished."""
        return self.data / "environment"

    @property
    def pointer(self) -> Path:
        """File that tells the dock how to start the backend."""
        return self.data / "backend.json"

    @property
    def manifest(self) -> Path:
        """File with all that was installed."""
        return self.data / "installed.json"

    @property
    def log(self) -> Path:
        """What pip said."""
        return self.data / "install.log"

    def shown(self, path: Path) -> str:
        """A path for people: short, and without the user's name."""
        if path.is_relative_to(self.home):
            return str(Path("~") / path.relative_to(self.home))
        return str(path)

    def _from(self, variable: str, *usual: str) -> Path:
        chosen = self.environment.get(variable, "").strip()
        return Path(chosen) if chosen else self.home.joinpath(*usual)
