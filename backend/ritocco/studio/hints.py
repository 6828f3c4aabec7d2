"""What of a recipe is not done, though it was asked for, and what did not come out well, in the
artist's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ritocco.diffusion.prompt.tags import split
from ritocco.recipe.adapter import AdapterKind
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.sentence import Sentence

if TYPE_CHECKING:  # plans are told their hints without what measures pictures
    from ritocco.canvas.quality import Quality

_CALLED = {AdapterKind.LORA: Sentence("LoRA"), AdapterKind.HYPERNETWORK: Sentence("hypernetwork")}

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


def left_out(recipe: Recipe) -> tuple[Sentence, ...]:
    """A sentence for each kind of thing that the run passes over; none where it does all."""
    asked = recipe.diffusion
    if asked is None:
        return ()
    named = [
        (tag.kind, tag.name) for text in (asked.prompt, asked.negative) for tag in split(text)[1]
    ]
    return tuple(_sentence(_CALLED[kind], _names(named, kind)) for kind in dict(named))


def _names(named: list[tuple[AdapterKind, str]], wanted: AdapterKind) -> list[str]:
    """The names of one kind, each once, in order."""
    return list(dict.fromkeys(name for kind, name in named if kind is wanted))


def _sentence(kind: Sentence, names: list[str]) -> Sentence:
    named = ", ".join(names)
    if len(names) == 1:
        return Sentence(
            "The {kind} {name} named in the prompt is not applied: this release cannot do so yet; "
            "the rest of the prompt counts.",
            kind=kind,
            name=named,
        )
    return Sentence(
        "The {kind}s {names} named in the prompt are not applied: this release cannot do so yet; "
        "the rest of the prompt counts.",
        kind=kind,
        names=named,
    )
