"""A LoRA for all layers of Stable Diffusion 1.5, random, as kohya's scripts write it."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from ritocco.diffusion.loaded import LoadedModel

RANK, ALPHA = 32, 16.0
_PREFIXES = {"unet": "lora_unet_", "text_encoder": "lora_te_text_model_"}


def write_lora(path: Path, model: LoadedModel) -> None:
    """Rank 32, float16: linear layers and convolutions of the U-Net and the text encoder."""
    generator = torch.Generator().manual_seed(0)

    def random(*shape: int) -> torch.Tensor:
        return (torch.randn(shape, generator=generator) * 0.01).half()

    tensors = {}
    for folder, prefix in _PREFIXES.items():
        for name, module in model.modules[folder].named_modules():
            if not isinstance(module, torch.nn.Linear | torch.nn.Conv2d):
                continue
            left = prefix + name.removeprefix("text_model.").replace(".", "_")
            rows, *each = module.weight.shape
            ones = [1] * (len(each) - 1)
            tensors[f"{left}.lora_down.weight"] = random(RANK, *each)
            tensors[f"{left}.lora_up.weight"] = random(rows, RANK, *ones)
            tensors[f"{left}.alpha"] = torch.tensor(ALPHA)
    save_file(tensors, path)
