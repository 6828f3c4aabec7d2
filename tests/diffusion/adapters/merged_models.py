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


def write_lora(path: Path, model: Small, seed: int, whole: int = 0) -> Deltas:
    """A LoRA for all linear and convolutional layers of U-Net and text encoders, kohya's names.

    whole  at each so-many-th layer there are whole differences instead, of its bias too
    """
    generator = torch.Generator().manual_seed(seed)

    def random(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator)

    tensors: dict[str, Tensor] = {}
    deltas: Deltas = {}
    layers = [
        (folder, name, module)
        for folder in PREFIXES.keys() & model.modules.keys()
        for name, module in model.modules[folder].named_modules()
        if isinstance(module, nn.Linear | nn.Conv2d)
    ]
    for at, (folder, name, module) in enumerate(sorted(layers, key=lambda layer: layer[:2])):
        left = PREFIXES[folder] + _in_kohya(folder, name)
        rows, seen, *kernel = module.weight.shape
        seen = 4 if name == "conv_in" else seen  # of inpainting models too
        if whole and at % whole == 0:
            tensors[f"{left}.diff"] = change = random(rows, seen, *kernel) * 0.02
            if module.bias is not None:
                tensors[f"{left}.diff_b"] = random(rows) * 0.02
                deltas[folder, f"{name}.bias"] = tensors[f"{left}.diff_b"].double()
        else:
            down, up = random(RANK, seen, *kernel), random(rows, RANK) * 0.05
            tensors[f"{left}.lora_down.weight"] = down
            tensors[f"{left}.lora_up.weight"] = up.view(rows, RANK, *[1] * len(kernel))
            tensors[f"{left}.alpha"] = torch.tensor(ALPHA)
            change = up.double() @ down.double().flatten(1) * (ALPHA / RANK)
        delta = torch.zeros(module.weight.shape, dtype=torch.float64)
        delta[:, :seen] = change.view(rows, seen, *kernel)
        deltas[folder, f"{name}.weight"] = delta
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
