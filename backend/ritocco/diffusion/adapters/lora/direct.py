"""Changes that are written out: whole differences, whole weights, and factors for each channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ritocco.diffusion.adapters.lora.kind import (
    Area,
    Kind,
    Shapes,
    Tensors,
    any_area,
    area_of,
    having,
    unlike,
)

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor


def _area(part: str) -> Callable[[Shapes], Area]:
    return lambda shapes: area_of(shapes[part])


def _added(part: str) -> Kind:
    """A difference to the weight."""
    return Kind(
        having(part),
        _area(part),
        lambda tensors, weight, strength: tensors[part].float() * strength,
    )


def _replaced(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    return (tensors["set_weight"].float().reshape(weight.shape) - weight.float()) * strength


def _multiplied(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    """(IA)^3: a factor for each output, or for each input."""
    axis = int(bool(tensors["on_input"]))
    factors = tensors["weight"].float()
    if weight.dim() <= axis or factors.numel() != weight.shape[axis]:
        raise unlike(factors.numel(), weight.shape[min(axis, weight.dim() - 1)])
    along = [1] * weight.dim()
    along[axis] = -1
    return weight.float() * (factors.reshape(along) * strength)


DIRECT = (
    _added("diff"),
    _added("w_norm"),
    Kind(having("set_weight"), _area("set_weight"), _replaced),
    Kind(having("weight", "on_input"), any_area, _multiplied),
)
"""Whole differences (of norms too), whole weights, and (IA)^3, which leaves the bias alone."""
