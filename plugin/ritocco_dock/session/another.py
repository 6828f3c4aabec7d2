"""More of the same: what is pressed about an earlier job or result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeGuard

from ..knobs.knobs import RANDOM, Knobs, drawn_seed
from ..knobs.recipe import knobs_of
from .gallery import Gallery
from .intent import Intent
from .jobs import JobList
from .result import Listed, Result

Row = Callable[[Knobs], Sequence[tuple[Knobs, int]]]
"""The settings and seeds of one press with these knobs."""
Press = Callable[[Sequence[tuple[Knobs, int]]], "list[str]"]
"""Makes jobs of settings with their seeds; their ids."""


class Another:
    """Knows which new job came of which result, too, so that it can take that one's place."""

    def __init__(
        self, jobs: JobList, gallery: Gallery, intent: Intent, row: Row, press: Press
    ) -> None:
        self._jobs, self._gallery, self._intent = jobs, gallery, intent
        self._row, self._press = row, press
        self._bases: dict[str, str] = {}

    def base_of(self, job: str) -> str:
        """The result that this job was to be another of, or ""."""
        return self._bases.get(job, "")

    def knobs_of(self, about: str) -> Knobs | None:
        """The knobs of a job or a result."""
        job, result = self._jobs.job(about), self._gallery.result(about)
        if job is not None:
            return job.knobs
        now = self._intent.knobs
        return knobs_of(result.recipe, result.task, now) if result is not None else None

    def again(self, about: str) -> list[str]:
        """As `Session.again`."""
        knobs, base = self.knobs_of(about), self._gallery.result(about)
        if knobs is None:
            return []
        if base is None or not base.others:
            return self._begin(self._row(replace(knobs, seed=RANDOM, candidate=0)), about)
        known = {job.knobs.candidate for job in self._jobs.all() if job.seed == base.seed}
        known |= {one.candidate for one in self._gallery.results if _is_beside(one, base)}
        following = next((one for one in base.others if one not in known), base.others[0])
        wanted = replace(knobs, seed=base.seed, candidate=following)
        return self._begin([(wanted, base.seed)], about)

    def vary(self, result: str, strength: float) -> list[str]:
        """As `Session.vary`."""
        knobs, base = self.knobs_of(result), self._gallery.result(result)
        if knobs is None or base is None:
            return []
        if not base.recipe.get("diffusion"):
            return self.again(result)
        varied = replace(knobs, variation_seed=drawn_seed(), variation_strength=strength, batch=1)
        return self._begin([(varied, base.seed)], result)

    def _begin(self, wanted: Sequence[tuple[Knobs, int]], about: str) -> list[str]:
        jobs = self._press(wanted)
        self._bases.update(dict.fromkeys(jobs, about))
        return jobs


def _is_beside(one: Listed, base: Result) -> TypeGuard[Result]:
    """Whether it was chosen among the same as `base`."""
    return isinstance(one, Result) and (one.seed, one.box) == (base.seed, base.box)
