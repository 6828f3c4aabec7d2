"""OFT and BOFT: a change that turns a weight's outputs, block by block, in one stage or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ritocco.diffusion.adapters.lora.kind import (
    Kind,
    Shapes,
    Tensors,
    axes,
    check_finite,
    check_same,
    having,
    unlike,
)

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor

_BLOCKS, _RESCALE = "oft_blocks", "rescale"


def _checked(shapes: Shapes) -> None:
    blocks = axes(shapes, _BLOCKS, 3, 4)
    check_same(blocks[-1], blocks[-2])


def _turned(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    blocks = _float_blocks(tensors, weight)
    turns = _turns(blocks, tensors, weight) - _eye(blocks)
    parted = weight.float().reshape(*blocks.shape[:2], -1)
    change = (turns.transpose(-1, -2) @ parted).reshape(weight.shape)
    if _RESCALE in tensors:
        factors = _rescale(tensors, weight)
        change = factors * change + (factors - 1) * weight.float()
    return change * strength


def _turned_in_stages(tensors: Tensors, weight: Tensor, strength: float) -> Tensor:
    import torch

    blocks = _float_blocks(tensors, weight)
    half, outputs = blocks.shape[-1] // 2, weight.shape[0]
    reach = 2 ** len(blocks) * half
    if blocks.shape[-1] % 2 or outputs % reach:
        raise unlike(reach, outputs)
    turns = torch.lerp(_eye(blocks).expand_as(blocks), _turns(blocks, tensors, weight), strength)
    turned = weight.float().reshape(outputs, -1)
    for stage, turn in enumerate(turns):
        # Outputs that are `apart` from each other come to lie in one block, and go back.
        apart = 2**stage * half
        near = turned.reshape(-1, 2, apart, turned.shape[-1]).transpose(1, 2)
        mixed = turn @ near.reshape(*turn.shape[:2], -1)
        turned = mixed.reshape(near.shape).transpose(1, 2).reshape(outputs, -1)
    turned = turned.reshape(weight.shape)
    if _RESCALE in tensors:
        turned = turned * (1 + (_rescale(tensors, weight) - 1) * strength)
    return turned - weight.float()


def _float_blocks(tensors: Tensors, weight: Tensor) -> Tensor:
    blocks = tensors[_BLOCKS].float()
    count = blocks.shape[-3] * blocks.shape[-1]
    if count != weight.shape[0]:
        raise unlike(count, weight.shape[0])
    return blocks


def _turns(blocks: Tensor, tensors: Tensors, weight: Tensor) -> Tensor:
    """Cayley's turns of blocks; alpha is how far they may turn, for each output. 0: any far."""
    import torch

    skew = blocks - blocks.transpose(-1, -2)
    most = float(tensors["alpha"]) * weight.shape[0] if "alpha" in tensors else 0.0
    norm = float(skew.norm())
    check_finite(skew)
    if 0 < most < norm:
        skew *= most / norm
    eye = _eye(blocks)
    turns: Tensor = torch.linalg.solve(eye - skew, eye + skew)
    return turns


def _eye(blocks: Tensor) -> Tensor:
    import torch

    return torch.eye(blocks.shape[-1], device=blocks.device)


def _rescale(tensors: Tensors, weight: Tensor) -> Tensor:
    factors = tensors[_RESCALE].float()
    if factors.numel() != weight.shape[0]:
        raise unlike(factors.numel(), weight.shape[0])
    return factors.reshape(-1, *[1] * (weight.dim() - 1))


_blocks = having(_BLOCKS)
ORTHOGONAL = (
    Kind(lambda shapes: _blocks(shapes) and len(shapes[_BLOCKS]) != 4, _checked, _turned),
    Kind(lambda shapes: _blocks(shapes) and len(shapes[_BLOCKS]) == 4, _checked, _turned_in_stages),
)
"""OFT in one stage (kohya's and LyCORIS'), BOFT in several."""
