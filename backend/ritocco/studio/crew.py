"""Who does a recipe's work: prepared once for a run, and handed on by its plan."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.engine import Engines, Enlarger, FaceRestorer, Painter
from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.refining import on_enlarged


@dataclass(frozen=True, slots=True)
class Crew:
    """One for each trade that has a part in a recipe; None where it has none.

    second  paints what was enlarged, where that is another's work than the painter's
    """

    painter: Painter | None = None
    enlarger: Enlarger | None = None
    face_restorer: FaceRestorer | None = None
    second: Painter | None = None

    @property
    def on_enlarged(self) -> Crew:
        """Those who work on what was enlarged."""
        return Crew(painter=self.second or self.painter, face_restorer=self.face_restorer)


def crew_of(recipe: Recipe, engines: Engines) -> Crew:
    """Who does what this recipe asks for, after an enlarging too.

    Raises what the engines raise for what is not here or cannot be done, without loading it.
    """
    if recipe.kind is Kind.UPSCALE and recipe.guides:
        raise BadRecipe("An upscale cannot use guides yet; take them out of the recipe.")
    if recipe.second_pass and recipe.guides:
        raise BadRecipe("A second pass cannot use guides yet; take them out of the recipe.")
    faces, upscale = recipe.faces, recipe.upscale
    again = on_enlarged(recipe) if recipe.second_pass else None
    return Crew(
        face_restorer=None if faces is None else engines.face_repair.prepare(faces),
        enlarger=None if upscale is None else engines.upscaling.prepare(upscale),
        painter=engines.of(recipe).prepare(recipe) if _paints(recipe) else None,
        second=None if again is None else engines.of(again).prepare(again),
    )


def _paints(recipe: Recipe) -> bool:
    """Whether an engine that paints has a part in it."""
    return recipe.kind not in (Kind.UPSCALE, Kind.FACES) or recipe.diffusion is not None
