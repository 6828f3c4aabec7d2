"""DoRA, over a change of any kind: the changed weight's rows or columns are given lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ritocco.diffusion.adapters.lora.kind import Shapes, Tensors, unlike

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor

_SCALE, _MAGNITUDE = "dora_scale", "magnitude"
"""LyCORIS' lengths: long along the axis they are for. PEFT's: one for each output."""


def is_decomposed(shapes: Shapes) -> bool:
    """Whether lengths come with the parts of a left side."""
    return _SCALE in shapes or _MAGNITUDE in shapes


def decomposed(tensors: Tensors, weight: Tensor, change: Tensor) -> Tensor:
    """What is added to a weight by a change at full strength, and the lengths after it.

    Raises Unfit where there are not as many lengths as rows or columns.
    """
    import torch

    lengths, axis = _lengths(tensors, weight)
    changed = (weight.float() + change).reshape(*weight.shape[:2], -1)
    over = (1, 2) if axis == 0 else (0, 2)
    norm: Tensor = torch.linalg.vector_norm(changed, dim=over, keepdim=True)
    along = lengths.reshape(norm.shape) / norm.clamp_min(torch.finfo(norm.dtype).tiny)
    return (changed * along).reshape(weight.shape) - weight.float()


def _lengths(tensors: Tensors, weight: Tensor) -> tuple[Tensor, int]:
    """The lengths, and the axis of the weight that they are for."""
    found = tensors[_SCALE] if _SCALE in tensors else tensors[_MAGNITUDE].flatten()
    long = next((axis for axis, side in enumerate(found.shape) if side > 1), 0)
    axis = min(long, 1)
    if weight.dim() < 2 or found.numel() != weight.shape[axis]:
        raise unlike(found.numel(), weight.shape[min(axis, weight.dim() - 1)])
    return found.float(), axis
