"""Several fills of one hole, the best of them first.

No one way of beginning is best for every picture, and no number tells beforehand which is. So
two begin, and what they have drafted is judged as an eye does: how much like the picture its
pieces are where they meet (`joins.py`), and how much of it is shown twice. The better one is
carried up; the other waits, and so do ways that were not begun, until somebody asks for another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.drafts import USUAL, Start, Surroundings
from ritocco.canvas.joins import joins
from ritocco.canvas.montage import Montage
from ritocco.watch import Watch

STARTS = (
    USUAL,
    Start(40, 400.0),
    Start(160, 100.0, turn=1),
    Start(80, 400.0, rows_go_on=False, turn=2),
    Start(20, 100.0, turn=3),
)
"""Ways to begin, in the order in which they are tried."""
_AT_ONCE = 2
"""How many are drafted before the first is given."""
_WORST = 98.0
"""The percentile of joins by which drafts are compared: one step in a horizon is seen."""
_TWICE = 0.1
"""What it costs that all of a fill is shown twice, in the unit of `joins`."""
_LATER = 0.02
"""By how much one that begins otherwise than usual must be better."""
_UNKNOWN = 9.0
"""What counts as the joins of a draft for which they cannot be told."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft, and how ill it looks."""

    montage: Montage
    flaws: float


@dataclass(slots=True)
class Candidates:
    """The fills of one hole, which are made when they are asked for. Any thread may ask.

    `surroundings` is what they continue, `seed` decides among equals.
    """

    surroundings: Surroundings
    seed: int
    _drafts: list[_Draft] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def filled(self, candidate: int, watch: Watch) -> Floats | None:
        """The picture (H, W, 3) with the fill that has this place, 0 the best; not clipped.

        After the last comes the first. None where there is too little to copy from. Raises
        Cancelled.
        """
        with self._lock:
            place = candidate % len(STARTS)
            wanted = max(_AT_ONCE, place + 1) - len(self._drafts)
            for turn in range(wanted):
                if not self._begin(watch.part(0.7 * turn / wanted, 0.7 * (turn + 1) / wanted)):
                    return None
            chosen = self._drafts[place].montage
        return self.surroundings.filled(chosen, watch.part(0.7, 1.0))

    def _begin(self, watch: Watch) -> bool:
        """Draft one more; among the first of them the best comes first. Whether there is one."""
        begun = len(self._drafts)
        draft = self.surroundings.draft(STARTS[begun], self.seed, watch.part(0.0, 0.9))
        if draft is None:
            return False
        pixels, known = self.surroundings.copied(draft), self.surroundings.sizes[-1][1]
        told = joins(pixels, ~known, known, watch.part(0.9, 1.0), _WORST)
        flaws = (_UNKNOWN if told is None else told) + _TWICE * repeated(draft)
        self._drafts.append(_Draft(draft, flaws + _LATER * (begun > 0)))
        if len(self._drafts) == _AT_ONCE:
            self._drafts.sort(key=lambda one: one.flaws)
        return True


def repeated(draft: Montage) -> float:
    """The share of a montage's pixels that show what another of them shows too, 0..1."""
    width = draft.labels.shape[1]
    y, x = draft.sources()
    _, row, count = np.unique(y * width + x, return_inverse=True, return_counts=True)
    return float((count[row] > 1).mean()) if len(row) else 0.0
