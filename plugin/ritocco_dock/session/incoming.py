"""Results that come: what was so when each was asked for, and those that are applied at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ..geometry import Anchor
from ..qt import QObject
from .apply import Applier
from .stroke import Stroke

Came = Callable[[Mapping[str, Any], Collection[str], bool], str]
"""Takes a result, to be seen (or not) in place of these; its id."""


class Incoming(QObject):
    """Knows what each job was asked for with, and which result came of it."""

    def __init__(
        self, applier: Applier, came: Came, apply: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._applier, self._came, self._apply = applier, came, apply
        self._results_of: dict[str, str] = {}
        self._anchors: dict[str, Anchor] = {}
        """Where the canvas lay when a job was asked for."""
        self._beheld: dict[str, str] = {}
        """Which result was looked at when a job was asked for."""
        self._strokes: dict[str, Stroke] = {}
        """Of jobs whose results are applied as they come."""
        applier.changed.connect(self.apply_next)

    def asked(self, jobs: Sequence[str], shown: str) -> None:
        """These were asked for now, with this result on the canvas."""
        self._anchors.update(dict.fromkeys(jobs, self._applier.anchor))
        self._beheld.update(dict.fromkeys(jobs, shown))

    def apply_at_once(self, jobs: Sequence[str], stroke: Stroke) -> None:
        """What comes of these, which the stroke began, is not waited with."""
        self._strokes.update(dict.fromkeys(jobs, stroke))

    def stroke_of(self, job: str) -> Stroke | None:
        """The stroke that began it, until its result is applied."""
        return self._strokes.get(job)

    def result_of(self, job: str) -> str:
        """Id of what came of it; "": nothing yet."""
        return self._results_of.get(job, "")

    def take(self, job: str, data: Mapping[str, Any], base: str) -> None:
        """The result of a job; `base`: the one that it was to be another of, or "".

        Raises KeyError, TypeError or ValueError where it cannot be read.
        """
        if job in self._anchors:
            self._applier.made_at(str(data["id"]), self._anchors[job])
        instead_of = base, self._beheld.get(job, "")
        self._results_of[job] = self._came(data, instead_of, job not in self._strokes)

    def apply_next(self) -> None:
        """The next result that is not waited with; one at a time."""
        done = next((job for job in self._strokes if job in self._results_of), "")
        if done and not self._applier.current:
            del self._strokes[done]
            self._apply(self._results_of[done])
