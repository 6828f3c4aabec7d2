"""Adapters' files for mini, made here: small, light to make, and seen in the picture."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

ROOT = Path(__file__).parents[2]
_MINI = json.loads((ROOT / "resources/models/mini/unet/config.json").read_text("utf-8"))


def lora_for_mini(path, seed=0, scale=0.3, rank=4, **metadata):
    """A LoRA for the keys and values of one of mini's cross-attentions; kohya's names."""
    context, inner = _MINI["cross_attention_dim"], _MINI["block_out_channels"][1]
    random = np.random.default_rng(seed)
    parts = {}
    for name in ("to_k", "to_v"):
        left = f"lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_{name}"
        parts[f"{left}.lora_down.weight"] = random.normal(0, scale, (rank, context))
        parts[f"{left}.lora_up.weight"] = random.normal(0, scale, (inner, rank))
        parts[f"{left}.alpha"] = np.array(float(rank))
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: np.asarray(value, np.float32) for name, value in parts.items()}, path, metadata
    )
    return path
