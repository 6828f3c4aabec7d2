"""LoRAs for small models, and the same models with these merged beforehand, by plain formulas."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from tests.diffusion.ldm_files import Small

PREFIXES = {"unet": "lora_unet_", "text_encoder": "lora_te_", "text_encoder_2": "lora_te2_"}
RANK, ALPHA = 4, 2.0
Deltas = dict[tuple[str, str], Tensor]
"""(folder of a part, name of a weight) -> what a LoRA adds to it at strength 1."""


def exactly(model: Small) -> Small:
    """The model with weights that every precision holds, so that loading rounds none."""
    modules = {part: deepcopy(module) for part, module in model.modules.items()}
    for module in modules.values():
        for weight in module.parameters():
            weight.data = weight.data.bfloat16().float()
    return replace(model, modules=modules)


def write_lora(path: Path, model: Small, seed: int, size: float = 0.05) -> Deltas:
    """A LoRA for all linear and convolutional layers of U-Net and text encoders, kohya's names."""
    generator = torch.Generator().manual_seed(seed)
    tensors: dict[str, Tensor] = {}
    deltas: Deltas = {}
    for folder, prefix in PREFIXES.items():
        for name, module in getattr(model.modules.get(folder), "named_modules", list)():
            if not isinstance(module, nn.Linear | nn.Conv2d):
                continue
            weight = module.weight
            seen = 4 if name == "conv_in" else weight.shape[1]  # of inpainting models too
            ones = [1, 1] if weight.dim() == 4 else []
            down = torch.randn(RANK, seen, *weight.shape[2:], generator=generator)
            up = torch.randn(weight.shape[0], RANK, *ones, generator=generator) * size
            left = prefix + _in_kohya(folder, name)
            tensors[f"{left}.lora_down.weight"] = down
            tensors[f"{left}.lora_up.weight"] = up
            tensors[f"{left}.alpha"] = torch.tensor(ALPHA)
            product = up.double().flatten(1) @ down.double().flatten(1) * (ALPHA / RANK)
            whole = torch.zeros(weight.shape, dtype=torch.float64)
            whole[:, :seen] = product.view(whole[:, :seen].shape)
            deltas[folder, f"{name}.weight"] = whole
    save_file(tensors, path)
    return deltas


def _in_kohya(folder: str, name: str) -> str:
    wrapped = "" if folder == "unet" or name.startswith("text_") else "text_model."
    return (wrapped + name).replace(".", "_")


def merged_beforehand(model: Small, *loras: tuple[Deltas, float, float]) -> Small:
    """The model with LoRAs in its weights: each with its strength in U-Net and text encoders."""
    modules = {part: deepcopy(module) for part, module in model.modules.items()}
    for deltas, unet, text in loras:
        for (folder, name), delta in deltas.items():
            weight = modules[folder].get_parameter(name)
            strength = unet if folder == "unet" else text
            weight.data = weight.data.double() + strength * delta
    for module in modules.values():
        for weight in module.parameters():
            weight.data = weight.data.float()
    return replace(model, modules=modules)
