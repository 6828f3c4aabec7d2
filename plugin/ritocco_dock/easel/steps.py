"""A command's work as one step of undo: at once where it is little, else between events."""

from __future__ import annotations

from collections.abc import Generator

from .document import Canvas, Document
from .timing import Patience

AT_ONCE = 48
"""Tiles that are worked on while the hand waits."""


def one_step(
    document: Document, label: str, work: Generator[None, None, Canvas], tiles: int
) -> Patience[Canvas] | None:
    """Make what the work returns the picture; None: that is done already.

    `tiles` it is about; more than `AT_ONCE` are done in slices. What is still going on is dropped
    where the picture has become another meanwhile.
    """
    before = document.canvas

    def put(after: Canvas) -> None:
        if document.canvas is before:
            document.apply(label, after)
        else:
            document.show(None)

    going = Patience(work, put, document)
    if tiles > AT_ONCE:
        return going
    going.finish()
    return None


def tiles_of(canvas: Canvas) -> int:
    """How many tiles a canvas has in all its layers, masks and its selection."""
    rasters = [layer.raster for layer in canvas.layers]
    rasters += [layer.mask for layer in canvas.layers if layer.mask]
    if canvas.selection:
        rasters.append(canvas.selection)
    return sum(len(raster.tiles) for raster in rasters)
