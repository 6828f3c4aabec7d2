"""What a run has made: the layer, with all that is to be known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ritocco.canvas.document import Layer
from ritocco.canvas.quality import Quality
from ritocco.canvas.window import Window
from ritocco.geometry import Size
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import told
from ritocco.studio.plan import box_dict, size_dict, window_dict


@dataclass(frozen=True, slots=True)
class Result:
    """A finished layer with all that is to be known about it. `timings` are seconds by stage.

    `faces` are those found, as JSON writes them, in pixels of the canvas (of the new picture,
    where there is one); None where none were looked for. `hints` tell what was not done as it
    was asked for, could not be used, or came out rough, a sentence each. `candidates` is how many
    results the recipe's `candidate` chooses from; where that differs between regions, in the first.
    """

    recipe: Recipe
    canvas: Size
    layer: Layer
    windows: tuple[Window, ...]
    quality: Quality
    timings: dict[str, float]
    faces: tuple[dict[str, Any], ...] | None = None
    hints: tuple[str, ...] = ()
    candidates: int = 1

    @property
    def seconds(self) -> float:
        """Time the whole run took."""
        return sum(self.timings.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the pixels."""
        return {
            "recipe": self.recipe.to_dict(),
            "canvas": size_dict(self.canvas),
            "layer": box_dict(self.layer.box),
            "layer_position": self.layer.position.value,
            "window": window_dict(self.windows[0]),
            "windows": [window_dict(window) for window in self.windows],
            "seed": self.recipe.seed,
            "seconds": round(self.seconds, 3),
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
            "quality": self.quality.to_dict(),
            "candidates": self.candidates,
            "faces": None if self.faces is None else list(self.faces),
            "hints": list(self.hints),
            "sentences": [told(hint) for hint in self.hints],
        }
