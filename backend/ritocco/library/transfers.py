"""Long work on models in threads of its own: one fetch at a time, and the rest beside it.

A transfer goes on when whoever asked for it goes away; it is remembered until the process ends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from ritocco.errors import Cancelled, NotFound, RitoccoError
from ritocco.library.progress import Progress, ProgressReporter
from ritocco.sentence import Sentence, told
from ritocco.state import State
from ritocco.watch import Watch

KEPT = 50
"""Transfers that are remembered once they are over."""
_log = logging.getLogger(__name__)


class TransferKind(StrEnum):
    """What a transfer does."""

    GET = "get"
    CHECK = "check"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One piece of long work, and how far it is.

    model  id of the model it is about; None while that is not known
    error  (code, sentence) of one that failed
    found  what came of it, as plain values for JSON
    """

    id: str
    doing: TransferKind
    model: str | None
    title: str
    state: State = State.WAITING
    progress: Progress = field(default_factory=lambda: Progress(Sentence("Waiting")))
    error: tuple[str, str] | None = None
    found: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        progress = self.progress
        done = self.state is State.DONE
        return {
            "id": self.id,
            "kind": self.doing.value,
            "model": self.model,
            "title": self.title,
            "state": self.state.value,
            "fraction": 1.0 if done else round(progress.fraction, 4),
            "text": progress.text,
            "sentence": told(progress.text),
            "bytes_done": progress.done if progress.total or progress.done else None,
            "bytes_total": progress.total,
            "bytes_per_second": None if progress.speed is None else round(progress.speed),
            "seconds_left": None if progress.left is None else round(progress.left, 1),
            "error": self.error
            and {
                "code": self.error[0],
                "message": self.error[1],
                "sentence": told(self.error[1]),
            },
            "added": self.found.get("added", []),
            "refused": self.found.get("refused", []),
        }


Work = Callable[[ProgressReporter], dict[str, Any]]
"""Does it, telling the reporter; what came of it comes back. Raises RitoccoError."""
_WORDS = {
    State.DONE: Sentence("Done"),
    State.CANCELLED: Sentence("Cancelled. What has come is kept."),
}


class Transfers:
    """All transfers of this process. Made once; threads start when they are needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._transfers: dict[str, Transfer] = {}
        self._cancels: dict[str, Event] = {}
        self._lines: dict[bool, SimpleQueue[tuple[str, Work] | None]] = {}
        self._closed = False

    def start(self, doing: TransferKind, model: str | None, title: str, work: Work) -> Transfer:
        """Put work in the line; the same work on the same model is not begun twice."""
        with self._lock:
            for transfer in self._transfers.values():
                same = model is not None and (transfer.doing, transfer.model) == (doing, model)
                if same and not transfer.state.is_final:
                    return transfer
            transfer = Transfer(str(next(self._numbers)), doing, model, title)
            self._transfers[transfer.id] = transfer
            self._cancels[transfer.id] = Event()
            self._forget()
            self._line(doing is TransferKind.GET).put((transfer.id, work))
            return transfer

    def all(self) -> list[Transfer]:
        """All that are remembered, oldest first."""
        with self._lock:
            return list(self._transfers.values())

    def get(self, transfer: str) -> Transfer:
        """One transfer. Raises NotFound."""
        with self._lock:
            known = self._transfers.get(transfer)
        if known is None:
            raise NotFound("There is no transfer {transfer} here.", transfer=repr(transfer[:40]))
        return known

    def of(self, model: str) -> Transfer | None:
        """The unfinished transfer about a model, or its last one if that failed."""
        about = [transfer for transfer in self.all() if transfer.model == model]
        last = about[-1] if about else None
        moving = next((transfer for transfer in about if not transfer.state.is_final), None)
        return moving or (last if last and last.state is State.FAILED else None)

    def cancel(self, transfer: str) -> Transfer:
        """Stop a transfer: told at once, done within moments. A finished one stays as it is."""
        running = self.get(transfer)
        if not running.state.is_final:
            self._cancels[transfer].set()
            self._change(transfer, State.CANCELLED)
        return self.get(transfer)

    def close(self) -> None:
        """Stop all transfers; they end within moments, and what has come is kept."""
        with self._lock:
            self._closed = True
            for event in self._cancels.values():
                event.set()
            for line in self._lines.values():
                line.put(None)

    def _line(self, fetching: bool) -> SimpleQueue[tuple[str, Work] | None]:
        """The line of one of the two threads. The lock is held."""
        if fetching not in self._lines:
            line: SimpleQueue[tuple[str, Work] | None] = SimpleQueue()
            self._lines[fetching] = line
            name = "fetching models" if fetching else "looking at models"
            Thread(target=self._serve, args=(line,), name=name, daemon=True).start()
        return self._lines[fetching]

    def _serve(self, line: SimpleQueue[tuple[str, Work] | None]) -> None:
        while (next_one := line.get()) is not None:
            transfer, work = next_one
            with self._lock:
                known = self._transfers.get(transfer)
            if known and not known.state.is_final:
                self._run(transfer, work)

    def _run(self, transfer: str, work: Work) -> None:
        self._change(transfer, State.RUNNING)

        def tell(progress: Progress) -> None:
            with self._lock:
                if not self._transfers[transfer].state.is_final:
                    self._transfers[transfer] = replace(
                        self._transfers[transfer], progress=progress
                    )

        reporter = ProgressReporter(Watch(cancelled=self._cancels[transfer]), tell)
        try:
            outcome = work(reporter)
            self._change(transfer, State.DONE, found=outcome)
        except Cancelled:
            self._change(transfer, State.CANCELLED)
        except RitoccoError as error:
            self._change(transfer, State.FAILED, error=(error.code, error.sentence))
        except Exception:  # noqa: BLE001  a bug of ours must not end the thread
            _log.exception("a transfer on models failed")
            words = Sentence("Something went wrong inside Ritocco; see its log file.")
            self._change(transfer, State.FAILED, error=("internal", words))

    def _change(
        self,
        transfer: str,
        state: State,
        *,
        error: tuple[str, str] | None = None,
        found: dict[str, Any] | None = None,
    ) -> None:
        with self._lock:
            was = self._transfers[transfer]
            if was.state.is_final:
                return
            words = error[1] if error else _WORDS.get(state, was.progress.text)
            progress = replace(was.progress, text=words, speed=None, left=None)
            made = found or {}
            model = made.get("model", was.model)
            self._transfers[transfer] = replace(
                was, state=state, progress=progress, error=error, found=made, model=model
            )

    def _forget(self) -> None:
        over = [transfer.id for transfer in self._transfers.values() if transfer.state.is_final]
        for transfer in over[: max(0, len(over) - KEPT)]:
            del self._transfers[transfer]
            del self._cancels[transfer]
