"""What the denoiser is told at each step: the seam between prompts and the loop."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor

    from ritocco.watch import Watch


@dataclass(frozen=True, slots=True)
class Conditioning:
    """An encoded prompt, or several of them in rows.

    hidden   (rows, tokens, width)
    pooled   (rows, width) for families that want the text as one vector too
    against  how many rows, counted from the first, are the negative prompt's
    """

    hidden: Tensor
    pooled: Tensor | None = None
    against: int = 0


@dataclass(frozen=True, slots=True)
class WeightedConditioning:
    """One member of `a AND b:0.7`: its conditioning, and the weight of its guidance.

    A weight may differ from place to place, (1, 1, h, w) at latent size: a prompt with a region.
    """

    conditioning: Conditioning
    weight: float | Tensor = 1.0


@dataclass(frozen=True, slots=True)
class ConditioningSchedule:
    """The parts that hold at each step, since `[a:b:0.5]` and `[a|b]` change while sampling.

    `steps[i]` are the parts at step i; there are as many entries as sampling steps.
    """

    steps: tuple[tuple[WeightedConditioning, ...], ...]

    def at(self, step: int) -> tuple[WeightedConditioning, ...]:
        """The parts at a step (0-based); the last entry holds for any step beyond the end."""
        return self.steps[min(step, len(self.steps) - 1)]


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """Vectors that stand in prompts for a word.

    word     what prompts call it, in any case
    vectors  for each text encoder, in order, as many vectors: (n, its width)
    """

    word: str
    vectors: tuple[Tensor, ...]


class PromptReader(Protocol):
    """Reads prompts for one model; what it has read it may remember."""

    def encode_pair(
        self,
        prompt: str,
        negative: str,
        steps: int,
        clip_skip: int | None = None,
        watch: Watch | None = None,
    ) -> tuple[ConditioningSchedule, ConditioningSchedule]:
        """Prompt and negative at each of so many steps. Raises BadRecipe for what it cannot do,
        and Cancelled."""
        ...

    def under(self, state: Hashable, embeddings: Sequence[Embedding] = ()) -> PromptReader:
        """The same reader while what it reads with is changed in a way that `state` names.

        embeddings  those that prompts may name; a part of that way
        """
        ...


def joined(rows: Sequence[Conditioning], against: int = 0) -> Conditioning | None:
    """Conditionings as the rows of one, the first `against` of which are the negative's.

    None where their numbers of tokens differ (families whose prompts are not padded): then the
    network is called for one after the other.
    """
    import torch  # late: families are read by faces that never load it

    if len({row.hidden.shape[1] for row in rows}) > 1:
        return None
    pooled = [row.pooled for row in rows if row.pooled is not None]
    hidden = torch.cat([row.hidden for row in rows])
    return Conditioning(hidden, torch.cat(pooled) if pooled else None, against)
