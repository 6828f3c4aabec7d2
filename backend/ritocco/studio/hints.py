"""What did not come out well, and what to do next, in the artist's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ritocco.recipe.recipe import Kind, Recipe
from ritocco.sentence import Sentence

if TYPE_CHECKING:  # plans are told their hints without what measures pictures
    from ritocco.canvas.quality import Quality

_ROUGH: tuple[tuple[Callable[[Recipe], bool], Sentence], ...] = (
    (
        lambda recipe: recipe.content_aware and recipe.kind is Kind.FILL,
        Sentence("This one came out rough; try another, or grow the selection."),
    ),
    (
        lambda recipe: recipe.content_aware,
        Sentence("This one came out rough; try another, or extend by less at a time."),
    ),
    (
        lambda recipe: recipe.kind in (Kind.INPAINT, Kind.REFINE),
        Sentence("The edge of this one shows; try another seed, or a softer selection."),
    ),
    (lambda recipe: True, Sentence("The edge of this one shows; try another seed.")),
)
"""For which recipes -> what to do next; the first that fits."""


def came_out(recipe: Recipe, quality: Quality) -> tuple[Sentence, ...]:
    """A sentence with what to do next where the result is rough."""
    if not quality.rough:
        return ()
    return (next(words for fits, words in _ROUGH if fits(recipe)),)
