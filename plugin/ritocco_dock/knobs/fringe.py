"""What Remove takes beside the selection: a lasso drawn around a thing leaves a fringe of it."""

from __future__ import annotations

from dataclasses import replace

from ..geometry import Box
from .knobs import Knobs

SHARE = 0.01
"""Of the longer side of the selection: a hand is that exact."""
LEAST, MOST = 2, 8
"""Pixels of the canvas: what smoothing mixes at any edge; where a hand was careful."""


def fringe_of(selection: Box) -> int:
    """Pixels by which a selection with these bounds is widened to take a whole thing."""
    return min(max(round(SHARE * max(selection.width, selection.height)), LEAST), MOST)


def with_fringe(knobs: Knobs, selection: Box | None) -> Knobs:
    """The knobs as they are meant for this selection: Remove grows it, if no more was asked for."""
    if knobs.task != "remove" or selection is None:
        return knobs
    return replace(knobs, grow=max(knobs.grow, fringe_of(selection)))
