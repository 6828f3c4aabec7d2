"""A finished layer that waits on the backend's disk until the artist lets it go."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..editor import Layout
from ..from_disk import reading
from ..geometry import Box, Sides, Size
from ..knobs.adapters import KINDS, Adapter, read_adapters
from ..knobs.knobs import MOST_CANDIDATES
from ..knobs.tasks import TASKS
from ..words import all_from_backend

_COMMAS = re.compile(r"\s*,(?:\s*,)*\s*")


@dataclass(frozen=True)
class Note:
    """What the dock keeps with a job on the backend.

    task      id in `tasks.TASKS`
    digest    `Colour.digest` of its document
    selected  whether there was a selection, so that the layer has an edge of its own
    press     what the jobs of one press have in common
    """

    task: str = ""
    digest: str = ""
    selected: bool = True
    press: str = ""

    def to_json(self) -> str:
        """For `DocumentIn.note`."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Note:
        """What `to_json` wrote; an empty note where it did not."""
        try:
            data = json.loads(text or "{}")
            selected = data.get("selected") is not False
            task, digest, press = (str(data.get(key, "")) for key in ("task", "digest", "press"))
            return cls(task, digest, selected, press)
        except (ValueError, AttributeError):
            return cls()


def words_of(recipe: Mapping[str, Any]) -> str:
    """The prompt that a model reads for such a recipe, as a label; "" where none does.

    Without the spaces and commas that tags leave behind: the model reads those as they are.
    """
    words = str((recipe.get("diffusion") or {}).get("prompt", ""))
    return _COMMAS.sub(", ", " ".join(words.split())).strip(" ,")


def task_of(recipe: Mapping[str, Any]) -> str:
    """The first task that makes such recipes."""
    return next((task.id for task in TASKS.values() if recipe["kind"] in task.kinds), "fill")


@dataclass(frozen=True)
class Result:
    """A finished layer, without its pixels.

    id       of the backend; sorts by time
    created  ISO 8601, UTC
    recipe   the backend's recipe, which makes it again
    canvas   size of the canvas it was made for, before any extension
    box      where the layer goes on that canvas; of a picture of its own: its size
    position "above" or "below" the picture; "apart": a picture of its own
    layout   of its raw bytes
    seconds  time it took
    quality  "seam", "drift", "style", "joins", each None where it cannot be measured
    task     id in `tasks.TASKS`
    digest   `Colour.digest` of the document at the time; "": not known
    selected whether it was made for a selection
    hints    what was not done as it was asked for, or came out rough, a sentence each
    rough    whether it came out so that somebody would see it; `hints` say what to do
    candidate   which of the results there were to choose from it is; 0: the best
    candidates  how many there were
    press    what the results of one press have in common; "": not known
    """

    id: str
    created: str
    recipe: Mapping[str, Any] = field(repr=False)
    canvas: Size
    box: Box
    position: str
    layout: Layout
    seconds: float
    quality: Mapping[str, float | bool | None]
    task: str
    digest: str
    selected: bool
    hints: tuple[str, ...] = ()
    rough: bool = False
    candidate: int = 0
    candidates: int = 1
    press: str = ""

    @property
    def others(self) -> tuple[int, ...]:
        """The other candidates, the next best first, and after the last the best again."""
        return tuple(
            (self.candidate + step) % self.candidates for step in range(1, self.candidates)
        )

    @property
    def below(self) -> bool:
        """Whether the layer belongs under the picture."""
        return self.position == "below"

    @property
    def is_picture(self) -> bool:
        """Whether it is a document of its own, no layer."""
        return self.position == "apart"

    @property
    def seed(self) -> int:
        """The seed it was made with."""
        return int(self.recipe["seed"])

    @property
    def prompt(self) -> str:
        """The words; "" without a model."""
        return words_of(self.recipe)

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """All that it was made with, those that the words named too."""
        return read_adapters(self.recipe.get("adapters") or (), KINDS) or ()

    @property
    def drawn_by_chance(self) -> bool:
        """Whether another seed would have given another picture."""
        return bool(self.recipe.get("diffusion")) or self.recipe["kind"] in ("fill", "outpaint")

    @property
    def extend(self) -> Sides:
        """Canvas it adds."""
        sides = self.recipe.get("extend") or {}
        return Sides(**{side: int(width) for side, width in sides.items()})

    @property
    def recipe_text(self) -> str:
        """The recipe as JSON, to copy."""
        return json.dumps(dict(self.recipe), indent=1, sort_keys=True)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        """From the API's JSON. Raises one of `from_disk.DAMAGE` where it is another's."""
        note, recipe, layout = Note.from_json(data.get("note", "")), data["recipe"], data["layout"]
        canvas = data["canvas"]
        return cls(
            data["id"],
            data["created"],
            recipe,
            Size(canvas["width"], canvas["height"]),
            Box.from_dict(data["layer"]),
            str(data["layer_position"]),
            Layout(layout["model"], layout["depth"], layout["alpha"], layout["order"]),
            data["seconds"],
            data["quality"],
            note.task if note.task in TASKS else task_of(recipe),
            note.digest,
            note.selected,
            all_from_backend(data),
            data["quality"].get("rough") is True,
            int(recipe.get("candidate") or 0),
            min(max(int(data.get("candidates") or 1), 1), MOST_CANDIDATES),
            note.press,
        )


@dataclass(frozen=True)
class DamagedResult:
    """A result that cannot be read, by the backend or here: it can only be let go.

    bytes  what it takes of the backend's disk; 0: not known
    """

    id: str
    bytes: int = 0


Listed = Result | DamagedResult


def listed(data: Mapping[str, Any]) -> Listed:
    """A result of the history, from the API's JSON."""
    if data.get("problem"):
        return DamagedResult(str(data["id"]), int(data.get("bytes") or 0))
    unread: Listed = DamagedResult(str(data["id"]))
    return reading(lambda: Result.from_dict(data), unread)
