"""No result is lost: what the disk does not take stays in memory, and is tried again.

What memory takes of these is bounded too: when it is full no further job is begun or accepted,
and whoever asks is told why, until the disk takes results again or some are let go.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from heapq import merge
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from ritocco.errors import CannotWrite, NotFound
from ritocco.jobs.failures import with_log
from ritocco.jobs.record import DamagedResult, Record
from ritocco.jobs.results import ResultStore
from ritocco.sentence import Sentence

if TYPE_CHECKING:
    from ritocco.canvas.document import Layer

MOST_UNSAVED_BYTES = 2**30
"""Pixels of results in memory only, from which on nothing more is begun."""
AGAIN = 10.0
"""Seconds after which the disk is tried again."""
_log = logging.getLogger(__name__)


def _age(record: Record | DamagedResult) -> str:
    return record.id


class ResultKeeper:
    """The store of results, and beside it those that could not be written there, or need not be.

    Methods may be called from any thread.
    """

    def __init__(
        self,
        store: ResultStore,
        log: Path | None = None,
        saved: Callable[[str], object] = lambda result: None,
    ) -> None:
        """`log` is the log file, named to the artist when something unexpected happens.

        `saved` is told of each result that was in memory only and is on the disk now.
        """
        self._store, self._log_file, self._saved = store, log, saved
        self._lock, self._saving = Lock(), Lock()
        self._unsaved: dict[str, tuple[Record, Layer]] = {}
        self._held: dict[str, tuple[Record, Layer]] = {}
        self._trying: Thread | None = None
        self._closing = Event()

    def keep(self, record: Record, layer: Layer) -> None:
        """Put a result on the disk. Raises CannotWrite; then it is kept in memory."""
        try:
            self._store.write(record, layer)
        except Exception as error:  # noqa: BLE001  whatever it is, the result is not lost
            _log.exception("result %s is in memory only", record.id)
            with self._lock:
                self._unsaved[record.id] = (record, layer)
                if self._trying is None:
                    self._trying = Thread(target=self._keep_trying, name="keeping", daemon=True)
                    self._trying.start()
            why = (
                error.sentence
                if isinstance(error, CannotWrite)
                else with_log(Sentence("The result could not be written."), self._log_file)
            )
            raise CannotWrite(
                "{why} It is kept in memory until Ritocco is closed, and can still be fetched.",
                why=why,
            ) from None
        self._save_again()  # the disk takes results: earlier ones too, perhaps

    def hold(self, record: Record, layer: Layer) -> None:
        """Have a result in memory for whoever waits for it, and will `keep_held` or `release` it.

        What nobody did either to is saved at the end.
        """
        with self._lock:
            self._held[record.id] = (record, layer)

    def is_held(self, result: str) -> bool:
        """Whether somebody waits for a result that is in memory."""
        with self._lock:
            return result in self._held

    def keep_held(self, result: str) -> None:
        """Put a result that is held on the disk; of any other, nothing. Raises as `keep`."""
        with self._lock:
            held = self._held.get(result)
        if held is None:
            return
        try:
            self.keep(*held)
            self._saved(result)
        finally:
            with self._lock:
                self._held.pop(result, None)

    def check_room(self) -> None:
        """Raise CannotWrite where no further result could be kept, not even in memory."""
        if self._is_full():
            with self._lock:
                count = len(self._unsaved)
            raise CannotWrite(
                "Results could not be written to {folder}, and no more fit into memory (it "
                "holds {count}). Make room on that disk, or discard some of them, and try "
                "again.",
                folder=self._store.folder,
                count=count,
            )

    def record(self, result: str) -> Record:
        """What is known of a result on the disk. Raises NotFound, ResultDamaged."""
        return self._store.record(result)

    def damaged(self, result: str, why: str) -> DamagedResult:
        """What can be told of a result on the disk that cannot be read."""
        return self._store.damaged(result, why)

    def thumbnail(self, result: str) -> bytes | None:
        """A small PNG of the layer; None where it has to be made of the layer. Raises NotFound."""
        if self._in_memory(result):
            return None
        return self._store.thumbnail(result)

    def layer(self, result: str) -> Layer:
        """The finished layer, wherever it is. Raises NotFound, ResultDamaged."""
        in_memory = self._in_memory(result)
        return in_memory[1] if in_memory else self._store.layer(result)

    def newest(self, before: str | None = None) -> Iterator[tuple[Record | DamagedResult, bool]]:
        """All results, newest first, and whether each is on the disk.

        Only those made before the result `before`, where it is given.
        """
        with self._lock:
            records = [record for record, _ in {**self._held, **self._unsaved}.values()]
        unsaved = sorted(
            (record for record in records if before is None or record.id < before),
            key=_age,
            reverse=True,
        )
        in_memory, last = {record.id for record in unsaved}, ""
        for record in merge(self._store.newest(before), unsaved, key=_age, reverse=True):
            if record.id != last:  # else it has just been saved
                yield record, record.id not in in_memory
            last = record.id

    def release(self, result: str) -> None:
        """Forget a result, and remove it from the disk if it is there. Raises CannotWrite."""
        with self._lock:
            if self._held.pop(result, None) is not None:
                return
        with self._saving:  # or it might be on its way to the disk in this moment
            with self._lock:
                in_memory = self._unsaved.pop(result, None)
            if in_memory is None:
                with suppress(NotFound):  # it has none, or it was removed by hand or elsewhere
                    self._store.release(result)

    def close(self) -> None:
        """Save what could not be saved before; what fails again is logged."""
        self._closing.set()
        with self._lock:
            self._unsaved |= self._held
            self._held.clear()
        self._save_again()
        for result in self._unsaved:
            _log.error("lost the result %s: the disk never took it", result)

    def _in_memory(self, result: str) -> tuple[Record, Layer] | None:
        with self._lock:
            return self._held.get(result) or self._unsaved.get(result)

    def _is_full(self) -> bool:
        with self._lock:
            held = sum(layer.picture.pixels.nbytes for _, layer in self._unsaved.values())
        return held >= MOST_UNSAVED_BYTES

    def _keep_trying(self) -> None:
        """Try the disk again from time to time, whoever asks or not, until it has taken all."""
        while not self._closing.wait(AGAIN):
            self._save_again()
            with self._lock:
                if not self._unsaved:
                    self._trying = None
                    return

    def _save_again(self) -> None:
        """Write what is in memory only, as far as the disk takes it."""
        with self._saving:
            with self._lock:
                unsaved = list(self._unsaved.values())
            for record, layer in unsaved:
                try:
                    self._store.write(record, layer)
                except Exception as error:  # noqa: BLE001  it stays where it is
                    _log.warning("result %s is still in memory only: %s", record.id, error)
                    continue
                with self._lock:
                    del self._unsaved[record.id]
                self._saved(record.id)
