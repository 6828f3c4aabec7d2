"""What travels between an editor and the studio: part of a document in, a layer out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ritocco.canvas.arrays import Levels
from ritocco.canvas.picture import Picture
from ritocco.errors import BadSelection
from ritocco.geometry import Box, Size


@dataclass(frozen=True, slots=True)
class Document:
    """The part `box` of a canvas: its flattened pixels, and the artist's selection there.

    `selection` is (H, W) of the same size as `picture`. Where nothing was exported nothing is
    selected. `box` lies inside the canvas. `fill_transparent` says that the selection is the
    picture's own transparency (`mask.from_alpha`). `guides` are pixels that steer a model, by
    the names that a recipe has for them (see `guides.py`). Raises BadSelection where sizes
    disagree.
    """

    canvas: Size
    box: Box
    picture: Picture
    selection: Levels
    fill_transparent: bool = False
    guides: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        """Memory that its pixels take."""
        pictures = (self.picture, *self.guides.values())
        return self.selection.nbytes + sum(picture.pixels.nbytes for picture in pictures)

    def __post_init__(self) -> None:
        if self.selection.shape != (self.picture.size.height, self.picture.size.width):
            height, width = self.selection.shape[:2]
            raise BadSelection(
                "The selection is {width} x {height} pixels but the picture is {size}; they "
                "must be of one size.",
                width=width,
                height=height,
                size=self.picture.size,
            )
        if self.box.size != self.picture.size or self.box not in Box.of(self.canvas):
            raise BadSelection(
                "The part sent ({size}) does not fit the place given for it ({box}) on a "
                "canvas of {canvas}.",
                size=self.picture.size,
                box=self.box,
                canvas=self.canvas,
            )


class Position(StrEnum):
    """Where a layer goes."""

    ABOVE = "above"
    """On top of the picture."""
    BELOW = "below"
    """Under it: transparent areas were filled, and the picture's own soft edges stay in front."""
    APART = "apart"
    """Nowhere: it is a whole picture of its own, of another size."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A finished layer: pixels with alpha in the document's own layout and profile.

    `box` is its place in the coordinates of the canvas as it was before any extension, so its
    corner may be negative. A layer that is a picture `APART` has a box at the origin, and alpha
    only where the document has it or where its shape needs it.

    `faint` (H, W) says how far its colours also take the place of those of half transparent
    pixels, which stay as transparent as they are. The layer has opacity 0 there: laid over them,
    it would make them less so.
    """

    picture: Picture
    box: Box
    position: Position = Position.ABOVE
    faint: Levels | None = None
