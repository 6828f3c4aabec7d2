"""What one request comes to: pictures to be made, one after another, each by a recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ritocco.geometry import Size
from ritocco.recipe.recipe import Recipe
from ritocco.recipe.seeds import BITS
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.requests import MOST_PICTURES, MOST_PIXELS, Painting
from ritocco.server.webui.batches.packing import AS_PNG, Packing

if TYPE_CHECKING:
    from ritocco.canvas.document import Document
    from ritocco.canvas.picture import Picture


@dataclass(frozen=True, slots=True)
class Piece:
    """One picture: what is done, to what, and what the client gets of the finished picture.

    finish   of the document's picture with the layer on it; runs in a thread; None: whoever asked
             takes it there, and it is no picture of the reply
    whole    the picture of the whole canvas, where the document is a part of it
    also     what the web UI's text of it says beside what the recipe does
    shows    pictures that follow it in the reply, each made of the layer on a canvas of nothing
    is_left  whether nothing is to be done to it, so that it comes back as it is, without a job
    """

    recipe: Recipe
    document: Document
    finish: Callable[[Picture], Picture | None] = lambda picture: picture
    whole: Picture | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    shows: tuple[Callable[[Picture], Picture], ...] = ()
    is_left: bool = False

    @property
    def canvas(self) -> Picture:
        """The picture that the layer is laid on."""
        return self.whole or self.document.picture


Later = Callable[[], Piece | None]
"""What makes a piece when it is its turn, of what those before it have made; None: nothing is to
be done any more. Runs in a thread."""


@dataclass(frozen=True, slots=True)
class Batch:
    """All pictures of a request, and what was taken otherwise than it was asked for.

    packing  of the pictures in the reply
    keeps    whether the results stay on the disk once they are in the reply
    asked    with all in it that is said elsewhere; None where nothing is told of it
    """

    pieces: Sequence[Piece | Later]
    hints: tuple[str, ...] = ()
    packing: Packing = AS_PNG
    keeps: bool = False
    asked: Painting | None = None

    def with_hints(self, hints: tuple[str, ...]) -> Batch:
        """The same, with others before its own."""
        return replace(self, hints=(*hints, *self.hints))


def check_count(asked: Painting) -> None:
    """Raise BadRequest where one request asks for too much."""
    if asked.count > MOST_PICTURES:
        raise BadRequest(
            "{count} pictures were asked for at once; ask for at most {most}.",
            count=asked.count,
            most=MOST_PICTURES,
        )
    check_pixels(asked.count, Size(asked.width, asked.height))


def check_pixels(count: int, size: Size) -> None:
    """Raise BadRequest where so many pictures of a size are too much for one reply."""
    if count * size.area > MOST_PIXELS:
        raise BadRequest(
            "{count} pictures of {size} were asked for at once; ask for fewer, or smaller ones.",
            count=count,
            size=size,
        )


def seeds_in_a_row(recipe: Recipe, count: int) -> list[Recipe]:
    """The recipe, so many times, with the seeds that the web UI gives such a batch.

    Where a second seed is mixed in, it is that one which is counted on.
    """
    asked = recipe.diffusion
    if asked is not None and asked.variation_strength:
        seconds = ((asked.variation_seed + index) % BITS for index in range(count))
        return [
            replace(recipe, diffusion=replace(asked, variation_seed=second)) for second in seconds
        ]
    return [replace(recipe, seed=(recipe.seed + index) % BITS) for index in range(count)]
