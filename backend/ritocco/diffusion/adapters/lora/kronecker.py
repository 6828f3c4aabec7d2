"""LoKr: a change that is the Kronecker product of two matrices, each whole or of thin ones."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from ritocco.diffusion.adapters.lora.hadamard import through_core
from ritocco.diffusion.adapters.lora.kind import (
    Area,
    Kind,
    Shapes,
    Tensors,
    area_of,
    axes,
    check_same,
    numbers,
    scale,
)

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor

_W1, _W2 = ("lokr_w1", "lokr_w1_a", "lokr_w1_b"), ("lokr_w2", "lokr_w2_a", "lokr_w2_b")
_CORE = "lokr_t2"


def _holds(shapes: Shapes) -> bool:
    return all(
        whole in shapes or (left in shapes and right in shapes) for whole, left, right in (_W1, _W2)
    )


def _area(shapes: Shapes) -> Area:
    first, second = _area_of_factor(shapes, *_W1, core=""), _area_of_factor(shapes, *_W2, _CORE)
    return Area(first.rows * second.rows, first.each * second.each)


def _area_of_factor(shapes: Shapes, whole: str, left: str, right: str, core: str) -> Area:
    if whole in shapes:
        return area_of(axes(shapes, whole, 2, 4))
    a, b = axes(shapes, left, 2), axes(shapes, right, 2, 4)
    if core in shapes:
        t = axes(shapes, core, 4)
        check_same(t[0], a[0])
        check_same(t[1], b[0])
        return Area(a[1], prod(b[1:]) * prod(t[2:]))
    check_same(a[1], b[0])
    return Area(a[0], prod(b[1:]))


def _change(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    first, second = _factor(tensors, *_W1, core=""), _factor(tensors, *_W2, _CORE)
    # Of two whole matrices none has a rank, whatever alpha says: it is often 9.99e6 then.
    rank = next((tensors[name].shape[0] for name in (_W1[2], _W2[2]) if name in tensors), None)
    first = first.flatten(1) * (strength * scale(tensors, rank))
    second = second.reshape(*second.shape[:2], -1)
    return first[:, None, :, None, None] * second[None, :, None]


def _factor(tensors: Tensors, whole: str, left: str, right: str, core: str) -> Tensor:
    if whole in tensors:
        return tensors[whole].float()
    a, b = numbers(tensors, left, right)
    if core in tensors:
        return through_core(tensors[core].float(), a, b.flatten(1))
    return a @ b.flatten(1)


KRONECKER = (Kind(_holds, _area, _change),)
"""LoKr."""
