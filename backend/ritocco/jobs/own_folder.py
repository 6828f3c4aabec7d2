"""A folder for what is only there while a process lives; what a killed one left is found again.

Each lies beside a file that its owner keeps locked. The system lets go of it when a process ends,
however it does, so whoever gets the lock of another's folder knows that its owner is dead.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from ritocco.errors import CannotWrite

_LOCK = ".lock"
_TRIES = 5
_log = logging.getLogger(__name__)


class OwnFolder:
    """A folder of this process among those of others."""

    def __init__(self, among: Path) -> None:
        """Make one in the folder `among`. Raises CannotWrite."""
        self._among = among
        try:
            among.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = self._locked()
            self.path = _of(Path(self._lock.lock_file))
            self.path.mkdir(mode=0o700)
        except (OSError, NotImplementedError) as error:
            raise CannotWrite(
                "Ritocco cannot keep what it works on in {among} ({reason}). Free or repair "
                "that place, or set RITOCCO_HOME to another folder.",
                among=among,
                reason=error,
            ) from None

    def abandoned(self) -> Iterator[Path]:
        """The folders of dead processes, one after the other; each is removed once it was seen."""
        for file in sorted(self._among.glob(f"*{_LOCK}")):
            if _of(file) == self.path:
                continue
            lock = FileLock(file, timeout=0)
            try:
                lock.acquire()
            except (Timeout, OSError):
                continue  # it lives
            try:
                if _of(file).is_dir():
                    yield _of(file)
                shutil.rmtree(_of(file), ignore_errors=True)
                _log.info("swept what a process left in %s", file.stem)
                if os.name == "posix":
                    file.unlink(missing_ok=True)  # while it is held: nobody can have taken it
            finally:
                lock.release()
            if os.name != "posix":
                _removed(file)

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if os.name == "posix":
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()
        if os.name != "posix":
            _removed(Path(self._lock.lock_file))

    def _locked(self) -> FileLock:
        """A lock that nobody else has: a sweep may take a new one before it is held."""
        for _ in range(_TRIES):
            lock = FileLock(self._among / f"{os.getpid()}-{secrets.token_hex(4)}{_LOCK}", timeout=0)
            try:
                lock.acquire()
            except Timeout:
                continue
            if Path(lock.lock_file).exists():
                return lock
            lock.release()
        raise OSError("its files cannot be locked")


def _of(lock: Path) -> Path:
    return lock.with_suffix("")


def _removed(file: Path) -> None:
    """Remove a lock that nobody holds, on a system where a held file stays."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        _log.debug("%s stays: %s", file, error)
