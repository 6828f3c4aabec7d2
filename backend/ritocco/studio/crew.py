"""Who does a recipe's work: prepared once for a run, and handed on by its plan."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.engine import Engines, Enlarger, FaceRestorer, Painter
from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Kind, Recipe


@dataclass(frozen=True, slots=True)
class Crew:
    """One for each trade that has a part in a recipe; None where it has none."""

    painter: Painter | None = None
    enlarger: Enlarger | None = None
    face_restorer: FaceRestorer | None = None


def crew_of(recipe: Recipe, engines: Engines) -> Crew:
    """Who does what this recipe asks for, after an enlarging too.

    Raises what the engines raise for what is not here or cannot be done, without loading it.
    """
    if recipe.kind is Kind.UPSCALE and recipe.guides:
        raise BadRecipe("An upscale cannot use guides yet; take them out of the recipe.")
    faces, upscale = recipe.faces, recipe.upscale
    return Crew(
        face_restorer=None if faces is None else engines.face_repair.prepare(faces),
        enlarger=None if upscale is None else engines.upscaling.prepare(upscale),
        painter=engines.of(recipe).prepare(recipe) if _paints(recipe) else None,
    )


def _paints(recipe: Recipe) -> bool:
    """Whether an engine that paints has a part in it."""
    return recipe.kind not in (Kind.UPSCALE, Kind.FACES) or recipe.diffusion is not None
