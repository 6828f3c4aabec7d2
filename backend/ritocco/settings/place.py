"""Where the settings file and Ritocco's data folder lie."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

NAME = "settings.toml"
HOME_VARIABLE = "RITOCCO_HOME"
"""Environment variable that names another data folder; the settings file then lies in it too.

No key of the settings file: the dock looks there as well, and Krita's Python reads no TOML."""
FILE_VARIABLE = "RITOCCO_SETTINGS"
"""Environment variable that names another settings file."""


def home_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Ritocco's data folder: by the customs of each system, or the one that was chosen."""
    chosen = environment.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path("ritocco", appauthor=False)


def settings_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The settings file, whether it exists or not."""
    chosen = environment.get(FILE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    if environment.get(HOME_VARIABLE):
        return home_folder(environment) / NAME
    return platformdirs.user_config_path("ritocco", appauthor=False) / NAME
