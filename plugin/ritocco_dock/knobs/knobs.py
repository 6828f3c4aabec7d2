"""All that the artist can turn: one frozen value, whose fields are the table of knobs.

A knob is one row here, and one in the backend's recipe: widgets, axes of grids, styles and
recipes are made from the row. Ranges and usual values are the backend's; a test compares them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ..geometry import Sides
from ..words import mark
from .adapters import Adapter, plain_adapters, read_adapters
from .extend import MOST_SIDE
from .knob import Group, Knob, knob
from .tasks import DETAILED, TASKS, ModelNeed, Task

AUTOMATIC = "*"
"""As `Knobs.model`: the best model that is here; content-aware where there is none."""
SURROUNDINGS = ""
"""As `Knobs.model`: content-aware fill, no model."""
OWN = 0
OWN_SHARE = -1.0
OWN_NAME = ""
"""Of a knob that follows the model: as the model itself paints best; see `own.py`."""
RANDOM = -1
"""As `Knobs.seed`: another one each time."""
LARGEST_SEED = 2**32 - 1
MOST_CANDIDATES = 16
_SIZES = {0: mark("the model's own"), **{px: f"{px} px" for px in (384, 512, 640, 768, 1024, 1280)}}


def _sides(value: object) -> Sides | None:
    if not isinstance(value, Mapping) or set(value) != {one.name for one in fields(Sides)}:
        return None
    whole = all(type(width) is int and 0 <= width <= MOST_SIDE for width in value.values())
    return Sides.from_dict(value) if whole else None


@dataclass(frozen=True)
class Knobs:
    """One setting of everything.

    task          id in `tasks.TASKS`
    model         a model's name, AUTOMATIC or SURROUNDINGS
    steps, cfg, strength, sampler, schedule  where the artist chose none, the model's own or the
                  task's; the last two are names in the backend's table
    seed          0..LARGEST_SEED, or RANDOM
    candidate     without a model, which of the results found for this very seed; 0: the best
    batch         pictures of one press, where they differ
    variation_seed, variation_strength  a second seed mixed in
    adapters      those chosen beside the words, in the order in which they act
    extend        pixels added to each side (task "extend")
    scale         factor of upscaling (task "upscale")
    detail        a model adds detail to the enlarged picture (task "upscale")
    upscaler, face_network  names of networks; "": the backend's usual one
    from_layer    refine the active layer instead of the flattened picture
    """

    task: str = knob("fill", choices={task.id: task.label for task in TASKS.values()})
    prompt: str = knob("", "diffusion.prompt", longest=20_000)
    negative: str = knob("", "diffusion.negative", longest=20_000)
    steps: int = knob(
        OWN,
        "diffusion.steps",
        low=1,
        high=1000,
        label=mark("Steps"),
        none=OWN,
        follows=True,
        tip=mark("More steps take longer and show finer texture, up to a point."),
        axis="12, 25, 40",
        styled=True,
    )
    cfg: float = knob(
        OWN_SHARE,
        "diffusion.cfg",
        low=0,
        high=100,
        none=OWN_SHARE,
        follows=True,
        label=mark("CFG"),
        tip=mark("How strictly the words are followed: low is free, high is harsh."),
        axis="4, 7, 10",
        styled=True,
    )
    rescale: float = knob(
        0.0,
        "diffusion.rescale",
        low=0,
        high=1,
        label=mark("CFG rescale"),
        tip=mark(
            "Takes back contrast that a high CFG adds; 70 % is much. Models with v-prediction "
            "want it."
        ),
        unit="%",
        group=Group.SAMPLING,
        axis="0, 35, 70",
        styled=True,
    )
    strength: float = knob(
        OWN_SHARE,
        "diffusion.strength",
        "faces.strength",
        low=0,
        high=1,
        none=OWN_SHARE,
        follows=True,
        label=mark("Strength"),
        tip=mark("How much is painted anew: 100 % forgets what is there, 30 % only touches it up."),
        unit="%",
        axis="40, 60, 80",
    )
    seed: int = knob(
        RANDOM,
        "seed",
        low=0,
        high=LARGEST_SEED,
        none=RANDOM,
        label=mark("Seed"),
        tip=mark(
            "The number that chance starts from. The same seed with the same settings makes "
            "the same picture again."
        ),
        axis="1-4",
    )
    candidate: int = knob(0, "candidate", low=0, high=MOST_CANDIDATES - 1, none=0)
    sampler: str = knob(
        OWN_NAME,
        "diffusion.sampler",
        longest=32,
        none=OWN_NAME,
        follows=True,
        label=mark("Sampler"),
        tip=mark(
            "How noise turns into a picture. Euler a is varied, DPM++ 2M is clean in few steps."
        ),
        axis="",
        styled=True,
    )
    schedule: str = knob(
        "",
        "diffusion.schedule",
        longest=32,
        none=OWN_NAME,
        follows=True,
        label=mark("Schedule"),
        tip=mark(
            "How the steps are spread over the noise. Its own is what the sampler was made for."
        ),
        styled=True,
    )
    model: str = knob(
        AUTOMATIC,
        "diffusion.model",
        longest=4096,
        label=mark("Model"),
        tip=mark(
            "Which Stable Diffusion model paints. Automatic takes one trained to inpaint for "
            "filling, and an ordinary one for whole pictures."
        ),
        axis="",
    )
    vae: str = knob("", "diffusion.vae", longest=4096, styled=True)
    content: str = knob(
        "padded",
        "diffusion.content",
        choices={
            "padded": mark("the surroundings, continued"),
            "original": mark("what is there now"),
            "noise": mark("nothing (noise)"),
        },
        label=mark("Content"),
        tip=mark(
            "What the model sees inside the selection when it begins. Noise is the most free; "
            "what is there now keeps shapes at lower strength."
        ),
        group=Group.CONTENT,
    )
    model_size: int = knob(
        0,
        "model_size",
        low=64,
        high=8192,
        choices=_SIZES,
        none=0,
        label=mark("Model size"),
        tip=mark(
            "Side of the square the model paints at. Models draw best at the size they were "
            "trained for; a larger one shows finer detail and repeats itself sooner."
        ),
        unit="px",
        group=Group.CONTENT,
        axis="512, 768",
        styled=True,
    )
    variation_seed: int = knob(0, "diffusion.variation_seed", low=0, high=LARGEST_SEED)
    variation_strength: float = knob(
        0.0,
        "diffusion.variation_strength",
        low=0,
        high=1,
        label=mark("Variation"),
        tip=mark("Mixes a little of another seed in: the same idea, slightly different."),
        unit="%",
        group=Group.CONTENT,
        axis="0, 10, 20",
    )
    clip_skip: int = knob(
        0,
        "diffusion.clip_skip",
        low=1,
        high=23,
        none=0,
        nothing=mark("its own"),
        label=mark("Clip skip"),
        tip=mark(
            "Which layer of the text encoder is read, counted from the last. Some models "
            "trained on drawings want 2."
        ),
        group=Group.CONTENT,
        styled=True,
    )
    grow: int = knob(
        0,
        "grow",
        low=0,
        high=512,
        label=mark("Grow"),
        tip=mark(
            "Widens the selection first, to take in a halo or a shadow at its edge. Remove widens "
            "it by 2 to 8 pixels in any case."
        ),
        unit="px",
        short=mark("grow {px} px"),
        group=Group.EDGE,
        axis="0, 8, 16",
    )
    soften: int = knob(
        0,
        "soften",
        low=0,
        high=512,
        label=mark("Soften"),
        tip=mark("Width of a soft edge inside the selection. Nothing outside it changes."),
        unit="px",
        short=mark("soften {px} px"),
        group=Group.EDGE,
        axis="0, 8, 16",
    )
    blend_band: int = knob(
        0,
        "blend_band",
        low=0,
        high=512,
        label=mark("Blend band"),
        tip=mark(
            "Lets the result fade out this far beyond the selection. These pixels change too, "
            "so it is off until you ask for it."
        ),
        unit="px",
        short=mark("band {px} px"),
        group=Group.EDGE,
    )
    harmonize: bool = knob(
        True,
        "harmonize",
        label=mark("Harmonize colour and grain"),
        tip=mark("Fits colour, contrast and grain of the new part to what surrounds it."),
        short=mark("not harmonized"),
        group=Group.EDGE,
        styled=True,
    )
    adapters: tuple[Adapter, ...] = knob(
        (), "adapters", none=(), styled=True, read=read_adapters, plain=plain_adapters
    )
    extend: Sides = knob(  # noqa: RUF009  frozen
        Sides(), "extend", none=Sides(), read=_sides, plain=Sides.to_dict
    )
    scale: float = knob(2.0, "upscale.factor", low=1, high=8)
    detail: bool = knob(False)
    upscaler: str = knob("", "upscale.model", longest=4096, none="")
    face_network: str = knob("", "faces.model", longest=4096, none="")
    from_layer: bool = knob(False)
    batch: int = knob(1, low=1, high=16)

    @property
    def about(self) -> Task:
        """The task's row in the table."""
        return DETAILED if self.task == "upscale" and self.detail else TASKS[self.task]

    @property
    def pictures(self) -> int:
        """How many one press makes: one where all of them would be the same."""
        return 1 if self.about.model is ModelNeed.NEVER else self.batch

    def with_task(self, task: str) -> Knobs:
        """Another task, at its usual strength, for one picture."""
        return replace(self, task=task, strength=OWN_SHARE, batch=1)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: settings and styles."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], base: Knobs | None = None) -> Knobs:
        """From JSON; what is missing or no value of its knob is as in `base`.

        Styles come from other people, so nothing in them is trusted.
        """
        values: dict[str, Any] = {}
        for row in KNOBS.values():
            value = row.read(data.get(row.name))
            if row.accepts(value):
                values[row.name] = float(value) if type(row.usual) is float else value
        return replace(base or cls(), **values)


KNOBS: Mapping[str, Knob] = {
    one.name: replace(one.metadata["knob"], name=one.name) for one in fields(Knobs)
}
"""The table: field of `Knobs` -> its row."""


def drawn_seed() -> int:
    """A seed for RANDOM."""
    return random.SystemRandom().randint(0, LARGEST_SEED)
