"""Style-consistent filling of what is unknown: the hole, transparency, beyond the canvas edge.

In four steps, each in a file of its own: a small sketch of what is missing (`exemplar.py`), a
choice of the known pixel that each unknown one copies (`montage.py`, with `cut.py`), carried up
to full size (`drafts.py`), and a reconstruction from the copied gradients (`blending.py`), so
that neither the hole's border nor a join between pieces shows, and a graded sky stays graded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.candidates import Candidates
from ritocco.canvas.drafts import USUAL, Surroundings
from ritocco.canvas.poisson import membrane
from ritocco.errors import BadSelection
from ritocco.sentence import Sentence
from ritocco.watch import Watch


def pad(pixels: Floats, known: Flags, seed: int, watch: Watch) -> Floats:
    """`pixels` (H, W, 3) in 0..1 with all that is not `known` (H, W) filled in the same style.

    Known pixels come back bit-identical; filled ones lie in 0..1 and are made of copied known
    pixels. Too little known to copy from: a smooth transition. The same seed gives the same
    bytes; other seeds give other fills where there is texture. Raises BadSelection where nothing
    is known, and Cancelled.
    """
    padding = Padding.of(pixels, known, seed, watch.part(0.0, 0.1))
    return padding.usual(watch.part(0.1, 1.0))


@dataclass(frozen=True, slots=True)
class Padding:
    """A hole and all that it may be filled with.

    pixels, known  what it was made of: (H, W, 3) and (H, W)
    clean          the same with 0 where nothing is known
    candidates     None where all is known
    """

    pixels: Floats
    known: Flags
    clean: Floats
    candidates: Candidates | None

    @staticmethod
    def of(pixels: Floats, known: Flags, seed: int, watch: Watch) -> Padding:
        """See `pad`. Raises BadSelection where nothing is known, and Cancelled."""
        watch.step(0.0, Sentence("Looking at the surroundings"))
        if not known.any():
            raise BadSelection(
                "Everything is selected; content-aware fill needs some picture around the "
                "selection to continue from. Select less, or fill with a prompt."
            )
        clean = np.where(known[..., None], pixels, np.float32(0)).astype(np.float32)
        if known.all():
            return Padding(pixels, known, clean, None)
        return Padding(pixels, known, clean, Candidates(Surroundings.of(clean, known, watch), seed))

    def usual(self, watch: Watch) -> Floats:
        """The fill that is soonest made, without looking whether another is better."""
        if self.candidates is None:
            return self.pixels.copy()
        around = self.candidates.surroundings
        draft = around.draft(USUAL, self.candidates.seed, watch.part(0.0, 0.7))
        return self._whole(None if draft is None else around.filled(draft, watch.part(0.7, 1.0)))

    def chosen(self, candidate: int, watch: Watch) -> Floats:
        """The fill that has this place among the candidates, 0 the best."""
        if self.candidates is None:
            return self.pixels.copy()
        return self._whole(self.candidates.filled(candidate, watch))

    def _whole(self, filled: Floats | None) -> Floats:
        """A fill with the known pixels as they were; a smooth transition where there is none."""
        found = membrane(self.clean, self.known) if filled is None else filled
        return np.where(self.known[..., None], self.pixels, np.clip(found, 0, 1)).astype(np.float32)
