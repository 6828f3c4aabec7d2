"""What an artist can ask for: one table. The dock shows these in this order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Needs(Enum):
    """Whether a task works on a selection."""

    SELECTION = "selection"
    """Something must be selected."""
    EITHER = "either"
    """What is selected, or the whole canvas."""
    CANVAS = "canvas"
    """The canvas; a selection is ignored."""


class ModelNeed(Enum):
    """Whether a task uses a Stable Diffusion model."""

    NEVER = "never"
    CAN = "can"
    """With one where there is one, else content-aware."""
    MUST = "must"


@dataclass(frozen=True)
class Task:
    """One thing to ask for.

    id        name in code, settings and styles
    label     on its button (English; translated in ui), a verb
    hint      one sentence that teaches, for the tooltip
    needs     as above
    model     as above
    prompts   whether it has prompts
    kinds     recipe kinds of the backend it is made of: (with a model, without one); the task
              is offered where the backend's status lists one it can use
    strength  the usual strength, 0..1; None: it has no such knob
    content   what it starts from, whatever the knob says; "": as the knob says
    picture   the result is a document of its own (upscaling)
    """

    id: str
    label: str
    hint: str
    needs: Needs
    model: ModelNeed
    prompts: bool
    kinds: tuple[str, str]
    strength: float | None = None
    content: str = ""
    picture: bool = False


TASKS: dict[str, Task] = {
    task.id: task
    for task in (
        Task(
            "fill",
            "Fill",
            "Paint what is selected anew, as your words say.",
            Needs.SELECTION,
            ModelNeed.CAN,
            True,
            ("inpaint", "fill"),
            1.0,
        ),
        Task(
            "remove",
            "Remove",
            "Take away what is selected, with a few pixels around it so that no fringe stays, and "
            "continue the surroundings. No words needed; nothing beyond changes.",
            Needs.SELECTION,
            ModelNeed.CAN,
            False,
            ("inpaint", "fill"),
            1.0,
        ),
        Task(
            "extend",
            "Extend",
            "Add canvas at the sides and paint on. What is there stays bit for bit.",
            Needs.CANVAS,
            ModelNeed.CAN,
            True,
            ("outpaint", "outpaint"),
            1.0,
        ),
        Task(
            "refine",
            "Refine",
            "Work out a sketch, or give what is there more detail. Low strength keeps more of it.",
            Needs.EITHER,
            ModelNeed.MUST,
            True,
            ("refine", ""),
            0.5,
            "original",
        ),
        Task(
            "generate",
            "Generate",
            "Paint the whole canvas from your words alone.",
            Needs.CANVAS,
            ModelNeed.MUST,
            True,
            ("generate", ""),
            1.0,
            "noise",
        ),
        Task(
            "upscale",
            "Upscale",
            "A larger copy of the picture, with detail, as a document of its own.",
            Needs.CANVAS,
            ModelNeed.NEVER,
            False,
            ("", "upscale"),
            None,
            picture=True,
        ),
        Task(
            "faces",
            "Repair faces",
            "Mend small or broken faces in what is selected, or everywhere.",
            Needs.EITHER,
            ModelNeed.NEVER,
            False,
            ("", "faces"),
            0.8,
        ),
    )
}

DETAILED = replace(
    TASKS["upscale"],
    model=ModelNeed.MUST,
    prompts=True,
    kinds=("upscale", ""),
    strength=0.25,
    content="original",
)
"""Upscaling after which a model paints the enlarged picture over, gently."""
