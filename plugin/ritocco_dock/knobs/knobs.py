"""All that the artist can turn, as one frozen value, and the recipe it makes."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from ..errors import DockError
from ..geometry import Sides
from ..words import say
from .tasks import DETAILED, TASKS, ModelNeed, Task

AUTOMATIC = "*"
"""As `Knobs.model`: the best model that is here; content-aware where there is none."""
SURROUNDINGS = ""
"""As `Knobs.model`: content-aware fill, no model."""
RANDOM = -1
"""As `Knobs.seed`: another one each time."""
LARGEST_SEED = 2**32 - 1
_ON_WHAT_IS_THERE = ("refine", "upscale")
"""Kinds of recipe whose model starts from the pixels as they are."""


@dataclass(frozen=True)
class ModelInfo:
    """A model the backend has.

    name      its id for recipes
    title     family, for the artist: "Stable Diffusion 1.5 inpainting"
    native    side in pixels of the square it paints best
    inpaints  whether it was trained to fill
    problem   why it cannot be used; "": it can
    shipped   whether it came with Ritocco: a demonstration, used where there is no other
    """

    name: str
    title: str = ""
    native: int = 512
    inpaints: bool = False
    problem: str = ""
    shipped: bool = False

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> ModelInfo:
        """From the API's JSON."""
        return cls(
            told["name"],
            told.get("title") or "",
            told.get("native") or 512,
            bool(told.get("inpaints")),
            told.get("problem") or "",
            bool(told.get("shipped")),
        )


@dataclass(frozen=True)
class NetworkInfo:
    """A network the backend has for enlarging, or for faces. `shipped`: it came with Ritocco."""

    name: str
    title: str = ""
    shipped: bool = False

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> NetworkInfo:
        """From the API's JSON."""
        return cls(told["name"], told.get("title") or "", bool(told.get("shipped")))


@dataclass(frozen=True)
class Knobs:
    """One setting of everything.

    task             id in `tasks.TASKS`
    prompt, negative what to paint, what to keep away from
    model            a model's name, AUTOMATIC or SURROUNDINGS
    sampler, schedule  names in the backend's table; schedule "": the sampler's own
    steps 1..1000, cfg 0..100, strength 0..1
    seed             0..LARGEST_SEED, or RANDOM
    batch            pictures of one press, 1..16, with seeds in a row
    content          what the repainted part starts from: "padded", "original", "noise"
    grow, soften, blend_band  pixels, 0..512: widen the selection; soft edge inside it; band
                     outside it into which the result may fade
    model_size       side in pixels of the square whose area the model's window has; 0: its own
    harmonize        match colours to the surroundings
    extend           pixels added to each side (task "extend")
    scale            factor of upscaling, 1..8 (task "upscale")
    detail           a model adds detail to the enlarged picture (task "upscale")
    upscaler, face_network  names of networks; "": the backend's usual one
    from_layer       refine the active layer instead of the flattened picture
    variation_seed, variation_strength  a second seed mixed in
    clip_skip        hidden layer of the text encoder, 1 is the last; 0: the family's own
    vae              another VAE by name; "": the model's own
    """

    task: str = "fill"
    prompt: str = ""
    negative: str = ""
    model: str = AUTOMATIC
    sampler: str = "euler_a"
    schedule: str = ""
    steps: int = 25
    cfg: float = 7.0
    strength: float = 1.0
    seed: int = RANDOM
    batch: int = 1
    content: str = "padded"
    grow: int = 0
    soften: int = 0
    blend_band: int = 0
    model_size: int = 0
    harmonize: bool = True
    extend: Sides = field(default_factory=Sides)
    scale: float = 2.0
    detail: bool = False
    upscaler: str = ""
    face_network: str = ""
    from_layer: bool = False
    variation_seed: int = 0
    variation_strength: float = 0.0
    clip_skip: int = 0
    vae: str = ""

    @property
    def about(self) -> Task:
        """The task's row in the table."""
        return DETAILED if self.task == "upscale" and self.detail else TASKS[self.task]

    def with_task(self, task: str) -> Knobs:
        """Another task, at its usual strength."""
        made = replace(self, task=task)
        usual = made.about.strength
        return replace(made, strength=1.0 if usual is None else usual)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: settings and styles."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any], base: Knobs | None = None) -> Knobs:
        """From JSON; what is missing or of another kind is as in `base`, what is unknown is left.

        Styles come from other people, so nothing in them is trusted.
        """
        base = base or cls()
        found: dict[str, Any] = {}
        for one in fields(cls):
            value, usual = told.get(one.name), getattr(base, one.name)
            if one.name == "extend" and isinstance(value, Mapping):
                if set(value) == {"left", "top", "right", "bottom"} and all(
                    isinstance(side, int) and 0 <= side <= 30000 for side in value.values()
                ):
                    found["extend"] = Sides.from_dict(value)
            elif isinstance(usual, float) and isinstance(value, (int, float)):
                found[one.name] = usual if isinstance(value, bool) else float(value)
            elif type(value) is type(usual):
                found[one.name] = value
        made = replace(base, **found)
        return made if made.task in TASKS else replace(made, task=base.task)


