"""The models and networks the backend has, and which of them the knobs mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DockError
from ..words import from_backend, say
from .knobs import AUTOMATIC, SURROUNDINGS, Knobs
from .known import AdapterInfo, in_use
from .own import ANY_MODEL, OwnValues
from .tasks import ModelNeed


@dataclass(frozen=True)
class ModelInfo:
    """A model the backend has.

    name      its id for recipes
    title     family, for the artist: "Stable Diffusion 1.5 inpainting"
    native    side in pixels of the square it paints best
    inpaints  whether it was trained to fill
    problem   why it cannot be used; "": it can
    shipped   whether it came with Ritocco: a demonstration, used where there is no other
    own       what it paints best with
    family    id of its family; "": not known
    """

    name: str
    title: str = ""
    native: int = 512
    inpaints: bool = False
    problem: str = ""
    shipped: bool = False
    own: OwnValues = ANY_MODEL
    family: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ModelInfo:
        """From the API's JSON."""
        return cls(
            data["name"],
            data.get("title") or "",
            data.get("native") or 512,
            bool(data.get("inpaints")),
            from_backend(data, "problem"),
            bool(data.get("shipped")),
            OwnValues.from_dict(data.get("defaults")),
            data.get("family") or "",
        )


@dataclass(frozen=True)
class NetworkInfo:
    """A network the backend has for enlarging, or for faces. `shipped`: it came with Ritocco."""

    name: str
    title: str = ""
    shipped: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> NetworkInfo:
        """From the API's JSON."""
        return cls(data["name"], data.get("title") or "", bool(data.get("shipped")))


def model_of(knobs: Knobs, models: Sequence[ModelInfo]) -> str:
    """Name of the model that would be used; "" where none is. Raises DockError where one must."""
    task = knobs.about
    usable = [model for model in models if not model.problem]
    if task.model is ModelNeed.NEVER or (
        task.model is ModelNeed.CAN and (knobs.model == SURROUNDINGS or _needs_none(knobs))
    ):
        return ""
    if knobs.model not in (AUTOMATIC, SURROUNDINGS):
        for model in models:
            if model.name == knobs.model:
                if model.problem:
                    message = say(
                        "{model} cannot be used: {why}", model=model.name, why=model.problem
                    )
                    raise DockError(message, "bad_recipe")
                return model.name
        message = say("The model {model} is not here. Choose another one.", model=knobs.model)
        raise DockError(message, "bad_recipe")
    # An ordinary model paints whole pictures better; one trained to inpaint fills better.
    fills = "inpaint" in task.kinds or "outpaint" in task.kinds
    for model in sorted(usable, key=lambda model: (model.shipped, model.inpaints is not fills)):
        if model.shipped and task.model is ModelNeed.CAN and not knobs.prompt.strip():
            return ""  # without words the surroundings do better than a demonstration
        return model.name
    if task.model is ModelNeed.MUST:
        message = say(
            "{task} needs a Stable Diffusion model, and none is here yet. Get one, or add a file "
            "of yours, on the page of models.",
            task=say(task.label),
        )
        raise DockError(message, "no_model")
    return ""


def used_model(knobs: Knobs, models: Sequence[ModelInfo]) -> ModelInfo | None:
    """The model that would be used; None where none would be."""
    try:
        name = model_of(knobs, models)
    except DockError:
        name = ""
    return next((one for one in models if one.name == name), None)


def own_values(
    knobs: Knobs, models: Sequence[ModelInfo], adapters: Sequence[AdapterInfo] = ()
) -> OwnValues:
    """What the model that would be used paints best with; of any model where none would be.

    adapters  those the backend has: what the first in use that was made for few steps says wins
              over what the model says
    """
    model = used_model(knobs, models)
    if model is None:
        return ANY_MODEL
    acting = [one.info for one in in_use(knobs, adapters) if one.adapter.unet_strength]
    own = (info.own for info in acting if info is not None and info.is_few_steps)
    return model.own.under(next(own, {}))


def _needs_none(knobs: Knobs) -> bool:
    """Removing is best done from the surroundings, unless a model was chosen by name."""
    return knobs.task == "remove" and knobs.model == AUTOMATIC
