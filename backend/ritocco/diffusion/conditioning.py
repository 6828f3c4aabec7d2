"""What the denoiser is told at each step: the seam between prompts and the loop."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Conditioning:
    """An encoded prompt: hidden states (1, tokens, width) and, for SDXL, the pooled (1, width)."""

    hidden: Tensor
    pooled: Tensor | None = None


@dataclass(frozen=True, slots=True)
class WeightedConditioning:
    """One member of `a AND b:0.7`: its conditioning, and the weight of its guidance."""

    conditioning: Conditioning
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ConditioningSchedule:
    """The parts that hold at each step, since `[a:b:0.5]` and `[a|b]` change while sampling.

    `steps[i]` are the parts at step i; there are as many entries as sampling steps.
    """

    steps: tuple[tuple[WeightedConditioning, ...], ...]

    def at(self, step: int) -> tuple[WeightedConditioning, ...]:
        """The parts at a step (0-based); the last entry holds for any step beyond the end."""
        return self.steps[min(step, len(self.steps) - 1)]
