"""Work of a library that no signal reaches: waited for, though not for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from threading import Lock, Thread
from typing import TypeVar

T = TypeVar("T")
_SECONDS_TO_STOP = 5.0
_at_work: set[Callable[[], object]] = set()
_lock = Lock()

__all__ = ["TookTooLong", "end_all", "in_time"]


def in_time(work: Callable[[], T], stop: Callable[[], object], seconds: float) -> T:
    """What `work` gives back. It is done in a thread of its own, which holds no process up.

    stop  ends the work soon; called where it takes longer than `seconds`, and where the waiting
          is interrupted (Ctrl+C)

    Raises TookTooLong, and whatever the work raises.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as error:  # noqa: BLE001  told where it is waited for
            done.set_exception(error)

    with _lock:
        _at_work.add(stop)
    try:
        Thread(target=run, name="in time", daemon=True).start()
        return done.result(seconds)
    except BaseException:
        if not done.done():
            stop()
            with suppress(TookTooLong):
                done.exception(_SECONDS_TO_STOP)
        raise
    finally:
        with _lock:
            _at_work.discard(stop)


def end_all() -> None:
    """Stop all that is waited for, since this process is about to end."""
    with _lock:
        stops = list(_at_work)
    for stop in stops:
        stop()
