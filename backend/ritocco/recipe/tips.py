"""Helpful limits, as hints and never as walls."""

from __future__ import annotations

from collections.abc import Callable

from ritocco.recipe.recipe import Diffusion, Recipe
from ritocco.shipped import DEMONSTRATION

_TIPS: tuple[tuple[Callable[[Diffusion], bool], str], ...] = (
    (lambda asked: 1 < asked.cfg < 5, "CFG under 5 drifts from the prompt; 7 is a good start."),
    (lambda asked: asked.cfg > 16, "CFG over 16 burns colours; 7 to 10 is usual."),
    (lambda asked: asked.steps > 60, "More than 60 steps seldom show; 25 is good, 40 is fine."),
    (
        lambda asked: asked.steps < 8 and asked.sampler not in ("lcm", "tcd"),
        "Fewer than 8 steps need the LCM or TCD sampler and a model made for them.",
    ),
    (
        lambda asked: not asked.prompt.strip() and asked.strength > 0.5,
        "Without a prompt the model guesses; a few words steer it.",
    ),
    (
        lambda asked: asked.model == DEMONSTRATION,
        "mini is a demonstration: it knows colours and textures, not things. For real work put a "
        "Stable Diffusion model into the models folder (ritocco doctor names it).",
    ),
    (
        lambda asked: asked.model == DEMONSTRATION and asked.sampler == "euler_a",
        "mini keeps more texture with DPM++ 2M (dpmpp_2m) than with Euler a.",
    ),
)


def tips(recipe: Recipe) -> list[str]:
    """What an artist may want to know before running this recipe; empty when all is usual."""
    asked = recipe.diffusion
    if asked is None:
        return []
    hints = [words for applies, words in _TIPS if applies(asked)]
    if recipe.model_size is not None and not 384 <= recipe.model_size <= 1280:
        hints.append("Models draw best near 512, 768 or 1024 pixels, as they were trained.")
    return hints
