"""The kinds of change that a LoRA's file can hold, and what one part of it changes in a module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ritocco.diffusion.adapters.lora.decomposed import decomposed, is_decomposed
from ritocco.diffusion.adapters.lora.direct import DIRECT
from ritocco.diffusion.adapters.lora.generalised import GENERALISED
from ritocco.diffusion.adapters.lora.hadamard import HADAMARD
from ritocco.diffusion.adapters.lora.kind import (
    Area,
    Kind,
    Shapes,
    Tensors,
    Unfit,
    area_of,
    check_finite,
    misshapen,
    unlike,
)
from ritocco.diffusion.adapters.lora.kronecker import KRONECKER
from ritocco.diffusion.adapters.lora.low_rank import LOW_RANK
from ritocco.diffusion.adapters.lora.orthogonal import ORTHOGONAL
from ritocco.errors import BadModel
from ritocco.sentence import Sentence

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor

KINDS: tuple[Kind, ...] = (
    *LOW_RANK,
    *HADAMARD,
    *KRONECKER,
    *DIRECT,
    *GENERALISED,
    *ORTHOGONAL,
)
_BIASES = ("diff_b", "b_norm")
"""Parts that are added to a bias."""
_SINGLE = ("alpha", "scale", "on_input")
"""Parts that are one number."""
_LATENTS = 4
"""Channels of the latents, which come first in a layer that sees mask and picture too."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What is added to a module's weight and bias: float32, in their shapes; None: nothing."""

    weight: Tensor | None
    bias: Tensor | None


def is_known(shapes: Shapes) -> bool:
    """Whether the parts of a left side change anything."""
    return bool(_kinds_of(shapes)) or any(name in shapes for name in _BIASES)


def changed_area(shapes: Shapes) -> Area | None:
    """How much of a weight the parts of a left side change, where they tell. Raises Unfit."""
    areas = (kind.area(shapes) for kind in _kinds_of(shapes))
    return next((area for area in areas if area is not None), None)


def check_parts(name: str, parts: Mapping[str, Shapes]) -> None:
    """Raise BadModel where a file of this name holds no LoRA, or one that does not go together.

    parts  left side -> part -> shape
    """
    for left, shapes in parts.items():
        try:
            _check_shapes(shapes)
        except Unfit as error:
            raise unusable(name, left, error.why) from None
    if not any(map(is_known, parts.values())):
        raise BadModel("{name} holds no LoRA of any kind. Choose another file.", name=name)


def _check_shapes(shapes: Shapes) -> None:
    for name in _SINGLE:
        if name in shapes and any(side != 1 for side in shapes[name]):
            raise misshapen(name, shapes[name])
    for kind in _kinds_of(shapes):
        kind.area(shapes)


def delta(
    tensors: Tensors,
    weight: Tensor,
    bias: Tensor | None,
    strength: float,
    *,
    name: str = "",
    part: str = "",
) -> Delta:
    """What one part of a LoRA changes in a module's weight and bias, at a strength.

    tensors  by the names of `keys.split`; of a kind nobody knows they change nothing
    weight   the module's own, as it is without this LoRA, in any precision; on their device
    name     of the file, and `part` its left side, to be told in an error

    On the CPU it wants to be called where torch has one thread (`merge.py`): on several, narrow
    products have other bits, and torch 2.13 finds no turns for OFT's blocks of 160.

    Raises BadModel, naming the part, for shapes that do not fit and for numbers that are none.
    """
    try:
        return Delta(_weight(tensors, weight, strength), _bias(tensors, bias, strength))
    except Unfit as error:
        raise unusable(name, part, error.why) from None


def thin_matrices(
    tensors: Tensors, weight: Tensor, strength: float
) -> tuple[Tensor, Tensor] | None:
    """Two matrices, (rows, rank) and (rank, weights in each), whose product is `delta`.

    None where it is no such product, or where `delta` has something to say of it.
    """
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    kinds = _kinds_of(shapes)
    if len(kinds) != 1 or is_decomposed(shapes) or any(name in shapes for name in _BIASES):
        return None
    (kind,) = kinds
    if kind.thin is None or kind.area(shapes) != area_of(tuple(weight.shape)):
        return None
    matrices = kind.thin(tensors, strength)
    return matrices if all(one.sum().isfinite() for one in matrices) else None


def unusable(name: str, part: str, why: Sentence) -> BadModel:
    """The error for a part that cannot be used."""
    return BadModel(
        "{name} cannot be used: its part {part} {why}. Use another version of it.",
        name=name,
        part=part,
        why=why,
    )


def _kinds_of(shapes: Shapes) -> list[Kind]:
    """The kinds of change that the parts of a left side hold; mostly one."""
    return [kind for kind in KINDS if kind.holds(shapes)]


def _weight(tensors: Tensors, weight: Tensor, strength: float) -> Tensor | None:
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    kinds = _kinds_of(shapes)
    if not kinds:
        return None
    _check_shapes(shapes)
    seen = _seen(weight, [kind.area(shapes) for kind in kinds])
    if is_decomposed(shapes):
        change = decomposed(tensors, seen, _sum(kinds, tensors, seen, 1.0)) * strength
    else:
        change = _sum(kinds, tensors, seen, strength)
    check_finite(change)
    return change if seen.shape == weight.shape else _widened(change, weight)


def _sum(kinds: Sequence[Kind], tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    first, *more = (kind.change(tensors, weight, strength).reshape(weight.shape) for kind in kinds)
    for one in more:
        first = first + one
    return first


def _seen(weight: Tensor, areas: Sequence[Area | None]) -> Tensor:
    """What a LoRA sees of a weight: an inpainting model's first layer has more than it knows."""
    wide = weight.dim() == 4 and weight.shape[1] > _LATENTS
    for seen in (weight, weight[:, :_LATENTS]) if wide else (weight,):
        if all(area in (None, area_of(tuple(seen.shape))) for area in areas):
            return seen
    raise unlike(max(area.rows * area.each for area in areas if area), weight.numel())


def _widened(change: Tensor, weight: Tensor) -> Tensor:
    whole = change.new_zeros(weight.shape)
    whole[:, : change.shape[1]] = change
    return whole


def _bias(tensors: Tensors, bias: Tensor | None, strength: float) -> Tensor | None:
    changes = [tensors[name].float() for name in _BIASES if name in tensors]
    if not changes or bias is None:
        return None
    for change in changes:
        if change.numel() != bias.numel():
            raise unlike(change.numel(), bias.numel())
    first, *more = (one.reshape(bias.shape) * strength for one in changes)
    whole = sum(more, first)
    check_finite(whole)
    return whole
