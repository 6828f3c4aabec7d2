"""Helpful limits, as hints and never as walls; each model has its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults
from ritocco.recipe.recipe import Diffusion, Recipe
from ritocco.recipe.usual import usual
from ritocco.sentence import Sentence
from ritocco.shipped import DEMONSTRATION

_FREE, _BURNS, _MANY = 5 / 7, 16 / 7, 2.4
"""Of a model's own CFG and steps: below it drifts, above it burns, more seldom shows."""
_FEW = 8

_Usual = Mapping[str, Any]
_TIPS: tuple[tuple[Callable[[Diffusion, _Usual], bool], Sentence], ...] = (
    (
        lambda asked, usual: 1 < asked.cfg < _FREE * usual["diffusion.cfg"],
        Sentence("CFG {given} drifts from the prompt; {usual_cfg} is what this model likes."),
    ),
    (
        lambda asked, usual: asked.cfg > _BURNS * usual["diffusion.cfg"],
        Sentence("CFG {given} burns colours; {usual_cfg} is what this model likes."),
    ),
    (
        lambda asked, usual: asked.steps > _MANY * usual["diffusion.steps"],
        Sentence("More than {most} steps seldom show with this model; {usual_steps} is good."),
    ),
    (
        lambda asked, usual: asked.steps < _FEW <= usual["diffusion.steps"],
        Sentence("Fewer than 8 steps need a model made for them (LCM, Turbo, Lightning, Hyper)."),
    ),
    (
        lambda asked, usual: not asked.prompt.strip() and asked.strength > 0.5,
        Sentence("Without a prompt the model guesses; a few words steer it."),
    ),
    (
        lambda asked, usual: asked.model == DEMONSTRATION,
        Sentence(
            "mini is a demonstration: it knows colours and textures, not things. For real work put "
            "a Stable Diffusion model into the models folder (ritocco doctor names it)."
        ),
    ),
)


def tips(recipe: Recipe, own: ModelDefaults = ANY_MODEL) -> list[Sentence]:
    """What an artist may want to know before running this recipe; empty when all is usual.

    own  what its model says of itself
    """
    asked = recipe.diffusion
    if asked is None:
        return []
    likes = usual(recipe.kind, own)
    values = {
        "given": asked.cfg,
        "usual_cfg": likes["diffusion.cfg"],
        "usual_steps": likes["diffusion.steps"],
        "most": round(_MANY * likes["diffusion.steps"]),
    }
    hints = [words.with_values(**values) for applies, words in _TIPS if applies(asked, likes)]
    unlike = recipe.model_size not in (None, own.size) and asked.model != DEMONSTRATION
    if unlike and not 384 <= (recipe.model_size or 0) <= 1280:
        hints.append(
            Sentence("Models draw best near 512, 768 or 1024 pixels, as they were trained.")
        )
    return hints
