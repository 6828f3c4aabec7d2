"""What the user set: one TOML file and environment variables, checked, as one frozen value.

Everything else in Ritocco asks `Settings.of_user()`, which reads anew each time, so that a
running server follows the file. Light: only the standard library and platformdirs.
"""

from ritocco.settings.place import FILE_VARIABLE, HOME_VARIABLE, home_folder, settings_file
from ritocco.settings.values import Settings

__all__ = ["FILE_VARIABLE", "HOME_VARIABLE", "Settings", "home_folder", "settings_file"]
