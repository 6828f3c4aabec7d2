"""What finishes a picture: enlarging it, and repairing its faces. Parts of a recipe."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.errors import BadRecipe
from ritocco.geometry import Size
from ritocco.recipe.checks import Check, check_all, integer, number, optional, text

LEAST, MOST = 1.0, 8.0
"""How many times as large a picture can be made."""
USUAL = 4.0
"""Factor where neither a factor nor a size was asked for."""
STRETCH = 0.01
"""How far an exact width and height may depart from the picture's proportions."""

_SIDE = optional(integer(1, 100_000))
_UPSCALE_CHECKS: dict[str, Check] = {
    "model": text(4096),
    "factor": optional(number(LEAST, MOST)),
    "width": _SIDE,
    "height": _SIDE,
    "strength": number(0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upscale:
    """A picture is made larger by a network that knows how detail looks.

    model          a network that ships with Ritocco, one in the models folder, or a file
    factor         how many times as wide and as high, 1..8; 1 cleans and sharpens in place
    width, height  instead: exact size in pixels; with one of them the other follows
    strength       how much of the network's detail is taken; 0 is plain resampling

    Without factor, width and height the factor is 4. Raises BadRecipe, naming the field.
    """

    model: str = "realesrgan-x4plus"
    factor: float | None = None
    width: int | None = None
    height: int | None = None
    strength: float = 1.0

    def __post_init__(self) -> None:
        check_all(self, _UPSCALE_CHECKS)
        if self.factor is not None and (self.width or self.height):
            raise BadRecipe("Give either upscale.factor or a size (width, height), not both.")
        if not (self.factor or self.width or self.height):
            object.__setattr__(self, "factor", USUAL)

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
        if max(ratios) > min(ratios) * (1 + STRETCH):
            raise BadRecipe(
                f"{self.width} x {self.height} would stretch a picture of {size}. Give the width "
                "or the height alone, and the other follows."
            )
        ratio = ratios[0]
        if not LEAST <= ratio <= MOST:
            raise BadRecipe(
                f"A picture of {size} can be made from {LEAST:g} to {MOST:g} times as large; this "
                f"would be {ratio:.3g} times."
            )
        return Size(
            self.width or max(1, round(size.width * ratio)),
            self.height or max(1, round(size.height * ratio)),
        )


_FACES_CHECKS: dict[str, Check] = {
    "model": text(4096),
    "strength": number(0, 1),
    "smallest": integer(0, 100_000),
    "largest": _SIDE,
    "at_most": optional(integer(1, 1000)),
    "certainty": number(0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Faces are found and repaired by a network that knows faces.

    model              a network in the models folder, or a file
    strength           0 leaves a face as it is, 1 takes the repaired one
    smallest, largest  pixels: faces whose longer side is below or above are left alone
    at_most            only so many, the largest first; None: all
    certainty          how sure the search has to be that something is a face

    Raises BadRecipe, naming the field.
    """

    model: str = "gfpgan"
    strength: float = 0.8
    smallest: int = 0
    largest: int | None = None
    at_most: int | None = None
    certainty: float = 0.6

    def __post_init__(self) -> None:
        check_all(self, _FACES_CHECKS)
        if self.largest is not None and self.largest < self.smallest:
            raise BadRecipe("faces.largest must not be below faces.smallest.")
