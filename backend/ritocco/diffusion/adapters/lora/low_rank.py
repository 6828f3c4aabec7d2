"""LoRA and LoCon: a change that is the product of two thin matrices, with a core or without."""

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


def _area(shapes: Shapes) -> Area:
    down, up = axes(shapes, "lora_down", 2, 4), axes(shapes, "lora_up", 2, 4)
    check_same(down[0], prod(up[1:]))
    return Area(up[0], prod(down[1:]))


def _matrices(tensors: Tensors, strength: float) -> tuple[Tensor, Tensor]:
    down, up = numbers(tensors, "lora_down", "lora_up")
    factor = strength * scale(tensors, down.shape[0])
    return up.flatten(1) * factor, down.flatten(1)


def _change(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    up, down = _matrices(tensors, strength)
    return up @ down


def _area_with_core(shapes: Shapes) -> Area:
    outer, core = _area(shapes), axes(shapes, "lora_mid", 4)
    rank = shapes["lora_down"][0]
    check_same(rank, *core[:2])
    return Area(outer.rows, outer.each * prod(core[2:]))


def _change_with_core(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    import torch

    down, up, core = numbers(tensors, "lora_down", "lora_up", "lora_mid")
    factor = strength * scale(tensors, down.shape[0])
    return torch.einsum("rshw,or,si->oihw", core, up.flatten(1) * factor, down.flatten(1))


_thin, _core = having("lora_up", "lora_down"), having("lora_mid")
LOW_RANK = (
    Kind(lambda shapes: _thin(shapes) and not _core(shapes), _area, _change, _matrices),
    Kind(lambda shapes: _thin(shapes) and _core(shapes), _area_with_core, _change_with_core),
)
"""LoRA and LoCon, and those with a core (Tucker, CP)."""
