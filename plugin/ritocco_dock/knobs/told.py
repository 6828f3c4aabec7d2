"""What a picture or a text tells of how it was made, and the knobs that it turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from ..words import all_from_backend
from .adapters import Adapter
from .knobs import AUTOMATIC, KNOBS, SURROUNDINGS, Knobs
from .known import AdapterInfo
from .models import ModelInfo, own_values
from .own import as_own
from .tags import taken_out

_PLACE_BOUND = ("extend", "scale", "content", "task", "upscaler", "face_network")
"""Knobs that belong to the picture that was made, not to the way in which it was."""


@dataclass(frozen=True)
class ToldRecipe:
    """As the API tells it.

    recipe     as much of one as is told
    embedding  the picture holds an embedding, and no recipe
    hints      what was taken otherwise than it was written
    """

    recipe: Mapping[str, Any]
    embedding: bool = False
    hints: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ToldRecipe:
        """From the API's JSON."""
        return cls(data["recipe"] or {}, bool(data["embedding"]), all_from_backend(data))

    def missing(self, models: Sequence[ModelInfo]) -> str:
        """The model that made it, where that is not here; else ""."""
        name = str((self.recipe.get("diffusion") or {}).get("model") or "")
        return "" if name in {one.name for one in models} else name

    def turning(
        self, knobs: Knobs, models: Sequence[ModelInfo], adapters: Sequence[AdapterInfo]
    ) -> dict[str, object]:
        """What to turn to make pictures as that one was made; what is not told stays.

        The task stays, and the model where the one that is told is not here.
        """
        told = {name: value for name, value in self._values().items() if value is not None}
        for name in _PLACE_BOUND:
            told.pop(name, None)
        if self.recipe.get("kind", knobs.about.kinds[0]) not in knobs.about.kinds:
            told.pop("strength", None)
        if self.missing(models):
            told.pop("model", None)
        read = Knobs.from_dict(told, knobs)
        if "prompt" in told:
            prompt, negative = taken_out(read.prompt), taken_out(read.negative)
            listed: tuple[Adapter, ...] = read.adapters if "adapters" in told else ()
            listed = (*listed, *prompt.adapters, *negative.adapters)
            read = replace(read, prompt=prompt.text, negative=negative.text, adapters=listed)
            if read.model == SURROUNDINGS:
                read = replace(read, model=AUTOMATIC)
        read = as_own(read, own_values(read, models, adapters))
        turned = {one.name: getattr(read, one.name) for one in fields(Knobs)}
        return {name: value for name, value in turned.items() if value != getattr(knobs, name)}

    def _values(self) -> dict[str, Any]:
        """By the names of knobs; None where nothing is told."""
        found: dict[str, Any] = {}
        for row in KNOBS.values():
            for place in row.places:
                part, _, name = place.rpartition(".")
                values = self.recipe.get(part) if part else self.recipe
                if isinstance(values, Mapping) and found.get(row.name) is None:
                    found[row.name] = values.get(name)
        return found
