"""One press of the button, from there to its result."""

from __future__ import annotations

from dataclasses import dataclass

from ..knobs.knobs import Knobs
from ..phase import Phase
from ..qt import QtGui


@dataclass(frozen=True)
class Job:
    """A job as the dock shows it; each change makes a new value.

    id            of this session; stays the same when the job has to be sent again
    knobs, seed   what was asked for
    words         of the prompt, where a model reads them; else ""
    server        the backend's id, which is also that of the result; "" until it is known
    fraction      0..1
    text          what is being done, for the artist
    seconds_left  None while unknown
    preview       what is being painted, small; None where there is none (yet)
    problem       why it failed, for the artist
    """

    id: str
    knobs: Knobs
    seed: int
    phase: Phase = Phase.SENDING
    server: str = ""
    fraction: float = 0.0
    text: str = ""
    seconds_left: float | None = None
    preview: QtGui.QImage | None = None
    problem: str = ""
    words: str = ""
