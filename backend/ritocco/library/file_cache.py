"""What was found out about files, remembered until they change, so that gigabytes are read once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from ritocco.from_disk import json_in, reading
from ritocco.library.version import version_of
from ritocco.setup.manifest import write_whole

MOST = 20_000
"""Files remembered; the oldest are forgotten beyond that."""
_MOST_BYTES = 64 << 20
_EVERY = 500
"""Files found out about between two writings, where many are looked at together."""


class FileCache:
    """A small JSON file: path -> which version of it, and a value.

    It is only a memory: what cannot be read or written is as good as forgotten, and two
    processes that write at once lose at most each other's newest lines.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = RLock()
        self._read_at = -1
        self._known: dict[str, Any] = {}
        self._together = self._unsaved = 0

    def get(self, path: Path) -> Any:
        """What is remembered of this file or folder as it is now; None for nothing."""
        with self._lock:
            row = self._load().get(_key(path))
        return row[1] if row is not None and row[0] == mark_of(path) else None

    def noted(self, path: Path) -> Any:
        """What was found out last of this place, whatever lies there now; None for nothing."""
        with self._lock:
            row = self._load().get(_key(path))
        return row and row[1]

    def put(self, path: Path, value: Any, mark: str | None = None) -> None:
        """Remember a value (plain JSON) of this file or folder.

        mark  `mark_of` it before it was looked into: what has changed since is not remembered
        """
        now = mark_of(path)
        if mark in (None, now):
            with self._lock:
                self._load().pop(_key(path), None)
                self._keep({_key(path): [now, value]})

    def put_all(self, values: Mapping[Path, Any]) -> None:
        """Remember several at once."""
        with self.together():
            for path, value in values.items():
                self.put(path, value)

    @contextmanager
    def together(self) -> Iterator[None]:
        """In here much is put; it is written now and then, and at the end."""
        with self._lock:
            self._together += 1
        try:
            yield
        finally:
            with self._lock:
                self._together -= 1
                self._keep({})

    def _keep(self, rows: Mapping[str, Any]) -> None:
        """The lock is held."""
        self._known.update(rows)
        self._unsaved += len(rows)
        if self._unsaved and (not self._together or self._unsaved >= _EVERY):
            self._known = dict(list(self._known.items())[-MOST:])
            self._unsaved = 0
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self.file, json.dumps(self._known))
                self._read_at = self.file.stat().st_mtime_ns

    def _load(self) -> dict[str, Any]:
        """What is remembered. The lock is held."""
        if self._unsaved:
            return self._known
        changed = reading(lambda: self.file.stat().st_mtime_ns, 0)
        if changed != self._read_at:
            read: dict[str, Any] = reading(lambda: dict(json_in(self.file, _MOST_BYTES)), {})
            self._known = {
                key: row for key, row in read.items() if isinstance(row, list) and len(row) == 2
            }
            self._read_at = changed
        return self._known


def mark_of(path: Path) -> str:
    """Changes with any file of what lies there; "" where nothing does."""
    version = version_of(path)
    return sha256(repr(version).encode()).hexdigest()[:32] if version else ""


def _key(path: Path) -> str:
    return str(path.absolute())
