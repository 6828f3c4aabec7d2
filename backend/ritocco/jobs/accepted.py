"""What was accepted and has not ended, on the disk: what a crash cut off is not forgotten.

A small file for each job, without its pixels: what was to be done, for whom, and when it came. It
goes when the job ends. Those of a process that was killed say which jobs were cut off; they stay
until they are released, since their artist may come back only tomorrow.

A process that is asked to end sets aside the pixels of what it has not done, beside these files:
the next one begins with that.
"""

from __future__ import annotations

import json
import logging
import os
import re
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ritocco.errors import RitoccoError
from ritocco.from_disk import DAMAGE, json_in, opened
from ritocco.geometry import Size
from ritocco.jobs.job import RELEASED, ClientInfo, Failure, Job, as_iso
from ritocco.jobs.record import created_of
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence, heard, told
from ritocco.state import State

if TYPE_CHECKING:
    from ritocco.canvas.document import Document

CUT_OFF = "cut_off"
"""The code of a job that a crash cut off."""
FORMAT = 1
MOST_KEPT = 200
"""Jobs that were cut off and are remembered; the oldest go first, never one that was set aside."""
_MOST_BYTES = 2**20
_SENTENCE = Sentence("This was cut off by a crash; send it again.")
_NOTE, _PIXELS = ".json", ".npz"
_FILE = re.compile(r"([0-9a-f]{12}-[0-9a-f]{20})\.json")
_UNREADABLE: tuple[type[Exception], ...] = (*DAMAGE, RitoccoError)
_log = logging.getLogger(__name__)


def is_cut_off(job: Job) -> bool:
    """Whether a crash cut it off."""
    return job.error is not None and job.error.code == CUT_OFF


class AcceptedJobs:
    """The jobs of this process that have not ended, and those that crashes cut off.

    Methods may be called from any thread.
    """

    def __init__(self, folder: Path, cut_off: Path) -> None:
        """`folder` is this process's own, `cut_off` that of all; both are made when needed."""
        self._folder, self._cut_off = folder, cut_off
        self._aside: set[str] = set()
        self._setting = Lock()
        """Whoever ends the process (its stdin, a signal) waits for what the other sets aside."""

    def note(self, job: Job, sent: Size) -> None:
        """Write down a job that was accepted with so many pixels. It is not lost with this file."""
        data = {
            "format": FORMAT,
            "id": job.id,
            "created": job.created,
            "owner": job.owner,
            "recipe": job.recipe,
            "source": asdict(job.source),
            "sent": asdict(sent),
            "hints": [told(hint) for hint in job.hints],
        }
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self._folder / f"{job.id}.json").open("x", encoding="ascii") as file:
                json.dump(data, file)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            _log.warning("an accepted job could not be written down: %s", error)

    def drop(self, job: str) -> None:
        """Forget a job, wherever it stands."""
        for folder in (self._folder, self._cut_off):
            for name in (f"{job}.json", f"{job}{_PIXELS}"):
                with suppress(OSError):  # not there, or on a disk that takes nothing: told again
                    (folder / name).unlink()

    def follow(self, event: str, job: Job) -> None:
        """Forget jobs as they end; called at each event. What is only in memory has not ended."""
        if job.id in self._aside and job.record is None:
            return  # it ends here, and goes on elsewhere
        if event == RELEASED or (job.state.is_final and (job.record is None or job.on_disk)):
            self.drop(job.id)

    def set_aside(self, job: str, document: Document) -> None:
        """The process ends before this job: keep its pixels, so that the next one can do it."""
        from ritocco.jobs.aside import MOST_BYTES, write_document

        with self._setting:
            noted = (self._folder / f"{job}.json").exists()
            if job in self._aside or document.nbytes > MOST_BYTES or not noted:
                return
            try:
                write_document(document, self._folder / f"{job}{_PIXELS}")
            except OSError as error:
                _log.warning("a job could not be set aside: %s", error)
                return
            self._aside.add(job)

    def claim(self, job: str) -> tuple[Job, Document] | None:
        """A job that was set aside, as it was when it came, and its document: now this process's.

        None where there are no pixels of it, or they are damaged: then it stays cut off. None too
        where another process was faster: then it is not known here any more.
        """
        if not (self._cut_off / f"{job}{_PIXELS}").exists():
            return None
        from ritocco.jobs.aside import UNREADABLE, read_document

        mine, note = self._folder / f"{job}{_PIXELS}", self._folder / f"{job}{_NOTE}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._cut_off / note.name).replace(note)  # first: whoever has this has the job
            (self._cut_off / mine.name).replace(mine)
            said = _said(note)
            with opened(mine) as file:
                document = read_document(file)
        except (*_UNREADABLE, *UNREADABLE) as error:
            _log.warning("the job %s could not be taken up again: %r", job, error)
            return None
        finally:
            mine.unlink(missing_ok=True)
        return Job(id=job, **said), document

    def knows(self, job: str) -> bool:
        """Whether it is written down, among those of this process or those that were cut off."""
        return any((one / f"{job}{_NOTE}").exists() for one in (self._folder, self._cut_off))

    def take_over(self, folder: Path) -> None:
        """What lies in this folder of a process that is no more was cut off."""
        with suppress(OSError):  # it accepted nothing, or the disk takes nothing: next time
            for file in sorted(folder.iterdir(), reverse=True):  # pixels before what tells of them
                if file.suffix not in (_NOTE, _PIXELS):
                    continue  # half of what was being set aside; it goes with the folder
                self._cut_off.mkdir(mode=0o700, parents=True, exist_ok=True)
                file.replace(self._cut_off / file.name)

    def cut_off(self) -> list[Job]:
        """The jobs that crashes cut off, oldest first."""
        with suppress(OSError):
            found = sorted(file for file in self._cut_off.iterdir() if _FILE.fullmatch(file.name))
            bare = [file for file in found if not file.with_suffix(_PIXELS).exists()]
            old = set(bare[:-MOST_KEPT])
            for file in old:
                self.drop(file.stem)
            return [_read(file) for file in found if file not in old]
        return []

    def close(self) -> None:
        """The process ends: what has not ended by now is cut off."""
        self.take_over(self._folder)


def _said(file: Path) -> dict[str, Any]:
    """What a file says of a job. Raises one of `_UNREADABLE`."""
    data = json_in(file, _MOST_BYTES)
    as_iso(float(data["created"]))
    return {
        "created": float(data["created"]),
        "recipe": Recipe.from_dict(data["recipe"]).to_dict(),
        "source": ClientInfo(**{name: str(said) for name, said in data["source"].items()}),
        "owner": str(data["owner"]),
        "hints": tuple(heard(hint) for hint in data.get("hints", ())),
    }


def _read(file: Path) -> Job:
    """The job in a file; of a damaged one as much as its name says."""
    said: dict[str, Any] = {"created": created_of(file.stem), "recipe": Recipe().to_dict()}
    try:
        said = _said(file)
    except _UNREADABLE as error:
        _log.warning("what is known of the job %s is damaged: %r", file.stem, error)
    return Job(
        id=file.stem,
        state=State.FAILED,
        text=_SENTENCE,
        error=Failure(CUT_OFF, _SENTENCE),
        **{"source": ClientInfo(), **said},
    )
