"""What a text or a file says of a recipe, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A recipe as far as it is told: what is not said is not there.

    data    as the JSON of a recipe; values are checked when a recipe is made of it
    hints   what was taken otherwise than it was written, in the artist's words
    draws   whether a seed that is not said is to be drawn
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    draws: bool = False
