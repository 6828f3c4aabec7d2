"""What was found out about files, remembered until they change, so that gigabytes are read once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

MOST = 20_000
"""Files remembered; the oldest are forgotten beyond that."""


class FileCache:
    """A small JSON file: path -> size, time of change, and a value.

    It is only a memory: what cannot be read or written is as good as forgotten, and two
    processes that write at once lose at most each other's newest lines.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = Lock()
        self._read_at = -1
        self._known: dict[str, Any] = {}

    def get(self, path: Path) -> Any:
        """What is remembered of this file as it is now; None for nothing."""
        with self._lock, suppress(OSError):
            row = self._load().get(_key(path))
            if row is not None and row[:2] == _mark(path):
                return row[2]
        return None

    def put(self, path: Path, value: Any) -> None:
        """Remember a value (plain JSON) of this file as it is now."""
        self.put_all({path: value})

    def put_all(self, values: Mapping[Path, Any]) -> None:
        """Remember several at once."""
        if not values:
            return
        with self._lock, suppress(OSError):
            known = self._load()
            for path, value in values.items():
                with suppress(OSError):
                    known.pop(_key(path), None)
                    known[_key(path)] = [*_mark(path), value]
            self._known = dict(list(known.items())[-MOST:])
            self._save()

    def rename(self, before: Path, after: Path) -> None:
        """A file has another place now, and is the same otherwise."""
        with self._lock, suppress(OSError):
            known = self._load()
            row = known.pop(_key(before), None)
            if row is not None and row[:2] == _mark(after):
                known[_key(after)] = row
                self._known = known
                self._save()

    def _load(self) -> dict[str, Any]:
        try:
            changed = self.file.stat().st_mtime_ns
            if changed != self._read_at:
                read = json.loads(self.file.read_text("utf-8"))
                self._known = {
                    key: row
                    for key, row in (read.items() if isinstance(read, dict) else ())
                    if isinstance(row, list) and len(row) == 3
                }
                self._read_at = changed
        except (OSError, ValueError):
            if not self.file.exists():
                self._known = {}
        return self._known

    def _save(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self._known), "utf-8")
        fresh.replace(self.file)
        self._read_at = self.file.stat().st_mtime_ns


def _key(path: Path) -> str:
    return str(path.absolute())


def _mark(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]
