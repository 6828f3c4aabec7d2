"""Values as the web UI spells them."""

from __future__ import annotations

from ritocco.recipe.recipe import Diffusion


def sampler(asked: Diffusion) -> str:
    """The sampler's name, without its schedule's."""
    from ritocco.diffusion.samplers import SAMPLERS, choose

    return SAMPLERS[choose(asked.sampler, asked.schedule or None)[0]].name


def schedule(asked: Diffusion) -> str:
    """The schedule's name; the sampler's own where none was asked for."""
    from ritocco.diffusion.samplers import choose

    return choose(asked.sampler, asked.schedule or None)[1].value.replace("_", " ").title()


def number(value: float) -> str:
    """As short as it can be told."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)
