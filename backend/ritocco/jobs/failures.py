"""Why work failed, in words: one way to say it, on this machine and on a worker elsewhere."""

from __future__ import annotations

import logging
from pathlib import Path

from ritocco.errors import OutOfMemory, RitoccoError
from ritocco.jobs.job import Failure
from ritocco.sentence import Sentence

INTERNAL = "internal"
"""The code of what should not have happened."""
_log = logging.getLogger(__name__)


class WorkerLost(RitoccoError):
    """A worker went away with the job it had: its process ended, its machine is out of reach."""

    code = "worker_lost"


class WorkFailed(RitoccoError):
    """A failure as a worker elsewhere told it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.code, self.model = failure.code, failure.model


def failure_of(error: Exception, log: Path | None = None, about: str = "work") -> Failure:
    """What to tell of an error. What should not have happened is logged whole.

    log    the log file, named to the artist
    about  what failed, for the log
    """
    if isinstance(error, RitoccoError):
        return Failure(error.code, error.sentence, getattr(error, "model", None))
    if isinstance(error, MemoryError):
        return Failure(
            OutOfMemory.code,
            Sentence(
                "There was not enough memory for this. Select a smaller part, or close other "
                "programs, and try again."
            ),
        )
    _log.error("%s failed", about, exc_info=error)
    words = Sentence("Something went wrong inside Ritocco; your picture was not changed.")
    return Failure(INTERNAL, with_log(words, log))


def with_log(words: Sentence, log: Path | None) -> Sentence:
    """The sentence with another that names the log file, where there is one."""
    if log is None:
        return words
    return Sentence("{words} The details are in {log}.", words=words, log=log)
