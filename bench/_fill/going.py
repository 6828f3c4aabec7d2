"""How edges go on where a picture is made larger: the worst of them, in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.courses import Course, courses
from ritocco.canvas.old_sides import OldSide, old_sides

_ON = 40
"""Columns beyond the old side after which it is looked where an edge is."""


@dataclass(frozen=True, slots=True)
class Going:
    """The edge with the greatest step.

    step   pixels by which it is displaced at the old side
    drift  pixels by which it is further away, 40 pixels on, from where it was heading
    """

    step: float
    drift: float

    @classmethod
    def on(cls, pixels: Floats, known: Flags) -> Going | None:
        """Of the edges of `pixels` (H, W, 3) in 0..1, of which so much was `known` (H, W).

        None where no edge is seen on both sides of an old side.
        """
        found = [
            cls._of(course, side)
            for side in old_sides(known)
            for course in courses(side.seen(pixels[side.box]), side.before)
        ]
        return max(found, key=lambda going: going.step, default=None)

    @classmethod
    def _of(cls, course: Course, side: OldSide) -> Going:
        step, away = course.step(), course.beyond - course.straight()
        drift = away[min(_ON, len(away) - 1)] - step
        return cls(abs(step) * side.factor, abs(float(drift)) * side.factor)
