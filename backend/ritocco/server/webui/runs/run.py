"""One request on its way: how far it is, and what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import time

from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence
from ritocco.server.webui.batches.batch import Batch, Piece

_INTERRUPTED = Sentence("Interrupted before a picture was finished; half a picture is none.")
_SKIPPED = Sentence("Skipped before a picture was finished; half a picture is none.")


@dataclass(frozen=True, slots=True)
class Made:
    """One finished picture of a request, as a client gets it: its recipe, its PNG, its text.

    beside  PNGs that follow it
    """

    recipe: Recipe
    image: bytes
    infotext: str
    hints: tuple[str, ...] = ()
    beside: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Run:
    """A request: `number` of `count` pictures is being made, by `job`.

    is_gone   whether nobody waits for it any more
    name      the client's own of it
    expected  how many pictures it is, as long as it is not prepared
    batch     what it comes to; None before it is prepared
    sampling  the share of the job that was done when its sampling began; None before
    stop      set as soon as it is to end: what is made of it without a job looks at it
    """

    is_gone: Callable[[], Awaitable[bool]]
    name: str = ""
    expected: int = 1
    batch: Batch | None = None
    began: float = field(default_factory=time)
    number: int = 0
    job: str | None = None
    sampling: float | None = None
    interrupted: bool = False
    skipped: bool = False
    stop: Event = field(default_factory=Event)

    @property
    def count(self) -> int:
        """How many pictures it is."""
        return max(1, self.expected) if self.batch is None else len(self.batch.pieces)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request.

    interrupted  whether that ended it
    """

    batch: Batch
    made: Sequence[Made]
    interrupted: bool = False

    @property
    def recipes(self) -> list[Recipe]:
        """Those of the pictures; where none was finished, those that were asked for."""
        asked = [one.recipe for one in self.batch.pieces if isinstance(one, Piece)]
        return [one.recipe for one in self.made] or asked

    @property
    def images(self) -> list[bytes]:
        """All pictures, each with those that follow it."""
        return [image for one in self.made for image in (one.image, *one.beside)]

    @property
    def hints(self) -> list[str]:
        """What was done otherwise than it was asked for."""
        if self.made:
            return sorted({hint for one in self.made for hint in one.hints})
        return sorted({*self.batch.hints, _INTERRUPTED if self.interrupted else _SKIPPED})