def model_of(knobs: Knobs, models: Sequence[ModelInfo]) -> str:
    """Name of the model that would be used; "" where none is. Raises DockError where one must."""
    task = knobs.about
    usable = [one for one in models if not one.problem]
    if task.model is ModelNeed.NEVER or (
        task.model is ModelNeed.CAN and (knobs.model == SURROUNDINGS or _needs_none(knobs))
    ):
        return ""
    if knobs.model not in (AUTOMATIC, SURROUNDINGS):
        for one in models:
            if one.name == knobs.model:
                if one.problem:
                    told = say("{model} cannot be used: {why}", model=one.name, why=one.problem)
                    raise DockError(told, "bad_recipe")
                return one.name
        told = say("The model {model} is not here. Choose another one.", model=knobs.model)
        raise DockError(told, "bad_recipe")
    # An ordinary model paints whole pictures better; one trained to inpaint fills better.
    fills = "inpaint" in task.kinds or "outpaint" in task.kinds
    for one in sorted(usable, key=lambda one: (one.shipped, one.inpaints is not fills)):
        if one.shipped and task.model is ModelNeed.CAN and not knobs.prompt.strip():
            return ""  # without words the surroundings do better than a demonstration
        return one.name
    if task.model is ModelNeed.MUST:
        told = say(
            "{task} needs a Stable Diffusion model, and none is here yet. Get one, or add a file "
            "of yours, on the page of models.",
            task=say(task.label),
        )
        raise DockError(told, "no_model")
    return ""


def recipe_of(knobs: Knobs, models: Sequence[ModelInfo], seed: int) -> dict[str, Any]:
    """The backend's recipe for these knobs; `seed` is the one to use. Raises DockError."""
    task = knobs.about
    model = model_of(knobs, models)
    kind = task.kinds[0] if model else task.kinds[1]
    recipe: dict[str, Any] = {
        "kind": kind,
        "seed": seed,
        "grow": knobs.grow,
        "soften": knobs.soften,
        "blend_band": knobs.blend_band,
        "model_size": knobs.model_size or None,
        "harmonize": knobs.harmonize,
    }
    if kind == "outpaint":
        if not knobs.extend:
            told = say("Say by how much: enter pixels or percent for a side.")
            raise DockError(told, "no_sides")
        recipe["extend"] = knobs.extend.to_dict()
    if kind == "upscale":
        recipe["upscale"] = {"factor": knobs.scale, **_named(knobs.upscaler)}
    if kind == "faces":
        recipe["faces"] = {"strength": knobs.strength, **_named(knobs.face_network)}
    if model:
        recipe["diffusion"] = {
            "model": model,
            "vae": knobs.vae,
            "prompt": knobs.prompt if task.prompts else "",
            "negative": knobs.negative if task.prompts else "",
            "steps": knobs.steps,
            "sampler": knobs.sampler,
            "schedule": knobs.schedule,
            "cfg": knobs.cfg,
            "strength": knobs.strength,
            "content": "original" if kind in _ON_WHAT_IS_THERE else knobs.content,
            "clip_skip": knobs.clip_skip or None,
            "variation_seed": knobs.variation_seed,
            "variation_strength": knobs.variation_strength,
        }
    return recipe


def drawn_seed() -> int:
    """A seed for RANDOM."""
    return random.SystemRandom().randint(0, LARGEST_SEED)


def knobs_of(recipe: Mapping[str, Any], task: str, base: Knobs) -> Knobs:
    """The knobs that make this recipe again: "copy to the dock" of a result."""
    asked = recipe.get("diffusion") or {}
    larger, faces = recipe.get("upscale") or {}, recipe.get("faces") or {}
    extend = recipe.get("extend") or {}
    told: dict[str, Any] = {
        **{name: recipe.get(name) for name in ("seed", "grow", "soften", "blend_band")},
        "harmonize": recipe.get("harmonize"),
        "model_size": recipe.get("model_size") or 0,
        **{name: value for name, value in asked.items() if value is not None},
        "model": asked.get("model", SURROUNDINGS),
        "strength": faces.get("strength") if task == "faces" else asked.get("strength"),
        "scale": larger.get("factor"),
        "detail": task == "upscale" and bool(asked),
        "upscaler": larger.get("model"),
        "face_network": faces.get("model"),
        "extend": extend,
        "task": task,
        "clip_skip": asked.get("clip_skip") or 0,
        "batch": 1,
    }
    return Knobs.from_dict(told, base)


def _named(network: str) -> dict[str, str]:
    return {"model": network} if network else {}


def _needs_none(knobs: Knobs) -> bool:
    """Removing is best done from the surroundings, unless a model was chosen by name."""
    return knobs.task == "remove" and knobs.model == AUTOMATIC
