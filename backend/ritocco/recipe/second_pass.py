"""A second pass: what was painted small is enlarged, and then painted over. A part of a recipe.

The web UI calls it hires fix. How much larger, and by which network, the recipe's `upscale` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ritocco.recipe.adapter import MOST_ADAPTERS, Adapter
from ritocco.recipe.checks import parts
from ritocco.recipe.ranges import Id, Prompt, Share
from ritocco.recipe.rows import Knob, check


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPass:
    """How the enlarged picture is painted over; what is not said is as in the first pass.

    A prompt of its own names adapters of its own, which are then all that act in this pass:
    `adapters` holds them once they were looked up, None stands for those of the recipe.

    Raises BadRecipe, naming the field.
    """

    strength: Annotated[
        Share,
        Field(description="how much of the enlarged picture is painted anew"),
        Knob(),
    ] = 0.5
    steps: Annotated[
        int,
        Field(ge=0, le=1000, description="steps that are done in it; 0: as many as before"),
        Knob(infotext="Hires steps", request="hr_second_pass_steps"),
    ] = 0
    sampler: Annotated[
        Id,
        Field(description="another sampler"),
        Knob(infotext="Hires sampler", request="hr_sampler_name", metavar="NAME"),
    ] = ""
    schedule: Annotated[
        Id,
        Field(description="another schedule; else that of before, or the other sampler's own"),
        Knob(infotext="Hires schedule type", request="hr_scheduler", metavar="NAME"),
    ] = ""
    prompt: Annotated[
        Prompt,
        Field(description="another prompt"),
        Knob(infotext="Hires prompt", request="hr_prompt", metavar="PROMPT"),
    ] = ""
    negative: Annotated[
        Prompt,
        Field(description="another negative prompt"),
        Knob(infotext="Hires negative prompt", request="hr_negative_prompt", metavar="PROMPT"),
    ] = ""
    adapters: Annotated[
        tuple[Adapter, ...] | None,
        parts("second_pass.adapters", Adapter, "name", MOST_ADAPTERS, optional=True),
    ] = None

    def __post_init__(self) -> None:
        check(self)
