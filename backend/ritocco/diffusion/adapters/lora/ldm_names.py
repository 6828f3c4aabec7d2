"""The names that a U-Net's modules have in the original layout (LDM, sgm), by diffusers' names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import nn

_OUTSIDE = {
    "conv_in": "input_blocks.0.0",
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_IN_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}


def ldm_names(unet: nn.Module) -> dict[str, str]:
    """diffusers' name of each module of a U-Net -> its name in the original layout."""
    blocks = dict(_blocks(unet))
    names = dict(_OUTSIDE)
    for own, _ in unet.named_modules():
        block = next((start for start in _starts(own) if start in blocks), None)
        if block is not None:
            inside = own.removeprefix(block).removeprefix(".")
            named = _IN_RESNET.get(inside, inside) if ".resnets." in block else inside
            names[own] = f"{blocks[block]}.{named}" if named else blocks[block]
    return names


def _starts(name: str) -> Iterator[str]:
    """A name, and what it lies in."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _blocks(unet: Any) -> Iterator[tuple[str, str]]:
    """(diffusers' name, the original one) of each block, counted as the original layout does."""
    at = 0
    for i, block in enumerate(unet.down_blocks):
        for j in range(len(block.resnets)):
            at += 1
            yield f"down_blocks.{i}.resnets.{j}", f"input_blocks.{at}.0"
            yield f"down_blocks.{i}.attentions.{j}", f"input_blocks.{at}.1"
        if block.downsamplers is not None:
            at += 1
            yield f"down_blocks.{i}.downsamplers.0.conv", f"input_blocks.{at}.0.op"
    yield "mid_block.resnets.0", "middle_block.0"
    yield "mid_block.attentions.0", "middle_block.1"
    yield "mid_block.resnets.1", "middle_block.2"
    at = -1
    for i, block in enumerate(unet.up_blocks):
        for j in range(len(block.resnets)):
            at += 1
            yield f"up_blocks.{i}.resnets.{j}", f"output_blocks.{at}.0"
            yield f"up_blocks.{i}.attentions.{j}", f"output_blocks.{at}.1"
        if block.upsamplers is not None:
            last = 2 if getattr(block, "attentions", None) is not None else 1
            yield f"up_blocks.{i}.upsamplers.0.conv", f"output_blocks.{at}.{last}.conv"
