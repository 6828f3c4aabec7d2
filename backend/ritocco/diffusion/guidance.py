"""Classifier-free guidance: a network and its prompts become a denoiser."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from ritocco.diffusion.conditioning import Conditioning, ConditioningSchedule, joined
from ritocco.diffusion.laws import Law
from ritocco.diffusion.level import Level
from ritocco.diffusion.seams import Denoiser, Network

TOGETHER = 8
"""Prompts in one call at most: a cancel is heard between calls, and memory stays what it was."""


def guided(
    network: Network,
    positive: ConditioningSchedule,
    negative: ConditioningSchedule | None,
    cfg: float,
    law: Law,
    rescale: float = 0.0,
) -> Denoiser:
    """A denoiser that follows a prompt: classifier-free guidance (arXiv 2207.12598).

    The guided prediction is `negative + sum(weight * cfg * (part - negative))` over the parts
    that hold at the step (Liu et al. 2022, arXiv 2206.01714, for several). They run in one call
    where they have the same number of tokens and are not too many. The negative is not run where
    its weight is 0, as at cfg 1 with one part. `rescale` 0..1 draws the contrast back to that of
    the prompt's own prediction (arXiv 2305.08891, section 3.4). Raises ValueError where a
    negative is needed and there is none.
    """

    def denoiser(latents: Tensor, level: Level) -> Tensor:
        parts = positive.at(level.step)
        weights = [cfg * part.weight for part in parts]
        wanted = [part.conditioning for part in parts]
        if _leave_nothing(weights):
            outputs = _predicted(network, latents, level, wanted)
            output = _weighted(outputs, weights)
        elif negative is None:
            raise ValueError("guidance other than 1 needs a negative prompt, if an empty one")
        else:
            base = negative.at(level.step)[0].conditioning
            first, *outputs = _predicted(network, latents, level, [base, *wanted], against=1)
            output = first + _weighted([one - first for one in outputs], weights)
        if rescale:
            output = _rescaled(
                output, _weighted(outputs, [1 / len(outputs)] * len(outputs)), rescale
            )
        return law.signal(output, latents, level)

    return denoiser


def _predicted(
    network: Network,
    latents: Tensor,
    level: Level,
    wanted: Sequence[Conditioning],
    against: int = 0,
) -> list[Tensor]:
    """The network's output for each conditioning, in one call where they can be rows of one.

    against  how many of them, counted from the first, are the negative's
    """
    if len(wanted) > TOGETHER:
        first, rest = wanted[:TOGETHER], wanted[TOGETHER:]
        outputs = _predicted(network, latents, level, first, against)
        return outputs + _predicted(network, latents, level, rest)
    count = len(latents)
    rows = joined([_repeated(one, count) for one in wanted], against * count)
    if rows is None:
        return [
            _predicted(network, latents, level, [one], int(index < against))[0]
            for index, one in enumerate(wanted)
        ]
    output = network(latents.repeat(len(wanted), 1, 1, 1), level, rows)
    return list(output.chunk(len(wanted)))


def _repeated(one: Conditioning, count: int) -> Conditioning:
    """The same prompt for each picture of a batch."""
    pooled = None if one.pooled is None else one.pooled.expand(count, -1)
    return Conditioning(one.hidden.expand(count, -1, -1), pooled)


def _leave_nothing(weights: Sequence[float | Tensor]) -> bool:
    """Whether the weights of a prompt's parts leave none for the negative, anywhere."""
    plain = [weight for weight in weights if not isinstance(weight, Tensor)]
    return len(plain) == len(weights) and abs(1 - sum(plain)) < 1e-9


def _weighted(outputs: Sequence[Tensor], weights: Sequence[float | Tensor]) -> Tensor:
    total = weights[0] * outputs[0]
    for output, weight in zip(outputs[1:], weights[1:], strict=True):
        total = total + weight * output
    return total


def _rescaled(output: Tensor, prompted: Tensor, share: float) -> Tensor:
    spread = [one.std(dim=(1, 2, 3), keepdim=True) for one in (prompted, output)]
    return share * (output * (spread[0] / spread[1])) + (1 - share) * output
