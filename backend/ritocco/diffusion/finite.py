"""What a network gives back is looked at before it is used: half precision overflows in some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from ritocco.diffusion.memory import Phase

if TYPE_CHECKING:
    from torch import Tensor

    from ritocco.diffusion.conditioning import Conditioning, ConditioningSchedule
    from ritocco.diffusion.level import Level
    from ritocco.diffusion.seams import Network


class NotFinite(Exception):
    """A part gave infinities or what is no number. No artist sees it: the painter tries again."""

    def __init__(self, phase: Phase) -> None:
        super().__init__(phase.value)
        self.phase = phase


def finite(tensor: Tensor, phase: Phase) -> Tensor:
    """The tensor that this part gave. Raises NotFinite where some of it is no number."""
    if not bool(torch.isfinite(tensor).all()):
        raise NotFinite(phase)
    return tensor


def finite_network(network: Network) -> Network:
    """The same network, which raises NotFinite in place of a prediction that is none."""

    def run(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        return finite(network(latents, level, conditioning), Phase.UNET)

    return run


def finite_text(*schedules: ConditioningSchedule) -> None:
    """Raise NotFinite where an encoded prompt is no numbers."""
    seen: set[int] = set()
    for schedule in schedules:
        for parts in schedule.steps:
            for conditioning in (part.conditioning for part in parts):
                if id(conditioning) not in seen:
                    seen.add(id(conditioning))
                    finite(conditioning.hidden, Phase.TEXT)
                    if conditioning.pooled is not None:
                        finite(conditioning.pooled, Phase.TEXT)
