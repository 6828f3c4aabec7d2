"""GLoRA: a change of which one part goes through the weight itself."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

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
    unlike,
)

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor


class _Order(NamedTuple):
    """Which part comes first in each of the two products: W @ a @ a' + b @ b'."""

    a: str
    a_then: str
    b: str
    b_then: str


_NEW, _OLD = _Order("a1", "a2", "b1", "b2"), _Order("a2", "a1", "b2", "b1")


def _order(shapes: Shapes) -> _Order:
    """As LyCORIS writes them now or did before. Where inputs and outputs are as many, both could be
    by the sides that meet; then the rank is the shorter side, and squares are of the old way.
    """
    for part in _NEW:
        axes(shapes, part, 2, 4)
    a, a_then, b, b_then = (shapes[part] for part in _OLD)
    old = a[1] == a_then[0] == b[1] == b_then[0]
    new = a_then[1] == a[0] == b_then[1] == b[0]
    return _OLD if old and not (new and a[0] < a[1]) else _NEW


def _area(shapes: Shapes) -> Area:
    order = _order(shapes)
    a, a_then, b, b_then = (shapes[part] for part in order)
    check_same(a[1], a_then[0], b[1], b_then[0])
    check_same(a[0], a_then[1], b_then[1])
    return Area(b[0], prod(b_then[1:]))


def _change(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    import torch

    order = _order({name: tuple(tensor.shape) for name, tensor in tensors.items()})
    a, a_then, b, b_then = numbers(tensors, *order)
    if weight.dim() < 2 or weight.shape[1] != a.shape[0]:
        raise unlike(a.shape[0], weight.shape[min(1, weight.dim() - 1)])
    factor = strength * scale(tensors, a.shape[1])
    # Through the thin matrices first: the whole product is as wide as the input.
    through = torch.einsum("oi...,ir->or...", weight.float(), a.flatten(1) * factor)
    through = torch.einsum("or...,ri->oi...", through, a_then.flatten(1))
    beside = (b.flatten(1) * factor) @ b_then.flatten(1)
    return through.contiguous().add_(beside.reshape(weight.shape))


GENERALISED = (Kind(having("a1", "a2", "b1", "b2"), _area, _change),)
"""GLoRA."""
