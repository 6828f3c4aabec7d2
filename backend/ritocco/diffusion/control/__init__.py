"""Guides: for each way of steering a model a file that says how, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ritocco.canvas.arrays import Floats
from ritocco.diffusion.extras import NO_EXTRAS, Extras
from ritocco.diffusion.loaded import LoadedModel
from ritocco.errors import BadRecipe
from ritocco.recipe.guide import Guide, Role

Steer = Callable[[Guide, Floats, LoadedModel, int], Extras]
"""(guide, what the window sees of its pixels, the model, steps of the run) -> what its network is
given for it. Which steps a guide acts at, and how strongly, is for it to say."""

METHODS: dict[tuple[Role, str], Steer] = {}
"""Role and method -> how it steers; the empty method stands for those that are not named."""


def check_guides(guides: Sequence[Guide]) -> None:
    """Raise BadRecipe for the first guide that nothing can follow."""
    unused = next((one for one in guides if _method(one) is None), None)
    if unused is not None:
        raise BadRecipe(
            "The guide {unused} cannot be used yet: nothing here follows a {role}. Take it "
            "out of the recipe.",
            unused=repr(unused.name),
            role=unused.role.value,
        )


def extras_of(
    guides: Sequence[Guide], seen: Mapping[str, Floats], model: LoadedModel, steps: int
) -> Extras:
    """What a model's network is given for all guides; they add up."""
    total = NO_EXTRAS
    for guide in guides:
        steer = _method(guide)
        assert steer is not None
        total = total + steer(guide, seen[guide.name], model, steps)
    return total


def _method(guide: Guide) -> Steer | None:
    return METHODS.get((guide.role, guide.method), METHODS.get((guide.role, "")))
