"""LoRA and LoCon: a change that is the product of two thin matrices, with a core or without."""

from __future__ import annotations

from math import prod

import torch
from torch import Tensor

from ritocco.diffusion.adapters.lora.kind import (
    Kind,
    Shapes,
    Tensors,
    alike,
    axes,
    having,
    numbers,
    scale,
)


def _size(shapes: Shapes) -> int:
    down, up = axes(shapes, 2, 4, of="lora_down"), axes(shapes, 2, 4, of="lora_up")
    alike(down[0], prod(up[1:]))
    return up[0] * prod(down[1:])


def _change(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    down, up = numbers(tensors, "lora_down", "lora_up")
    factor = strength * scale(tensors, down.shape[0])
    return (up.flatten(1) * factor) @ down.flatten(1)


def _core_size(shapes: Shapes) -> int:
    down, up = axes(shapes, 2, 4, of="lora_down"), axes(shapes, 2, 4, of="lora_up")
    core = axes(shapes, 4, of="lora_mid")
    alike(core[0], prod(up[1:]))
    alike(core[1], down[0])
    return up[0] * prod(down[1:]) * prod(core[2:])


def _core_change(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    down, up, core = numbers(tensors, "lora_down", "lora_up", "lora_mid")
    factor = strength * scale(tensors, down.shape[0])
    # up is (out, r), down (r, in): "out in kh kw" of the core's (r, r, kh, kw).
    return torch.einsum("mnhw,nj,im->ijhw", core, down.flatten(1), up.flatten(1) * factor)


_THIN = having("lora_up", "lora_down")
LOW_RANK = (
    Kind("LoRA", lambda parts: _THIN(parts) and "lora_mid" not in parts, _size, _change),
    Kind(
        "LoRA with a core (Tucker)",
        having("lora_up", "lora_down", "lora_mid"),
        _core_size,
        _core_change,
    ),
)
