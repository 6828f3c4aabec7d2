"""What the dock remembers between runs of the editor: a JSON file in Ritocco's data folder."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from .from_disk import json_in, reading
from .onto_disk import write

HOME_VARIABLE = "RITOCCO_HOME"


def data_folder() -> Path:
    """Ritocco's data folder, the same one that the backend uses."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ritocco"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "ritocco"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "ritocco"


class Settings:
    """Values by name, kept in one file. Any part of the dock may keep values under its own name.

    Several objects, and several editors, may use the same file: what one has written the others
    see, and none takes back what another wrote.

    Names used by the core: "knobs" (the last ones), "address" and "token" (of a remote backend),
    "documents" (keys by path), "wishes" (by key), "show_plan", "layer_mask", "show_finished"
    (results show themselves), "results_order". The UI's begin with "ui.", a host's
    with its own name.
    """

    def __init__(self, file: Path | None = None) -> None:
        """`file` None: "dock.json" in the data folder. One that cannot be read counts as empty."""
        self._file = file or data_folder() / "dock.json"
        self._values: dict[str, Any] = {}
        self._seen: tuple[int, ...] = ()

    @property
    def folder(self) -> Path:
        """The folder it lies in, for what else the dock keeps (styles)."""
        return self._file.parent

    def get(self, name: str, usual: Any = None) -> Any:
        """A value, or `usual`; a value of another kind than `usual` counts as missing."""
        self._look()
        value = self._values.get(name, usual)
        return value if usual is None or isinstance(value, type(usual)) else usual

    def set(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold. A disk that refuses is no reason to stop painting."""
        self._look()
        if name in self._values and self._values[name] == value:
            return
        self._values[name] = value
        with suppress(OSError, RecursionError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(self._file, json.dumps(self._values, indent=1))
            self._seen = self._mark()

    def _look(self) -> None:
        """Read the file if it is another one than was read or written last."""
        mark = self._mark()
        if mark == self._seen:
            return
        self._seen = mark
        values = reading(lambda: json_in(self._file), None)
        if isinstance(values, dict):  # else what is known stays
            self._values = values

    def _mark(self) -> tuple[int, ...]:
        try:
            status = self._file.stat()
        except OSError:
            return ()
        return status.st_ino, status.st_mtime_ns, status.st_size
