"""Small adapters of real kinds, for lists and shelves."""

from pathlib import Path

import torch
from safetensors.torch import save_file

KEY = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"


def write_lora(path: Path, width: int = 768, **metadata: str) -> Path:
    """A LoRA of rank 4 for one module, for texts of this width."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {
        f"{KEY}.lora_down.weight": torch.zeros(4, width),
        f"{KEY}.lora_up.weight": torch.zeros(320, 4),
        f"{KEY}.alpha": torch.tensor(4.0),
    }
    save_file(tensors, path, {name.replace("__", "."): text for name, text in metadata.items()})
    return path
