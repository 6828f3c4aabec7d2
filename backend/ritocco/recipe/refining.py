"""What is done to a picture after it was enlarged, as a recipe of its own."""

from __future__ import annotations

from dataclasses import replace

from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.second_pass import SecondPass


def on_enlarged(recipe: Recipe) -> Recipe | None:
    """What `recipe` does to the enlarged picture; None where enlarging it was all."""
    if recipe.second_pass is not None:
        return _second(recipe, recipe.second_pass)
    if recipe.kind is not Kind.UPSCALE or not (recipe.diffusion or recipe.faces):
        return None
    return _alone(recipe, Kind.REFINE if recipe.diffusion else Kind.FACES)


def _second(recipe: Recipe, asked: SecondPass) -> Recipe:
    assert recipe.diffusion is not None
    first, adapters = recipe.diffusion, asked.adapters
    painted = replace(
        _steps(first, asked),
        strength=asked.strength,
        content=Content.ORIGINAL,
        sampler=asked.sampler or first.sampler,
        schedule=asked.schedule or ("" if asked.sampler else first.schedule),
        prompt=asked.prompt or first.prompt,
        negative=asked.negative or first.negative,
    )
    made = replace(recipe, second_pass=None, diffusion=painted)
    if adapters is not None:
        made = replace(made, adapters=adapters)
    return _alone(made, Kind.REFINE)


def _steps(first: Diffusion, asked: SecondPass) -> Diffusion:
    """With as many steps as are asked for, all of which are done, whatever the strength."""
    steps = asked.steps or first.steps
    return replace(first, steps=steps, least_steps=steps)


def _alone(recipe: Recipe, kind: Kind) -> Recipe:
    """As work on a whole picture, without the enlarging."""
    return replace(recipe, kind=kind, upscale=None, grow=0, soften=0, blend_band=0)
