"""An adapter of each kind for the tests' small Stable Diffusion 1, strong enough to be seen."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from tests.diffusion.ldm_files import WIDTH

MIDDLE = 64
"""Channels of the middle of its U-Net."""


def lora(path: Path, seed: int = 1, **metadata: str) -> Path:
    """A LoRA of rank 2 for the keys and values of an attention to the prompt."""
    draw, tensors = torch.Generator().manual_seed(seed), {}
    for part in ("to_k", "to_v"):
        name = f"lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_{part}"
        tensors[f"{name}.lora_down.weight"] = torch.randn(2, WIDTH, generator=draw)
        tensors[f"{name}.lora_up.weight"] = torch.randn(MIDDLE, 2, generator=draw)
        tensors[f"{name}.alpha"] = torch.tensor(2.0)
    return _saved(path, tensors, metadata)


def hypernetwork(path: Path, seed: int = 1) -> Path:
    """One layer for keys, one for values."""
    draw = torch.Generator().manual_seed(seed)
    layers = [
        {
            "linear.0.weight": torch.randn(WIDTH, WIDTH, generator=draw) * 0.5,
            "linear.0.bias": torch.zeros(WIDTH),
        }
        for _ in range(2)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({WIDTH: tuple(layers), "name": path.stem, "layer_structure": [1, 1]}, path)
    return path


def embedding(path: Path, seed: int = 1) -> Path:
    """Two vectors."""
    draw = torch.Generator().manual_seed(seed)
    return _saved(path, {"emb_params": torch.randn(2, WIDTH, generator=draw)}, {})


def _saved(path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, metadata)
    return path
