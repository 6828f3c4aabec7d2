"""What finishes a picture: enlarging it, and repairing its faces. Parts of a recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ritocco.errors import BadRecipe
from ritocco.geometry import Box, Size
from ritocco.recipe.ranges import File, Share, Side
from ritocco.recipe.rows import Knob, check

LEAST, MOST = 1.0, 8.0
"""How many times as large a picture can be made."""
USUAL = 4.0
"""Factor where neither a factor nor a size was asked for."""
STRETCH = 0.01
"""How far an exact width and height may depart from the picture's proportions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upscale:
    """A picture is made larger by a network that knows how detail looks.

    Without factor, width and height the factor is 4. Raises BadRecipe, naming the field.
    """

    model: Annotated[
        File,
        Field(
            description="realesrgan-x4plus, realesrgan-x4plus-anime for line art, "
            "realesr-animevideov3 for line art in a hurry, or a file"
        ),
        Knob(metavar="NAME|FILE"),
    ] = "realesrgan-x4plus"
    factor: Annotated[
        float | None,
        Field(
            ge=LEAST,
            le=MOST,
            description="how many times as wide and as high; 1 restores detail in place",
        ),
        Knob(),
    ] = None
    width: Annotated[
        Side,
        Field(description="exact size in pixels instead; with one side the other follows"),
        Knob(metavar="PX"),
    ] = None
    height: Annotated[Side, Field(description="see the width"), Knob(metavar="PX")] = None
    strength: Annotated[
        Share,
        Field(description="how much of the network's detail is taken; 0 is plain resampling"),
        Knob(),
    ] = 1.0
    crop: Annotated[
        bool,
        Field(
            description="cut off evenly what an exact width and height of other proportions "
            "leave no room for"
        ),
        Knob(),
    ] = False

    def __post_init__(self) -> None:
        check(self)
        if self.factor is not None and (self.width or self.height):
            raise BadRecipe("Give either upscale.factor or a size (width, height), not both.")
        if not (self.factor or self.width or self.height):
            object.__setattr__(self, "factor", USUAL)

    def source(self, size: Size) -> Box:
        """The part of a picture of `size` that is made larger: all of it, but for `crop`."""
        width, height = self.width, self.height
        if not (self.crop and width and height):
            return Box.of(size)
        across, down = width / size.width, height / size.height
        if max(across, down) <= min(across, down) * (1 + STRETCH):
            return Box.of(size)
        kept = Size(
            min(size.width, max(1, round(width / max(across, down)))),
            min(size.height, max(1, round(height / max(across, down)))),
        )
        left, top = (size.width - kept.width) // 2, (size.height - kept.height) // 2
        return Box(left, top, kept.width, kept.height)

    def target(self, size: Size) -> Size:
        """The size that a picture of `size` gets.

        Raises BadRecipe where that is smaller than it, more than 8 times as large, or of other
        proportions.
        """
        if self.factor is not None:
            return Size(*(max(1, round(side * self.factor)) for side in (size.width, size.height)))
        ratios = [
            wanted / side
            for wanted, side in ((self.width, size.width), (self.height, size.height))
            if wanted
        ]
        if max(ratios) > min(ratios) * (1 + STRETCH) and not self.crop:
            raise BadRecipe(
                "{width} x {height} would stretch a picture of {size}. Give the width or the "
                "height alone, and the other follows.",
                width=self.width,
                height=self.height,
                size=size,
            )
        ratio = max(ratios) if self.crop else ratios[0]
        if not LEAST <= ratio <= MOST:
            raise BadRecipe(
                "A picture of {size} can be made from {least} to {most} times as large; this "
                "would be {ratio} times.",
                size=size,
                least=LEAST,
                most=MOST,
                ratio=float(f"{ratio:.3g}"),
            )
        return Size(
            self.width or max(1, round(size.width * ratio)),
            self.height or max(1, round(size.height * ratio)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Faces are found and repaired by a network that knows faces.

    Raises BadRecipe, naming the field.
    """

    model: Annotated[
        File,
        Field(description="a network in the models folder, or a file"),
        Knob(metavar="NAME|FILE"),
    ] = "gfpgan"
    strength: Annotated[
        Share,
        Field(description="0 only finds faces, 1 takes all of the repaired one"),
        Knob(),
    ] = 0.8
    smallest: Annotated[
        int,
        Field(ge=0, le=100_000, description="leave alone those with a longer side below this"),
        Knob(metavar="PX"),
    ] = 0
    largest: Annotated[
        Side,
        Field(description="leave alone those with a longer side above this"),
        Knob(metavar="PX"),
    ] = None
    at_most: Annotated[
        int | None, Field(ge=1, le=1000, description="only so many, the largest first"), Knob()
    ] = None
    certainty: Annotated[
        Share, Field(description="how sure the search must be that it is a face"), Knob()
    ] = 0.6

    def __post_init__(self) -> None:
        check(self)
        if self.largest is not None and self.largest < self.smallest:
            raise BadRecipe("faces.largest must not be below faces.smallest.")
