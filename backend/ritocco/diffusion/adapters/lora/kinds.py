"""The kinds of change that a LoRA's file can hold, and what one part of it changes in a weight."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from ritocco.diffusion.adapters.lora.kind import Kind, Shapes, Unfit, size
from ritocco.diffusion.adapters.lora.low_rank import LOW_RANK
from ritocco.errors import BadModel
from ritocco.sentence import Sentence

KINDS: tuple[Kind, ...] = (*LOW_RANK,)
_BIASES = ("diff_b", "b_norm")
"""Parts that are added to a bias."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What is added to a module's weight and bias: float32, in their shapes; None: nothing."""

    weight: Tensor | None
    bias: Tensor | None


def kinds_of(parts: Collection[str]) -> list[Kind]:
    """The kinds of change that the parts of a left side hold, by their names; mostly one."""
    return [kind for kind in KINDS if kind.holds(parts)]


def check_shapes(shapes: Shapes) -> None:
    """Raise Unfit where the shapes of one left side do not go together."""
    for kind in kinds_of(shapes):
        kind.size(shapes)


@torch.no_grad()
def delta(
    tensors: Mapping[str, Tensor],
    weight: Tensor,
    bias: Tensor | None,
    strength: float,
    *,
    name: str = "",
    part: str = "",
) -> Delta:
    """What one part of a LoRA changes in a module's weight and bias, at a strength.

    tensors  by the names of `keys.split`; of a kind nobody knows they change nothing
    weight   the module's own, as it is without this LoRA, in any precision
    name     of the file, and `part` its left side, to be told in an error

    Raises BadModel, naming the part, for shapes that do not fit and for numbers that are none.
    """
    try:
        return Delta(_weight(tensors, weight, strength), _bias(tensors, bias, strength))
    except Unfit as error:
        raise unusable(name, part, error.why) from None


def unusable(name: str, part: str, why: Sentence) -> BadModel:
    """The error for a part that cannot be used."""
    return BadModel(
        "{name} cannot be used: its part {part} {why}. Use another version of it.",
        name=name,
        part=part,
        why=why,
    )


def _weight(tensors: Mapping[str, Tensor], weight: Tensor, strength: float) -> Tensor | None:
    kinds = kinds_of(tensors)
    if not kinds:
        return None
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    seen = _seen(weight, {kind.size(shapes) for kind in kinds} - {None})
    change = sum(kind.change(tensors, seen, strength).reshape(seen.shape) for kind in kinds)
    assert isinstance(change, Tensor)
    _check_finite(change)
    return change if seen.shape == weight.shape else _widened(change, weight)


def _seen(weight: Tensor, sizes: Collection[int | None]) -> Tensor:
    """What a LoRA sees of a weight: an inpainting model's first layer has more than it knows."""
    latents = weight[:, :_LATENTS] if weight.dim() == 4 and weight.shape[1] > _LATENTS else weight
    for seen in (weight, latents):
        if all(one == seen.numel() for one in sizes):
            return seen
    raise Unfit(
        Sentence(
            "is made for a layer of {found} weights, and this model's has {like}",
            found=max(one or 0 for one in sizes),
            like=size(tuple(weight.shape)),
        )
    )


_LATENTS = 4
"""Channels of the latents, which come first in a layer that sees mask and picture too."""


def _widened(change: Tensor, weight: Tensor) -> Tensor:
    whole = change.new_zeros(weight.shape)
    whole[:, : change.shape[1]] = change
    return whole


def _bias(tensors: Mapping[str, Tensor], bias: Tensor | None, strength: float) -> Tensor | None:
    changes = [tensors[name].float() for name in _BIASES if name in tensors]
    if not changes or bias is None:
        return None
    for change in changes:
        if change.numel() != bias.numel():
            raise Unfit(
                Sentence(
                    "is made for a layer of {found} weights, and this model's has {like}",
                    found=change.numel(),
                    like=bias.numel(),
                )
            )
    whole = strength * torch.stack([one.reshape(bias.shape) for one in changes]).sum(0)
    _check_finite(whole)
    return whole


def _check_finite(change: Tensor) -> None:
    # One pass: whatever is no number makes the sum none.
    if not torch.isfinite(change.sum()):
        raise Unfit(Sentence("holds numbers that are none (NaN or infinite)"))
