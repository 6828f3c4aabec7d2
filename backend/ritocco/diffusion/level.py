"""How noisy latents are at one moment of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """Latents at this moment are `alpha` * signal + `noise` * unit noise.

    step       sampling step, 0-based among those that are done
    timestep   training time, 0..999, for networks that are told it
    alpha      share of the signal; with `noise` as the family's law relates them
    noise      share of unit noise
    remaining  nominal time still to go: 1 at pure noise, 0 at the clean end. It is even in the
               steps of a run and not in noise, since few-step models leave most noise to their
               last step
    following  share of noise that this step leads to; None where its sampler does not tell
    """

    step: int
    timestep: float
    alpha: float
    noise: float
    remaining: float
    following: float | None = None
