"""What paints with these knobs, as the state line says it: one truth for all that speaks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ..errors import DockError
from .knobs import AUTOMATIC, SURROUNDINGS, Knobs
from .models import ModelInfo, NetworkInfo, model_of
from .tasks import ModelNeed

_NETWORKS = {"upscale": "upscaler", "faces": "face_network"}
"""Task -> the field of `Knobs` with its network."""


class By(Enum):
    """Who paints."""

    UNKNOWN = "unknown"
    """The backend has not said yet what is here."""
    CONTENT_AWARE = "content-aware"
    """The surroundings are continued; no model."""
    MODEL = "model"
    DEMONSTRATION = "demonstration"
    """The model that came with Ritocco."""
    NETWORK = "network"
    """One that enlarges or repairs, alone."""
    MISSING = "missing"
    """The chosen model is not here."""
    DAMAGED = "damaged"
    """It is here, and cannot be used."""
    NOBODY = "nobody"
    """The task needs a model or a network, and there is none."""


@dataclass(frozen=True)
class Painting:
    """Who paints now, and who would if words were given.

    name   the model or network that paints, or was chosen and cannot
    title  its family or what it is good for; ""
    words  the model that would paint words if none were ruled out; "": none is here
    """

    by: By = By.UNKNOWN
    name: str = ""
    title: str = ""
    words: str = ""

    @property
    def takes_words(self) -> bool:
        """Whether words count as things stand."""
        return self.by in (By.MODEL, By.DEMONSTRATION)

    @property
    def is_able(self) -> bool:
        """Whether somebody can paint, as far as is known."""
        return self.by not in (By.MISSING, By.DAMAGED, By.NOBODY)


def may_diffuse(knobs: Knobs, painting: Painting) -> bool:
    """Whether a model paints, or may do so for all that is known."""
    return knobs.about.model is not ModelNeed.NEVER and painting.by is not By.CONTENT_AWARE


def painting_of(
    knobs: Knobs,
    models: Sequence[ModelInfo] | None,
    networks: Mapping[str, Sequence[NetworkInfo]] | None = None,
) -> Painting:
    """Who paints with these knobs.

    models    those the backend has; None: it has not said yet
    networks  field of `Knobs` -> the networks it can name
    """
    task = knobs.about
    if models is None:
        return Painting(By.CONTENT_AWARE if _without_model(knobs) else By.UNKNOWN)
    if task.model is ModelNeed.NEVER:
        return _network(knobs, networks or {})
    words = _named(replace(knobs, model=AUTOMATIC, prompt="words"), models)
    by_words = words if isinstance(words, str) and task.prompts else ""
    name = _named(knobs, models)
    if name is None:
        chosen = knobs.model if knobs.model not in (AUTOMATIC, SURROUNDINGS) else ""
        here = any(one.name == chosen for one in models)
        by = By.NOBODY if not chosen else By.DAMAGED if here else By.MISSING
        return Painting(by, chosen, words=by_words)
    model = next((one for one in models if one.name == name), None)
    if model is None:
        return Painting(By.CONTENT_AWARE, words=by_words)
    by = By.DEMONSTRATION if model.shipped else By.MODEL
    return Painting(by, model.name, model.title, by_words)


def _without_model(knobs: Knobs) -> bool:
    """Whether a press needs no model, whatever is here: pressed now, it is done without one."""
    if knobs.about.model is not ModelNeed.CAN:
        return False
    wordless = knobs.model == AUTOMATIC and not (knobs.about.prompts and knobs.prompt.strip())
    return wordless or knobs.model == SURROUNDINGS


def _named(knobs: Knobs, models: Sequence[ModelInfo]) -> str | None:
    """The model that is used; "" for none, None where that cannot be."""
    try:
        return model_of(knobs, models)
    except DockError:
        return None


def _network(knobs: Knobs, networks: Mapping[str, Sequence[NetworkInfo]]) -> Painting:
    field = _NETWORKS.get(knobs.task, "")
    known = networks.get(field, ())
    chosen = str(getattr(knobs, field)) if field else ""
    found = next((one for one in known if one.name == chosen or not chosen), None)
    if found is None:
        return Painting(By.MISSING if chosen else By.NOBODY, chosen)
    return Painting(By.NETWORK, found.name, found.title)
