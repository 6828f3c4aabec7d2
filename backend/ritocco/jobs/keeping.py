"""No result is lost: what the disk does not take stays in memory, and is tried again at the end."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ritocco.errors import CannotWrite, NotFound
from ritocco.jobs.failures import see_log
from ritocco.jobs.results import Record, ResultStore

if TYPE_CHECKING:
    from ritocco.canvas.document import Layer

_log = logging.getLogger(__name__)


class ResultKeeper:
    """The store of results, and beside it those that could not be written there.

    Methods may be called from any thread.
    """

    def __init__(self, store: ResultStore, log: Path | None = None) -> None:
        """`log` is the log file, named to the artist when something unexpected happens."""
        self._store, self._log_file = store, log
        self._lock = Lock()
        self._unsaved: dict[str, tuple[Record, Layer]] = {}

    def keep(self, record: Record, layer: Layer) -> None:
        """Put a result on the disk. Raises CannotWrite; then it is kept in memory."""
        try:
            self._store.write(record, layer)
        except Exception as error:  # noqa: BLE001  whatever it is, the result is not lost
            _log.exception("result %s is in memory only", record.id)
            with self._lock:
                self._unsaved[record.id] = (record, layer)
            known = isinstance(error, CannotWrite)
            why = str(error) if known else "The result could not be written."
            more = "" if known else see_log(self._log_file)
            raise CannotWrite(
                f"{why}{more} It is kept in memory until Ritocco is closed, and can still be "
                "fetched."
            ) from None

    def record(self, result: str) -> Record:
        """What is known of a result on the disk. Raises NotFound."""
        return self._store.record(result)

    def layer(self, result: str) -> Layer:
        """The finished layer, wherever it is. Raises NotFound, BadPicture."""
        with self._lock:
            if result in self._unsaved:
                return self._unsaved[result][1]
        return self._store.layer(result)

    def release(self, result: str, *, on_disk: bool) -> None:
        """Forget a result and remove it from the disk, if it was there. Raises CannotWrite."""
        if on_disk:
            with suppress(NotFound):  # removed by hand, or by another server
                self._store.release(result)
        with self._lock:
            self._unsaved.pop(result, None)

    def close(self) -> None:
        """Save what could not be saved before; what fails again is logged."""
        with self._lock:
            unsaved = list(self._unsaved.values())
        for record, layer in unsaved:
            try:
                self._store.write(record, layer)
            except CannotWrite as error:
                _log.error("lost the result %s: %s", record.id, error)
