"""The log file: kept small, and not filled by one thing that happens again and again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import monotonic

from ritocco.errors import CannotWrite
from ritocco.from_disk import reason

LOG_BYTES = 1_000_000
OFTEN = 5
"""How often the same is told within `SPAN`."""
SPAN = 60.0
"""Seconds after which something is told again, and how often it was left out meanwhile."""
_MOST_KINDS = 1000


@dataclass(slots=True)
class _Seen:
    since: float
    times: int = 0


class Repeats(logging.Filter):
    """Lets the same message pass a few times a minute, then counts.

    The same is what one line of the program says, whatever it says it about: a thousand clients
    that leave are one thing. Errors differ by their words, and where one was raised by its place.
    """

    def __init__(self, often: int = OFTEN, span: float = SPAN) -> None:
        super().__init__()
        self._often, self._span = often, span
        self._seen: dict[object, _Seen] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it; adds to it how many like it were left out."""
        now, kind = monotonic(), _kind(record)
        seen = self._seen.get(kind)
        if seen is None or now - seen.since > self._span:
            left_out = max(0, seen.times - self._often) if seen else 0
            if left_out:
                record.msg = f"{record.getMessage()} ({left_out} more like it were left out)"
                record.args = None
            if len(self._seen) >= _MOST_KINDS:
                self._seen.clear()
            seen = self._seen[kind] = _Seen(now)
        seen.times += 1
        return seen.times <= self._often


def _kind(record: logging.LogRecord) -> object:
    cause = record.exc_info[1] if record.exc_info else None
    place: object = record.getMessage() if record.levelno >= logging.ERROR else None
    if cause is not None:
        trace = cause.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = (type(cause), trace and (trace.tb_frame.f_code, trace.tb_lineno))
    return record.name, record.levelno, record.pathname, record.lineno, place


def log_to(path: Path) -> None:
    """Send what the program logs to its log file. Raises CannotWrite.

    What a full disk does not take later is lost, and nothing else.
    """
    logging.raiseExceptions = False
    try:
        if path.is_fifo():  # opening it would wait for whoever reads it
            raise CannotWrite(
                "The log {path} is a pipe; remove it, so that a file can be made.", path=path
            )
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(
            "The log {path} cannot be written ({reason}).", path=path, reason=reason(error)
        ) from None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Repeats())
    logging.getLogger("python_multipart").setLevel(logging.ERROR)  # the client is told
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
