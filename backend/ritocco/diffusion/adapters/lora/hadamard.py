"""LoHa: a change that is two products of thin matrices, multiplied element by element."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from ritocco.diffusion.adapters.lora.kind import (
    Area,
    Kind,
    Shapes,
    Tensors,
    axes,
    check_same,
    having,
    numbers,
    scale,
)

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor

_FACTORS = (("hada_w1_a", "hada_w1_b", "hada_t1"), ("hada_w2_a", "hada_w2_b", "hada_t2"))


def _area(shapes: Shapes) -> Area:
    areas = []
    for left, right, _ in _FACTORS:
        a, b = axes(shapes, left, 2), axes(shapes, right, 2, 4)
        check_same(a[1], b[0])
        areas.append(Area(a[0], prod(b[1:])))
    check_same(areas[0].rows, areas[1].rows)
    check_same(areas[0].each, areas[1].each)
    return areas[0]


def _change(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    a, b, c, d = numbers(tensors, *_FACTORS[0][:2], *_FACTORS[1][:2])
    factor = strength * scale(tensors, b.shape[0])
    return ((a * factor) @ b.flatten(1)).mul_(c @ d.flatten(1))


def _area_with_cores(shapes: Shapes) -> Area:
    areas = []
    for left, right, core in _FACTORS:
        a, b, t = axes(shapes, left, 2), axes(shapes, right, 2), axes(shapes, core, 4)
        check_same(t[0], a[0])
        check_same(t[1], b[0])
        areas.append((a[1], b[1], *t[2:]))
    for first, second in zip(*areas, strict=True):
        check_same(first, second)
    return Area(areas[0][0], prod(areas[0][1:]))


def _change_with_cores(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    first, second = (
        through_core(*numbers(tensors, core, left, right)) for left, right, core in _FACTORS
    )
    return first.mul_(second).mul_(strength * scale(tensors, tensors["hada_w1_b"].shape[0]))


def through_core(core: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """A convolution's weight of a core (r, s, h, w) between (r, outputs) and (s, inputs)."""
    import torch

    return torch.einsum("rshw,ro,si->oihw", core, left, right)


_thin = having(*_FACTORS[0][:2], *_FACTORS[1][:2])
_cores = having("hada_t1", "hada_t2")
HADAMARD = (
    Kind(lambda shapes: _thin(shapes) and not _cores(shapes), _area, _change),
    Kind(lambda shapes: _thin(shapes) and _cores(shapes), _area_with_cores, _change_with_cores),
)
"""LoHa, and those with cores."""
